import type { Operation } from "../../src/operations/mod.ts";
import type { SqlType } from "../../src/schema/types.ts";
import type { SqlValue } from "../../src/sql/value.ts";

/** One call of Alembic's as it was recorded (tests/conformance/ddl/generate.py). */
export interface RecordedCase {
  readonly name: string;
  readonly python: string;
  readonly naming?: Readonly<Record<string, string>>;
  readonly operations: readonly unknown[] | null;
  readonly sql: readonly string[];
  readonly error?: string;
  /** What psycopg2 would send; `null` where that could not be recorded. */
  readonly server: readonly string[] | null;
  readonly raises?: string;
}

const here = new URL("./", import.meta.url);

/** One value with one type as it was recorded. */
export interface RecordedLiteral {
  readonly type: SqlType;
  readonly value: SqlValue;
  readonly script?: string;
  /** Why there is no script form: the type has none, or the value does not fit it. */
  readonly fails?: "type" | "value";
  readonly server?: string;
}

/** All recorded literals, or those of another directory. */
export function readLiterals(directory = here): readonly RecordedLiteral[] {
  return readLines(new URL("./literals.jsonl", directory))
    .map((each) => revive(each, new Map()) as RecordedLiteral);
}

function readLines(file: URL): unknown[] {
  return Deno.readTextFileSync(file).trim().split("\n").map((line) => JSON.parse(line));
}

/** psycopg2 relies on `standard_conforming_strings`; our literals are right without it too. */
export function withoutEscapes(sql: string): string {
  return sql.replace(
    / E'((?:[^']|'')*)'/g,
    (_match, body: string) => `'${body.replaceAll("\\\\", "\\")}'`,
  );
}

/** All recorded cases by group, or those of another directory. */
export function readCases(
  directory = here,
): readonly { group: string; cases: readonly RecordedCase[] }[] {
  const cases = new URL("./cases/", directory);
  return [...Deno.readDirSync(cases)]
    .filter((entry) => entry.name.endsWith(".jsonl"))
    .map((entry) => ({
      group: entry.name.replace(".jsonl", ""),
      cases: readLines(new URL(entry.name, cases)) as RecordedCase[],
    }))
    .toSorted((a, b) => a.group.localeCompare(b.group));
}

/** The operations of a case with their whole numbers, bytes and shared tables made real. */
export function operationsOf(recorded: RecordedCase): readonly Operation[] {
  return (recorded.operations ?? []).map((each) => revive(each, new Map()) as Operation);
}

type Shared = Map<number, Record<string, unknown>>;

/** A shared table may be referred to before the place where it stands. */
function sharedTable(number: number, shared: Shared): Record<string, unknown> {
  const table = shared.get(number) ?? {};
  shared.set(number, table);
  return table;
}

function revive(value: unknown, shared: Shared): unknown {
  if (Array.isArray(value)) return value.map((each) => revive(each, shared));
  if (value === null || typeof value !== "object") return value;
  const record = value as Record<string, unknown>;
  if ("$int" in record) return BigInt(record.$int as string);
  if ("$float" in record) {
    return Number((record.$float as string).replace("inf", "Infinity"));
  }
  if ("$bytes" in record) {
    const pairs = (record.$bytes as string).match(/../g) ?? [];
    return Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
  }
  if ("$ref" in record) return sharedTable(record.$ref as number, shared);
  const result = "$id" in record ? sharedTable(record.$id as number, shared) : {};
  for (const [key, each] of Object.entries(record)) {
    if (key !== "$id") (result as Record<string, unknown>)[key] = revive(each, shared);
  }
  return result;
}
