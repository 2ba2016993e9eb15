import { AssertionError } from "node:assert";

/** How many differing places are shown, and how many equal lines before each. */
const SHOWN = 12;
const CONTEXT = 2;

/**
 * Fails unless the texts are equal, and then shows the lines that differ: the dumps that are
 * compared have thousands of lines, and the first differences tell most.
 */
export function assertSameText(actual: string, expected: string, what: string): void {
  if (actual === expected) return;
  throw new AssertionError({
    message: `${what}: actual (+) differs from expected (-)\n${difference(expected, actual)}`,
  });
}

/** The lines that differ, each place with the equal lines before it; not all where there are many. */
export function difference(expected: string, actual: string): string {
  const [a, b] = [expected.split("\n"), actual.split("\n")];
  const shown: string[] = [];
  let [i, j] = [0, 0];
  while ((i < a.length || j < b.length) && shown.length < SHOWN * (CONTEXT + 2)) {
    if (a[i] === b[j]) {
      i++, j++;
      continue;
    }
    const [nextA, nextB] = nextCommon(a, i, b, j);
    shown.push(...a.slice(Math.max(0, i - CONTEXT), i).map((line) => `  ${line}`));
    shown.push(...a.slice(i, nextA).map((line) => `- ${line}`));
    shown.push(...b.slice(j, nextB).map((line) => `+ ${line}`));
    [i, j] = [nextA, nextB];
  }
  return shown.slice(0, 120).join("\n");
}

/** The nearest place, going on from `i` and `j`, where both texts have the same line again. */
function nextCommon(a: string[], i: number, b: string[], j: number): [number, number] {
  for (let distance = 1; distance < a.length - i + (b.length - j); distance++) {
    for (let inA = Math.min(distance, a.length - i); inA >= 0; inA--) {
      const inB = distance - inA;
      if (j + inB < b.length && i + inA < a.length && a[i + inA] === b[j + inB]) {
        return [i + inA, j + inB];
      }
    }
  }
  return [a.length, b.length];
}
