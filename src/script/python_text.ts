// What ends a line for Python's `str` are a few characters more than for JavaScript.
// deno-lint-ignore no-control-regex
const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** `str.splitlines()`: no empty line after a final line end, none at all for empty text. */
export function splitLines(text: string): string[] {
  const lines = text.split(lineEnd);
  if (lines[lines.length - 1] === "") lines.pop();
  return lines;
}

/** The number of the line that holds an offset, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/**
 * Orders strings by code point, as Python sorts file names. It differs from JavaScript's order only
 * where surrogates are compared, which stand for code points above all other units.
 */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const order = a < b ? -1 : 1;
  return surrogate.test(a) || surrogate.test(b) ? compareCodePoints([...a], [...b]) : order;
}

const surrogate = /[\ud800-\udfff]/;

function compareCodePoints(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = a[i]!.codePointAt(0)! - b[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
