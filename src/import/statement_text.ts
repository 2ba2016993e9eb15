import { splitSql } from "../script/sql_split.ts";

const origin = { path: "statement" };

/**
 * A statement as it stands in a file, with the semicolon that ends it. `null` where it cannot stand in one: what is no
 * SQL that ends, or a command of another program's.
 */
export function statementText(sql: string): string | null {
  const text = sql.trim();
  if (text === "") return "";
  let statements: readonly string[];
  try {
    statements = textsOf(text);
  } catch {
    return null;
  }
  // A comment at the end would swallow a semicolon on its line; one that is there already needs no other.
  const candidates = [text, `${text};`, `${text}\n;`];
  const probe = "SELECT 'probe'";
  return candidates.find((candidate) => {
    try {
      const found = textsOf(`${candidate}\n${probe}`);
      return same(found, [...statements, probe]);
    } catch {
      return false;
    }
  }) ?? null;
}

/** The statements of a text, without the comments between them. */
export function textsOf(sql: string): readonly string[] {
  return splitSql(sql, origin).map(({ text }) => text);
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

/**
 * What an operation was compiled to, laid out for people: blanks at the ends of lines cut and tabs as four blanks, as
 * in scripts. A text in quotation marks that goes over several lines is left as it is.
 */
export function tidied(sql: string): string {
  if (!/[\t ]$|^\t/m.test(sql) || hasTextOfSeveralLines(sql)) return sql;
  return sql.replace(/[ \t]+$/gm, "").replace(/^\t+/gm, (tabs) => "    ".repeat(tabs.length));
}

function hasTextOfSeveralLines(sql: string): boolean {
  if (sql.includes("$")) return true;
  return (sql.match(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g) ?? []).some((text) => text.includes("\n"));
}
