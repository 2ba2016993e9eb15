/**
 * A text as a TypeScript literal, in the form that `deno fmt` leaves alone: texts of several lines
 * as templates, others in double quotation marks, or in single ones where that needs fewer escapes.
 */
export function stringCode(text: string): string {
  // In a template every kind of line end is read as a line feed.
  if (text.includes("\n") && !text.includes("\r")) return templateCode(text);
  return quotedCode(text);
}

/** A text as the key of an object, where a template cannot stand. */
export function keyCode(key: string): string {
  // Without brackets it would be the object's prototype.
  if (key === "__proto__") return '["__proto__"]';
  return isName(key) ? key : quotedCode(key);
}

/** Whether a text can stand behind a dot, and before a colon. */
export function isName(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

function quotedCode(text: string): string {
  const double = count(text, '"');
  const quote = double > count(text, "'") ? "'" : '"';
  let body = "";
  for (const character of text) {
    if (character === quote || character === "\\") body += `\\${character}`;
    else body += escaped(character);
  }
  return quote + body + quote;
}

function templateCode(text: string): string {
  let body = "";
  for (const character of text.replaceAll("\\", "\\\\").replaceAll("`", "\\`")) {
    body += character === "\n" || character === "\t" ? character : escaped(character);
  }
  return `\`${body.replaceAll("${", "\\${")}\``;
}

const short: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** A character as it stands, or its escape where it could not be seen, or would end the line. */
function escaped(character: string): string {
  const named = short[character];
  if (named !== undefined) return named;
  if (!/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u00a0]/u.test(character)) return character;
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
