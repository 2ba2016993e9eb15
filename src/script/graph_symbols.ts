import {
  graphError,
  MultipleHeadsError,
  UnknownRevisionError,
  UnknownRowError,
} from "./graph_errors.ts";
import type { GraphCore } from "./graph_core.ts";
import {
  ambiguousStepHint,
  multipleHeadsHint,
  unknownNameHint,
  unknownRowHint,
  wayEndHint,
} from "./graph_hints.ts";

/** The place below every base, where the number of a revision is asked for. */
export const BASE = -1;

/** A relative symbol such as `+2`, `label@-1` or `abc+1`, taken apart. */
export interface RelativeSymbol {
  readonly branch: string | null;
  readonly symbol: string | null;
  /** The steps as typed, with their sign. */
  readonly text: string;
  readonly steps: number;
}

/** Takes a relative symbol apart; `null` for any other. */
export function parseRelative(target: string): RelativeSymbol | null {
  const match = /^(?:(.+?)@)?([\p{L}\p{N}_]+)?([+-]\d+)$/u.exec(target);
  if (match === null) return null;
  const [, branch = null, symbol = null, text] = match;
  return { branch, symbol, text: text!, steps: Number(text) };
}

/** Resolves revision symbols (ids, partial ids, labels, `head`, `heads`, `base`, `X@…`, `-N`). */
export class SymbolResolver {
  constructor(readonly core: GraphCore) {}

  /**
   * All revisions that a symbol means: none for `base`, several for `heads`; `-N` counts down from
   * each real head.
   */
  all(symbol: string): number[] {
    const { names, branch } = this.#names(symbol);
    const only = names.length === 1 ? names[0]! : "";
    if (/^\s*-\d+\s*$/.test(only) && Number(only) < 0) {
      const heads = this.core.realHeads.filter((head) =>
        branch === null || this.core.labels(head).includes(branch)
      );
      // As in Alembic all ways are gone before it is looked at where they end: that one of them is
      // ambiguous counts before that another one is too short.
      const reached = heads.map((head) => this.walk(head, Number(only), null, true) ?? BASE);
      const tooShort = reached.indexOf(BASE);
      if (tooShort < 0) return reached;
      throw relativeError(only.trim(), this.wayEnd(heads[tooShort]!, Number(only), null));
    }
    return names.map((name) => this.byName(name, branch));
  }

  /** The revisions of several symbols, in order. */
  allOf(symbols: readonly string[]): number[] {
    return symbols.flatMap((symbol) => this.all(symbol));
  }

  /**
   * The revisions that version rows name. They must be there under exactly these ids: a database that
   * other files have migrated is no place to guess.
   */
  rows(ids: readonly string[]): number[] {
    return ids.map((id) => {
      const number = this.core.numberOf.get(id);
      if (number !== undefined && this.core.id(number) === id) return number;
      throw new UnknownRowError(id, { hint: unknownRowHint(this.core, ids, id) });
    });
  }

  /** The one revision that a symbol means, {@link BASE} for `base` or an empty graph's `head`. */
  one(symbol: string): number {
    const { names, branch } = this.#names(symbol);
    if (names.length > 1) throw this.#multipleHeads(names, symbol);
    if (names.length === 1) return this.byName(names[0]!, branch);
    if (branch !== null) this.branch(branch);
    return BASE;
  }

  /** A revision by id, label or unique part of one, which must be on `branch` where that is given. */
  byName(name: string, branch: string | null): number {
    const { core } = this;
    const branchNumber = branch === null ? null : this.branch(branch);
    const exact = core.numberOf.get(name);
    const number = exact ?? this.#byPart(name, branch);
    if (branchNumber !== null && !this.relatedTo([branchNumber], false)(number)) {
      throw new UnknownRevisionError(name, {
        hint: `Revision ${core.id(number)} is not a member of branch '${branch}'`,
      });
    }
    return number;
  }

  /** The revision that stands for a branch: by label, id or part of one. */
  branch(name: string): number {
    const number = this.core.numberOf.get(name);
    if (number !== undefined) return number;
    try {
      return this.#byPart(name, null);
    } catch (error) {
      if (!(error instanceof UnknownRevisionError)) throw error;
      throw new UnknownRevisionError(name, { hint: error.hint ?? `No such branch: '${name}'` });
    }
  }

  /** Those of `numbers` that share a line with what a symbol means; `base` lets all through. */
  filterForLineage(
    numbers: readonly number[],
    symbol: string,
    withDependencies = false,
  ): number[] {
    const { names, branch } = this.#names(symbol);
    // Nothing is looked up then, so that `stamp -1` works on an empty version table, as in Alembic.
    if (numbers.length === 0) return [];
    const against = (branch === null ? names : [branch, ...names]).map((name) =>
      this.byName(name, null)
    );
    return against.length === 0
      ? [...numbers]
      : numbers.filter(this.relatedTo(against, withDependencies));
  }

  /** Tells of revisions whether they are an ancestor or a descendant of one of `against`. */
  relatedTo(against: readonly number[], withDependencies: boolean): (number: number) => boolean {
    const above = this.core.descendants(against, withDependencies);
    const below = this.core.ancestors(against, withDependencies);
    return (number) => above.has(number) || below.has(number);
  }

  /**
   * The revision `steps` above (positive) or below (negative) `start`, by `down_revision` alone.
   * A way up through a branch point must be narrowed by `branch`; a way down never is.
   * Beyond the ends: `undefined`, or the end itself where `strict` is false.
   */
  walk(
    start: number,
    steps: number,
    branch: string | null,
    strict: boolean,
  ): number | undefined {
    const { at, taken } = this.#follow(start, steps, branch);
    return taken < Math.abs(steps) && strict ? undefined : at;
  }

  /** Where such a walk ends before all its steps are taken, as a hint. */
  wayEnd(start: number, steps: number, branch: string | null): string {
    const { at, taken } = this.#follow(start, steps, branch);
    const place = (number: number) => number === BASE ? null : number;
    return wayEndHint(this.core, place(start), place(at), { wanted: steps, taken });
  }

  #follow(
    start: number,
    steps: number,
    branch: string | null,
  ): { readonly at: number; readonly taken: number } {
    const { core } = this;
    let at = start;
    for (let taken = 0; taken < Math.abs(steps); taken++) {
      let next: readonly number[];
      if (steps > 0) {
        next = at === BASE ? core.bases : core.children[at]!;
        if (branch !== null) next = this.filterForLineage(next, branch);
      } else if (at === BASE) {
        next = [];
      } else {
        next = core.down[at]!.length === 0 ? [BASE] : core.down[at]!;
      }
      if (next.length === 0) return { at, taken };
      if (next.length > 1) {
        throw graphError("ambiguous_walk", "Ambiguous walk", {
          hint: ambiguousStepHint(core, at === BASE ? null : at, next, steps > 0),
        });
      }
      at = next[0]!;
    }
    return { at, taken: Math.abs(steps) };
  }

  /** What a symbol says before any lookup: names, and the branch before `@`. */
  #names(symbol: string): { names: readonly string[]; branch: string | null } {
    const { core } = this;
    const at = symbol.indexOf("@");
    const branch = at > 0 ? symbol.slice(0, at) : null;
    const name = at < 0 ? symbol : symbol.slice(at + 1);
    if (name === "") {
      throw new UnknownRevisionError(symbol, { hint: "Give an id, a branch label, head or base" });
    }
    if (name === "base") {
      if (branch !== null) this.branch(branch);
      return { names: [], branch };
    }
    if (name === "heads") {
      const heads = branch === null ? core.realHeads : this.filterForLineage(core.heads, branch);
      return { names: core.ids(heads), branch };
    }
    if (name === "head") {
      const heads = branch === null ? core.heads : this.filterForLineage(core.heads, branch);
      if (heads.length > 1) {
        throw this.#multipleHeads(core.ids(heads), branch === null ? "head" : `${branch}@head`);
      }
      return { names: core.ids(heads), branch };
    }
    return { names: [name], branch };
  }

  #byPart(name: string, branch: string | null): number {
    const { core } = this;
    let found: string[] = [];
    for (const id of core.numberOf.keys()) {
      if (id.length > 3 && id.startsWith(name)) found.push(id);
    }
    if (branch !== null && found.length > 0) {
      const members = this.relatedTo([this.branch(branch)], false);
      found = found.filter((id) => members(core.numberOf.get(id)!));
    }
    if (found.length === 1) return core.numberOf.get(found[0]!)!;
    throw new UnknownRevisionError(name, { hint: unknownNameHint(core, name, found) });
  }

  #multipleHeads(ids: readonly string[], argument: string): MultipleHeadsError {
    const numbers = ids.map((id) => this.core.numberOf.get(id)!);
    return new MultipleHeadsError(ids, argument, multipleHeadsHint(this.core, numbers));
  }
}

/** The error for relative symbols that lead beyond the ends of the graph; `text` as typed. */
export function relativeError(text: string, hint?: string) {
  const steps = Math.abs(Number(text));
  return graphError(
    "relative_revision",
    `Relative revision ${text} didn't produce ${steps} migrations`,
    { hint },
  );
}
