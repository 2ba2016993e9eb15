import type { MarkedName, Name } from "../../../schema/name.ts";
import {
  asString,
  nativeClass,
  type PyClass,
  PyInstance,
  repr,
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

/** The name that an argument gives; null for None. Anything else is an error: nothing is written without the name that it has. */
export function nameFrom(value: Value): Name | null {
  if (value === null) return null;
  const name = nameOfText(value);
  if (name === null) throw notText(value);
  return name;
}

/** The text that an argument gives; null for None, and for False, which stands for nothing given. */
export function textFrom(value: Value): string | null {
  if (value === null || value === false) return null;
  const text = asString(value);
  if (text === null) throw notText(value);
  return text;
}

/** A text among the options of a part of a table, where one is given. */
export function textOption<Key extends string>(
  key: Key,
  value: Value,
): { readonly [_ in Key]?: string } {
  const text = textFrom(value);
  return text === null ? {} : { [key]: text } as { readonly [_ in Key]: string };
}

function notText(value: Value) {
  return sqlalchemyError("ArgumentError", `a string is expected, got ${repr(value)}`);
}

/** The name that a Python string stands for; null if the value is no string. */
export function nameOfText(value: Value): Name | null {
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
  const name = nameOfText(value);
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
