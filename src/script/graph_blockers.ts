import type { Adjacency } from "./graph_links.ts";
import type { NumberSet } from "./graph_walk.ts";

/** What is known of the lines above one revision. */
interface Known {
  /** Revisions directly above that were not emitted when last looked at: a heap by `bounds`. */
  readonly above: number[];
  /** For each of `above`, a rank below which no line can lead to it. */
  readonly bounds: number[];
  /** The answer when last computed; it never falls, so it is a bound for the present one. */
  answer: number;
  /** The count of changes of the line `answer` at that time. */
  changes: number;
}

/**
 * Finds, for a revision, the first line of the walk of `orderSteps` that is further up and leads
 * down to it.
 *
 * Asking each line would cost lines times revisions. Instead answers are kept: as lines only move
 * down and new ones go to the end of the list, the answer for a revision can only rise, and it holds
 * until the line that it names leaves some way down out. When it must be found again, those of the
 * revisions above that cannot give a lower rank are not looked at.
 */
export class BlockerIndex {
  readonly #known: (Known | undefined)[] = [];
  readonly #changes: number[] = [];

  /**
   * `region` holds all revisions that the walk can meet or lead through. The walk keeps `emitted` and
   * `rankAt`: for each revision the line that stands at it, or -1.
   */
  constructor(
    readonly region: NumberSet,
    readonly up: Adjacency,
    readonly emitted: NumberSet,
    readonly rankAt: Int32Array,
  ) {}

  /** Tells that a line has ended, or leads no longer to everything that was below it. */
  lineChanged(rank: number): void {
    this.#changes[rank] = (this.#changes[rank] ?? 0) + 1;
  }

  /** The rank of the first line that stands above `number` and leads to it, if there is one. */
  firstAbove(number: number): number | undefined {
    if (this.#known[number] === undefined && !this.#isOpenAbove(number)) return undefined;
    const pending = [number];
    while (pending.length > 0) {
      const current = pending[pending.length - 1]!;
      const next = this.#refine(current);
      if (next === null) pending.pop();
      else pending.push(next);
    }
    const { answer } = this.#known[number]!;
    return answer === Infinity ? undefined : answer;
  }

  /** Brings the answer for a revision up to date, or gives the one above that must be so first. */
  #refine(number: number): number | null {
    let known = this.#known[number];
    if (known === undefined) {
      const above = this.#openAbove(number);
      known = { above, bounds: above.map(() => 0), answer: 0, changes: -1 };
      this.#known[number] = known;
    }
    for (;;) {
      if (this.#isCurrent(number, known)) return null;
      const top = known.above[0];
      if (top === undefined) {
        known.answer = Infinity;
        continue;
      }
      if (this.emitted.has(top)) {
        removeTop(known);
        continue;
      }
      const bound = known.bounds[0]!;
      if (bound === Infinity) {
        known.answer = Infinity;
        continue;
      }
      const exact = this.#rankThrough(top);
      if (exact === null) return top;
      if (exact > bound) {
        known.bounds[0] = exact;
        siftDown(known);
      }
      if (known.bounds[0] === exact && exact !== Infinity) {
        known.answer = exact;
        known.changes = this.#changes[exact] ?? 0;
        return null;
      }
    }
  }

  /** The first line that stands at `number` or above; `null` if that must be computed first. */
  #rankThrough(number: number): number | null {
    const rank = this.rankAt[number]!;
    const own = rank < 0 ? Infinity : rank;
    const known = this.#known[number];
    if (own !== Infinity && known !== undefined && own <= known.answer) return own;
    if (known === undefined || !this.#isCurrent(number, known)) return null;
    return Math.min(own, known.answer);
  }

  #isCurrent(number: number, known: Known): boolean {
    const { answer } = known;
    if (answer === Infinity) return true;
    return known.changes === (this.#changes[answer] ?? 0) && this.rankAt[number] !== answer;
  }

  #isOpenAbove(number: number): boolean {
    for (const above of this.up[number]!) {
      if (this.region.has(above) && !this.emitted.has(above)) return true;
    }
    return false;
  }

  #openAbove(number: number): number[] {
    return this.up[number]!.filter((above) => this.region.has(above) && !this.emitted.has(above));
  }
}

function removeTop(known: Known): void {
  const above = known.above.pop()!;
  const bound = known.bounds.pop()!;
  if (known.above.length === 0) return;
  known.above[0] = above;
  known.bounds[0] = bound;
  siftDown(known);
}

function siftDown({ above, bounds }: Known): void {
  const item = above[0]!;
  const bound = bounds[0]!;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= above.length) break;
    if (child + 1 < above.length && bounds[child + 1]! < bounds[child]!) child++;
    if (bounds[child]! >= bound) break;
    above[at] = above[child]!;
    bounds[at] = bounds[child]!;
    at = child;
  }
  above[at] = item;
  bounds[at] = bound;
}
