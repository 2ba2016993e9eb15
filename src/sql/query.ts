import type { Name } from "../schema/name.ts";
import type { Expression, TextClause } from "./expression.ts";
import type {
  CommonTableExpression,
  FromClause,
  TableClause,
  ValuesClause,
} from "./from_clause.ts";

/** A statement that reads or changes rows. */
export type Statement = Select | CompoundSelect | Insert | Update | Delete | ValuesClause;

/** ORDER BY, LIMIT and what else may end a SELECT or a UNION. */
export interface QueryTail {
  readonly orderBy?: readonly Expression[];
  readonly limit?: Expression;
  readonly offset?: Expression;
  readonly fetch?: { readonly count: Expression; readonly withTies?: boolean };
  readonly forUpdate?: {
    readonly read?: boolean;
    readonly keyShare?: boolean;
    readonly nowait?: boolean;
    readonly skipLocked?: boolean;
    readonly of?: readonly (FromClause | Expression)[];
  };
}

/** SELECT. */
export interface Select extends QueryTail {
  readonly kind: "select";
  /** Column expressions, or whole tables standing for their columns. */
  readonly columns: readonly (Expression | FromClause)[];
  /** `select_from()` and joins; tables that only columns mention are added after them. */
  readonly from?: readonly FromClause[];
  readonly where?: readonly Expression[];
  readonly groupBy?: readonly Expression[];
  readonly having?: readonly Expression[];
  /** True: DISTINCT; a list: DISTINCT ON (…). */
  readonly distinct?: boolean | readonly Expression[];
  readonly prefixes?: readonly string[];
  /** `correlate()`: tables of the enclosing statement; default: all that enclose it. */
  readonly correlate?: readonly FromClause[] | false;
  /** `correlate_except()`: tables that are not those of the enclosing statement, though it has them too. */
  readonly correlateExcept?: readonly FromClause[];
  /** `add_cte()`. */
  readonly ctes?: readonly CommonTableExpression[];
  /** `"table"`: the results are named for tables and columns (`LABEL_STYLE_TABLENAME_PLUS_COL`), as those of an ORM's Query. */
  readonly labels?: "table";
}

/** UNION and its relatives. */
export interface CompoundSelect extends QueryTail {
  readonly kind: "compound";
  readonly operator:
    | "union"
    | "union_all"
    | "except"
    | "except_all"
    | "intersect"
    | "intersect_all";
  readonly selects: readonly (Select | CompoundSelect)[];
}

/** One `column = value`; a column is a name or, for expressions on the left, an expression. */
export interface Assignment {
  readonly column: Name | Expression;
  readonly value: Expression;
  /** Whether a program gave the column, not its name. */
  readonly isColumn?: boolean;
}

/** ON CONFLICT. */
export interface OnConflict {
  readonly action: "nothing" | "update";
  readonly constraint?: Name;
  readonly indexElements?: readonly (Name | Expression)[];
  readonly indexWhere?: Expression;
  readonly set?: readonly Assignment[];
  readonly where?: Expression;
}

/** INSERT. */
export interface Insert {
  readonly kind: "insert";
  readonly table: TableClause;
  /** One row of values for each; an empty list is every column, as a parameter. */
  readonly rows?: readonly (readonly Assignment[])[];
  readonly fromSelect?: {
    readonly columns: readonly Name[];
    readonly select: Select | CompoundSelect | TextClause;
  };
  readonly onConflict?: OnConflict;
  readonly returning?: readonly (Expression | FromClause)[];
  /** No RETURNING of generated keys (`insert().inline()`). */
  readonly inline?: boolean;
  readonly prefixes?: readonly string[];
  readonly ctes?: readonly CommonTableExpression[];
}

/** UPDATE. */
export interface Update {
  readonly kind: "update";
  readonly table: FromClause;
  readonly values: readonly Assignment[];
  /** `ordered_values()`: keep the order given instead of that of the table's columns. */
  readonly ordered?: boolean;
  readonly where?: readonly Expression[];
  readonly returning?: readonly (Expression | FromClause)[];
  readonly ctes?: readonly CommonTableExpression[];
}

/** DELETE. */
export interface Delete {
  readonly kind: "delete";
  readonly table: FromClause;
  readonly where?: readonly Expression[];
  readonly returning?: readonly (Expression | FromClause)[];
  readonly ctes?: readonly CommonTableExpression[];
}
