import type { Expression } from "../sql/expression.ts";
import type { DialectOptions } from "./dialect_options.ts";
import { isName, type Name } from "./name.ts";

/** An index. The table that it stands on is said by what holds it. */
export interface Index {
  readonly kind: "index";
  /** `null`: the naming convention gives a name (`ix_<table>_<column>` by default). */
  readonly name: Name | null;
  /** Column names or expressions, in order. */
  readonly expressions: readonly (Name | Expression)[];
  readonly unique?: boolean;
  /** `postgresql_using`, `_where`, `_ops`, `_include`, `_with`, `_concurrently`, `_tablespace`, `_nulls_not_distinct`. */
  readonly dialectOptions?: DialectOptions;
}

/** The columns that an index is over, by their names; expressions of several parts are left out. */
export function columnsOfIndex({ expressions }: Index): readonly Name[] {
  return expressions.flatMap((element): readonly Name[] => {
    if (isName(element)) return [element];
    return element.kind === "column" ? [element.name] : [];
  });
}
