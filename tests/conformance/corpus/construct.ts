/** Names for what went wrong, so that what has the same cause is counted together. */
import { MigratorError } from "../../../src/errors/mod.ts";
import { PythonError, UnsupportedConstructError } from "../../../src/python/mod.ts";
import type { Outcome } from "./measure.ts";

/** The construct that an outcome stumbled over; `null` where all is well. */
export function constructOf(outcome: Outcome): string | null {
  switch (outcome.kind) {
    case "same":
      return null;
    case "different":
      return `different: ${statementOf(outcome.expected, outcome.actual)}`;
    case "documented":
      return `on purpose: ${outcome.difference}`;
    case "error":
      return `error: ${errorConstruct(outcome.error)}`;
    case "no-yardstick":
      return outcome.error === undefined ? null : errorConstruct(outcome.error);
  }
}

/** One line of an error: its place, message and construct. */
export function errorText(error: unknown): string {
  if (!(error instanceof MigratorError)) return String(error).split("\n")[0]!;
  const line = error.place?.line === undefined ? "" : `line ${error.place.line}: `;
  return `${line}${error.message.split("\n")[0]}`;
}

function errorConstruct(error: unknown): string {
  if (error instanceof UnsupportedConstructError) return general(error.construct);
  if (error instanceof PythonError) return general(`${error.typeName}: ${error.detail}`);
  if (error instanceof MigratorError) return general(`${error.code}: ${error.message}`);
  return error instanceof Error ? `${error.name}: ${error.message} (a defect)` : String(error);
}

/** Without what differs from file to file. */
function general(text: string): string {
  return text.split("\n")[0]!.replace(/\/\S+\//g, "").replace(/:\d+(:\d+)?/g, "").slice(0, 120);
}

/** The first two words of the first statement that differs. */
function statementOf(expected: string, actual: string): string {
  const [a, b] = [expected.split("\n"), actual.split("\n")];
  let at = a.findIndex((line, index) => line !== b[index]);
  if (at < 0) return "more statements than Alembic's";
  while (at > 0 && !a[at - 1]!.endsWith(";")) at--;
  return (a[at] ?? "").split(/\s+/).slice(0, 2).join(" ");
}
