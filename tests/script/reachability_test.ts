import { assertEquals } from "@std/assert";
import { RevisionGraph } from "../../src/script/graph.ts";
import { nearMatches } from "../../src/script/near_matches.ts";
import { Reachability } from "../../src/script/reachability.ts";
import { pick, randomGraph, revisionsOf, seededRandom } from "../support/random_graph.ts";
import { graphOf } from "../support/graph_text.ts";

Deno.test("Reachability answers as a walk over the graph does", () => {
  const random = seededRandom(9);
  for (let round = 0; round < 300; round++) {
    const entries = randomGraph(random, {
      size: 2 + Math.floor(random() * 30),
      base: pick(random, [0, 0.2]),
      merge: pick(random, [0, 0.3, 0.6]),
      dependency: 0,
      label: 0,
      width: pick(random, [2, 6, 30]),
    });
    const { core } = new RevisionGraph(revisionsOf(entries));
    const reachability = new Reachability(core.down, core.children);
    for (let upper = 0; upper < entries.length; upper++) {
      const below = core.ancestors([upper], false);
      for (let lower = 0; lower < entries.length; lower++) {
        assertEquals(reachability.isAncestor(lower, upper), below.has(lower));
      }
    }
  }
});

Deno.test("dependencies are normalized alike whether few or many revisions name them", () => {
  for (const count of [3, 200]) {
    // Each of a line depends on `d`, and so does one that stands beside the line.
    const line = Array.from(
      { length: count },
      (_, i) => `r${i} <- ${i === 0 ? "" : `r${i - 1}`} | d`,
    );
    const graph = graphOf(["d", ...line, "s <- | d"].join("\n"));
    assertEquals(graph.normalizedDown(graph.get("r0")!), ["d"]);
    assertEquals(graph.normalizedDown(graph.get("s")!), ["d"]);
    assertEquals(graph.normalizedDown(graph.get(`r${count - 1}`)!), [`r${count - 2}`]);
  }
});

const near: [typed: string, names: string[], expected: string[]][] = [
  ["abcd1", ["abcd2", "zzzz", "abdc1"], ["abcd2", "abdc1"]],
  ["ABCD", ["abcd", "abce"], ["abcd", "abce"]],
  ["users", ["add_users_table", "x"], ["add_users_table"]],
  ["ab", ["abcd", "xy"], []],
];

for (const [typed, names, expected] of near) {
  Deno.test(`nearMatches() finds (${expected}) for ${typed}`, () => {
    assertEquals(nearMatches(typed, names), expected);
  });
}
