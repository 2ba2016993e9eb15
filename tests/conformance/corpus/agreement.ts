/** Whether two texts are the same SQL, as far as what the real Alembic writes is the same every time. */

/** Without trailing blanks and empty lines, which do not count. */
export function clean(sql: string): string {
  return sql.split("\n").map((line) => line.trimEnd()).filter((line) => line !== "").join("\n");
}

/** What Alembic wrote, in two runs. */
export interface AlembicSql {
  readonly first: string;
  /** The same as `first`, unless the function uses the time, random values or the order of a set. */
  readonly second: string;
}

/**
 * Whether migrator's text agrees: it may differ where the two runs of Alembic do, in a value of the same
 * form or in the order of lines or of the items of a list; and in the order in which `create_table` makes the
 * indexes of one table, which Alembic keeps in a set.
 */
export function agrees(actual: string, { first, second }: AlembicSql): boolean {
  if (clean(actual) === clean(first)) return true;
  const [a, b, c] = [actual, first, second].map((sql) => sortIndexes(clean(sql)));
  return agreesInOrder(a!, b!, c!) ||
    [LINE, WORD].some((separator) => sameParts(b!, c!, separator) && sameParts(a!, b!, separator));
}

/** What the order of a set decides: whole lines, or the items of a list in one of them. */
const LINE = /\n/;
const WORD = /[\s,();]+/;

/** What the clock says, to the second at least. */
export const TIME = /\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?/g;

/** Values that come from the clock or from chance: ids, hashes, times, numbers. */
export const VALUE =
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d:\d\d(?:\.\d+)?)?|[0-9a-f]{32,}|\d+/g;

function agreesInOrder(actual: string, first: string, second: string): boolean {
  if (actual === first || actual === second) return true;
  if (first === second) return false;
  const [a, b, c] = [actual, first, second].map((sql) => sql.split(VALUE));
  if (a!.join("\0") !== b!.join("\0") || b!.join("\0") !== c!.join("\0")) return false;
  const [x, y, z] = [actual, first, second].map((sql) => sql.match(VALUE) ?? []);
  return y!.every((value, i) => value === x![i] || value !== z![i]);
}

function sameParts(a: string, b: string, separator: RegExp): boolean {
  const sorted = (sql: string) => sql.split(separator).sort().join("\n");
  return a !== b && sorted(a) === sorted(b);
}

/** Sorts neighbouring `CREATE INDEX` lines of one table. */
function sortIndexes(sql: string): string {
  const lines = sql.split("\n");
  const tableOf = (line: string | undefined) =>
    /^CREATE (?:UNIQUE )?INDEX .* ON (\S+)(?: USING \w+)? \(.*;$/.exec(line ?? "")?.[1];
  for (let start = 0; start < lines.length;) {
    const table = tableOf(lines[start]);
    let end = start + 1;
    while (table !== undefined && tableOf(lines[end]) === table) end++;
    lines.splice(start, end - start, ...lines.slice(start, end).sort());
    start = end;
  }
  return lines.join("\n");
}
