import type { TextClause } from "../../../sql/expression.ts";

/** SQL of the server's as `text()`: no colon in it marks a place for a value. */
export function verbatimText(sql: string): TextClause {
  return { kind: "text", sql: sql.replace(/(?<!:):(?!:)/g, "\\:") };
}

/** A text without the parentheses around the whole of it, if there are any; texts and names in it are respected. */
export function withoutParentheses(text: string): string {
  const stripped = text.trim();
  if (!stripped.startsWith("(") || !stripped.endsWith(")")) return text;
  let depth = 0;
  let quote: string | null = null;
  for (let index = 0; index < stripped.length; index++) {
    const character = stripped[index]!;
    if (quote !== null) {
      if (character === quote) quote = null;
    } else if (character === "'" || character === '"') {
      quote = character;
    } else if (character === "(") {
      depth++;
    } else if (character === ")" && --depth === 0 && index < stripped.length - 1) {
      return text;
    }
  }
  return stripped.slice(1, -1);
}
