/** Differences that are there on purpose, as docs/differences.md tells them. */
import { clean } from "./agreement.ts";

/** The name of the deliberate difference that explains all of how the texts differ, or `null`. */
export function documentedDifference(expected: string, actual: string): string | null {
  const [a, b] = [clean(expected), clean(actual)];
  return DIFFERENCES.find(({ explains }) => explains(a, b))?.name ?? null;
}

const DIFFERENCES: readonly {
  readonly name: string;
  readonly explains: (expected: string, actual: string) => boolean;
}[] = [
  {
    // conn.execute(text("… :x"), {"x": 1}): offline Alembic forgets the values and writes NULL.
    name: "values given to a statement on a connection",
    explains: (expected, actual) =>
      expected.includes("NULL") &&
      asPattern(expected, "NULL", "(?:NULL|true|false|'(?:[^']|'')*'|[-\\d.]+)")
        .test(actual),
  },
];

/** A pattern for the text in which any of the places that have `word` may have what `instead` matches. */
function asPattern(text: string, word: string, instead: string): RegExp {
  const parts = text.split(word).map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(`^${parts.join(instead)}$`);
}
