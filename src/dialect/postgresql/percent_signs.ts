/**
 * Percent signs as the style `pyformat` writes them: SQLAlchemy doubles those of names, of values and of `text()`, but not those of
 * its own `%(name)s` places and of what it takes as it stands. The mark of the latter is in no text of a program's: NUL, which no
 * text of PostgreSQL's has, would not do, because a program that writes one is to hear of it.
 */
const SINGLE = `\0${crypto.randomUUID()}%`;

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
  const parts = sql.split(SINGLE);
  return (doubled ? parts.map((part) => part.replaceAll("%", "%%")) : parts).join("%");
}
