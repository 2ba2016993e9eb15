import type { GraphCore } from "./graph_core.ts";
import { didYouMean } from "./near_matches.ts";

/** How many revisions a hint names before it counts the rest. */
const NAMED = 5;

/** A revision for people: its id and the first line of its message. */
function named(core: GraphCore, number: number): string {
  const { id, doc } = core.revisions[number]!;
  return doc === "" ? id : `${id} (${doc.split("\n", 1)[0]})`;
}

/** Revisions for people, on one line. */
export function listed(core: GraphCore, numbers: readonly number[]): string {
  const shown = numbers.slice(0, NAMED).map((number) => named(core, number));
  if (numbers.length > NAMED) shown.push(`${numbers.length - NAMED} more`);
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** Why a name means no revision, given the ids and labels that begin with it. */
export function unknownNameHint(core: GraphCore, name: string, found: readonly string[]): string {
  if (found.length > 1) {
    const shown = found.slice(0, NAMED).map((id) => {
      const { doc } = core.revisions[core.numberOf.get(id)!]!;
      return doc === "" ? `'${id}'` : `'${id}' (${doc.split("\n", 1)[0]})`;
    });
    const more = found.length > NAMED ? ` and ${found.length - NAMED} more` : "";
    return `Multiple revisions start with '${name}': ${shown.join(", ")}${more}`;
  }
  const near = didYouMean(name, core.numberOf.keys());
  if (near !== undefined) return near;
  if (core.revisions.length === 0) return "The version locations hold no revision files";
  return "No revision file has this id or branch label";
}

/**
 * Several heads where one is wanted: which they are, and the command that joins them. Those that others
 * depend on are named in it too, since they stay heads where they are left out; but where all the
 * others are needed by one, there is nothing to be joined.
 */
export function multipleHeadsHint(core: GraphCore, heads: readonly number[]): string {
  const shown = heads.slice(0, 2 * NAMED).map((head) => `  ${named(core, head)}`);
  if (shown.length < heads.length) shown.push(`  and ${heads.length - shown.length} more`);
  const real = heads.filter((head) => core.allChildren[head]!.length === 0);
  // `heads` means the real ones only.
  const symbol = real.length === heads.length && real.length > 2 * NAMED;
  const words = symbol ? "heads" : core.ids(heads).join(" ");
  return [
    "The heads are",
    ...shown,
    ...real.length > 1 ? [`To join them: migrator merge -m "merge heads" ${words}`] : [
      "One needs the others by depends_on: 'heads' means them all",
    ],
  ].join("\n");
}

/** Where a way up or down comes to its end before all steps are taken. */
export function wayEndHint(
  core: GraphCore,
  start: number | null,
  end: number | null,
  steps: { readonly wanted: number; readonly taken: number },
): string {
  const place = (number: number | null) => number === null ? "the base" : named(core, number);
  const direction = steps.wanted > 0 ? "above" : "below";
  if (steps.taken === 0) return `There is nothing ${direction} ${place(start)}`;
  const count = steps.taken === 1 ? "1 step" : `${steps.taken} steps`;
  return `From ${place(start)} it is ${count} to ${place(end)}, and nothing is ${direction} that`;
}

/** A step that could go to several revisions. */
export function ambiguousStepHint(
  core: GraphCore,
  at: number | null,
  next: readonly number[],
  up: boolean,
): string {
  const from = at === null ? "the base" : core.id(at);
  const example = core.id(next[0]!);
  return `From ${from} one step ${up ? "up" : "down"} leads to ${
    listed(core, next)
  }; name the one ` +
    `that is meant${up ? `, or a branch as in '${example}@+1'` : `, as in '${example}'`}`;
}

/**
 * A version row that no revision file has. A database does not tell what lies between: whether it is
 * ahead of the files or on another branch follows only where ids are numbered, or where all heads
 * of the files are applied beside the row, so that it can stand on none of them.
 */
export function unknownRowHint(core: GraphCore, rows: readonly string[], row: string): string {
  const { revisions } = core;
  if (revisions.length === 0) {
    return `The database is at ${row}, and the version locations hold no revision files`;
  }
  const known = rows.flatMap((id) => {
    const number = core.numberOf.get(id);
    return number !== undefined && core.id(number) === id ? [number] : [];
  });
  const applied = core.ancestors(known, true);
  const open = core.heads.filter((head) => !applied.has(head));
  const where = `The database is at ${row}, which no revision file has`;
  if (open.length === 0) {
    return `${where}: it is on another branch, since all heads of the files are applied beside it; ` +
      "get the files of that branch";
  }
  if (numberedAbove(core, row)) {
    return `${where}: by its number the database is ahead of these files, which end at ${
      listed(core, open)
    }; get the newer files`;
  }
  return `${where}: either it is ahead of these files, which end at ${
    listed(core, open)
  }, or it is ` +
    "on another branch; get the files that it was migrated with, or set the row right with " +
    "`migrator stamp --purge`";
}

/** Whether all ids begin with a number of one length, that of the row being the highest. */
function numberedAbove({ revisions }: GraphCore, row: string): boolean {
  const number = /^\d+(?![\da-f])/i.exec(row)?.[0];
  if (number === undefined) return false;
  return revisions.every(({ id }) => {
    const other = /^\d+(?![\da-f])/i.exec(id)?.[0];
    return other !== undefined && other.length === number.length && other < number;
  });
}
