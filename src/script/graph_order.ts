import type { Adjacency } from "./graph_links.ts";
import { BlockerIndex } from "./graph_blockers.ts";
import { NumberSet, reach } from "./graph_walk.ts";

/**
 * The order of steps, newest first: take the given heads in map order as a list of lines; walk down
 * the current line, emitting, to a revision on which something stands that is not emitted yet;
 * there go on with the first line in the list that leads down to that revision; at a merge the
 * first revision below continues the line and the others begin new lines at the end of the list;
 * and where a line ends the one before it becomes current.
 *
 * Since map order comes from sorted file names this has one answer for the same files. It is
 * Alembic's order wherever that does not depend on the order of a Python set.
 *
 * `down` is normalized (`normalizeDown`), `up` its inverse, numbers stand in map order. `todo` are
 * the numbers to emit; those of them on which no other one stands count as heads in any case.
 */
export function orderSteps(
  todo: NumberSet,
  heads: Iterable<number>,
  down: Adjacency,
  up: Adjacency,
): number[] {
  return new StepOrder(todo, heads, down, up).run();
}

/** One line of the walk; lines form a list in the order in which they began. */
interface Line {
  /** Place in the list: higher is further back. */
  readonly rank: number;
  at: number;
  previous: Line | null;
  next: Line | null;
}

class StepOrder {
  readonly #emitted: NumberSet;
  /** Rank of the line that stands at a revision, or -1. */
  readonly #rankAt: Int32Array;
  readonly #lines: (Line | null)[] = [];
  readonly #blockers: BlockerIndex;
  #first: Line | null = null;
  #last: Line | null = null;

  constructor(
    readonly todo: NumberSet,
    heads: Iterable<number>,
    readonly down: Adjacency,
    up: Adjacency,
  ) {
    this.#emitted = new NumberSet(down.length);
    this.#rankAt = new Int32Array(down.length).fill(-1);
    const below = new NumberSet(down.length);
    for (const number of todo.members) for (const other of down[number]!) below.add(other);
    const tops = todo.members.filter((number) => !below.has(number));
    const starts = [...new Set([...heads, ...tops])].filter((head) => todo.has(head))
      .sort((a, b) => a - b);
    // Revisions outside `todo` count as ways between revisions, but not those above all heads.
    const region = reach([...starts, ...todo.members], down);
    this.#blockers = new BlockerIndex(region, up, this.#emitted, this.#rankAt);
    for (const start of starts) this.#begin(start);
  }

  run(): number[] {
    let line = this.#first;
    while (line !== null) {
      const blocker = this.#blockers.firstAbove(line.at);
      line = blocker === undefined ? this.#step(line) : this.#lines[blocker]!;
    }
    return Array.from(this.#emitted.members);
  }

  /** Emits the revision at the end of a line and gives the line to go on with. */
  #step(line: Line): Line | null {
    const { down, todo } = this;
    const number = line.at;
    this.#emitted.add(number);
    this.#rankAt[number] = -1;
    const below = down[number]!;
    const next = below.filter((other) =>
      todo.has(other) && !this.#emitted.has(other) && this.#rankAt[other] === -1
    );
    // Only a plain step down leaves what the line leads to as it was.
    if (below.length !== 1 || next.length !== 1) this.#blockers.lineChanged(line.rank);
    if (next.length === 0) return this.#end(line);
    line.at = next[0]!;
    this.#rankAt[line.at] = line.rank;
    for (const other of next.slice(1)) this.#begin(other);
    return line;
  }

  #begin(at: number): Line {
    const line: Line = { rank: this.#lines.length, at, previous: this.#last, next: null };
    if (this.#last === null) this.#first = line;
    else this.#last.next = line;
    this.#last = line;
    this.#lines.push(line);
    this.#rankAt[at] = line.rank;
    return line;
  }

  #end(line: Line): Line | null {
    const { previous, next } = line;
    if (previous === null) this.#first = next;
    else previous.next = next;
    if (next === null) this.#last = previous;
    else next.previous = previous;
    this.#lines[line.rank] = null;
    return previous ?? next;
  }
}
