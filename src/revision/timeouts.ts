import { parseDuration } from "../config/duration.ts";
import { FileError, type Place } from "../errors/mod.ts";
import type { Timeouts } from "./body.ts";

/** The limits of a file as they are written; anything but a text is no limit but the file's own. */
export interface WrittenTimeouts {
  readonly lock: unknown;
  readonly statement: unknown;
}

/** The limits that a revision asks for. A `FileError` for a text that is no duration. */
export function readTimeouts({ lock, statement }: WrittenTimeouts, place: Place): Timeouts {
  return {
    lock: readDuration(lock, "lock", place),
    statement: readDuration(statement, "statement", place),
  };
}

function readDuration(text: unknown, what: string, place: Place): number | null {
  if (typeof text !== "string") return null;
  const milliseconds = parseDuration(text);
  if (milliseconds !== null) return milliseconds;
  throw new FileError(
    "bad_timeout",
    `Expected a duration for the ${what} timeout, found '${text}'`,
    { place, hint: "write 500ms, 5s, 10min or 1h; only 0 needs no unit" },
  );
}
