// What ends a line for Python's `str` are a few characters more than for JavaScript.
// deno-lint-ignore no-control-regex
const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** `str.splitlines()`: no empty line after a final line end, none at all for empty text. */
export function splitLines(text: string): string[] {
  const lines = text.split(lineEnd);
  if (lines[lines.length - 1] === "") lines.pop();
  return lines;
}
