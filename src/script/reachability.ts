import type { Adjacency } from "./graph_links.ts";
import { ancestorsFirst } from "./graph_walk.ts";

/**
 * Answers "is this revision an ancestor of that one" for many pairs. Each number carries its depth
 * and the span of its place in two depth-first walks (GRAIL: Yildirim, Chaoji, Zaki, VLDB 2010):
 * most pairs are decided by comparing these, the others by a search that they prune.
 */
export class Reachability {
  readonly #down: Adjacency;
  readonly #depth: Int32Array;
  readonly #walks: readonly { readonly low: Int32Array; readonly post: Int32Array }[];
  readonly #tree: { readonly first: Int32Array; readonly last: Int32Array };
  readonly #seen: Int32Array;
  #stamp = 0;

  /** `down` and `up` are inverse to each other and free of cycles. */
  constructor(down: Adjacency, up: Adjacency) {
    this.#down = down;
    const order = ancestorsFirst(down, up);
    this.#depth = new Int32Array(down.length);
    for (const number of order) {
      let depth = 0;
      for (const below of down[number]!) depth = Math.max(depth, this.#depth[below]! + 1);
      this.#depth[number] = depth;
    }
    this.#walks = [spans(down, up, order, false), spans(down, up, order, true)];
    this.#tree = firstParentTree(down, order);
    this.#seen = new Int32Array(down.length);
  }

  /** Length of the longest way from a number down to one that stands on nothing. */
  depth(number: number): number {
    return this.#depth[number]!;
  }

  /** True if `lower` lies below `upper`, or is it. */
  isAncestor(lower: number, upper: number): boolean {
    if (lower === upper) return true;
    if (this.#surely(lower, upper)) return true;
    if (!this.#possibly(lower, upper)) return false;
    const stamp = ++this.#stamp;
    const todo = [upper];
    while (todo.length > 0) {
      for (const below of this.#down[todo.pop()!]!) {
        if (below === lower || this.#surely(lower, below)) return true;
        if (this.#seen[below] === stamp || !this.#possibly(lower, below)) continue;
        this.#seen[below] = stamp;
        todo.push(below);
      }
    }
    return false;
  }

  /** Along first parents alone the answer is a comparison of spans. */
  #surely(lower: number, upper: number): boolean {
    const { first, last } = this.#tree;
    return first[lower]! <= first[upper]! && last[upper]! <= last[lower]!;
  }

  #possibly(lower: number, upper: number): boolean {
    if (this.#depth[lower]! >= this.#depth[upper]!) return false;
    return this.#walks.every(({ low, post }) =>
      low[upper]! <= low[lower]! && post[lower]! <= post[upper]!
    );
  }
}

/**
 * For each number its place in the post-order of a walk down, and the lowest place below it: what
 * lies below a number has a span inside its span.
 */
function spans(down: Adjacency, up: Adjacency, order: Int32Array, backwards: boolean) {
  const size = down.length;
  const low = new Int32Array(size);
  const post = new Int32Array(size).fill(-1);
  const cursor = new Int32Array(size);
  let place = 0;
  for (let i = size - 1; i >= 0; i--) {
    const root = backwards ? order[i]! : order[size - 1 - i]!;
    if (up[root]!.length > 0) continue;
    const stack = [root];
    while (stack.length > 0) {
      const number = stack[stack.length - 1]!;
      const below = down[number]!;
      if (cursor[number]! < below.length) {
        const at = cursor[number]!++;
        const next = below[backwards ? below.length - 1 - at : at]!;
        if (post[next] === -1) {
          post[next] = -2;
          stack.push(next);
        }
      } else {
        stack.pop();
        post[number] = place++;
      }
    }
  }
  for (const number of order) {
    let lowest = post[number]!;
    for (const below of down[number]!) lowest = Math.min(lowest, low[below]!);
    low[number] = lowest;
  }
  return { low, post };
}

/** Spans of a walk up the tree in which each number hangs on the first one it stands on. */
function firstParentTree(down: Adjacency, order: Int32Array) {
  const size = down.length;
  const first = new Int32Array(size);
  const last = new Int32Array(size);
  const weight = new Int32Array(size).fill(1);
  for (let i = size - 1; i >= 0; i--) {
    const parent = down[order[i]!]![0];
    if (parent !== undefined) weight[parent]! += weight[order[i]!]!;
  }
  const free = new Int32Array(size);
  let place = 0;
  for (const number of order) {
    const parent = down[number]![0];
    if (parent === undefined) {
      first[number] = place;
      place += weight[number]!;
    } else {
      first[number] = free[parent]!;
      free[parent]! += weight[number]!;
    }
    free[number] = first[number]! + 1;
    last[number] = first[number]! + weight[number]! - 1;
  }
  return { first, last };
}
