/**
 * Operators between two operands, by SQLAlchemy's names. `concat` is `||`; the `json` and array ones
 * are those of PostgreSQL.
 */
export type BinaryOperator =
  | "eq"
  | "ne"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "add"
  | "sub"
  | "mul"
  | "truediv"
  | "floordiv"
  | "mod"
  | "concat"
  | "is"
  | "is_not"
  | "is_distinct_from"
  | "is_not_distinct_from"
  | "like"
  | "not_like"
  | "ilike"
  | "not_ilike"
  | "regexp_match"
  | "not_regexp_match"
  | "match"
  | "bitwise_and"
  | "bitwise_or"
  | "bitwise_xor"
  | "bitwise_lshift"
  | "bitwise_rshift"
  | "hstore_getitem"
  | "json_getitem"
  | "json_getitem_text"
  | "json_path_getitem"
  | "json_path_getitem_text"
  | "has_key"
  | "has_any"
  | "has_all"
  | "contains"
  | "contained_by"
  | "overlap"
  | "delete_path"
  | "path_exists"
  | "path_match"
  | "custom";

/** Words before an operand. */
export type PrefixOperator = "not" | "neg" | "distinct" | "bitwise_not";

/** Words after an operand. */
export type PostfixOperator = "asc" | "desc" | "nulls_first" | "nulls_last";
