import { tokensOf } from "../statement/token_reader.ts";

/** Whether an expression gives another value for each row. */
export type Volatility = "stable" | "volatile" | "unknown";

const VOLATILE: ReadonlySet<string> = new Set([
  ...["random", "random_normal", "gen_random_uuid", "uuidv4", "uuidv7", "clock_timestamp"],
  ...["timeofday", "nextval", "setval", "currval", "lastval", "gen_random_bytes", "gen_salt"],
  ...["uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4"],
]);

/** Functions that are not volatile, and words that look like them before a parenthesis. */
const STABLE: ReadonlySet<string> = new Set([
  ...["now", "transaction_timestamp", "statement_timestamp", "current_timestamp", "localtime"],
  ...["current_time", "localtimestamp", "timezone", "date_trunc", "to_timestamp", "to_char"],
  ...["make_date", "make_interval", "make_timestamp", "make_timestamptz", "date_part", "extract"],
  ...["lower", "upper", "trim", "btrim", "md5", "concat", "replace", "left", "right", "length"],
  ...["encode", "decode", "coalesce", "nullif", "greatest", "least", "round", "floor", "ceil"],
  ...["abs", "jsonb_build_object", "json_build_object", "jsonb_build_array", "json_build_array"],
  ...["to_json", "to_jsonb", "array_fill", "string_to_array", "current_setting", "current_schema"],
  ...["current_database", "to_tsvector", "row", "array", "cast", "int4range", "int8range"],
  ...["numrange", "tsrange", "tstzrange", "daterange", "uuid_nil", "varying", "varchar", "numeric"],
  ...["decimal", "char", "character", "bit", "timestamp", "timestamptz", "time", "interval"],
  ...["in", "and", "or", "not", "then", "else", "when"],
]);

/** Judges an expression by the functions that it calls. */
export function volatilityOf(expression: string): Volatility {
  let found: Volatility = "stable";
  const tokens = tokensOf(expression);
  for (const [index, { kind, value }] of tokens.entries()) {
    if (kind !== "word" && kind !== "quoted-name") continue;
    if (tokens[index + 1]?.text !== "(") continue;
    if (VOLATILE.has(value)) return "volatile";
    if (!STABLE.has(value)) found = "unknown";
  }
  return found;
}

/** Other functions that change nothing, and words that look like them before a parenthesis. */
const HARMLESS: ReadonlySet<string> = new Set([
  ...["count", "sum", "min", "max", "avg", "bool_and", "bool_or", "every", "exists", "any", "all"],
  ...["array_agg", "string_agg", "json_agg", "jsonb_agg", "row_number", "rank", "over", "filter"],
  ...["generate_series", "unnest", "substring", "position", "format", "version", "to_regclass"],
  ...["pg_get_serial_sequence", "set_config", "pg_sleep", "values", "select", "on", "as", "by"],
  ...["from", "where", "using", "having", "is", "between", "like", "ilike", "case", "distinct"],
]);

/** The functions among these names that may do anything, as far as is known. */
export function unknownFunctions(names: readonly string[]): readonly string[] {
  return names.filter((name) => !STABLE.has(name) && !VOLATILE.has(name) && !HARMLESS.has(name));
}
