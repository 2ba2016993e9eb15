import { type Name, nameText } from "../../schema/name.ts";
import type { FunctionCall } from "../../sql/expression.ts";
import { groupedText } from "./expression_text.ts";
import { quote } from "./identifiers.ts";
import type { Scope } from "./scope.ts";

/** Functions that SQL writes as a word without parentheses. */
const words = new Set([
  "current_date",
  "current_time",
  "current_timestamp",
  "current_user",
  "localtime",
  "localtimestamp",
  "session_user",
  "sysdate",
  "user",
]);

/** Functions whose name SQLAlchemy knows and writes in lower case however it was spelled. */
const known = new Set([
  "aggregate_strings",
  "array_agg",
  "char_length",
  "coalesce",
  "concat",
  "count",
  "cube",
  "cume_dist",
  "dense_rank",
  "grouping_sets",
  "max",
  "min",
  "mode",
  "now",
  "percent_rank",
  "percentile_cont",
  "percentile_disc",
  "random",
  "rank",
  "rollup",
  "sum",
]);

/** A call of a function. */
export function functionText(call: FunctionCall, scope: Scope): string {
  const plainName = call.path.length === 1 ? nameText(call.path[0]!) : "";
  const lower = plainName.toLowerCase();
  if (words.has(lower)) return lower.toUpperCase();

  const parts = call.arguments.map((argument) =>
    groupedText(argument, { operator: "comma" }, scope)
  );
  if (lower === "substring" && parts.length > 1) {
    const length = parts.length > 2 ? ` FOR ${parts[2]}` : "";
    return `SUBSTRING(${parts[0]} FROM ${parts[1]}${length})`;
  }
  if (lower === "count" && parts.length === 0) return "count(*)";
  return `${callee(call, lower)}(${parts.join(", ")})`;
}

function callee(call: FunctionCall, lower: string): string {
  if (lower === "aggregate_strings") return "string_agg";
  if (lower === "grouping_sets") return "GROUPING SETS";
  if (lower === "rollup" || lower === "cube") return lower.toUpperCase();
  if (known.has(lower)) return lower;
  return call.path.map(part).join(".");
}

/** One part of a function's name: in quotation marks only if it holds what a name cannot. */
function part(name: Name): string {
  if (typeof name !== "string" && name.quote !== undefined) return quote(name);
  const text = nameText(name);
  return /^[A-Za-z0-9_$]+$/.test(text) ? text : quote({ name: text, quote: true });
}

/** The name that SQLAlchemy derives for a call without one. */
export function functionStem(call: FunctionCall): string {
  const name = nameText(call.path.at(-1)!);
  return known.has(name.toLowerCase()) || words.has(name.toLowerCase()) ? name.toLowerCase() : name;
}
