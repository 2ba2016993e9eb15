import { assertEquals } from "@std/assert";
import { Allowances } from "../../src/lint/allowances.ts";

/** A file, the line of a statement in it, that of the next one, and the reason of the comment that counts. */
const CASES: readonly (readonly [
  name: string,
  source: string,
  line: number,
  next: number | undefined,
  reason: string | null,
])[] = [
  ["in its line", "drop() # migrator: allow r because x", 1, 2, "x"],
  ["right above it", "# migrator: allow r because x\ndrop()", 2, undefined, "x"],
  [
    "above it with comments between",
    "-- migrator: allow r x\n-- more\nDROP TABLE t",
    3,
    undefined,
    "x",
  ],
  ["in a later line of it", "drop(\n  't',\n)  // migrator: allow r x", 1, 5, "x"],
  ["with others", "drop() # migrator: allow q, r because x", 1, 2, "x"],
  ["without a reason", "drop() # migrator: allow r", 1, 2, ""],
  [
    "anywhere for the whole file",
    "# migrator: allow-file r x\n\nother()\ndrop()",
    4,
    undefined,
    "x",
  ],
  ["not of another rule", "drop() # migrator: allow rr", 1, 2, null],
  ["not above an empty line", "# migrator: allow r\n\ndrop()", 3, undefined, null],
  ["not at the statement before", "other() # migrator: allow r\ndrop()", 2, undefined, null],
  ["not at the next statement", "drop()\nother() # migrator: allow r", 1, 2, null],
  ["not above the next statement", "drop()\n# migrator: allow r\nother()", 1, 3, null],
  ["not behind an empty line", "drop()\n\nx = 1 # migrator: allow r", 1, undefined, null],
];

for (const [name, source, line, next, reason] of CASES) {
  Deno.test(`Allowances find a comment ${name}`, () => {
    const found = new Allowances(source).find("r", { path: "f", line }, next);
    assertEquals(found?.reason ?? null, reason);
  });
}
