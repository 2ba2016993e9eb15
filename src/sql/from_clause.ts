import type { Name } from "../schema/name.ts";
import type { SqlType } from "../schema/types.ts";
import type { Expression, FunctionCall, TextClause } from "./expression.ts";
import type { CompoundSelect, Select, Statement } from "./query.ts";

/** What can stand in FROM. Two values are the same table only if they are the same object. */
export type FromClause =
  | TableClause
  | Alias
  | Join
  | Subquery
  | CommonTableExpression
  | TableFunction
  | ValuesClause
  | TextFrom;

/** One column of a lightweight table. */
export interface TableColumn {
  readonly name: Name;
  readonly type: SqlType;
  /** Only of tables with a schema definition (`sa.Table`). */
  readonly primaryKey?: boolean;
  /** Whether the database gives it a value when an INSERT does not (SERIAL, identity, server default). */
  readonly generated?: boolean;
  /** What an INSERT writes when it gives no value (`default=`). */
  readonly insertDefault?: Expression;
  /** What an UPDATE writes when it gives no value (`onupdate=`). */
  readonly updateDefault?: Expression;
  /** Only of subqueries: the result that has no name of its own. */
  readonly part?: Expression;
  /** Only of subqueries: how many results before it are the same column. */
  readonly repetition?: number;
}

/** `sa.table("t", sa.column("a"), …)`, or an `sa.Table` used in a query. */
export interface TableClause {
  readonly kind: "table";
  readonly name: Name;
  readonly schema?: Name | null;
  readonly columns: readonly TableColumn[];
  /**
   * Whether it stands for an `sa.Table`: an INSERT of one row then ends with RETURNING of the primary
   * key, as SQLAlchemy writes it.
   */
  readonly defined?: boolean;
}

/** `table.alias("a")`; without a name, one is made from that of the element. */
export interface Alias {
  readonly kind: "alias";
  readonly element: TableClause | TableFunction;
  readonly name: Name | null;
}

/** JOIN. */
export interface Join {
  readonly kind: "join";
  readonly left: FromClause;
  readonly right: FromClause;
  readonly on: Expression;
  readonly outer?: boolean;
  readonly full?: boolean;
}

/** A SELECT in parentheses with a name. */
export interface Subquery {
  readonly kind: "subquery";
  readonly select: Select | CompoundSelect;
  readonly name: Name | null;
  readonly lateral?: boolean;
}

/** WITH name AS (…). It is written where a statement refers to it. */
export interface CommonTableExpression {
  readonly kind: "cte";
  readonly name: Name;
  /** For a recursive one, made by `.union()` with itself, this is the whole. */
  readonly statement: Statement;
  readonly recursive?: boolean;
  readonly materialized?: boolean;
  readonly columns?: readonly Name[];
}

/**
 * `func.unnest(…).table_valued("value")`. A column of the name of the function itself
 * (`.column_valued("x")`) is a `column` without a table, and the function stands in FROM under that name.
 */
export interface TableFunction {
  readonly kind: "tableFunction";
  /** Absent or `null`: a name is made. */
  readonly name?: Name | null;
  readonly call: FunctionCall;
  readonly columns: readonly TableColumn[];
  /** What a made name begins with: the name of the one that this is an alias of. */
  readonly stem?: Name;
  /** WITH ORDINALITY: the last column counts the rows. */
  readonly withOrdinality?: boolean;
  /** LATERAL. */
  readonly lateral?: boolean;
  /** Whether the names of the columns follow its name, with their types perhaps. */
  readonly renderDerived?: boolean;
  readonly withTypes?: boolean;
}

/** VALUES (…), (…) with a name. */
export interface ValuesClause {
  readonly kind: "values";
  readonly name: Name | null;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Expression[])[];
}

/** `text("a, b")` as a FROM. */
export interface TextFrom {
  readonly kind: "textFrom";
  readonly text: TextClause;
}
