import { newRunMemory } from "../dialect/dialect.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import { planUpgrade } from "../migration/plan.ts";
import type { Direction } from "../revision/body.ts";
import { bodyLoader } from "../revision/load.ts";
import type { Revision } from "../script/revision.ts";
import type { ImportEnvironment } from "./environment.ts";
import { evaluateFunction } from "./evaluate.ts";
import { KnownObjects } from "./known_objects.ts";
import { type FixedValue, isTranslated, type Outcome } from "./outcome.ts";
import type { RecordSettings } from "./record.ts";
import type { ImportSource } from "./source.ts";

/** What became of both functions of a revision. */
export interface Outcomes {
  readonly upgrade: Outcome;
  readonly downgrade: Outcome;
}

/** A revision that was evaluated. */
export interface EvaluatedRevision extends Outcomes {
  readonly revision: Revision;
}

/**
 * Evaluates every revision as `--sql` does, in the order in which `upgrade heads` runs them, since what a table
 * creates along with it depends on the tables before; then the downgrades the other way. Nothing is sent or
 * written. A `CommandError` where the graph of the revisions has no such order.
 */
export async function evaluateRevisions(
  { config, graph, platform }: Pick<ImportSource, "config" | "graph" | "platform">,
  { environment, logging }: Pick<ImportEnvironment, "environment" | "logging">,
  progress: (done: number, total: number) => void = () => {},
): Promise<readonly EvaluatedRevision[]> {
  const compile = { namingConvention: environment.options.namingConvention ?? undefined };
  const fixed = new Set<FixedValue>();
  // The downgrades begin with what the upgrades have left.
  const known = new KnownObjects();
  const load = bodyLoader({
    config,
    platform,
    environment,
    logging,
    graph: () => graph,
    sources: {
      now: () => {
        fixed.add("time");
        return Date.now();
      },
      randomBytes: (target) => {
        fixed.add("random");
        crypto.getRandomValues(target as Uint8Array<ArrayBuffer>);
      },
    },
  });
  const settings = (): RecordSettings => ({
    dialect: postgresql,
    options: compile,
    memory: newRunMemory(),
    known,
    fixed,
  });
  const order = planUpgrade(graph, [], "heads").map(({ revision }) => revision);
  let done = 0;
  const total = order.length * 2;
  const outcomes = async (revisions: readonly Revision[], direction: Direction) => {
    const run = settings();
    const found = new Map<Revision, Outcome>();
    for (const revision of revisions) {
      const outcome = await evaluateFunction(revision, () => load(revision), direction, run);
      if (!isTranslated(outcome)) known.noteUnsure(platform.files.readText(revision.path));
      found.set(revision, outcome);
      progress(++done, total);
    }
    return found;
  };
  const upgrades = await outcomes(order, "upgrade");
  const downgrades = await outcomes(order.toReversed(), "downgrade");
  return order.map((revision) => ({
    revision,
    upgrade: upgrades.get(revision)!,
    downgrade: downgrades.get(revision)!,
  }));
}
