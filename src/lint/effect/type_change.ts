import { readType, type SqlTypeName } from "./sql_type.ts";

/** What changing a column's type does with the table. */
export interface TypeChange {
  readonly rewrites: boolean;
  /** False where it depends on what is not known; `rewrites` is then the worse case. */
  readonly certain: boolean;
  /** What it depends on, or why it is so, in a few words. */
  readonly because: string;
}

/**
 * Whether the server can keep the rows as they are (PostgreSQL manual, "ALTER TABLE", Notes: when the
 * old type is binary coercible to the new one, or an unconstrained domain over it). `from` is `null`
 * where the old type is not known.
 */
export function typeChange(
  column: string,
  from: string | null,
  to: string,
  using: string | null,
): TypeChange {
  if (using !== null && !isPlainCast(using, column)) {
    return { rewrites: true, certain: true, because: "USING computes every value anew" };
  }
  if (from === null) {
    return { rewrites: true, certain: false, because: "the present type is not known" };
  }
  const change = between(readType(from), readType(to));
  const because = `${from} and ${to} are${change.rewrites ? " not" : ""} stored alike`;
  return { because, ...change };
}

/** `c`, `c::type` and `CAST(c AS type)` say no more than the new type does. */
function isPlainCast(using: string, column: string): boolean {
  const name = using.replaceAll('"', "").replace(/^\((.*)\)$/, "$1");
  return name === column || name.startsWith(`${column}::`) && !name.includes("(") ||
    /^cast\((.+) as [^()]+(\(\d+(, ?\d+)?\))?\)$/.exec(name)?.[1] === column ||
    name.startsWith(`${column}::`) && /^[^()]+\(\d+(, ?\d+)?\)$/.test(name);
}

type Kept = Pick<TypeChange, "rewrites" | "certain"> & Partial<TypeChange>;
const kept: Kept = { rewrites: false, certain: true };
const rewritten: Kept = { rewrites: true, certain: true };

function between(from: SqlTypeName, to: SqlTypeName): Kept {
  if (from.isArray !== to.isArray) return rewritten;
  if (from.isArray) return from.name === to.name ? unsure : rewritten;
  if (from.name === to.name) return sameName(from, to) ? kept : rewritten;
  const pair = `${from.name} > ${to.name}`;
  if (COERCIBLE.has(pair) && to.arguments.length === 0) return kept;
  if (ZONE_CHANGES.has(pair)) {
    return {
      ...unsure,
      because: "the rows stay only if the session's time zone is UTC",
    };
  }
  return rewritten;
}

const unsure: Kept = { rewrites: true, certain: false };

const COERCIBLE: ReadonlySet<string> = new Set([
  "character varying > text",
  "text > character varying",
  "cidr > inet",
  "text > citext",
  "citext > text",
  "character varying > citext",
  "citext > character varying",
]);

const ZONE_CHANGES: ReadonlySet<string> = new Set([
  "timestamp without time zone > timestamp with time zone",
  "timestamp with time zone > timestamp without time zone",
]);

/** A type with other numbers keeps the rows where it takes all that the old one took. */
function sameName(from: SqlTypeName, to: SqlTypeName): boolean {
  const [a, b] = [from.arguments, to.arguments];
  if (a.length === b.length && a.every((each, index) => each === b[index])) return true;
  switch (to.name) {
    case "character varying":
    case "bit varying":
      return b.length === 0 || a.length > 0 && b[0]! >= a[0]!;
    case "numeric":
      if (b.length === 0) return true;
      return a.length > 0 && b[0]! >= a[0]! && (b[1] ?? 0) === (a[1] ?? 0);
    case "timestamp without time zone":
    case "timestamp with time zone":
    case "time without time zone":
    case "time with time zone":
    case "interval":
      return (b[0] ?? 6) >= (a[0] ?? 6);
    default:
      return false;
  }
}
