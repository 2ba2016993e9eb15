import { CommandError } from "../errors/mod.ts";
import type { RevisionGraph } from "../script/graph.ts";
import type { Revision } from "../script/revision.ts";
import type { MigrationCommand } from "./context_settings.ts";
import type { ExpectedChecksums, HistoryState } from "./history/state.ts";
import { refuseUnfinished, type UnfinishedStep } from "./history/unfinished.ts";
import { planDowngrade, planUpgrade } from "./plan.ts";
import { planStamp } from "./plan_stamp.ts";

/** What the command line says about a run. */
export interface CommandOptions {
  /** `--sql`: a script is written, and `from:to` says where it starts. */
  readonly sql: boolean;
  /** Hears of what is ambiguous but allowed, such as `downgrade -1` from several heads. */
  readonly warn?: (message: string) => void;
  /** Looks at what the history says before anything is run. */
  readonly inspect?: HistoryInspection;
}

/** What looks at the history's checksums. */
export interface HistoryInspection {
  /** The checksums that there is nothing to say about; `null`: none are known. */
  readonly expected: () => ExpectedChecksums | null;
  /** Hears what there is, which is nothing where it was expected. May throw. */
  readonly look: (rows: readonly string[], history: HistoryState | null) => void;
}

/** `upgrade`: to a symbol, or with `sql` also `from:to`. */
export function upgradeCommand(
  graph: RevisionGraph,
  revision: string,
  { sql, inspect }: CommandOptions,
): MigrationCommand {
  const { start, target } = splitRange(revision, sql);
  return {
    readsHistory: inspect === undefined ? "none" : () => ({ otherThan: inspect.expected() }),
    plan: (rows, history = null) => {
      const steps = planUpgrade(graph, rows, target);
      refuseUnfinished(graph, rows, steps, history);
      inspect?.look(rows, history);
      return steps;
    },
    ...startingAt(graph, start, sql),
  };
}

/**
 * A command that is made when it is asked what there is to do, which is after a server has been asked what there is.
 * Of what `make` gives the plan counts, and what that reads.
 */
export function laterCommand(make: () => Promise<MigrationCommand>): MigrationCommand {
  let making: Promise<MigrationCommand> | null = null;
  const made = () => making ??= make();
  return {
    readsHistory: async () => {
      const { readsHistory = "none" } = await made();
      return typeof readsHistory === "function" ? await readsHistory() : readsHistory;
    },
    plan: async (rows, history) => (await made()).plan(rows, history),
  };
}

/** `downgrade`: to a symbol, with `sql` always `from:to`. */
export function downgradeCommand(
  graph: RevisionGraph,
  revision: string,
  { sql, warn }: CommandOptions,
): MigrationCommand {
  const { start, target } = splitRange(revision, sql);
  if (sql && start === null) {
    throw new CommandError(
      "range_required",
      "downgrade with --sql requires <fromrev>:<torev>",
      { hint: "Without a database it is not known where the script starts" },
    );
  }
  return {
    plan: (rows, history = null) => {
      const steps = planDowngrade(graph, rows, target, warn);
      refuseUnfinished(graph, rows, steps, history);
      return steps;
    },
    ...startingAt(graph, start, sql),
  };
}

/** `stamp`: to one or more symbols, with `sql` each may be `from:to` with the same start. */
export function stampCommand(
  graph: RevisionGraph,
  revisions: readonly string[],
  { sql, purge }: CommandOptions & { readonly purge: boolean },
): MigrationCommand {
  let start: string | null = null;
  const targets = revisions.map((revision) => {
    if (!sql || !revision.includes(":")) return revision;
    const range = splitRange(revision, sql);
    if (start !== null && range.start !== start) {
      throw new CommandError(
        "several_starts",
        "Stamp operation with --sql only supports a single starting revision at a time",
      );
    }
    start = range.start;
    return range.target;
  });
  return {
    plan: (rows) => planStamp(graph, rows, targets),
    purge,
    ...startingAt(graph, start, sql),
  };
}

/**
 * `resolve`: settles an unfinished step. `applied`: it is done, and the version rows say so; else it is undone, and
 * they stay. Either way the record of its statements is forgotten.
 */
export function resolveCommand(
  graph: RevisionGraph,
  { revision, direction }: Pick<UnfinishedStep, "revision" | "direction">,
  outcome: "applied" | "rolled-back",
): MigrationCommand {
  return {
    forget: { revision, direction },
    plan: (rows) => {
      if (outcome === "rolled-back") return [];
      const steps = direction === "upgrade"
        ? planUpgrade(graph, rows, revision)
        : planDowngrade(graph, rows, `${revision}-1`);
      if (steps.length === 0) return [];
      const [step] = steps;
      if (steps.length > 1 || step!.revision.id !== revision) {
        throw new CommandError(
          "not_next",
          `Revision ${revision} is not the next one to ${direction}; ${step!.revision.id} is`,
        );
      }
      return [{ ...step!, isStamp: true, revision: null }];
    },
  };
}

/** What `current` finds. */
export interface CurrentRevisions {
  /** The version rows, in the database's order. */
  readonly rows: readonly string[];
  /** The revisions that the rows and what they imply stand for, reduced to the tips of branches. */
  readonly revisions: readonly Revision[];
}

/**
 * `current`: tells `found` where the database stands and changes nothing. With `checkHeads` a
 * `CommandError` if the rows are not the heads.
 */
export function currentCommand(
  graph: RevisionGraph,
  { checkHeads, found }: {
    readonly checkHeads: boolean;
    readonly found: (current: CurrentRevisions) => void;
  },
): MigrationCommand {
  return {
    plan: (rows) => {
      const heads = graph.heads.map(({ id }) => id);
      if (checkHeads && !sameSet(rows, heads)) {
        throw new CommandError("not_at_heads", "Database is not on all head revisions");
      }
      found({ rows, revisions: graph.allCurrent(rows) });
      return [];
    },
  };
}

/** `ensure_version`: makes the version table if it is not there. */
export function ensureVersionCommand({ sql }: CommandOptions): MigrationCommand {
  return {
    plan: () => [],
    ensureTable: true,
    ...(sql ? { startingRows: () => [] } : {}),
  };
}

/** The version rows that `starting_rev` means: none for `base`, else the ids of its symbols. */
export function startingRows(graph: RevisionGraph, start: string | null): readonly string[] {
  if (start === null || start === "base") return [];
  return graph.getRevisions(start).map(({ id }) => id);
}

function startingAt(graph: RevisionGraph, start: string | null, sql: boolean) {
  return sql ? { startingRows: () => startingRows(graph, start) } : {};
}

function splitRange(revision: string, sql: boolean): { start: string | null; target: string } {
  const parts = revision.split(":");
  if (parts.length === 1) return { start: null, target: revision };
  if (!sql) throw new CommandError("range_not_allowed", "Range revision not allowed");
  if (parts.length > 2) {
    throw new CommandError(
      "bad_range",
      `A range has one colon, found ${parts.length - 1} in '${revision}'`,
    );
  }
  return { start: parts[0]!, target: parts[1]! };
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const wanted = new Set(a);
  return wanted.size === new Set(b).size && b.every((item) => wanted.has(item));
}
