/** `EnumMigration` of alembic_enums: other values for an enum, by way of a type that has the old and the new ones. */
import {
  asString,
  call,
  callMethod,
  collectNow,
  type Evaluation,
  nativeClass,
  nativeModule,
  type NativeModuleFactory,
  type PyClass,
  PyInstance,
  typeError,
  typeName,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { makeText } from "../sqlalchemy/expression/text.ts";
import { enumClass } from "../sqlalchemy/types/enum.ts";

const MODULE = "alembic_enums";

/** `Column(table, name, old_server_default, new_server_default, schema=None)`. */
interface Column {
  readonly table: string;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly schema: string | null;
}

const columnClass: PyClass = nativeClass({
  name: "Column",
  module: MODULE,
  init: [
    "table, name, old_server_default, new_server_default, schema=None",
    (self: PyInstance, ...values: Value[]) => {
      const [table, name, before, after, schema] = values as [Value, Value, Value, Value, Value];
      self.attributes = new Map([
        ["table", table],
        ["name", name],
        ["old_server_default", before],
        ["new_server_default", after],
        ["schema", schema],
      ]);
      self.native = {
        table: text(table, "table"),
        name: text(name, "name"),
        before: asString(before),
        after: asString(after),
        schema: asString(schema),
      } satisfies Column;
    },
  ],
});

/** A change in one direction. */
interface Change {
  readonly op: Value;
  readonly name: string;
  readonly schema: string | null;
  readonly from: readonly Value[];
  readonly to: readonly Value[];
  readonly columns: readonly Column[];
  readonly defaultOf: (column: Column) => string | null;
}

/** What `with migration.upgrade_ctx():` stands around: the columns have the type with all values there. */
const changeClass: PyClass = nativeClass({
  name: "EnumChange",
  module: MODULE,
  methods: {
    __enter__: ["", function* (self: PyInstance): Evaluation {
      yield* begin(self.native as Change);
      return null;
    }],
    __exit__: ["type, error, traceback", function* (self: PyInstance, type: Value): Evaluation {
      if (type === null) yield* finish(self.native as Change);
      return false;
    }],
  },
});

const migrationClass: PyClass = nativeClass({
  name: "EnumMigration",
  module: MODULE,
  init: [
    "op, enum_name, old_options, new_options, columns=None, schema=None",
    (self: PyInstance, ...values: Value[]) => {
      const [op, name, before, after, columns, schema] = values as [
        Value,
        Value,
        Value,
        Value,
        Value,
        Value,
      ];
      self.native = {
        op,
        name: text(name, "enum_name"),
        schema: asString(schema),
        from: collectNow(before),
        to: collectNow(after),
        columns: columns === null ? [] : collectNow(columns).map(columnOf),
        defaultOf: ({ after }) => after,
      } satisfies Change;
    },
  ],
  methods: {
    upgrade_ctx: ["", (self: PyInstance) => contextOf(upward(self))],
    downgrade_ctx: ["", (self: PyInstance) => contextOf(downward(self))],
    upgrade: ["", function* (self: PyInstance): Evaluation {
      yield* begin(upward(self));
      yield* finish(upward(self));
      return null;
    }],
    downgrade: ["", function* (self: PyInstance): Evaluation {
      yield* begin(downward(self));
      yield* finish(downward(self));
      return null;
    }],
    update_value: [
      "column, old_value, new_value",
      function* (self: PyInstance, column: Value, before: Value, after: Value): Evaluation {
        const { table, name, schema } = columnOf(column);
        const place = qualified(table, schema);
        yield* execute(
          upward(self),
          `UPDATE ${place} SET ${quoted(name)}=${literal(text(after, "new_value"))} ` +
            `WHERE ${place}.${quoted(name)} = ${literal(text(before, "old_value"))}`,
        );
        return null;
      },
    ],
  },
});

function upward(self: PyInstance): Change {
  return self.native as Change;
}

function downward(self: PyInstance): Change {
  const change = self.native as Change;
  return { ...change, from: change.to, to: change.from, defaultOf: ({ before }) => before };
}

function contextOf(change: Change): PyInstance {
  const context = new PyInstance(changeClass);
  context.native = change;
  return context;
}

/** The type that the columns have in between. */
function between({ name }: Change): string {
  return `_tmp_${name}`;
}

function* begin(change: Change): Evaluation<void> {
  const { from, to, columns, schema } = change;
  const all = [...new Set([...from, ...to].map((value) => text(value, "an option")))].sort();
  yield* onType(change, "create", all, between(change));
  for (const column of columns) {
    const alter = alteration(column);
    yield* execute(change, `${alter} DROP DEFAULT`);
    yield* execute(change, `${alter} ${casting(column, qualified(between(change), schema))}`);
  }
}

function* finish(change: Change): Evaluation<void> {
  const { from, to, columns, name, schema, defaultOf } = change;
  yield* onType(change, "drop", from, name);
  yield* onType(change, "create", to, name);
  for (const column of columns) {
    const alter = alteration(column);
    yield* execute(change, `${alter} ${casting(column, qualified(name, schema))}`);
    const value = defaultOf(column);
    if (value !== null) yield* execute(change, `${alter} SET DEFAULT ${literal(value)}`);
  }
  yield* onType(change, "drop", [], between(change));
}

/** `sa.Enum(…).create(op.get_bind(), checkfirst=False)`, or its `drop`. */
function* onType(
  { op, schema }: Change,
  method: "create" | "drop",
  values: readonly Value[],
  name: string,
): Evaluation<void> {
  const keywords = new Map<string, Value>([["name", name], ["schema", schema]]);
  const type = yield* wait(call(enumClass, values, keywords));
  const bind = yield* wait(callMethod(op, "get_bind"));
  yield* wait(callMethod(type, method, [bind], new Map([["checkfirst", false]])));
}

function* execute({ op }: Change, sql: string): Evaluation<void> {
  yield* wait(callMethod(op, "execute", [makeText(sql.replaceAll(/(?<!:):(?!:)/g, "\\:"))]));
}

function alteration({ table, name, schema }: Column): string {
  return `ALTER TABLE ${qualified(table, schema)} ALTER COLUMN ${quoted(name)}`;
}

function casting({ name }: Column, type: string): string {
  return `TYPE ${type} USING ${quoted(name)}::text::${type}`;
}

function quoted(name: string): string {
  return name.startsWith('"') ? name : `"${name}"`;
}

function qualified(name: string, schema: string | null): string {
  return schema ? `${quoted(schema)}.${quoted(name)}` : quoted(name);
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function columnOf(value: Value): Column {
  if (value instanceof PyInstance && value.cls === columnClass) return value.native as Column;
  throw typeError(`expected a Column of alembic_enums, not ${typeName(value)}`);
}

function text(value: Value, what: string): string {
  const string = asString(value);
  if (string === null) throw typeError(`${what} must be a string, not ${typeName(value)}`);
  return string;
}

/** The factory of the module, by its name. */
export function enumMigrationFactory(name: string): NativeModuleFactory | undefined {
  if (name !== MODULE) return undefined;
  return () => nativeModule(MODULE, { Column: columnClass, EnumMigration: migrationClass });
}
