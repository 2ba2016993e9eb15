/**
 * What a run printed, in the form in which two runs are compared: everything that may differ for
 * reasons that are not behaviour (paths, database names, orders that come from Python's sets) is
 * replaced or sorted, and nothing else.
 */
import type { Finished } from "../../support/process.ts";

/** Texts that name the same thing in two runs, such as a directory, and what stands for them. */
export type Replacements = ReadonlyArray<readonly [text: string, placeholder: string]>;

/** One run as text: exit code, standard output, log lines. */
export function said(finished: Finished, replacements: Replacements = []): string {
  const replace = (text: string) =>
    replacements.reduce(
      (result, [part, placeholder]) => result.replaceAll(part, placeholder),
      text,
    );
  return [
    `exit code ${finished.code}`,
    "--- stdout",
    sortedSets(replace(finished.stdout)),
    "--- stderr",
    errorOutput(replace(finished.stderr)),
  ].join("\n");
}

/** A line (or, for Python's warnings, two) that is the program's own affair. */
const OWN = [
  /^[A-Z]+ +\[migrator\b.*\n/gm,
  /^INFO +\[alembic\.runtime\.environment\] Database .*, from .*\n/gm,
  /^INFO +\[alembic\.runtime\.migration\] (?:The database is now at|Nothing to do, the database is at) .*\n/gm,
  /^hint: .*\n(?: {6}.*\n)*/gm,
  /^\S+\.py:\d+: UserWarning: .*\n {2}.*\n/gm,
];

/**
 * Standard error without migrator's additional log lines and hints, without Python's warnings, which
 * quote Alembic's source, and without tracebacks, of which only that there was one is comparable.
 */
function errorOutput(stderr: string): string {
  const text = OWN.reduce((result, pattern) => result.replaceAll(pattern, ""), stderr);
  const traceback = text.search(/^Traceback \(most recent call last\)/m);
  return traceback < 0 ? text : text.slice(0, traceback);
}

/** Sorts the members of the lists whose order Alembic takes from a set. */
function sortedSets(text: string): string {
  return text
    .replace(/\((\w+(?:, \w+)+)\)/g, (_, list: string) => `(${sortedList(list)})`)
    .replace(
      /^(Branches into|Branch names): (.*)$/gm,
      (_, name, list) => `${name}: ${sortedList(list)}`,
    )
    .replace(
      /(?:^ +-> .*\n){2,}/gm,
      (children: string) => children.trimEnd().split("\n").sort().join("\n") + "\n",
    );
}

function sortedList(list: string): string {
  return list.split(", ").sort().join(", ");
}
