import type { GraphCore } from "../script/graph_core.ts";
import { graphError, NotAncestorError, withErrorContext } from "../script/graph_errors.ts";
import { listed } from "../script/graph_hints.ts";
import { orderSteps } from "../script/graph_order.ts";
import { BASE, type SymbolResolver } from "../script/graph_symbols.ts";
import { downgradeTarget, refuseOverlap, upgradeTargets } from "../script/graph_targets.ts";
import type { RevisionGraph } from "../script/graph.ts";
import { NumberSet } from "../script/graph_walk.ts";
import type { RevisionStep } from "./plan_step.ts";
import { VersionRows } from "./version_rows.ts";

/**
 * The steps that bring a database with these version rows up to `target`, in the order in which
 * they run; none if all of it is applied. `CommandError` if the target or a row is unknown, the
 * target is ambiguous, or one row or target includes another.
 */
export function planUpgrade(
  graph: RevisionGraph,
  rows: readonly string[],
  target: string,
): readonly RevisionStep[] {
  const { core, symbols } = graph;
  return withErrorContext({ target }, () => {
    const current = symbols.rows(rows);
    const targets = upgradeTargets(core, symbols, current, target, true);
    refuseOverlap(core, targets, "targets");
    refuseOverlap(core, current, "rows");
    if (targets.every((number) => current.includes(number))) return [];
    const have = core.ancestors(current, true);
    const needed = new NumberSet(core.revisions.length);
    for (const number of core.ancestors(targets, true).members) {
      if (!have.has(number)) needed.add(number);
    }
    const order = orderSteps(needed, targets, core.normalizedDown, core.allChildren).reverse();
    const table = new VersionRows(core, current);
    return order.map((number) => upgradeStep(core, table, number));
  });
}

/**
 * The steps that take a database with these version rows (in the database's order) down to
 * `target`, in the order in which they run. `warn` is told where `-N` could mean several branches
 * and the first row was taken. `CommandError` if the target is not below the rows.
 */
export function planDowngrade(
  graph: RevisionGraph,
  rows: readonly string[],
  target: string,
  warn: (message: string) => void = () => {},
): readonly RevisionStep[] {
  const { core, symbols } = graph;
  const notAncestor = `Destination ${target} is not a valid downgrade target from current head(s)`;
  return withErrorContext({ target, notAncestor }, () => {
    const current = symbols.rows(rows);
    const { branch, number } = downgradeTarget(core, symbols, current, target, true, warn);
    const roots = droppedRoots(core, symbols, branch, number);
    const active = core.ancestors(current, true);
    const dropped = new NumberSet(core.revisions.length);
    for (const above of core.descendants(roots, true).members) {
      if (active.has(above)) dropped.add(above);
    }
    if (number !== BASE && dropped.size === 0 && !current.includes(number)) {
      throw new NotAncestorError("", target, undefined, notBelow(core, current, number));
    }
    const table = new VersionRows(core, current);
    return orderSteps(dropped, current, core.normalizedDown, core.allChildren)
      .map((dropping) => downgradeStep(core, table, dropping));
  });
}

/**
 * The step of this one revision: up, for a database with these version rows that has all below it, or down, for one
 * that has nothing above it.
 */
export function planStep(
  graph: RevisionGraph,
  rows: readonly string[],
  revision: string,
  direction: "upgrade" | "downgrade",
): RevisionStep {
  const { core, symbols } = graph;
  const table = new VersionRows(core, symbols.rows(rows));
  const make = direction === "upgrade" ? upgradeStep : downgradeStep;
  return make(core, table, core.numberOf.get(revision)!);
}

/** The lowest revisions that go when `number` is to be the end of its branch. */
function droppedRoots(
  core: GraphCore,
  symbols: SymbolResolver,
  branch: string | null,
  number: number,
): readonly number[] {
  const roots = number === BASE ? core.bases : core.children[number]!;
  if (branch === null || roots.length <= 1) return roots;
  const line = core.ancestors([symbols.branch(branch)], false);
  const kept = roots.filter((root) => line.has(root));
  if (kept.length > 0) return kept;
  throw graphError(
    "not_an_ancestor",
    "Not a valid downgrade target from current heads",
    { hint: `Nothing of branch '${branch}' stands on that revision` },
  );
}

/** Why a revision is no place to go down to. */
function notBelow(core: GraphCore, current: readonly number[], target: number): string {
  if (current.length === 0) return "The database is at base: nothing is applied";
  const where = `the database is at ${listed(core, current)}`;
  const needs = core.ancestors([target], true);
  return current.some((row) => needs.has(row))
    ? `${core.id(target)} is above where ${where}: \`migrator upgrade\` leads there`
    : `${core.id(target)} is not applied: ${where}`;
}

function upgradeStep(core: GraphCore, table: VersionRows, number: number): RevisionStep {
  const revision = core.revisions[number]!;
  return {
    isStamp: false,
    direction: "upgrade",
    revision,
    writes: table.upgrade(number),
    fromText: revision.downRevisions.join(", "),
    toText: revision.id,
    upRevisions: [revision.id],
    downRevisions: core.ids(core.normalizedDown[number]!),
  };
}

function downgradeStep(core: GraphCore, table: VersionRows, number: number): RevisionStep {
  const revision = core.revisions[number]!;
  return {
    isStamp: false,
    direction: "downgrade",
    revision,
    writes: table.downgrade(number),
    fromText: revision.id,
    toText: revision.downRevisions.join(", "),
    upRevisions: [revision.id],
    downRevisions: core.ids(core.normalizedDown[number]!),
  };
}
