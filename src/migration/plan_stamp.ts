import type { GraphCore } from "../script/graph_core.ts";
import { withErrorContext } from "../script/graph_errors.ts";
import type { RevisionGraph } from "../script/graph.ts";
import type { StampStep, VersionWrite } from "./plan_step.ts";

/**
 * The steps that make a version table with these rows (in the database's order) say that the
 * database stands at `targets`. For each revision that a target means: a row that is it already
 * stays; rows above it or below it become it; otherwise it becomes a row of its own. `base` removes
 * the rows that the target's branch has.
 *
 * Unlike Alembic, only rows on the line of the revision itself are merged into it: there, `stamp
 * heads` deletes the row of a branch that is at its head already while another is behind.
 */
export function planStamp(
  graph: RevisionGraph,
  rows: readonly string[],
  targets: readonly string[],
): readonly StampStep[] {
  const multipleHeads = "Multiple heads are present; please specify a single target revision";
  return withErrorContext({ multipleHeads }, () => {
    const { core, symbols } = graph;
    const current = [...new Set(symbols.rows(rows))];
    const wanted = targets.length === 0 ? ["base"] : targets;
    const leaving = new Set(
      wanted.flatMap((target) => symbols.filterForLineage(current, target, true)),
    );
    const destinations = symbols.allOf(wanted);
    if (destinations.length === 0) {
      return current.filter((row) => leaving.has(row)).map((row) => removal(core, row));
    }
    const present = new Set(current);
    const steps: StampStep[] = [];
    for (const destination of new Set(destinations)) {
      if (current.includes(destination)) continue;
      const above = core.descendants([destination], true);
      const below = core.ancestors([destination], true);
      const upper = current.filter((row) => above.has(row));
      const line = upper.length > 0 ? upper : current.filter((row) => below.has(row));
      // A row that an earlier destination took over cannot become this one as well.
      const from = line.every((row) => present.has(row)) ? line : [];
      for (const row of from) present.delete(row);
      const direction = upper.length > 0 ? "downgrade" : "upgrade";
      steps.push(move(core, line, from, destination, direction));
    }
    return steps;
  });
}

function removal(core: GraphCore, row: number): StampStep {
  const id = core.id(row);
  return {
    isStamp: true,
    revision: null,
    direction: "downgrade",
    writes: [{ kind: "delete", version: id }],
    fromText: id,
    toText: "",
    upRevisions: [id],
    downRevisions: [],
  };
}

function move(
  core: GraphCore,
  line: readonly number[],
  from: readonly number[],
  to: number,
  direction: "upgrade" | "downgrade",
): StampStep {
  const fromIds = core.ids(from);
  const lineIds = core.ids(line);
  const id = core.id(to);
  const last = fromIds.at(-1);
  const writes: VersionWrite[] = last === undefined ? [{ kind: "insert", version: id }] : [
    ...fromIds.slice(0, -1).map((version): VersionWrite => ({ kind: "delete", version })),
    { kind: "update", from: last, to: id },
  ];
  const upward = direction === "upgrade";
  return {
    isStamp: true,
    revision: null,
    direction,
    writes,
    fromText: lineIds.join(", "),
    toText: id,
    upRevisions: upward ? [id] : lineIds,
    downRevisions: upward ? lineIds : [id],
  };
}
