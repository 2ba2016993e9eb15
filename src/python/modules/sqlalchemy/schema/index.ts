import type { Index } from "../../../../schema/index_definition.ts";
import { type Name, nameText } from "../../../../schema/name.ts";
import type { Expression } from "../../../../sql/expression.ts";
import {
  isTrue,
  nativeClass,
  type PyClass,
  PyInstance,
  PyList,
  type Value,
} from "../../../runtime/mod.ts";
import { emitThrough } from "../engine/binding.ts";
import { sqlalchemyError } from "../exc.ts";
import { asFromSource } from "../expression/from_source.ts";
import { asExpression, describe } from "../expression/payload.ts";
import { partsOfTables } from "../known_arguments.ts";
import { nameFrom, nameOfText, nameValue, withQuote } from "../names.ts";
import { attachToTable } from "./auto_attach.ts";
import { tableOfColumns } from "./constraints.ts";
import { schemaItemClass } from "./defaults.ts";
import { keepInfo } from "./info.ts";
import { dialectOptions } from "./options.ts";

/** The table that an index stands on. */
export interface IndexTable {
  readonly name: Name;
  readonly schema: Name | null;
}

/** What stands behind an `Index` object. */
export class IndexState {
  readonly #index: Index;
  /** What was given as columns and expressions, read again when asked: columns may get their names later. */
  readonly #expressions: readonly Value[] | null;
  table: IndexTable | null;

  constructor(index: Index, table: IndexTable | null, expressions: readonly Value[] | null = null) {
    this.#index = index;
    this.table = table;
    this.#expressions = expressions;
  }

  get index(): Index {
    return this.#expressions === null
      ? this.#index
      : { ...this.#index, expressions: this.#expressions.map(indexExpression) };
  }
}

/** One entry of an index: a column name or an expression; a column object is its name. */
export function indexExpression(value: Value): Name | Expression {
  const name = nameOfText(value);
  if (name !== null) return name;
  const expression = asExpression(value);
  if (expression === undefined) {
    throw sqlalchemyError("ArgumentError", `an index takes columns, got ${describe(value)}`);
  }
  return expression.kind === "column" ? expression.name : orderedText(expression);
}

/** `desc("x")` is about the text as it stands. */
function orderedText(expression: Expression): Expression {
  if (expression.kind === "column" && expression.isText) {
    return { kind: "text", sql: nameText(expression.name) };
  }
  if (expression.kind !== "unary" || expression.position !== "postfix") return expression;
  return { ...expression, operand: orderedText(expression.operand) };
}

/** `CREATE INDEX` pieces from the arguments of `Index(…)` and `op.create_index(…)`. */
export function makeIndex(
  name: Value,
  expressions: readonly Value[],
  unique: Value,
  keywords: ReadonlyMap<string, Value>,
): Index {
  const options = dialectOptions(keywords, ["quote", "info", "_table", "_column_flag"]);
  const text = nameFrom(name);
  return {
    kind: "index",
    name: text === null ? null : withQuote(text, keywords.get("quote") ?? null),
    expressions: expressions.map(indexExpression),
    ...(isTrue(unique) ? { unique: true } : {}),
    ...(options === undefined ? {} : { dialectOptions: options }),
  };
}

function stateOf(self: PyInstance): IndexState {
  return self.native as IndexState;
}

/** `Index`. */
export const indexClass: PyClass = nativeClass({
  name: "Index",
  module: "sqlalchemy.sql.schema",
  bases: [schemaItemClass],
  init: [
    "name, *expressions, unique=False, **kw",
    (
      self: PyInstance,
      name: Value,
      expressions: Value[],
      unique: Value,
      kw: Map<string, Value>,
    ) => {
      self.native = new IndexState(
        makeIndex(name, expressions, unique, kw),
        tableOfColumns(expressions),
        expressions,
      );
      keepInfo(self, kw.get("info") ?? null);
      attachToTable(self, expressions);
    },
  ],
  methods: {
    create: ["bind, checkfirst=False", (self: PyInstance, bind: Value, check: Value) => {
      const { index } = stateOf(self);
      return emitThrough(bind, {
        kind: "createIndex",
        index,
        ...onTable(self),
        ...(isTrue(check) ? { ifNotExists: true } : {}),
      }, "Index.create");
    }],
    drop: ["bind, checkfirst=False", (self: PyInstance, bind: Value, check: Value) => {
      const { index, table } = stateOf(self);
      return emitThrough(bind, {
        kind: "dropIndex",
        indexName: index.name,
        schema: table?.schema ?? null,
        tableName: table?.name ?? null,
        ...(isTrue(check) ? { ifExists: true } : {}),
      }, "Index.drop");
    }],
  },
  properties: {
    name: (self: PyInstance) => nameValue(stateOf(self).index.name),
    unique: (self: PyInstance) => stateOf(self).index.unique === true,
    columns: (self: PyInstance) =>
      new PyList(
        stateOf(self).index.expressions.map((item) => {
          const name = typeof item === "string" ? item : "name" in item ? item.name as Name : "";
          const table = self.attributes?.get("table");
          const columns = table === undefined ? undefined : asFromSource(table)?.columns();
          return columns?.get(nameText(name)) ?? nameText(name);
        }),
      ),
  },
});

function onTable(self: PyInstance) {
  const { table, index } = stateOf(self);
  if (table === null) {
    throw sqlalchemyError(
      "CompileError",
      `Index '${
        index.name === null ? "None" : nameText(index.name)
      }' is not associated with any table.`,
    );
  }
  return { tableName: table.name, schema: table.schema };
}

/** The index behind an `Index` object; undefined where it is none. */
export function asIndex(value: Value): IndexState | undefined {
  return value instanceof PyInstance && value.native instanceof IndexState
    ? value.native
    : undefined;
}

partsOfTables(indexClass);
