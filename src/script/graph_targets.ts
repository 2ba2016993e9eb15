import type { GraphCore } from "./graph_core.ts";
import { graphError } from "./graph_errors.ts";
import { listed } from "./graph_hints.ts";
import { BASE, parseRelative, relativeError, type SymbolResolver } from "./graph_symbols.ts";

/** The revisions that an upgrade's target means, relative ones counted from `current`. */
export function upgradeTargets(
  core: GraphCore,
  symbols: SymbolResolver,
  current: readonly number[],
  target: string,
  strict: boolean,
): readonly number[] {
  const relative = parseRelative(target);
  if (relative === null) return symbols.all(target);
  const { branch, symbol, text, steps } = relative;
  const reached = (start: number) => {
    const side = steps > 0 ? branch : null;
    const number = symbols.walk(start, steps, side, strict);
    if (number !== undefined && number !== BASE) return [number];
    throw relativeError(text, symbols.wayEnd(start, steps, side));
  };
  if (symbol !== null) {
    return reached(
      symbols.one(steps > 0 || branch === null ? symbol : `${branch}@${symbol}`),
    );
  }
  if (steps <= 0) {
    throw relativeError(String(steps), "An upgrade goes up: use +N, or a revision with -N");
  }
  const starts = branch === null ? current : startsOnBranch(core, symbols, current, branch);
  if (starts.length > 1) {
    throw graphError(
      "ambiguous_start",
      "Ambiguous upgrade from multiple current revisions",
      {
        hint: `The database is at ${listed(core, starts)}; say on which branch, as in '${
          core.id(starts[0]!)
        }@${text}'`,
      },
    );
  }
  return reached(starts[0] ?? BASE);
}

/** Where `label@+N` begins: current rows of the branch, or the highest that is active on it. */
function startsOnBranch(
  core: GraphCore,
  symbols: SymbolResolver,
  current: readonly number[],
  branch: string,
): readonly number[] {
  const rows = symbols.filterForLineage(current, branch);
  if (rows.length > 0) return rows;
  const active = symbols.filterForLineage([...core.ancestors(current, true).members], branch);
  const below = new Set(active.flatMap((number) => core.normalizedDown[number]!));
  return active.filter((number) => !below.has(number));
}

/** Where a downgrade is to end: a branch to keep to, if one is meant, and a revision or the base. */
export interface DowngradeTarget {
  readonly branch: string | null;
  readonly number: number;
}

/** The place that a downgrade's target means; `current` are the rows in the database's order. */
export function downgradeTarget(
  core: GraphCore,
  symbols: SymbolResolver,
  current: readonly number[],
  target: string,
  strict: boolean,
  warn: (message: string) => void,
): DowngradeTarget {
  const relative = parseRelative(target);
  if (relative === null) {
    const at = target.lastIndexOf("@");
    const branch = at > 0 ? target.slice(0, at) : null;
    if (branch !== null) symbols.branch(branch);
    return { branch, number: symbols.one(at < 0 ? target : target.slice(at + 1)) };
  }
  const { branch, symbol, text, steps } = relative;
  if (symbol !== null) {
    const start = symbols.one(steps >= 0 || branch === null ? symbol : `${branch}@${symbol}`);
    const side = steps >= 0 ? branch : null;
    const number = symbols.walk(start, steps, side, strict);
    if (number !== undefined) return { branch, number };
    throw graphError("walked_too_far", "Walked too far", {
      hint: symbols.wayEnd(start, steps, side),
    });
  }
  if (steps >= 0) {
    throw relativeError(text, "A downgrade goes down: use -N, or a revision with +N");
  }
  const start = branch === null
    ? firstRow(current, text, warn)
    : rowOnBranch(core, symbols, current, branch, text);
  const number = symbols.walk(start, steps, null, strict);
  if (number === undefined) throw relativeError(text, symbols.wayEnd(start, steps, null));
  return { branch: branch ?? core.id(start), number };
}

function firstRow(
  current: readonly number[],
  text: string,
  warn: (message: string) => void,
): number {
  if (current.length === 0) throw relativeError(text, "The database is at base");
  if (new Set(current).size > 1) {
    warn(
      "downgrade -1 from multiple heads is ambiguous; this usage will be disallowed in a future " +
        "release.",
    );
  }
  return current[0]!;
}

function rowOnBranch(
  core: GraphCore,
  symbols: SymbolResolver,
  current: readonly number[],
  branch: string,
  text: string,
): number {
  let rows = symbols.filterForLineage(current, branch);
  if (rows.length === 0) rows = symbols.filterForLineage(activeTips(core, current), branch);
  if (rows.length === 0) throw relativeError(text, `Nothing of branch '${branch}' is applied`);
  if (rows.length > 1) {
    throw graphError(
      "ambiguous_start",
      "Ambiguous downgrade from multiple current revisions",
      {
        hint:
          `On branch '${branch}' these are ${listed(core, rows)}; name the one that is meant, ` +
          `as in '${core.id(rows[0]!)}${text}'`,
      },
    );
  }
  return rows[0]!;
}

/**
 * The rows and all that they imply, reduced to those that nothing applied stands on by
 * `down_revision`; in map order. This is what `current` lists.
 */
export function activeTips(core: GraphCore, rows: readonly number[]): number[] {
  // One row implies nothing beside it where nothing depends on anything.
  if (rows.length === 1 && core.normalizedDown === core.down) return [...rows];
  const active = core.ancestors(rows, true);
  return [...active.members]
    .filter((number) => !core.children[number]!.some((child) => active.has(child)))
    .sort((a, b) => a - b);
}

/**
 * Refuses revisions of which one is an ancestor of another, with Alembic's text: targets that are
 * asked for, or the rows of a version table.
 */
export function refuseOverlap(
  core: GraphCore,
  numbers: readonly number[],
  role: "targets" | "rows",
): void {
  if (numbers.length < 2) return;
  const below = core.ancestors(numbers.flatMap((number) => core.normalizedDown[number]!), true);
  if (!numbers.some((number) => below.has(number))) return;
  for (const number of numbers) {
    const ancestors = core.ancestors([number], true);
    const overlaps = [...new Set(numbers)].filter((other) =>
      other !== number && ancestors.has(other)
    );
    if (overlaps.length === 0) continue;
    const [id, others] = [core.id(number), core.ids(overlaps).join(", ")];
    const tops = core.ids(new Set(numbers.filter((each) => !below.has(each)))).join(" ");
    throw graphError(
      "overlapping_revisions",
      `Requested revision ${id} overlaps with other requested revisions ${others}`,
      {
        hint: role === "targets"
          ? `${id} includes ${others} already; leave that out`
          : `The version table has ${others} beside ${id}, which includes it; ` +
            `\`migrator stamp --purge ${tops}\` sets the table right`,
      },
    );
  }
}
