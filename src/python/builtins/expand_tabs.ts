/** `text.expandtabs(size)`. */
export function expandTabs(text: string, size: number): string {
  let column = 0;
  let result = "";
  for (const character of text) {
    if (character === "\t") {
      const blanks = size > 0 ? size - column % size : 0;
      result += " ".repeat(blanks);
      column += blanks;
    } else {
      result += character;
      column = character === "\n" || character === "\r" ? 0 : column + 1;
    }
  }
  return result;
}
