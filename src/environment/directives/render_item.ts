import { CommandError } from "../../errors/mod.ts";
import {
  asString,
  nativeClass,
  type PyClass,
  PyInstance,
  PySet,
  repr,
  type Value,
} from "../../python/runtime/mod.ts";
import type { RenderedItem, RenderItem } from "../../render/mod.ts";
import type { PythonFunction } from "../target_options.ts";
import { setAttribute } from "./classes.ts";
import { objectOfColumn, objectOfConstraint, objectOfDefault, objectOfType } from "./columns.ts";

const autogenContextClass: PyClass = nativeClass({
  name: "AutogenContext",
  module: "alembic.autogenerate.api",
});

/** `render_item` of env.py as the renderer calls it. */
export function renderItemOf(fn: PythonFunction, context: Value): RenderItem {
  const autogenContext = new PyInstance(autogenContextClass);
  setAttribute(autogenContext, "migration_context", context);
  return (item, imports) => {
    const lines = new PySet([...imports]);
    setAttribute(autogenContext, "imports", lines);
    const result = fn([item.kind, objectOfItem(item), autogenContext]);
    for (const line of lines.values()) imports.add(asString(line) ?? "");
    if (result === false || result === null) return result;
    const text = asString(result);
    if (text !== null) return text;
    throw new CommandError(
      "bad_render_item",
      `render_item of env.py must give a string, None or False, not ${repr(result)}`,
    );
  };
}

function objectOfItem(item: RenderedItem): Value {
  switch (item.kind) {
    case "type":
      return objectOfType(item.type);
    case "server_default":
      return objectOfDefault(item.value);
    case "column":
      return objectOfColumn(item.column);
    default:
      return objectOfConstraint(item.constraint);
  }
}
