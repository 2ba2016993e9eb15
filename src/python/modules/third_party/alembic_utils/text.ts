/** How alembic_utils reads and writes names and definitions. */

import { trimEnd } from "../../../../config/trim_end.ts";

/** All white space as single blanks, none at the ends. */
export function oneLine(text: string): string {
  return text.split(/\s+/).filter((word) => word !== "").join(" ");
}

export function withoutSemicolon(sql: string): string {
  return trimEnd(sql.trim(), ";").trim();
}

export function unquoted(name: string): string {
  return name.replaceAll('"', "");
}

/** A name, or a schema and a name with a dot between them, in double quotes. */
export function quoted(name: string): string {
  const dot = name.indexOf(".");
  const part = (text: string) => `"${trimEnd(text.trim(), '"').trim().replace(/^"+/, "")}"`;
  return dot < 0 ? part(name) : `${part(name.slice(0, dot))}.${part(name.slice(dot + 1))}`;
}

/** Keeps the colons of a definition from being read as places for values. */
export function escapedColons(sql: string): string {
  return outside(sql, ["::"], (text) => text.replaceAll(":", "\\:"));
}

/** The same where `:=` assigns, and where colons may be escaped already. */
export function escapedColonsOfPlpgsql(sql: string): string {
  return outside(sql, ["::", ":=", "\\:"], (text) => text.replaceAll(":", "\\:"));
}

/** Applies a change to all but some marks, of which the first are looked for first. */
function outside(
  text: string,
  [mark, ...marks]: readonly string[],
  change: (text: string) => string,
): string {
  if (mark === undefined) return change(text);
  return text.split(mark).map((part) => outside(part, marks, change)).join(mark);
}
