import { assert, assertEquals } from "@std/assert";
import { edgesOf } from "../../../src/cli/drawing/edges.ts";
import { type LaneRow, layLanes } from "../../../src/cli/drawing/lanes.ts";
import { graphOf } from "../../support/graph_text.ts";
import { type GraphShape, randomGraph, seededRandom } from "../../support/random_graph.ts";

/** Follows the lines of rows from above and gives the edges that they show, as `from to` places. */
function edgesShown(rows: readonly LaneRow[], limit: number): Set<string> {
  const edges = new Set<string>();
  /** The nodes from which lines come down in each column. */
  let lanes = new Map<number, readonly number[]>();
  for (const [node, row] of rows.entries()) {
    const shown = new Set(row.lanes.flatMap((kind, column) => kind === null ? [] : [column]));
    if (row.above !== null) shown.add(row.column);
    assertEquals(shown, new Set(lanes.keys()), `lanes at ${node}`);
    assert(row.column <= limit && row.lanes.length <= limit);
    for (const from of lanes.get(row.column) ?? []) edges.add(`${from} ${node}`);
    lanes.delete(row.column);
    const next = new Map(lanes);
    if (row.pulled !== null) {
      next.set(row.column, [...lanes.get(row.pulled.from)!, node]);
      next.delete(row.pulled.from);
    }
    for (const { column, opens } of row.links) {
      assertEquals(opens, !next.has(column), `link of ${node} to ${column}`);
      next.set(column, [...next.get(column) ?? [], node]);
    }
    for (const to of row.undrawn) edges.add(`${node} ${to}`);
    assertEquals(row.undrawnAbove.every((above) => rows[above]!.undrawn.includes(node)), true);
    lanes = next;
  }
  assertEquals(lanes.size, 0);
  return edges;
}

const SHAPES: readonly GraphShape[] = [
  { size: 30, base: 0.05, merge: 0.3, dependency: 0.1, label: 0, width: 4 },
  { size: 60, base: 0.15, merge: 0.1, dependency: 0.4, label: 0, width: 12 },
  { size: 60, base: 0.02, merge: 0.6, dependency: 0, label: 0, width: 30 },
];

for (const limit of [20, 3]) {
  for (const [number, shape] of SHAPES.entries()) {
    Deno.test(`layLanes() shows every edge once and no other on random graph ${number} in ${limit} lanes`, () => {
      for (let seed = 0; seed < 60; seed++) {
        const entries = randomGraph(seededRandom(seed), shape);
        const graph = graphOf(
          entries.map(({ id, down, depends }) =>
            `${id} <- ${down.join(",")} | ${depends.join(",")}`
          )
            .join("\n"),
        );
        const edges = edgesOf(graph, graph.history());
        const wanted = edges.flatMap((each, from) => each.map(({ to }) => `${from} ${to}`));
        assertEquals(edgesShown(layLanes(edges, limit), limit), new Set(wanted), `seed ${seed}`);
      }
    });
  }
}

Deno.test("layLanes() uses columns again that are free", () => {
  const graph = graphOf("a\nb <- a\nc <- a\nd <- b, c\ne <- d\nf <- d\ng <- e, f");
  const columns = layLanes(edgesOf(graph, graph.history()), 20).map(({ column }) => column);
  assertEquals(columns, [0, 0, 1, 0, 0, 1, 0]);
});
