import type { QueryResult } from "../../../../database/connection.ts";
import {
  keyOf,
  nativeClass,
  type NativeEntry,
  NativeIterator,
  type PyClass,
  PyInstance,
  PyList,
  raise,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import type { Decoders } from "./decode.ts";
import { RowKeys, RowTuple } from "./row.ts";

/** The rows of a statement, decoded when they are read, and how far they have been read. */
export class ResultState {
  readonly result: QueryResult | null;
  readonly #rows: RowTuple[] = [];
  #next = 0;
  readonly keys: RowKeys;
  /** What a reader gets of a row. */
  readonly shape: (row: RowTuple) => Value;

  constructor(
    result: QueryResult | null,
    rows: RowTuple[],
    keys: RowKeys,
    shape: (row: RowTuple) => Value = (row) => row,
    next = 0,
  ) {
    this.result = result;
    this.#rows = rows;
    this.keys = keys;
    this.shape = shape;
    this.#next = next;
  }

  /** The same rows, read in another shape from here on. */
  reshaped(shape: (row: RowTuple) => Value): ResultState {
    this.requireRows();
    const state = new ResultState(this.result, this.#rows, this.keys, shape, this.#next);
    this.#next = this.#rows.length;
    return state;
  }

  /** What the server said. */
  known(): QueryResult {
    if (this.result !== null) return this.result;
    throw new UnsupportedConstructError(
      "reading a result with --sql",
      "the result of a statement cannot be read with --sql: there is no database to ask",
      { hint: "test context.is_offline_mode() before reading, or run without --sql" },
    );
  }

  requireRows(): void {
    if (this.known().fields.length === 0) {
      throw sqlalchemyError(
        "ResourceClosedError",
        "This result object does not return rows. It has been closed automatically.",
      );
    }
  }

  /** The next row as the reader wants it; undefined at the end. */
  next(): Value | undefined {
    this.requireRows();
    const row = this.#rows[this.#next];
    if (row === undefined) return undefined;
    this.#next++;
    return this.shape(row);
  }

  /** All rows that are left. */
  rest(): Value[] {
    const values: Value[] = [];
    for (let value = this.next(); value !== undefined; value = this.next()) values.push(value);
    return values;
  }

  /** `unique()`: leaves out rows that have come before. */
  dropRepeated(): void {
    const seen = new Set<unknown>();
    const rows = this.#rows.splice(this.#next).filter((row) => {
      const key = keyOf(this.shape(row));
      return seen.has(key) ? false : seen.add(key);
    });
    this.#rows.push(...rows);
  }

  /** Leaves the rows that are left unread. */
  close(): void {
    this.#next = this.#rows.length;
  }
}

/** Decodes what a server gave. */
export function decodedResult(
  result: QueryResult,
  decoders: Decoders,
  process: ((value: Value, index: number) => Value) | null,
): ResultState {
  const keys = new RowKeys(result.fields.map((field) => field.name));
  const byField = result.fields.map((field) => decoders.for(field.typeOid));
  const rows = result.rows.map((row) =>
    new RowTuple(
      row.map((text, index) => {
        const value = text === null ? null : byField[index]!(text);
        return process === null ? value : process(value, index);
      }),
      keys,
    )
  );
  return new ResultState(result, rows, keys);
}

function stateOf(self: PyInstance): ResultState {
  return self.native as ResultState;
}

function reshape(
  self: PyInstance,
  cls: PyClass,
  shape: (row: RowTuple) => Value,
): PyInstance {
  const object = new PyInstance(cls);
  object.native = stateOf(self).reshaped(shape);
  return object;
}

/** One row, or an error when there is none or more than one. */
function one(self: PyInstance, required: boolean): Value {
  const state = stateOf(self);
  const first = state.next();
  if (first === undefined) {
    if (!required) return null;
    throw sqlalchemyError("NoResultFound", "No row was found when one was required");
  }
  if (state.next() !== undefined) {
    throw sqlalchemyError(
      "MultipleResultsFound",
      required
        ? "Multiple rows were found when exactly one was required"
        : "Multiple rows were found when one or none was required",
    );
  }
  return first;
}

function first(self: PyInstance): Value {
  const value = stateOf(self).next() ?? null;
  stateOf(self).close();
  return value;
}

function scalarOf(value: Value): Value {
  return value instanceof RowTuple ? value.items[0] ?? null : value;
}

function position(row: RowTuple, key: Value): Value {
  if (typeof key === "number") {
    const value = row.items.at(key);
    if (value === undefined) throw raise("IndexError", "tuple index out of range");
    return value;
  }
  const value = typeof key === "string" ? row.named(key) : undefined;
  if (value === undefined) {
    throw sqlalchemyError(
      "NoSuchColumnError",
      `Could not locate column in row for column '${String(key)}'`,
    );
  }
  return value;
}

function fetchMany(self: PyInstance, size: Value): PyList {
  const values: Value[] = [];
  const wanted = typeof size === "number" ? size : 1;
  while (values.length < wanted) {
    const value = stateOf(self).next();
    if (value === undefined) break;
    values.push(value);
  }
  return new PyList(values);
}

function* partitions(self: PyInstance, size: Value): IterableIterator<Value> {
  for (;;) {
    const part = fetchMany(self, size ?? 100);
    if (part.items.length === 0) return;
    yield part;
  }
}

const readers: Readonly<Record<string, NativeEntry>> = {
  all: ["", (self: PyInstance) => new PyList(stateOf(self).rest())],
  fetchall: ["", (self: PyInstance) => new PyList(stateOf(self).rest())],
  fetchone: ["", (self: PyInstance) => stateOf(self).next() ?? null],
  fetchmany: ["size=None", fetchMany],
  first: ["", first],
  one: ["", (self: PyInstance) => one(self, true)],
  one_or_none: ["", (self: PyInstance) => one(self, false)],
  partitions: [
    "size=None",
    (self: PyInstance, size: Value) => new NativeIterator(partitions(self, size)),
  ],
  unique: ["strategy=None", (self: PyInstance) => {
    stateOf(self).dropRepeated();
    return self;
  }],
  yield_per: ["num", (self: PyInstance) => self],
  close: ["", (self: PyInstance) => stateOf(self).close()],
  keys: ["", (self: PyInstance) => {
    stateOf(self).requireRows();
    return new PyList([...stateOf(self).keys.names]);
  }],
  __iter__: ["", (self: PyInstance) => {
    const state = stateOf(self);
    state.requireRows();
    return new NativeIterator((function* () {
      for (let value = state.next(); value !== undefined; value = state.next()) yield value;
    })());
  }],
  __next__: ["", (self: PyInstance) => {
    const value = stateOf(self).next();
    if (value === undefined) throw raise("StopIteration");
    return value;
  }],
  __enter__: ["", (self: PyInstance) => self],
  __exit__: ["*args", (self: PyInstance) => stateOf(self).close()],
};

/** `sqlalchemy.engine.Result`. */
export const resultClass: PyClass = nativeClass({
  name: "Result",
  module: "sqlalchemy.engine.result",
  methods: {
    ...readers,
    scalar: ["", (self: PyInstance) => scalarOf(first(self))],
    scalar_one: ["", (self: PyInstance) => scalarOf(one(self, true))],
    scalar_one_or_none: ["", (self: PyInstance) => scalarOf(one(self, false))],
    scalars: [
      "index=0",
      (self: PyInstance, index: Value) =>
        reshape(self, scalarResultClass, (row) => position(row, index)),
    ],
    mappings: ["", (self: PyInstance) => reshape(self, mappingResultClass, (row) => row.mapping())],
    tuples: ["", (self: PyInstance) => self],
    columns: [
      "*col_expressions",
      (self: PyInstance, columns: Value[]) =>
        reshape(self, resultClass, (row) =>
          new RowTuple(
            columns.map((column) => position(row, column)),
            new RowKeys(
              columns.map((column) =>
                typeof column === "number" ? row.keys.names[column] ?? "" : String(column)
              ),
            ),
          )),
    ],
    freeze: ["", (self: PyInstance) => self],
    fetchval: ["", (self: PyInstance) => scalarOf(first(self))],
  },
  properties: {
    t: (self: PyInstance) => self,
    closed: () => false,
  },
});

/** `sqlalchemy.engine.CursorResult`: what `execute` gives. */
export const cursorResultClass: PyClass = nativeClass({
  name: "CursorResult",
  module: "sqlalchemy.engine.cursor",
  bases: [resultClass],
  properties: {
    rowcount: (self: PyInstance) => stateOf(self).known().rowCount ?? -1,
    returns_rows: (self: PyInstance) => stateOf(self).known().fields.length > 0,
    inserted_primary_key: (self: PyInstance) => {
      const state = stateOf(self);
      state.requireRows();
      return state.next() ?? null;
    },
    is_insert: (self: PyInstance) => stateOf(self).known().command.startsWith("INSERT"),
    lastrowid: () => 0,
  },
});

export const scalarResultClass: PyClass = nativeClass({
  name: "ScalarResult",
  module: "sqlalchemy.engine.result",
  methods: readers,
});

export const mappingResultClass: PyClass = nativeClass({
  name: "MappingResult",
  module: "sqlalchemy.engine.result",
  methods: readers,
});

/** The Python object of a result. */
export function resultObject(state: ResultState): PyInstance {
  const object = new PyInstance(cursorResultClass);
  object.native = state;
  return object;
}
