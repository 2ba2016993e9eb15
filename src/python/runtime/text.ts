const SURROGATE = /[\ud800-\udfff]/;

/** Whether a string has characters beyond the Basic Multilingual Plane, two code units each. */
export function isWide(text: string): boolean {
  return SURROGATE.test(text);
}

/** Number of characters (code points), `len(text)`. */
export function textLength(text: string): number {
  if (!isWide(text)) return text.length;
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/** The characters between two positions that are within bounds. */
export function sliceText(text: string, start: number, stop: number): string {
  return isWide(text) ? [...text].slice(start, stop).join("") : text.slice(start, stop);
}

/** Negative, 0 or positive by code points; UTF-16 order differs beyond the BMP. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  if (!isWide(left) && !isWide(right)) return left < right ? -1 : 1;
  const a = [...left];
  const b = [...right];
  for (let index = 0; index < a.length && index < b.length; index++) {
    const difference = a[index]!.codePointAt(0)! - b[index]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The items sorted by code points of a text of each. */
export function sortedByText<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  const compare = items.some((item) => isWide(textOf(item)))
    ? compareText
    // UTF-16 has the same order within the Basic Multilingual Plane.
    : (left: string, right: string) => left < right ? -1 : left > right ? 1 : 0;
  return [...items].sort((left, right) => compare(textOf(left), textOf(right)));
}
