import type { SqlType } from "../../../../schema/types.ts";
import type { SqlValue } from "../../../../sql/value.ts";
import { plain, PyInstance, type Value } from "../../../runtime/mod.ts";
import { sqlValue, valueFamily } from "../values.ts";
import { bindValue } from "./decorator.ts";
import { typeObject } from "./engine.ts";

/** A value as a parameter of a type: as the type converts it, and as SQL sees it. */
export function boundValue(type: SqlType, value: Value): SqlValue {
  const object = typeObject(type);
  const bound = bindValue(object, value);
  // A member of another class than the type's is the text that it is, not the name of a label.
  return sqlValue(type.kind === "enum" && isForeign(bound, object) ? plain(bound) : bound);
}

function isForeign(value: Value, type: PyInstance | undefined): boolean {
  return value instanceof PyInstance && valueFamily(value) === "enum" &&
    type?.attributes?.get("enum_class") !== value.cls;
}
