import { assertEquals } from "@std/assert";
import { formatBranchPoint, formatLogEntry, formatRevisionLine } from "../../src/script/format.ts";
import { RevisionGraph } from "../../src/script/graph.ts";
import { makeRevision } from "../../src/script/revision.ts";
import { graphOf } from "../support/graph_text.ts";

const graph = graphOf(`
  a1 <- | | acct
  a2 <- a1
  b1
  b2 <- b1 | a2 | bill
  c1 <- b2
  c2 <- b2
  m <- c1, c2
`);

// As `alembic history`, `heads` and `current` print them.
const lines: [id: string, options: Parameters<typeof formatRevisionLine>[2], expected: string][] = [
  ["a2", { parents: true, labels: true, doc: true }, "a1 -> a2 (acct) (effective head), rev a2"],
  ["b2", { parents: true, labels: true, doc: true }, "b1 (a2) -> b2 (bill) (branchpoint), rev b2"],
  ["m", { parents: true, doc: true }, "c1, c2 -> m (head) (mergepoint), rev m"],
  ["b1", { parents: true, doc: true }, "<base> -> b1, rev b1"],
  ["m", { labels: true, tree: false }, "m (bill) (head)"],
  ["m", { current: true }, "m (head) (current) (mergepoint)"],
  ["b2", {}, "b2 (branchpoint)"],
];

for (const [id, options, expected] of lines) {
  Deno.test(`formatRevisionLine() gives ${expected}`, () => {
    assertEquals(formatRevisionLine(graph, graph.get(id)!, options), expected);
  });
}

Deno.test("formatLogEntry() gives the entry of a branch point with dependencies", () => {
  assertEquals(
    formatLogEntry(graph, graph.get("b2")!, { current: true }),
    "Rev: b2 (branchpoint) (current)\nParent: b1\nAlso depends on: a2\nBranches into: c1, c2\n" +
      "Branch names: bill\nPath: /v/b2.py\n\n    rev b2\n",
  );
});

Deno.test("formatLogEntry() indents every line of the docstring, empty ones as well", () => {
  const docstring = "one\ntwo\n\nRevision ID: x\n";
  const revision = makeRevision(
    { id: "x", downRevisions: [], branchLabels: [], dependsOn: [], docstring },
    "python",
    "/v/x.py",
  );
  assertEquals(revision.doc, "one\ntwo");
  assertEquals(
    formatLogEntry(new RevisionGraph([revision]), revision),
    "Rev: x (head)\nParent: <base>\nPath: /v/x.py\n\n    one\n    two\n    \n    Revision ID: x\n",
  );
});

Deno.test("formatLogEntry() says what a merge point merges", () => {
  assertEquals(
    formatLogEntry(graph, graph.get("m")!),
    "Rev: m (head) (mergepoint)\nMerges: c1, c2\nBranch names: bill\nPath: /v/m.py\n\n    rev m\n",
  );
});

Deno.test("formatBranchPoint() lists the children", () => {
  assertEquals(
    formatBranchPoint(graph, graph.get("b2")!, false),
    "b2 (bill) (branchpoint)\n   -> c1 (bill)\n   -> c2 (bill)\n\n",
  );
});
