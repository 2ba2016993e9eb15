import type { MarkedName, Name } from "../../../schema/name.ts";
import {
  asString,
  nativeClass,
  type PyClass,
  PyInstance,
  strClass,
  type Value,
} from "../../runtime/mod.ts";
import { sqlalchemyError } from "./exc.ts";

/** `quoted_name(value, quote)`: a string that says whether it is written with quotation marks. */
export const quotedNameClass: PyClass = nativeClass({
  name: "quoted_name",
  module: "sqlalchemy.sql.elements",
  bases: [strClass],
  new: ["value, quote=None", (cls: PyClass, value: Value, quote: Value) => {
    if (value === null) return null;
    return markedString(cls, asString(value) ?? "", quote);
  }],
  init: ["*args, **kw", () => {}],
});

/** `conv(value)`: what `op.f()` gives, a name that no naming convention changes. */
export const convClass: PyClass = nativeClass({
  name: "conv",
  module: "sqlalchemy.sql.elements",
  bases: [quotedNameClass],
  new: [
    "value",
    (cls: PyClass, value: Value) =>
      value === null ? null : markedString(cls, asString(value) ?? ""),
  ],
});

function markedString(cls: PyClass, text: string, quote: Value = null): PyInstance {
  const instance = new PyInstance(cls);
  instance.native = text;
  instance.attributes = new Map([["quote", quote]]);
  return instance;
}

/** The string object that `op.f(name)` gives. */
export function finalNameValue(name: string): PyInstance {
  return markedString(convClass, name);
}

/** The name that a Python string stands for; null if the value is no string. */
export function nameFrom(value: Value): Name | null {
  if (typeof value === "string") return value;
  const text = asString(value);
  if (text === null) return null;
  if (!(value instanceof PyInstance) || !value.cls.isSubclassOf(quotedNameClass)) return text;
  const quote = value.attributes?.get("quote");
  const name: MarkedName = {
    name: text,
    ...(typeof quote === "boolean" ? { quote } : {}),
    ...(value.cls.isSubclassOf(convClass) ? { final: true } : {}),
  };
  return name.quote === undefined && name.final === undefined ? text : name;
}

/** The name in an argument that must have one. */
export function requiredName(value: Value, what: string): Name {
  const name = nameFrom(value);
  if (name === null) throw sqlalchemyError("ArgumentError", `${what} must be a string`);
  return name;
}

/** A name as a Python value. */
export function nameValue(name: Name | null | undefined): Value {
  if (name === null || name === undefined || typeof name === "string") return name ?? null;
  return name.final
    ? markedString(convClass, name.name, name.quote ?? null)
    : markedString(quotedNameClass, name.name, name.quote ?? null);
}

/** A name with `quote=` applied to it. */
export function withQuote(name: Name, quote: Value): Name {
  if (typeof quote !== "boolean") return name;
  return typeof name === "string" ? { name, quote } : { ...name, quote };
}
