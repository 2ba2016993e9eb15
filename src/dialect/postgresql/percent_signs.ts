/**
 * Percent signs as the style `pyformat` writes them: SQLAlchemy doubles those of names, of values and of `text()`, but not those of
 * its own `%(name)s` places and of what it takes as it stands. No text of PostgreSQL's has the character that marks the latter.
 */
const SINGLE = "\0%";

/** A place for a value that is not written into the text. */
export function placeText(name: string): string {
  return `${SINGLE}(${name})s`;
}

/** A text whose percent signs are never doubled. */
export function takenAsItStands(text: string): string {
  return text.replaceAll("%", SINGLE);
}

/** The statement as it is to be read, its percent signs doubled or not. */
export function withPercentSigns(sql: string, doubled: boolean): string {
  if (!sql.includes("%")) return sql;
  return sql.replace(/\0?%/g, (found) => doubled && found !== SINGLE ? "%%" : "%");
}
