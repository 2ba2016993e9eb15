import type { Name } from "../../../../schema/name.ts";
import { nameText } from "../../../../schema/name.ts";
import type { SqlType } from "../../../../schema/types.ts";
import type { ColumnReference, Expression, LiteralColumn } from "../../../../sql/expression.ts";
import type { FromClause, TableColumn } from "../../../../sql/from_clause.ts";
import {
  PyClass,
  PyInstance,
  PyOpaque,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { asExpression, describe, type ExpressionSource } from "./payload.ts";

/** Native payloads that can stand in FROM: they have columns, by key. */
export interface FromSource {
  toFrom(): FromClause;
  columns(): ReadonlyMap<string, PyInstance>;
}

/** Native payloads that say how to join: a relationship between mapped classes. */
export interface JoinPath {
  /** The joins to where it leads, or to the alias of that which is given. */
  joins(target?: Value): readonly JoinStep[];
}

/** A join: what is joined, and the condition. */
export interface JoinStep {
  readonly target: Value;
  readonly on: Value;
}

/** What a value says of joins as an argument of `join()`; undefined where it is a table or a condition. */
export function asJoinPath(value: Value): JoinPath | undefined {
  const native = value instanceof PyInstance ? value.native : undefined;
  return typeof native === "object" && native !== null && "joins" in native
    ? native as JoinPath
    : undefined;
}

function isFromSource(native: unknown): native is FromSource {
  return typeof native === "object" && native !== null && "toFrom" in native;
}

const classes = new WeakMap<PyClass, FromSource>();

/** Says what a class stands for in FROM that has its rows in several tables. */
export function rememberClass(cls: PyClass, source: FromSource): void {
  classes.set(cls, source);
}

/** The payload of a Python object that can stand in FROM; undefined where it cannot. */
export function asFromSource(value: Value): FromSource | undefined {
  // A declarative class stands for its table.
  if (value instanceof PyClass) {
    const own = classes.get(value);
    if (own !== undefined) return own;
    const table = value.lookup("__table__");
    return table === undefined ? undefined : asFromSource(table);
  }
  if (!(value instanceof PyInstance)) {
    if (value instanceof PyOpaque) return value.refuse("the table");
    return undefined;
  }
  return isFromSource(value.native) ? value.native : undefined;
}

const sources = new WeakMap<FromClause, FromSource>();

/** Remembers whose clause this is, for those that meet the clause in a statement. */
export function rememberSource(clause: FromClause, source: FromSource): void {
  sources.set(clause, source);
}

/** The payload that a clause of a statement belongs to, where it was remembered. */
export function sourceOfClause(clause: FromClause): FromSource | undefined {
  return sources.get(clause);
}

const attributes = new WeakMap<FromClause, ReadonlyMap<string, Name>>();

/** Says under which names a mapped class has the columns of its table, where they are others. */
export function rememberAttributes(table: FromClause, names: ReadonlyMap<string, Name>): void {
  attributes.set(table, names);
}

/** The column of a table under its name, or under that of the attribute of the class that is mapped to it. */
export function columnNamed(table: FromClause, key: string): TableColumn | undefined {
  if (table.kind !== "table") return undefined;
  const named = (name: string) => table.columns.find((column) => nameText(column.name) === name);
  const own = named(key);
  if (own !== undefined) return own;
  const name = attributes.get(table)?.get(key);
  return name === undefined ? undefined : named(nameText(name));
}

/** The payload of a Python object that must be able to stand in FROM. */
export function fromSource(value: Value): FromSource {
  const source = asFromSource(value);
  if (source === undefined) {
    if (asExpression(value)?.kind === "function") {
      throw new UnsupportedConstructError(
        "a function in FROM",
        "a function without a name cannot be evaluated in FROM",
        { hint: "give it a name with .table_valued(…), .alias(…) or .column_valued(…)" },
      );
    }
    throw sqlalchemyError(
      "ArgumentError",
      `FROM expression, such as a Table or alias() object expected, got ${describe(value)}.`,
    );
  }
  return source;
}

/** What stands behind `sa.column("x")` and the columns of lightweight tables and aliases. */
export class ColumnClauseState implements ExpressionSource {
  readonly name: Name;
  readonly type: SqlType;
  #from: FromClause | null;
  #expression: ColumnReference | LiteralColumn | null = null;
  readonly #literal: boolean;
  readonly #part: Expression | undefined;

  constructor(
    name: Name,
    type: SqlType,
    from: FromClause | null = null,
    literal = false,
    part?: Expression,
  ) {
    this.name = name;
    this.type = type;
    this.#from = from;
    this.#literal = literal;
    this.#part = part;
  }

  /** Says which table the column belongs to: `sa.table("t", column)` takes it over. */
  attach(from: FromClause): void {
    this.#from = from;
    this.#expression = null;
  }

  toExpression(): Expression {
    return this.#expression ??= this.#literal
      ? { kind: "literalColumn", sql: nameText(this.name), type: this.type }
      : {
        kind: "column",
        name: this.name,
        type: this.type,
        from: this.#from,
        ...(this.#part === undefined ? {} : { part: this.#part }),
      };
  }
}
