import { nameText } from "../../../../schema/name.ts";
import {
  asString,
  dictClass,
  missingAttribute,
  nativeClass,
  type PyClass,
  PyDict,
  PyInstance,
  PyTuple,
  raise,
  tupleClass,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { asExpression } from "../expression/payload.ts";

/** The names of a result's columns, shared by its rows. */
export class RowKeys {
  readonly names: readonly string[];
  readonly #positions = new Map<string, number>();
  readonly #doubled = new Set<string>();

  /** `sent` are the keys of the statement that was sent, whose names count where the own ones have none such. */
  constructor(names: readonly string[], sent: RowKeys | null = null) {
    this.names = names;
    this.#sent = sent;
    names.forEach((name, index) => {
      if (this.#positions.has(name)) this.#doubled.add(name);
      else this.#positions.set(name, index);
    });
  }

  readonly #sent: RowKeys | null;

  #fallback(name: string): number | undefined {
    // A statement with classes has other columns than its rows.
    return this.#sent?.names.length === this.names.length ? this.#sent.position(name) : undefined;
  }

  /** The position of a column by name; undefined where there is none. */
  position(name: string): number | undefined {
    if (this.#doubled.has(name)) {
      throw sqlalchemyError(
        "InvalidRequestError",
        `Ambiguous column name '${name}' in result set column descriptions`,
      );
    }
    return this.#positions.get(name) ?? this.#fallback(name);
  }
}

/** A row of a result: a tuple whose values have names too. */
export class RowTuple extends PyTuple {
  readonly keys: RowKeys;

  constructor(items: readonly Value[], keys: RowKeys) {
    super(items, rowClass);
    this.keys = keys;
  }

  /** The value under a name; undefined where there is no such column. */
  named(name: string): Value | undefined {
    const position = this.keys.position(name);
    return position === undefined ? undefined : this.items[position];
  }

  /** The row as a mapping. */
  mapping(): PyDict {
    const mapping = new PyDict([], rowMappingClass);
    this.keys.names.forEach((name, index) => mapping.set(name, this.items[index]!));
    return mapping;
  }
}

function named(name: "count" | "index") {
  return (self: RowTuple): Value => {
    const value = self.named(name);
    if (value === undefined) throw missingAttribute(self, name);
    return value;
  };
}

/** `sqlalchemy.engine.Row`. */
export const rowClass: PyClass = nativeClass({
  name: "Row",
  module: "sqlalchemy.engine.row",
  bases: [tupleClass],
  layout: "tuple",
  methods: {
    __getattr__: ["name", (self: RowTuple, name: string) => {
      const value = self.named(name);
      if (value === undefined) {
        throw raise("AttributeError", `Could not locate column in row for column '${name}'`);
      }
      return value;
    }],
    _asdict: [
      "",
      (self: RowTuple) =>
        new PyDict(self.keys.names.map((name, index) => [name, self.items[index]!] as const)),
    ],
    _tuple: ["", (self: RowTuple) => self],
    tuple: ["", (self: RowTuple) => self],
  },
  properties: {
    _mapping: (self: RowTuple) => self.mapping(),
    _fields: (self: RowTuple) => new PyTuple(self.keys.names),
    t: (self: RowTuple) => self.named("t") ?? self,
    count: named("count"),
    index: named("index"),
  },
});

/** `sqlalchemy.engine.RowMapping`: a row as a mapping, also by column objects. */
export const rowMappingClass: PyClass = nativeClass({
  name: "RowMapping",
  module: "sqlalchemy.engine.row",
  bases: [dictClass],
  layout: "dict",
  methods: {
    __getitem__: ["key", (self: PyDict, key: Value) => {
      const name = columnKey(key);
      const value = name === null ? undefined : self.get(name);
      if (value !== undefined) return value;
      throw sqlalchemyError(
        "NoSuchColumnError",
        `Could not locate column in row for column '${name ?? ""}'`,
      );
    }],
  },
});

/** The name that a key of a mapping means: a string, or the name of a column object. */
function columnKey(key: Value): string | null {
  const text = asString(key);
  if (text !== null) return text;
  const expression = key instanceof PyInstance ? asExpression(key) : undefined;
  return expression?.kind === "column" || expression?.kind === "label"
    ? nameText(expression.name)
    : null;
}
