/** How one revision stands on another: by `down_revision`, or by `depends_on` alone. */
export type EdgeKind = "down" | "dependency";

/** A line down from a node to a later one. */
export interface Edge {
  readonly to: number;
  readonly kind: EdgeKind;
}

/** A line that leads from the node of a row to the row below. */
export interface Link {
  readonly column: number;
  readonly kind: EdgeKind;
  /** Whether the lane begins here; else the line joins one that passes by. */
  readonly opens: boolean;
}

/** One node in its lane, and what happens between it and the next row. */
export interface LaneRow {
  readonly column: number;
  /** The lanes at the height of the node, by column; `null` where there is none, and at the node. */
  readonly lanes: readonly (EdgeKind | null)[];
  /** The line that comes from above, if one does. */
  readonly above: EdgeKind | null;
  /** By column. */
  readonly links: readonly Link[];
  /** A lane from the right that goes on in the column of the node, in place of its own. */
  readonly pulled: { readonly from: number; readonly kind: EdgeKind } | null;
  /** Nodes that this one stands on without a line, for want of lanes. */
  readonly undrawn: readonly number[];
  /** Nodes above that stand on this one without a line. */
  readonly undrawnAbove: readonly number[];
}

interface Lane {
  readonly target: number;
  kind: EdgeKind;
}

/**
 * Puts nodes, each above all that it stands on, into lanes: a lane is a column that leads down to one
 * node, and all lines to that node share it. A free column is used again, the leftmost first. There are
 * at most `limit` lanes side by side, so that the cost is linear in nodes and edges; edges beyond are
 * named in the rows instead.
 */
export function layLanes(nodes: readonly (readonly Edge[])[], limit: number): readonly LaneRow[] {
  const state = new Lanes(limit);
  return nodes.map((edges, node) => state.place(node, edges));
}

class Lanes {
  readonly #lanes: (Lane | null)[] = [];
  readonly #columnOf = new Map<number, number>();
  readonly #undrawnAbove = new Map<number, number[]>();

  /** The column of the node above, if no line leads away from it; else -1. */
  #lastEnd = -1;

  constructor(readonly limit: number) {}

  place(node: number, edges: readonly Edge[]): LaneRow {
    const own = this.#columnOf.get(node);
    // With all lanes taken there is one more column, for the node alone.
    const column = own ?? this.#startColumn();
    const above = own === undefined ? null : this.#close(own);
    const lanes = Array.from(this.#lanes, (lane) => lane?.kind ?? null);
    const links = new Map<number, Link>();
    const undrawn: number[] = [];
    const fresh = edges.filter(({ to }) => !this.#columnOf.has(to));
    const joined = edges.filter(({ to }) => this.#columnOf.has(to));
    const pulled = this.#pull(column, fresh, joined);
    for (const { to, kind } of joined) {
      const at = this.#columnOf.get(to)!;
      if (pulled === null || at !== column) links.set(at, { column: at, kind, opens: false });
      if (kind === "down") this.#lanes[at]!.kind = kind;
    }
    let from = 0;
    for (const { to, kind } of fresh) {
      // The first goes on in the node's own column, or further left where that is free.
      const at = from === 0
        ? this.#freeColumn(0, column)
        : this.#freeColumn(from) ?? this.#freeColumn(0);
      from = column + 1;
      if (at === null) {
        undrawn.push(to);
        const others = this.#undrawnAbove.get(to);
        if (others === undefined) this.#undrawnAbove.set(to, [node]);
        else others.push(node);
      } else {
        this.#lanes[at] = { target: to, kind };
        this.#columnOf.set(to, at);
        links.set(at, { column: at, kind, opens: true });
      }
    }
    this.#lastEnd = links.size === 0 && pulled === null ? column : -1;
    while (this.#lanes.length > 0 && (this.#lanes.at(-1) ?? null) === null) this.#lanes.pop();
    return {
      column,
      lanes,
      above,
      links: [...links.values()].sort((a, b) => a.column - b.column),
      pulled,
      undrawn,
      undrawnAbove: this.#undrawnAbove.get(node) ?? [],
    };
  }

  /** Where a node goes on which nothing stands: not below one that it would seem to be under. */
  #startColumn(): number {
    const column = this.#freeColumn(0) ?? this.limit;
    if (column !== this.#lastEnd) return column;
    return this.#freeColumn(column + 1) ?? this.limit;
  }

  /** Where the node's lane would end in one further right, that one comes here instead. */
  #pull(
    column: number,
    fresh: readonly Edge[],
    joined: readonly Edge[],
  ): LaneRow["pulled"] {
    const first = joined.find(({ kind }) => kind === "down");
    if (fresh.length > 0 || first === undefined) return null;
    const from = this.#columnOf.get(first.to)!;
    if (from < column) return null;
    const lane = this.#lanes[from]!;
    const { kind } = lane;
    this.#lanes[column] = { target: first.to, kind: "down" };
    this.#lanes[from] = null;
    this.#columnOf.set(first.to, column);
    return { from, kind };
  }

  #close(column: number): EdgeKind {
    const { target, kind } = this.#lanes[column]!;
    this.#columnOf.delete(target);
    this.#lanes[column] = null;
    return kind;
  }

  /** The first free column from `start` on, or with `last` up to there; `null` if all are taken. */
  #freeColumn(start: number, last = this.limit - 1): number | null {
    for (let column = start; column <= Math.min(last, this.limit - 1); column++) {
      if ((this.#lanes[column] ?? null) === null) return column;
    }
    return null;
  }
}

/** The lanes between a row's links and the next row, by column. */
export function lanesBelow(rows: readonly LaneRow[], index: number): readonly (EdgeKind | null)[] {
  const next = rows[index + 1];
  if (next === undefined || next.above === null) return next?.lanes ?? [];
  const lanes = [...next.lanes];
  while (lanes.length < next.column) lanes.push(null);
  lanes[next.column] = next.above;
  return lanes;
}
