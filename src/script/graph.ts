import { GraphCore } from "./graph_core.ts";
import { type RangeEnd, rangeNumbers } from "./graph_range.ts";
import { withErrorContext } from "./graph_errors.ts";
import { BASE, SymbolResolver } from "./graph_symbols.ts";
import { activeTips } from "./graph_targets.ts";
import type { Revision } from "./revision.ts";

/** What stands around one revision in its graph: all that a result line or log entry shows. */
export interface RevisionPosition {
  /** Nothing stands on it by `down_revision`. */
  readonly isHead: boolean;
  /** Nothing stands on it, not even by `depends_on`. */
  readonly isRealHead: boolean;
  /** More than one revision stands on it by `down_revision`. */
  readonly isBranchPoint: boolean;
  /** It stands on more than one by `down_revision`. */
  readonly isMergePoint: boolean;
  /** Own and inherited branch labels, in the order in which the files declare them. */
  readonly labels: readonly string[];
  /** Ids of those that stand on it by `down_revision`, in map order. */
  readonly children: readonly string[];
}

/**
 * The graph of all revisions, immutable. Lists are in map order, the order in which the files were
 * read (version locations in the order of the configuration, paths sorted), unless said otherwise.
 *
 * Errors are `CommandError`s with Alembic's messages; ways out are in their hints.
 */
export class RevisionGraph {
  /** The graph in numbers, for what is computed over it. */
  readonly core: GraphCore;
  /** Resolves symbols to numbers of {@link core}. */
  readonly symbols: SymbolResolver;

  /**
   * Links revisions that come in map order. `warn` is told of ids that several files have; of these
   * the last one counts.
   */
  constructor(revisions: Iterable<Revision>, warn: (message: string) => void = () => {}) {
    this.core = new GraphCore(revisions, warn);
    this.symbols = new SymbolResolver(this.core);
  }

  get revisions(): readonly Revision[] {
    return this.core.revisions;
  }

  /** Revisions on which nothing stands by `down_revision`. */
  get heads(): readonly Revision[] {
    return this.#revisions(this.core.heads);
  }

  /** Revisions on which nothing stands: what the version table holds after `upgrade heads`. */
  get realHeads(): readonly Revision[] {
    return this.#revisions(this.core.realHeads);
  }

  /** Revisions without a `down_revision`. */
  get bases(): readonly Revision[] {
    return this.#revisions(this.core.bases);
  }

  /** The revision with exactly this id. */
  get(id: string): Revision | undefined {
    const number = this.core.numberOf.get(id);
    const revision = number === undefined ? undefined : this.core.revisions[number];
    return revision?.id === id ? revision : undefined;
  }

  /** What stands around a revision of this graph. */
  positionOf(revision: Revision): RevisionPosition {
    const number = this.#number(revision);
    const { core } = this;
    return {
      isHead: core.children[number]!.length === 0,
      isRealHead: core.allChildren[number]!.length === 0,
      isBranchPoint: core.children[number]!.length > 1,
      isMergePoint: revision.downRevisions.length > 1,
      labels: core.labels(number),
      children: core.ids(core.children[number]!),
    };
  }

  /** Own and inherited branch labels of a revision. */
  labelsOf(revision: Revision): readonly string[] {
    return this.core.labels(this.#number(revision));
  }

  /** `down_revision` and those dependencies that no ancestor has already, as ids. */
  normalizedDown(revision: Revision): readonly string[] {
    return this.core.ids(this.core.normalizedDown[this.#number(revision)]!);
  }

  /**
   * The revision that a symbol means; `null` for `base`. A `CommandError` if the symbol means none
   * or several.
   */
  getRevision(symbol: string): Revision | null {
    const number = this.symbols.one(symbol);
    return number === BASE ? null : this.core.revisions[number]!;
  }

  /** All revisions that a symbol, or each of several, means; none for `base`. */
  getRevisions(symbols: string | readonly string[]): readonly Revision[] {
    return this.#revisions(
      typeof symbols === "string" ? this.symbols.all(symbols) : this.symbols.allOf(symbols),
    );
  }

  /**
   * The current revisions of a database with these version rows: the rows and what they imply,
   * reduced to the tips of branches.
   */
  allCurrent(rows: readonly string[]): readonly Revision[] {
    return this.#revisions(activeTips(this.core, this.symbols.rows(rows)));
  }

  /**
   * The revisions from `lower` to `upper`, both included, newest first; by default the whole graph.
   * An end is a symbol, or version rows for what the command line calls `current`.
   */
  history(lower: RangeEnd = "base", upper: RangeEnd = "heads"): readonly Revision[] {
    const context = typeof upper === "string" ? { target: upper } : {};
    return withErrorContext(
      context,
      () => this.#revisions(rangeNumbers(this.core, this.symbols, lower, upper)),
    );
  }

  #number(revision: Revision): number {
    return this.core.numberOf.get(revision.id)!;
  }

  #revisions(numbers: Iterable<number>): Revision[] {
    return Array.from(numbers, (number) => this.core.revisions[number]!);
  }
}
