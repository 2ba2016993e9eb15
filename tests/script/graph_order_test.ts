import { assert, assertEquals } from "@std/assert";
import { RevisionGraph } from "../../src/script/graph.ts";
import { orderSteps } from "../../src/script/graph_order.ts";
import { NumberSet } from "../../src/script/graph_walk.ts";
import { pick, randomGraph, revisionsOf, seededRandom } from "../support/random_graph.ts";

/**
 * The order as the rule says it, with an ancestor set for each line and every line asked: what
 * `orderSteps` must equal.
 */
function naiveOrder(
  todo: ReadonlySet<number>,
  heads: readonly number[],
  down: readonly (readonly number[])[],
): number[] {
  const ancestors = (number: number): Set<number> => {
    const found = new Set([number]);
    for (const member of found) for (const below of down[member]!) found.add(below);
    return found;
  };
  const left = new Set(todo);
  const lines = [...new Set(heads)].filter((head) => left.has(head)).sort((a, b) => a - b);
  const below = lines.map(ancestors);
  const order: number[] = [];
  let at = 0;
  while (lines.length > 0) {
    const candidate = lines[at]!;
    const blocker = below.findIndex((set, index) => index !== at && set.has(candidate));
    if (blocker >= 0) {
      at = blocker;
      continue;
    }
    if (left.delete(candidate)) order.push(candidate);
    const next = down[candidate]!.filter((n) => left.has(n) && !lines.includes(n));
    if (next.length === 0) {
      lines.splice(at, 1);
      below.splice(at, 1);
      at = Math.max(at - 1, 0);
    } else {
      lines[at] = next[0]!;
      below[at] = ancestors(next[0]!);
      for (const other of next.slice(1)) {
        lines.push(other);
        below.push(ancestors(other));
      }
    }
  }
  return order;
}

Deno.test("orderSteps() equals the rule taken literally when graphs and requests are random", () => {
  const random = seededRandom(46);
  let longest = 0;
  for (let round = 0; round < 3000; round++) {
    const entries = randomGraph(random, {
      size: 1 + Math.floor(random() * 40),
      base: pick(random, [0, 0.1, 0.3]),
      merge: pick(random, [0, 0.2, 0.5]),
      dependency: pick(random, [0, 0.1, 0.4]),
      label: 0,
      width: pick(random, [2, 5, 40]),
    });
    const { core } = new RevisionGraph(revisionsOf(entries));
    const all = entries.map((_, number) => number);
    const targets = random() < 0.5 ? core.realHeads : [pick(random, all), pick(random, all)];
    const have = core.ancestors(random() < 0.5 ? [] : [pick(random, all)], true);
    const todo = new NumberSet(entries.length);
    for (const number of core.ancestors(targets, true).members) {
      if (!have.has(number)) todo.add(number);
    }
    const ours = orderSteps(todo, targets, core.normalizedDown, core.allChildren);
    const naive = naiveOrder(new Set(todo.members), targets, core.normalizedDown);
    assertEquals(ours, naive, `round ${round}: ${JSON.stringify(entries)}`);
    longest = Math.max(longest, ours.length);
  }
  assert(longest > 30);
});

Deno.test("orderSteps() starts lines at revisions that no given head leads to", () => {
  // 2 stands on 1 stands on 0, and 3 on 0; no head leads to 2.
  const down = [[], [0], [1], [0]];
  const up = [[1, 3], [2], [], []];
  const todo = new NumberSet(4);
  for (const number of [0, 1, 2, 3]) todo.add(number);
  assertEquals(orderSteps(todo, [3], down, up), [2, 1, 3, 0]);
});

Deno.test("orderSteps() keeps to a line that leads out of the requested part and back", () => {
  // 3 stands on 2, which is not asked for, which stands on 1; 3 also stands on 0.
  const down = [[], [], [1], [2, 0]];
  const up = [[3], [2], [3], []];
  const todo = new NumberSet(4);
  for (const number of [0, 1, 3]) todo.add(number);
  assertEquals(orderSteps(todo, [3, 1], down, up), [3, 0, 1]);
});
