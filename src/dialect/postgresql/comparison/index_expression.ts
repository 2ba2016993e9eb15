/** Words that say what holds without them, each with the part that is taken out. */
const defaultModifiers: readonly RegExp[] = [
  /( asc nulls last)$/,
  /(?<! desc)( nulls last)$/,
  /( asc)$/,
  /( asc)(?= nulls first$)/,
  /(?<= desc)( nulls first)$/,
];

/**
 * An expression of an index without what is written differently by models and server: case, quotation marks, casts,
 * parentheses, blanks, and words that say the default. The rules, with their coarseness, are Alembic's.
 */
export function comparableExpression(expression: string, table: string): string {
  let text = expression.toLowerCase().replace(/["']/g, "");
  text = text.replaceAll(`${table.toLowerCase()}.`, "");
  if (text.includes("::")) text = text.replace(/(::[\p{L}\p{N}_ ]+[\p{L}\p{N}_])/gu, "");
  text = bare(text);
  const modifier = defaultModifiers.find((each) => each.test(text));
  if (modifier !== undefined) text = text.replace(modifier, "");
  text = bare(text);
  if (/^cast\s*\(/.test(text)) {
    text = text.replace(/cast\s*\(/g, "").replace(/as\s+[^)]+\)/g, "");
  }
  return text.replaceAll(" ", "");
}

function bare(text: string): string {
  let inner = text;
  while (inner !== "" && inner.startsWith("(") && inner.endsWith(")")) inner = inner.slice(1, -1);
  return inner;
}
