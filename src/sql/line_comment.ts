/**
 * A text as a comment that ends with its line: what the text has behind the end of a line of its own would be a
 * statement.
 */
export function lineComment(text: string): string {
  return `-- ${text.replace(/\s*[\r\n]\s*/g, " ")}`;
}
