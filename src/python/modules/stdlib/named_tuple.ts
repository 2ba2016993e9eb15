import {
  asString,
  emptyTuple,
  nativeClass,
  PyClass,
  PyDict,
  PyList,
  PyTuple,
  raise,
  repr,
  tuple,
  tupleClass,
  typeError,
  type Value,
  valueError,
} from "../../runtime/mod.ts";
import { collectNow } from "../../runtime/iteration.ts";
import { bindArguments, type Signature } from "../../runtime/signature.ts";

/** `collections.namedtuple(name, fields, defaults=…)`: a tuple class with named items. */
export function namedTuple(
  name: string,
  fields: readonly string[],
  module: string,
  defaults: readonly Value[] = [],
): PyClass {
  const firstDefault = fields.length - defaults.length;
  const signature: Signature = {
    positionalOnly: [],
    positional: fields.map((field, index) =>
      index < firstDefault
        ? { name: field }
        : { name: field, default: defaults[index - firstDefault]! }
    ),
    variadic: null,
    keywordOnly: [],
    keywords: null,
  };
  return nativeClass({
    name,
    module,
    bases: [tupleClass],
    new: ["*args, **kwargs", (cls: PyClass, args: Value[], keywords: Map<string, Value>) => {
      // CPython counts the class as the first argument in these messages.
      const self = { ...signature, positionalOnly: [{ name: "cls" }] };
      const bound = bindArguments(`${name}.__new__`, self, [cls, ...args], keywords);
      return new PyTuple(bound.slice(1) as Value[], cls);
    }],
    classMethods: {
      _make: ["iterable, /", (cls: PyClass, iterable: Value) => {
        const items = collectNow(iterable);
        if (items.length !== fields.length) {
          throw typeError(`Expected ${fields.length} arguments, got ${items.length}`);
        }
        return new PyTuple(items, cls);
      }],
    },
    methods: {
      _asdict: [
        "",
        (self: PyTuple) =>
          new PyDict(fields.map((field, index) => [field, self.items[index]!] as const)),
      ],
      _replace: ["**kwargs", (self: PyTuple, changes: Map<string, Value>) => {
        const items = self.items.map((item, index) =>
          changes.get(fields[index]!) ?? (changes.has(fields[index]!) ? null : item)
        );
        const unknown = [...changes.keys()].filter((key) => !fields.includes(key));
        if (unknown.length > 0) {
          throw valueError(`Got unexpected field names: ${repr(new PyList(unknown))}`);
        }
        return new PyTuple(items, self.cls);
      }],
      __repr__: [
        "",
        (self: PyTuple) =>
          `${self.cls.name}(${
            fields.map((field, index) => `${field}=${repr(self.items[index]!)}`).join(", ")
          })`,
      ],
    },
    properties: Object.fromEntries(fields.map((field, index) => [
      field,
      {
        get: (self: PyTuple) => self.items[index]!,
        set: () => {
          throw raise("AttributeError", "can't set attribute");
        },
      },
    ])),
    attributes: {
      _fields: tuple(fields),
      __match_args__: tuple(fields),
      _field_defaults: new PyDict(
        fields.slice(firstDefault).map((field, index) => [field, defaults[index]!] as const),
      ),
      ...(fields.length === 0 ? { __slots__: emptyTuple } : {}),
    },
  });
}

/** The field names of `namedtuple("P", "x y")` or `namedtuple("P", ["x", "y"])`, checked. */
export function fieldNames(value: Value, rename: boolean): string[] {
  const text = asString(value);
  const names = text === null
    ? collectNow(value).map((name) => asString(name) ?? String(name))
    : text.replaceAll(",", " ").split(/\s+/).filter(Boolean);
  const seen = new Set<string>();
  return names.map((name, index) => {
    const bad = !/^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(name)
      ? `Type names and field names must be valid identifiers: ${repr(name)}`
      : name.startsWith("_")
      ? `Field names cannot start with an underscore: ${repr(name)}`
      : seen.has(name)
      ? `Encountered duplicate field name: ${repr(name)}`
      : null;
    if (bad !== null && !rename) throw valueError(bad);
    const final = bad === null ? name : `_${index}`;
    seen.add(final);
    return final;
  });
}
