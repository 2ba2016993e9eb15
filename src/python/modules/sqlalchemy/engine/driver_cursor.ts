/** The cursors of psycopg2: statements as the driver takes them, and their rows as tuples. */
import {
  asString,
  collectNow,
  type Evaluation,
  nativeClass,
  NativeIterator,
  PyBytes,
  type PyClass,
  PyException,
  PyInstance,
  PyList,
  PyTuple,
  raise,
  Raised,
  typeError,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import type { Field } from "../../../../database/connection.ts";
import type { Binding } from "./binding.ts";
import { readRows } from "./connection.ts";
import { driverStatement } from "./driver_sql.ts";
import { psycopg2Classes } from "./errors.ts";
import type { ResultState } from "./result.ts";
import type { RowTuple } from "./row.ts";

/** What stands behind a cursor: what its last statement gave, and how far that has been read. */
class Cursor {
  readonly binding: Binding;
  readonly connection: PyInstance;
  result: ResultState["result"] = null;
  rows: readonly PyTuple[] = [];
  next = 0;
  rowCount = -1;
  isClosed = false;

  constructor(binding: Binding, connection: PyInstance) {
    this.binding = binding;
    this.connection = connection;
  }

  *execute(sql: string, parameters: Value): Evaluation<void> {
    this.requireOpen();
    const { binding } = this;
    const statement = parameters === null
      ? { sql }
      : driverStatement(binding.host.dialect, sql, parameters);
    try {
      const { native } = (yield* readRows(binding, statement, null)) as PyInstance;
      const state = native as ResultState;
      this.result = state.result;
      this.rows = this.returnsRows ? state.rest().map((row) => plainRow(row as RowTuple)) : [];
      this.next = 0;
      this.rowCount = state.result?.rowCount ?? -1;
    } catch (error) {
      throw ofDriver(error);
    }
  }

  get fields(): readonly Field[] {
    return this.result?.fields ?? [];
  }

  get returnsRows(): boolean {
    return this.fields.length > 0;
  }

  /** The next rows, so many at most. */
  fetch(count = Infinity): readonly PyTuple[] {
    this.requireOpen();
    if (!this.returnsRows) throw driverError("ProgrammingError", "no results to fetch");
    const rows = this.rows.slice(this.next, this.next + count);
    this.next += rows.length;
    return rows;
  }

  requireOpen(): void {
    if (this.isClosed) throw driverError("InterfaceError", "cursor already closed");
  }
}

function plainRow({ items }: RowTuple): PyTuple {
  return new PyTuple(items);
}

function driverError(name: string, message: string): Raised {
  return new Raised(new PyException(psycopg2Classes[name]!, [message]));
}

/** The driver's own exception in place of the one that SQLAlchemy puts around it. */
function ofDriver(error: unknown): unknown {
  const original = error instanceof Raised ? error.exception.attributes?.get("orig") : undefined;
  if (!(original instanceof PyException)) return error;
  original.native = (error as Raised).exception.native;
  return new Raised(original);
}

/** A new cursor of the connection. */
export function makeCursor(binding: Binding, connection: PyInstance): PyInstance {
  const cursor = new PyInstance(cursorClass);
  cursor.native = new Cursor(binding, connection);
  return cursor;
}

function cursorOf(self: PyInstance): Cursor {
  return self.native as Cursor;
}

function textOf(query: Value): string {
  const text = query instanceof PyBytes ? new TextDecoder().decode(query.data) : asString(query);
  if (text === null) throw typeError("argument 1 must be a string or unicode object");
  return text;
}

function* executeMany(self: PyInstance, query: Value, sets: Value): Evaluation {
  const cursor = cursorOf(self);
  let count = 0;
  for (const parameters of collectNow(sets)) {
    yield* cursor.execute(textOf(query), parameters);
    count += Math.max(cursor.rowCount, 0);
  }
  cursor.rowCount = count;
  return null;
}

/** The text of a statement with its values. */
function written(self: PyInstance, query: Value, parameters: Value): string {
  const text = textOf(query);
  if (parameters === null) return text;
  return driverStatement(cursorOf(self).binding.host.dialect, text, parameters).sql;
}

function refuse(self: PyInstance, name: string, hint?: string): never {
  throw new UnsupportedConstructError(
    `cursor.${name}`,
    `'${name}' of a cursor of the driver cannot be used here`,
    { place: cursorOf(self).binding.context.currentPlace(), hint },
  );
}

const copying = Object.fromEntries(
  ["copy_expert", "copy_from", "copy_to"].map((name) =>
    [name, ["*args, **kw", (self: PyInstance) => {
      refuse(
        self,
        name,
        "insert the rows with op.bulk_insert(), or COPY from a file of the server",
      );
    }]] as const
  ),
);

/** `psycopg2.extensions.cursor`. */
const cursorClass: PyClass = nativeClass({
  name: "cursor",
  module: "psycopg2.extensions",
  methods: {
    execute: ["query, vars=None", function* (
      self: PyInstance,
      query: Value,
      parameters: Value,
    ): Evaluation {
      yield* cursorOf(self).execute(textOf(query), parameters);
      return null;
    }],
    executemany: ["query, vars_list", executeMany],
    mogrify: [
      "query, vars=None",
      (self: PyInstance, query: Value, parameters: Value) =>
        new PyBytes(new TextEncoder().encode(written(self, query, parameters))),
    ],
    fetchone: ["", (self: PyInstance) => cursorOf(self).fetch(1)[0] ?? null],
    fetchmany: [
      "size=None",
      (self: PyInstance, size: Value) =>
        new PyList([...cursorOf(self).fetch(size === null ? 1 : Number(size))]),
    ],
    fetchall: ["", (self: PyInstance) => new PyList([...cursorOf(self).fetch()])],
    __iter__: ["", (self: PyInstance) => {
      const cursor = cursorOf(self);
      return new NativeIterator((function* () {
        for (let [row] = cursor.fetch(1); row !== undefined; [row] = cursor.fetch(1)) yield row;
      })());
    }],
    __next__: ["", (self: PyInstance) => {
      const [row] = cursorOf(self).fetch(1);
      if (row === undefined) throw raise("StopIteration");
      return row;
    }],
    close: ["", (self: PyInstance) => {
      cursorOf(self).isClosed = true;
    }],
    __enter__: ["", (self: PyInstance) => self],
    __exit__: ["*args", (self: PyInstance) => {
      cursorOf(self).isClosed = true;
    }],
    ...copying,
    __getattr__: ["name", (self: PyInstance, name: string) => refuse(self, name)],
  },
  properties: {
    connection: (self: PyInstance) => cursorOf(self).connection,
    description: (self: PyInstance) => {
      const { fields, returnsRows } = cursorOf(self);
      return returnsRows ? new PyTuple(fields.map(columnOf)) : null;
    },
    rowcount: (self: PyInstance) => cursorOf(self).rowCount,
    rownumber: (self: PyInstance) => cursorOf(self).next,
    statusmessage: (self: PyInstance) => cursorOf(self).result?.command ?? null,
    closed: (self: PyInstance) => cursorOf(self).isClosed,
    arraysize: () => 1,
    itersize: () => 2000,
    name: () => null,
  },
});

/** An entry of `cursor.description`: of its seven values the name and the type, which is what a result says. */
const columnClass: PyClass = nativeClass({
  name: "Column",
  module: "psycopg2.extensions",
  methods: {
    __getitem__: ["index", (self: PyInstance, index: Value) => {
      const { name, typeOid } = self.native as Field;
      if (index === 0) return name;
      if (index === 1) return typeOid;
      throw refuseColumn(`[${String(index)}]`);
    }],
    __len__: ["", () => 7],
    __iter__: ["", () => {
      throw refuseColumn("iteration");
    }],
    __getattr__: ["name", (_self: PyInstance, name: string) => {
      throw refuseColumn(name);
    }],
    __repr__: ["", (self: PyInstance) => {
      const { name, typeOid } = self.native as Field;
      return `Column(name='${name}', type_code=${typeOid})`;
    }],
  },
  properties: {
    name: (self: PyInstance) => (self.native as Field).name,
    type_code: (self: PyInstance) => (self.native as Field).typeOid,
  },
});

function columnOf(field: Field): PyInstance {
  const column = new PyInstance(columnClass);
  column.native = field;
  return column;
}

function refuseColumn(what: string): UnsupportedConstructError {
  return new UnsupportedConstructError(
    "cursor.description",
    `of a column of cursor.description only the name and the type are known, not ${what}`,
  );
}

/**
 * `execute_values(cursor, sql, rows, template, page_size, fetch)` of psycopg2.extras: one statement for many rows, which stand in the
 * place of `%s`.
 */
export function* executeValues(
  cursor: Value,
  query: Value,
  rows: Value,
  template: Value,
  pageSize: Value,
  fetch: Value,
): Evaluation {
  const self = cursor as PyInstance;
  const [before, after, ...more] = textOf(query).split(/(?<!%)(?:%%)*%s/);
  if (after === undefined) {
    throw raise("ValueError", "the query doesn't contain any '%s' placeholder");
  }
  if (more.length > 0) {
    throw raise("ValueError", "the query contains more than one '%s' placeholder");
  }
  const found: Value[] = [];
  for (const page of pages(rows, pageSize)) {
    const values = page.map((row) => {
      const places = template ?? `(${collectNow(row).map(() => "%s").join(",")})`;
      return written(self, places, row);
    });
    yield* cursorOf(self).execute(
      before!.replaceAll("%%", "%") + values.join(",") + after.replaceAll("%%", "%"),
      null,
    );
    if (fetch === true) found.push(...cursorOf(self).fetch());
  }
  return fetch === true ? new PyList(found) : null;
}

/** `execute_batch(cursor, sql, sets, page_size)` of psycopg2.extras: many statements in one message. */
export function* executeBatch(
  cursor: Value,
  query: Value,
  sets: Value,
  pageSize: Value,
): Evaluation {
  const self = cursor as PyInstance;
  for (const page of pages(sets, pageSize)) {
    const statements = page.map((parameters) => written(self, query, parameters));
    yield* cursorOf(self).execute(statements.join(";"), null);
  }
  return null;
}

function pages(rows: Value, pageSize: Value): Value[][] {
  const all = collectNow(rows);
  const size = Math.max(Number(pageSize), 1);
  return Array.from(
    { length: Math.ceil(all.length / size) },
    (_, index) => all.slice(index * size, (index + 1) * size),
  );
}
