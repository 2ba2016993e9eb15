/** Differences that are there on purpose, as docs/differences.md tells them. */
import { clean, TIME } from "./agreement.ts";

/**
 * The name of the deliberate difference that explains all of how the texts differ, or `null`. The times in a text that is
 * `timed` may differ besides: another run of Alembic says others.
 */
export function documentedDifference(
  expected: string,
  actual: string,
  { timed }: { readonly timed: boolean },
): string | null {
  const [a, b] = [expected, actual].map((text) => {
    const cleaned = clean(text);
    return timed ? cleaned.replaceAll(TIME, "<time>") : cleaned;
  }) as [string, string];
  return DIFFERENCES.find(({ explains }) => explains(a, b))?.name ?? null;
}

/** A text or a number. */
const SCALAR = String.raw`'(?:[^']|'')*'|[-\d.]+`;
const ARRAY = String.raw`ARRAY\[(?:${SCALAR})(?:,(?:${SCALAR}))*\]`;

const DIFFERENCES: readonly {
  readonly name: string;
  readonly explains: (expected: string, actual: string) => boolean;
}[] = [
  {
    // conn.execute(text("… :x"), {"x": 1}): offline Alembic forgets the values and writes NULL.
    name: "values given to a statement on a connection",
    explains: (expected, actual) =>
      expected.includes("NULL") &&
      asPattern(expected, "NULL", `(?:NULL|true|false|${SCALAR}|${ARRAY})`).test(actual),
  },
  {
    // sync_enum_values() of alembic_postgresql_enum.
    name: "statements on one line each, with the old type's name quoted",
    explains: (expected, actual) =>
      expected.includes("new_old_equals") && onOneLine(expected) === onOneLine(actual),
  },
];

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/ ?([()]) ?/g, "$1")
    .replaceAll(/ RENAME TO "(\w+)"/g, " RENAME TO $1");
}

/** A pattern for the text in which any of the places that have `word` may have what `instead` matches. */
function asPattern(text: string, word: string, instead: string): RegExp {
  const parts = text.split(word).map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(`^${parts.join(instead)}$`);
}
