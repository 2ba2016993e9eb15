import { CommandError, type Place } from "../errors/mod.ts";

/** What a header assignment may hold: a string, nothing, or a collection of these. */
export type HeaderValue = string | null | readonly HeaderValue[];

/** How many names are looked up for the header of a file: each look goes through the text, and finds other names. */
export const MOST_LOOK_UPS = 100;

/**
 * The value of `down_revision`, `branch_labels` or `depends_on` as a list of names: one string is a
 * list of one, `None` and an empty collection are none; `(None,)` counts as `None`.
 * `undefined` tells that the value is of another shape.
 */
export function asNames(value: HeaderValue): readonly string[] | undefined {
  if (value === null) return [];
  if (typeof value === "string") return [value];
  if (value.length === 1 && value[0] === null) return [];
  for (const item of value) if (typeof item !== "string") return undefined;
  return value as readonly string[];
}

/**
 * Refuses ids that would be read as symbols. `CommandError` with Alembic's text if `id` holds one
 * of the characters `@`, `-`, `+`, `:`; and for what no version table can hold.
 */
export function checkRevisionId(id: string, place?: Place): void {
  if (isRevisionId(id)) return;
  if (id.includes("\0") || !id.isWellFormed()) {
    throw new CommandError(
      "illegal_revision_id",
      `The revision identifier ${JSON.stringify(id)} has a character that no table can hold`,
      { place, hint: "Use letters, digits and underscores" },
    );
  }
  const illegal = [..."+-:@"].filter((character) => id.includes(character));
  throw new CommandError(
    "illegal_revision_id",
    `Character(s) '${illegal.join(", ")}' not allowed in revision identifier '${id}'`,
    { place, hint: "Use letters, digits and underscores" },
  );
}

/** Whether an id can stand in a version table, and is not read as a symbol. */
export function isRevisionId(id: string): boolean {
  return !/[-+:@\0]/.test(id) && id.isWellFormed();
}

/** The error for a file in a versions directory that does not say which revision it is. */
export function missingRevisionId(fileName: string, path: string, hint?: string): CommandError {
  return new CommandError(
    "missing_revision_id",
    `Could not determine revision id from filename ${fileName}. Be sure the 'revision' variable ` +
      "is declared inside the script (please see 'Upgrading from Alembic 0.1 to 0.2' in the " +
      "documentation).",
    { place: { path }, hint },
  );
}
