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

/** The texts sorted by code points. */
export function sortedTexts(texts: readonly string[]): string[] {
  // Within the Basic Multilingual Plane that is the runtime's own order, which asks nobody.
  return [...texts].sort(texts.some(isWide) ? compareText : undefined);
}
