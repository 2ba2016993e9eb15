/** What two programs did on one command of a walk, compared; and where they differ on purpose. */
import type { RevisionGraph } from "../../../src/script/graph.ts";
import type { Finished } from "../../support/process.ts";
import { compare } from "./cli_race.ts";
import { refusesMissingBranch } from "./missing_branch.ts";
import type { Replacements } from "./said.ts";
import type { BothRows } from "./walk_project.ts";

/** How a command ended in both programs, and the rows it left. */
export interface Ends {
  readonly theirs: Finished;
  readonly ours: Finished;
  readonly after: BothRows;
}

/** Whether Alembic ended with a traceback. */
export function crashed({ stderr }: Finished): boolean {
  return stderr.includes("Traceback (most recent call last)");
}

/** What differs, as text; null if nothing does. */
export function disagreement(
  graph: RevisionGraph,
  command: readonly string[],
  { theirs, ours, after }: Ends,
  replacements: readonly Replacements[],
): string | null {
  try {
    checkOrder(graph, command, ours);
    const [expected, actual] = [settled(command, theirs), settled(command, ours)];
    compare(command.join(" "), expected, actual, replacements);
  } catch (error) {
    return (error as Error).message;
  }
  const [expected, actual] = [after.theirs, after.ours].map((rows) => [...rows].sort().join(", "));
  return expected === actual ? null : `rows are (${actual}), with Alembic (${expected})`;
}

/** Both outputs without what does not count: orders that the graph leaves open, Python's notation. */
function settled([name]: readonly string[], finished: Finished): Finished {
  const stderr = withoutTuples(finished.stderr)
    .replace(/(?:^INFO .* Running \w+ .*\n)+/gm, (steps) => sorted(steps, /^/m))
    .replaceAll(/^\S+\.py:\d+: UserWarning: (.*)\n {2}.*\n/gm, "warning: $1\n");
  const stdout = withoutTuples(finished.stdout);
  if (name !== "branches" && name !== "current" && name !== "history") {
    return { ...finished, stdout, stderr };
  }
  const blocks = /^Rev: /m.test(stdout) ? /^(?=Rev: )/m : name === "branches" ? /(?<=\n\n)/ : /^/m;
  return { ...finished, stdout: sorted(stdout, blocks), stderr };
}

/** Alembic's errors have rows as Python shows a tuple: `('a', 'b')`; and sets in any order. */
function withoutTuples(text: string): string {
  return text
    .replaceAll(/\(('\w+'(?:, '\w+')*),?\)/g, (_, rows: string) => rows.replaceAll("'", ""))
    .replaceAll(
      /(?<=overlaps with other requested revisions ).*/g,
      (ids) => ids.split(", ").sort().join(", "),
    );
}

function sorted(text: string, separator: RegExp): string {
  return text.split(separator).sort().join("");
}

/** Throws unless our steps, or the lines of `history`, stand in an order that the graph allows. */
function checkOrder(graph: RevisionGraph, [name]: readonly string[], ours: Finished): void {
  const ids = name === "upgrade"
    ? found(ours.stderr, /Running upgrade .*-> (\w+)/g).reverse()
    : name === "downgrade"
    ? found(ours.stderr, /Running downgrade (\w+) ->/g)
    : name === "history"
    ? found(ours.stdout, /(?:^Rev: | -> )(\w+)/gm)
    : [];
  const place = new Map(ids.map((id, index) => [id, index]));
  if (place.size !== ids.length) throw new Error(`a revision comes twice: ${ids}`);
  for (const [id, index] of place) {
    const { downRevisions, dependsOn } = graph.get(id)!;
    for (const below of [...downRevisions, ...dependsOn]) {
      const other = place.get(graph.getRevision(below)!.id);
      if (other !== undefined && other < index) throw new Error(`${below} before ${id}: ${ids}`);
    }
  }
}

function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, id]) => id!);
}

/** A command and all that is known of it, to tell whether it is one on which both differ. */
interface Case {
  readonly graph: RevisionGraph;
  readonly name: string;
  /** The words that are not options. */
  readonly words: readonly string[];
  readonly rows: readonly string[];
  readonly ends: Ends;
}

/** What docs/differences.md says, and when it applies. */
const DIFFERENCES: readonly (readonly [reason: string, applies: (given: Case) => boolean])[] = [
  [
    "a branch that is not there is always an error",
    ({ graph, words, ends: { ours } }) =>
      refusesMissingBranch(graph, words.flatMap((word) => word.split(":")), ours.stdout),
  ],
  [
    "stamp moves only rows on the line of the revision, and a revision named twice counts once",
    ({ name, words, rows, ends: { theirs, ours } }) =>
      name === "stamp" && (rows.length > 1 || words.length > 1 || /heads$|-\d+$/.test(words[0]!)) &&
      ours.code === 0 && (theirs.code === 0 || crashed(theirs)),
  ],
  [
    "stamp of several revisions of which several are wrong names another one first",
    ({ name, words, ends: { theirs, ours } }) =>
      name === "stamp" && words.length > 1 && theirs.code === 255 && ours.code === 255,
  ],
  [
    "steps that lead below the base are an error",
    ({ name, words, ends: { ours } }) =>
      name === "history" && /^-\d+:/.test(words[0] ?? "") &&
        /Requested range -|Relative revision -/.test(ours.stdout) ||
      name === "stamp" && words.some((word) => /-\d+$/.test(word)) &&
        ours.stdout.includes("Relative revision -"),
  ],
  [
    "a range on which Alembic ends with an assertion is answered",
    ({ name, words, ends: { theirs, ours } }) =>
      name === "history" && words.length > 0 && crashed(theirs) && ours.code === 0,
  ],
  [
    "an error about several heads names the symbol, not the rows at the other end of the range",
    ({ name, words, ends: { theirs, ours } }) =>
      name === "history" && words[0]!.endsWith(":current") &&
      [theirs, ours].every(({ stdout }) => stdout.includes("Multiple head revisions are present")),
  ],
];

/** Why both differ on such a command, as docs/differences.md says; null where they should not. */
export function knownDifference(
  graph: RevisionGraph,
  [name, ...words]: readonly string[],
  rows: readonly string[],
  ends: Ends,
): string | null {
  const given = {
    graph,
    name: name!,
    words: words.map((word) => word.replace(/^-r/, "")).filter((word) => !/^-+[a-z]/.test(word)),
    rows,
    ends,
  };
  return DIFFERENCES.find(([, applies]) => applies(given))?.[0] ?? null;
}
