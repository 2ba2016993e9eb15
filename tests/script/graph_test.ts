import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { CommandError } from "../../src/errors/mod.ts";
import type { RevisionGraph } from "../../src/script/graph.ts";
import { graphOf } from "../support/graph_text.ts";

const ids = (revisions: readonly { id: string }[]) => revisions.map((revision) => revision.id);

const sample = `
  a1a1a1 <- | | acct
  a2a2a2 <- a1a1a1
  b1b1b1 <- | | bill
  b2b2b2 <- b1b1b1 | a2a2a2
  b3b3b3 <- b2b2b2
`;

Deno.test("RevisionGraph tells heads from real heads when a branch depends on another", () => {
  const graph = graphOf(sample);
  assertEquals(ids(graph.heads), ["a2a2a2", "b3b3b3"]);
  assertEquals(ids(graph.realHeads), ["b3b3b3"]);
  assertEquals(ids(graph.bases), ["a1a1a1", "b1b1b1"]);
  assertEquals(graph.normalizedDown(graph.get("b2b2b2")!), ["b1b1b1", "a2a2a2"]);
});

Deno.test("RevisionGraph drops a dependency when an ancestor has it already", () => {
  const graph = graphOf("d\na <- | d\nb <- a | d\nc <- b | d");
  assertEquals(graph.normalizedDown(graph.get("a")!), ["d"]);
  assertEquals(graph.normalizedDown(graph.get("b")!), ["a"]);
  assertEquals(graph.normalizedDown(graph.get("c")!), ["b"]);
});

// As printed by `alembic history` for these graphs.
const labels: [name: string, graph: string, expected: Record<string, string[]>][] = [
  ["to the whole of a line", "a\nb <- a | | L\nc <- b", { a: ["L"], b: ["L"], c: ["L"] }],
  ["not below a branch point", "a\nb <- a | | L\nc <- b\nd <- b", { a: [], b: ["L"], d: ["L"] }],
  [
    "above a merge, not below",
    "a\nb <- a | | L\nz\nm <- b, z\nd <- m",
    { a: [], b: ["L"], m: ["L"], d: ["L"], z: [] },
  ],
  ["down to a branch point", "x\ny <- x\na <- y\nb <- y | | L", { x: [], y: [], a: [], b: ["L"] }],
  ["not below what another depends on", "x\na <- x | | L\nz <- | a\nb <- a", { x: [], b: ["L"] }],
];

for (const [name, text, expected] of labels) {
  Deno.test(`RevisionGraph spreads a branch label ${name}`, () => {
    const graph = graphOf(text);
    for (const [id, list] of Object.entries(expected)) {
      assertEquals(graph.labelsOf(graph.get(id)!), list, id);
    }
  });
}

const symbols: [symbol: string, expected: string[]][] = [
  ["a1a1a1", ["a1a1a1"]],
  ["a1", ["a1a1a1"]],
  ["acct", ["a1a1a1"]],
  ["base", []],
  ["heads", ["b3b3b3"]],
  ["acct@head", ["a2a2a2"]],
  ["acct@heads", ["a2a2a2"]],
  ["bill@b2", ["b2b2b2"]],
  ["@heads", ["b3b3b3"]],
  ["-1", ["b2b2b2"]],
  ["bill@-2", ["b1b1b1"]],
];

for (const [symbol, expected] of symbols) {
  Deno.test(`getRevisions() understands ${symbol}`, () => {
    assertEquals(ids(graphOf(sample).getRevisions(symbol)), expected);
  });
}

function refusal(graph: RevisionGraph, symbol: string): CommandError {
  return assertThrows(() => graph.getRevisions(symbol), CommandError);
}

const refusals: [symbol: string, message: string, hint: string][] = [
  [
    "b",
    "Can't locate revision identified by 'b'",
    "Multiple revisions start with 'b': 'b1b1b1' (rev b1b1b1), 'b2b2b2' (rev b2b2b2), 'b3b3b3' (rev b3b3b3), 'bill' (rev b1b1b1)",
  ],
  ["a1a1a2", "Can't locate revision identified by 'a1a1a2'", "Did you mean 'a1a1a1' or 'a2a2a2'?"],
  ["zz", "Can't locate revision identified by 'zz'", "No revision file has this id"],
  ["acct@b2b2b2", "Can't locate revision identified by 'b2b2b2'", "not a member of branch 'acct'"],
  ["nope@head", "Can't locate revision identified by 'nope'", "No"],
  ["", "Can't locate revision identified by ''", "Give an id"],
  ["-3", "Relative revision -3 didn't produce 3 migrations", ""],
  ["head", "Multiple head revisions are present for given argument 'head'", "a2a2a2 (rev a2a2a2)"],
];

for (const [symbol, message, hint] of refusals) {
  Deno.test(`getRevisions() refuses '${symbol}' with a way out`, () => {
    const error = refusal(graphOf(sample), symbol);
    assertStringIncludes(error.message, message);
    assertStringIncludes(error.hint ?? "", hint);
  });
}

const broken: [name: string, graph: string, message: string][] = [
  ["a cycle without heads", "a <- b\nb <- a", "Cycle is detected in revisions (a, b)"],
  ["a cycle above a base", "x\na <- x, b\nb <- a\nc <- b", "Cycle is detected in revisions (a, b)"],
  ["a cycle by depends_on", "a <- | b\nb <- a", "Dependency cycle is detected in revisions (a, b)"],
  ["a revision on itself", "a <- a", "Self-loop is detected in revisions (a)"],
  ["a dependency on itself", "a <- | a", "Dependency self-loop is detected in revisions (a)"],
  ["a missing parent", "a\nb <- aa", "Revision aa referenced from aa -> b, rev b is not present"],
  [
    "a missing dependency",
    "a\nb <- a | nn",
    "Revision nn referenced from a -> b, rev b is not present",
  ],
  [
    "a label that is an id",
    "a\nb <- a | | a",
    "Branch name 'a' in revision b already used by revision a",
  ],
  [
    "a label twice",
    "a <- | | L\nb <- | | L",
    "Branch name 'L' in revision b already used by revision a",
  ],
  [
    "a label as parent",
    "a <- | | L\nb <- L",
    "Revision L referenced from L -> b, rev b is not present",
  ],
];

for (const [name, text, message] of broken) {
  Deno.test(`RevisionGraph refuses ${name}`, () => {
    assertEquals(assertThrows(() => graphOf(text), CommandError).message, message);
  });
}

Deno.test("RevisionGraph names the revisions of a cycle that Alembic does not see", () => {
  // Every revision can be reached from the head and from the base here.
  const error = assertThrows(() => graphOf("a\nb <- a, c\nc <- b\nd <- c"), CommandError);
  assertEquals(error.message, "Cycle is detected in revisions (b, c)");
  assertEquals(error.hint, "The cycle is b -> c -> b, each standing on the next");
});

Deno.test("RevisionGraph takes the later file and warns when an id comes twice", () => {
  const warnings: string[] = [];
  const graph = graphOf("a\nb <- a\nb <- a | | L", (warning) => warnings.push(warning));
  assertEquals(warnings, ["Revision b is present more than once: /v/b.py, /v/b.py"]);
  assertEquals(graph.labelsOf(graph.get("b")!), ["L"]);
  assertEquals(ids(graph.heads), ["b"]);
});

const ranges: [lower: string | string[], upper: string | string[], expected: string[]][] = [
  ["base", "heads", ["b3b3b3", "b2b2b2", "b1b1b1", "a2a2a2", "a1a1a1"]],
  ["b1b1b1", "heads", ["b3b3b3", "b2b2b2", "b1b1b1"]],
  ["base", "b1b1b1", ["b1b1b1"]],
  ["b1b1b1", "+1", ["b2b2b2", "b1b1b1"]],
  ["-1", "heads", ["b3b3b3", "b2b2b2"]],
  [["b1b1b1"], "+2", ["b3b3b3", "b2b2b2", "b1b1b1"]],
  ["-1", ["b3b3b3"], ["b3b3b3", "b2b2b2"]],
];

for (const [lower, upper, expected] of ranges) {
  Deno.test(`history() shows ${JSON.stringify(lower)} to ${JSON.stringify(upper)}`, () => {
    assertEquals(ids(graphOf(sample).history(lower, upper)), expected);
  });
}

Deno.test("history() refuses ends that do not lie on one line", () => {
  const error = assertThrows(() => graphOf(sample).history("b3b3b3", "b1b1b1"), CommandError);
  assertEquals(
    error.message,
    "Requested range b3b3b3:b1b1b1 does not refer to ancestor/descendant revisions along the " +
      "same branch",
  );
});

Deno.test("allCurrent() adds the tips of branches that a row implies", () => {
  assertEquals(ids(graphOf(sample).allCurrent(["b3b3b3"])), ["a2a2a2", "b3b3b3"]);
  assertEquals(ids(graphOf(sample).allCurrent([])), []);
});
