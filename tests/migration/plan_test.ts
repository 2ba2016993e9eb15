import { assertEquals, assertThrows } from "@std/assert";
import { CommandError } from "../../src/errors/mod.ts";
import { planDowngrade, planUpgrade } from "../../src/migration/plan.ts";
import { planStamp } from "../../src/migration/plan_stamp.ts";
import { describeStep, type PlannedStep } from "../../src/migration/plan_step.ts";
import { graphOf } from "../support/graph_text.ts";

/** Steps in short: `b: +b`, `m: -a b>m`. */
function short(steps: readonly PlannedStep[]): string[] {
  return steps.map((step) => {
    const writes = step.writes.map((write) =>
      write.kind === "update"
        ? `${write.from}>${write.to}`
        : `${write.kind === "insert" ? "+" : "-"}${write.version}`
    );
    return `${step.isStamp ? "stamp" : step.revision.id}: ${writes.join(" ")}`;
  });
}

const twoBranches = "x\na1 <- x\na2 <- a1\nb1 <- x\nb2 <- b1";
const diamond = "x\na <- x\nb <- x\nm <- a, b\nn <- m";
const dependent = "a1\na2 <- a1\nb1\nb2 <- b1 | a2\nb3 <- b2";

// What the real Alembic planned for these graphs (version 1.19.2 and 1.20.0).
const worked: [name: string, graph: string, heads: string[], up: string[], down: string[]][] = [
  [
    "two branches",
    twoBranches,
    ["a2", "b2"],
    ["x: +x", "b1: x>b1", "b2: b1>b2", "a1: +a1", "a2: a1>a2"],
    ["a2: a2>a1", "a1: -a1", "b2: b2>b1", "b1: b1>x", "x: -x"],
  ],
  [
    "two branches, the other one first in map order",
    "x\nb1 <- x\nb2 <- b1\na1 <- x\na2 <- a1",
    ["a2", "b2"],
    ["x: +x", "a1: x>a1", "a2: a1>a2", "b1: +b1", "b2: b1>b2"],
    ["b2: b2>b1", "b1: -b1", "a2: a2>a1", "a1: a1>x", "x: -x"],
  ],
  [
    "a diamond",
    diamond,
    ["n"],
    ["x: +x", "b: x>b", "a: +a", "m: -a b>m", "n: m>n"],
    ["n: n>m", "m: +a m>b", "a: -a", "b: b>x", "x: -x"],
  ],
  [
    "three bases",
    "c\na\nb",
    ["a", "b", "c"],
    ["b: +b", "a: +a", "c: +c"],
    ["c: -c", "a: -a", "b: -b"],
  ],
  [
    "a merge of three",
    "x\na <- x\nb <- x\nc <- x\nm <- a, b, c",
    ["m"],
    ["x: +x", "c: x>c", "b: +b", "a: +a", "m: -a -b c>m"],
    ["m: +a +b m>c", "a: -a", "b: -b", "c: c>x", "x: -x"],
  ],
  [
    "a dependency on another branch",
    dependent,
    ["b3"],
    ["a1: +a1", "a2: a1>a2", "b1: +b1", "b2: -b1 a2>b2", "b3: b2>b3"],
    ["b3: b3>b2", "b2: +b1 b2>a2", "b1: -b1", "a2: a2>a1", "a1: -a1"],
  ],
];

for (const [name, text, heads, up, down] of worked) {
  Deno.test(`planUpgrade() and planDowngrade() order steps and writes when there is ${name}`, () => {
    const graph = graphOf(text);
    assertEquals(short(planUpgrade(graph, [], "heads")), up);
    assertEquals(short(planDowngrade(graph, heads, "base")), down);
  });
}

Deno.test("planUpgrade() runs only what is missing when some rows exist", () => {
  const graph = graphOf(diamond);
  assertEquals(short(planUpgrade(graph, ["a"], "heads")), ["b: +b", "m: -a b>m", "n: m>n"]);
  assertEquals(planUpgrade(graph, ["n"], "a"), []);
  assertEquals(planUpgrade(graph, ["n"], "base"), []);
});

Deno.test("planDowngrade() takes back what depends on the branch when it goes to its base", () => {
  const graph = graphOf("a1 <- | | la\na2 <- a1\nb1\nb2 <- b1 | a2\nb3 <- b2");
  assertEquals(short(planDowngrade(graph, ["b3"], "la@base")), [
    "b3: b3>b2",
    "b2: +b1 b2>a2",
    "a2: a2>a1",
    "a1: -a1",
  ]);
});

Deno.test("planDowngrade() takes the first row and warns when -1 could mean several", () => {
  const warnings: string[] = [];
  const steps = planDowngrade(graphOf(twoBranches), ["b2", "a2"], "-1", (w) => warnings.push(w));
  assertEquals(short(steps), ["b2: b2>b1"]);
  assertEquals(warnings, [
    "downgrade -1 from multiple heads is ambiguous; this usage will be disallowed in a future " +
    "release.",
  ]);
});

Deno.test("planDowngrade() keeps the rows right when a revision depends on its own ancestor", () => {
  // Alembic inserts a row for `a` here and then fails on the second one.
  const graph = graphOf("a\nb <- a\nc <- b | a\nz");
  assertEquals(short(planDowngrade(graph, ["c", "z"], "a")), ["c: c>b", "b: b>a"]);
});

Deno.test("describeStep() writes Alembic's log lines", () => {
  const graph = graphOf(diamond);
  assertEquals(planUpgrade(graph, [], "heads").map(describeStep), [
    "Running upgrade  -> x, rev x",
    "Running upgrade x -> b, rev b",
    "Running upgrade x -> a, rev a",
    "Running upgrade a, b -> m, rev m",
    "Running upgrade m -> n, rev n",
  ]);
  assertEquals(planDowngrade(graph, ["x"], "base").map(describeStep), [
    "Running downgrade x -> , rev x",
  ]);
  assertEquals(planStamp(graph, ["a", "b"], ["x"]).map(describeStep), [
    "Running stamp_revision a, b -> x",
  ]);
});

const stamps: [name: string, graph: string, rows: string[], targets: string[], steps: string[]][] =
  [
    ["moves a row up", diamond, ["x"], ["n"], ["stamp: x>n"]],
    ["moves a row to the first of two heads", twoBranches, ["x"], ["heads"], [
      "stamp: x>a2",
      "stamp: +b2",
    ]],
    ["merges rows going down", twoBranches, ["a2", "b2"], ["x"], ["stamp: -a2 b2>x"]],
    ["inserts into an empty table", twoBranches, [], ["x", "a1"], ["stamp: +x", "stamp: +a1"]],
    ["does nothing for a row that is there", twoBranches, ["a2", "b2"], ["heads"], []],
    ["removes every row for base", twoBranches, ["a2", "b2"], ["base"], [
      "stamp: -a2",
      "stamp: -b2",
    ]],
    ["removes only the rows of a branch", "a <- | | la\nb", ["a", "b"], ["la@base"], ["stamp: -a"]],
    // Alembic deletes y1 here.
    ["leaves the rows of other branches", "x1\nx2 <- x1\ny1", ["y1", "x1"], ["heads"], [
      "stamp: x1>x2",
    ]],
    // Alembic ends in a traceback here.
    ["goes down to two revisions of one line", "x1\nx2 <- x1\nx3 <- x2", ["x3"], ["x1", "x2"], [
      "stamp: x3>x1",
      "stamp: +x2",
    ]],
  ];

for (const [name, text, rows, targets, steps] of stamps) {
  Deno.test(`planStamp() ${name}`, () => {
    assertEquals(short(planStamp(graphOf(text), rows, targets)), steps);
  });
}

const upgradeErrors: [graph: string, rows: string[], target: string, message: string][] = [
  [twoBranches, [], "nope", "Can't locate revision identified by 'nope'"],
  [twoBranches, ["gone"], "heads", "Can't locate revision identified by 'gone'"],
  [
    twoBranches,
    [],
    "head",
    "Multiple head revisions are present for given argument 'head'; please specify a specific " +
    "target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads",
  ],
  [twoBranches, ["x"], "+5", "Ambiguous walk"],
  [twoBranches, ["a1"], "+5", "Relative revision +5 didn't produce 5 migrations"],
  [twoBranches, ["a1"], "-1", "Relative revision -1 didn't produce 1 migrations"],
  [twoBranches, ["a1", "b1"], "+1", "Ambiguous upgrade from multiple current revisions"],
  [
    twoBranches,
    ["a1", "x"],
    "heads",
    "Requested revision a1 overlaps with other requested revisions x",
  ],
];

for (const [text, rows, target, message] of upgradeErrors) {
  Deno.test(`planUpgrade() refuses ${target} from (${rows}) as Alembic does`, () => {
    const error = assertThrows(() => planUpgrade(graphOf(text), rows, target), CommandError);
    assertEquals(error.message, message);
  });
}

const downgradeErrors: [graph: string, rows: string[], target: string, message: string][] = [
  [diamond, ["m"], "-1", "Ambiguous walk"],
  [diamond, ["x"], "+1", "Relative revision +1 didn't produce 1 migrations"],
  [diamond, [], "-1", "Relative revision -1 didn't produce 1 migrations"],
  [diamond, ["x"], "-2", "Relative revision -2 didn't produce 2 migrations"],
  [diamond, ["n"], "x-3", "Walked too far"],
  [diamond, ["a"], "b", "Destination b is not a valid downgrade target from current head(s)"],
  [
    "x\na <- x\nb <- x\nc <- | | lc",
    ["a", "b", "c"],
    "lc@x",
    "Not a valid downgrade target from current heads",
  ],
  // Alembic goes down to the base without a look at the label where there is a single base.
  [diamond, ["n"], "typo@base", "Can't locate revision identified by 'typo'"],
];

for (const [text, rows, target, message] of downgradeErrors) {
  Deno.test(`planDowngrade() refuses ${target} from (${rows}): ${message}`, () => {
    const error = assertThrows(() => planDowngrade(graphOf(text), rows, target), CommandError);
    assertEquals(error.message, message);
  });
}

Deno.test("planStamp() asks for a single target when there are several heads", () => {
  const error = assertThrows(() => planStamp(graphOf(twoBranches), [], ["head"]), CommandError);
  assertEquals(
    error.message,
    "Multiple heads are present; please specify a single target revision",
  );
});

Deno.test("planStamp() takes -1 from the head, but only where there are no rows yet", () => {
  const graph = graphOf("a\nb <- a\nc <- b");
  assertEquals(short(planStamp(graph, [], ["-1"])), ["stamp: +b"]);
  const error = assertThrows(() => planStamp(graph, ["a"], ["-1"]), CommandError);
  assertEquals(error.message, "Can't locate revision identified by '-1'");
});

Deno.test("plans grow with the graph and not with its square", () => {
  const size = 20_000;
  const lines = Array.from({ length: size }, (_, i) => i === 0 ? "r0" : `r${i} <- r${i - 1}`);
  const graph = graphOf(lines.join("\n"));
  const up = planUpgrade(graph, [], "head");
  assertEquals(up.length, size);
  assertEquals(planDowngrade(graph, [`r${size - 1}`], "base").length, size);
  assertEquals(short(up.slice(-1)), [`r${size - 1}: r${size - 2}>r${size - 1}`]);
});
