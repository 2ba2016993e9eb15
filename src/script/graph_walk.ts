import type { Adjacency } from "./graph_links.ts";

/** A set of revision numbers with membership in constant time. */
export class NumberSet {
  readonly #marks: Uint8Array;
  readonly #members: Int32Array;
  #size = 0;

  constructor(universe: number) {
    this.#marks = new Uint8Array(universe);
    this.#members = new Int32Array(universe);
  }

  /** The members in the order in which they came in. */
  get members(): Int32Array {
    return this.#members.subarray(0, this.#size);
  }

  get size(): number {
    return this.#size;
  }

  /** The member that came in at a place, from 0. */
  at(place: number): number {
    return this.#members[place]!;
  }

  has(number: number): boolean {
    return this.#marks[number] === 1;
  }

  /** Adds a number; false if it was there already. */
  add(number: number): boolean {
    if (this.#marks[number] === 1) return false;
    this.#marks[number] = 1;
    this.#members[this.#size++] = number;
    return true;
  }
}

/** Everything reachable from `starts` along `edges`, the starts included. */
export function reach(starts: Iterable<number>, edges: Adjacency): NumberSet {
  const seen = new NumberSet(edges.length);
  for (const start of starts) seen.add(start);
  for (let next = 0; next < seen.size; next++) {
    for (const number of edges[seen.at(next)]!) seen.add(number);
  }
  return seen;
}

/**
 * The numbers ordered so that each comes after all that `down` lists for it, those that are ready
 * first in map order; numbers on a cycle or above one are left out.
 */
export function ancestorsFirst(down: Adjacency, up: Adjacency): Int32Array {
  const order = new Int32Array(down.length);
  const waiting = new Int32Array(down.length);
  let filled = 0;
  for (let number = 0; number < down.length; number++) {
    waiting[number] = down[number]!.length;
    if (waiting[number] === 0) order[filled++] = number;
  }
  for (let next = 0; next < filled; next++) {
    for (const above of up[order[next]!]!) {
      if (--waiting[above]! === 0) order[filled++] = above;
    }
  }
  return order.subarray(0, filled);
}
