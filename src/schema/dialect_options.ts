import type { Expression } from "../sql/expression.ts";

/** A value of a dialect keyword: plain data or an expression; which one, the keyword decides. */
export type DialectOption =
  | string
  | number
  | boolean
  | null
  | Expression
  | readonly DialectOption[]
  | { readonly [key: string]: DialectOption };

/**
 * Keywords that belong to one dialect, under the names that SQLAlchemy gives them, such as
 * `postgresql_where`. A dialect checks those with its own prefix and passes over the rest.
 */
export type DialectOptions = Readonly<Record<string, DialectOption>>;
