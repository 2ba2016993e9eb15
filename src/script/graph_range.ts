import { CommandError } from "../errors/mod.ts";
import type { GraphCore } from "./graph_core.ts";
import { NotAncestorError } from "./graph_errors.ts";
import { listed } from "./graph_hints.ts";
import { orderSteps } from "./graph_order.ts";
import { BASE, parseRelative, type SymbolResolver } from "./graph_symbols.ts";
import { refuseOverlap, upgradeTargets } from "./graph_targets.ts";
import { NumberSet } from "./graph_walk.ts";

/** An end of a range: a symbol, or the ids of version rows (none: base). */
export type RangeEnd = string | readonly string[];

/**
 * The numbers of a range, both ends included, newest first. With a lower end other than base only
 * what stands on it by `down_revision` belongs to the range; with base the dependencies do as well.
 */
export function rangeNumbers(
  core: GraphCore,
  symbols: SymbolResolver,
  lower: RangeEnd,
  upper: RangeEnd,
): number[] {
  let targets = typeof upper === "string"
    ? upperEnd(core, symbols, lower, upper)
    : symbols.rows(upper);
  if (typeof lower === "string" && lower.indexOf("@") > 0) {
    targets = onBranch(core, symbols, targets, lower.slice(0, lower.indexOf("@")));
  }
  refuseOverlap(core, targets, typeof upper === "string" ? "targets" : "rows");
  const required = core.ancestors(targets, true);
  const start = lowerEnd(symbols, lower, upper);
  if (start.some((number) => !required.has(number))) {
    throw new NotAncestorError(
      rangeText(lower),
      rangeText(upper),
      undefined,
      rangeHint(core, start, targets),
    );
  }
  refuseOverlap(core, start, typeof lower === "string" ? "targets" : "rows");
  const have = core.ancestors(start, true);
  const above = start.length === 0 ? null : core.descendants(start, false);
  const shown = new NumberSet(core.revisions.length);
  for (const number of required.members) {
    if (!have.has(number) && (above === null || above.has(number))) shown.add(number);
  }
  for (const number of start) shown.add(number);
  return orderSteps(shown, targets, core.normalizedDown, core.allChildren);
}

/** The upper end; `+N` counts from the lower one, which then must be a single revision. */
function upperEnd(
  core: GraphCore,
  symbols: SymbolResolver,
  lower: RangeEnd,
  upper: string,
): readonly number[] {
  const relative = parseRelative(upper);
  if (relative === null || relative.symbol !== null || relative.steps <= 0) {
    return upgradeTargets(core, symbols, [], upper, false);
  }
  let start: readonly number[];
  if (typeof lower !== "string") start = symbols.rows(lower);
  else if (relative.branch !== null) start = symbols.all(lower);
  else start = [symbols.one(lower)].filter((number) => number !== BASE);
  return upgradeTargets(core, symbols, start, upper, false);
}

function lowerEnd(symbols: SymbolResolver, lower: RangeEnd, upper: RangeEnd): readonly number[] {
  if (typeof lower !== "string") return symbols.rows(lower);
  try {
    return symbols.all(lower);
  } catch (error) {
    if (!(error instanceof CommandError) || error.code !== "relative_revision") throw error;
    throw new NotAncestorError(
      lower,
      rangeText(upper),
      undefined,
      `${lower} leads below the first revision; leave the start empty to begin there`,
    );
  }
}

/** Why the start of a range does not lie below its end. */
function rangeHint(core: GraphCore, start: readonly number[], end: readonly number[]): string {
  const below = core.ancestors(start, true);
  const [from, to] = [listed(core, start), end.length === 0 ? "the base" : listed(core, end)];
  return end.every((number) => below.has(number))
    ? `${to} comes before ${from}: the older end of a range stands first`
    : `${from} does not lie below ${to}: they are on different branches`;
}

function rangeText(end: RangeEnd): string {
  return typeof end === "string" ? end : end.join(", ");
}

/** A range that begins with `branch@…` shows that branch alone. */
function onBranch(
  core: GraphCore,
  symbols: SymbolResolver,
  targets: readonly number[],
  name: string,
): readonly number[] {
  const number = symbols.branch(name);
  const isLabel = core.id(number) !== name;
  const label = isLabel ? name : core.labels(number)[0];
  if (!isLabel && core.labels(number).length !== 1) {
    return targets.filter(symbols.relatedTo([number], false));
  }
  return targets.filter((target) => core.labels(target).includes(label!));
}
