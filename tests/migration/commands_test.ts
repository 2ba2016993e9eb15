import { assert, assertEquals, assertThrows } from "@std/assert";
import { CommandError } from "../../src/errors/mod.ts";
import {
  currentCommand,
  type CurrentRevisions,
  downgradeCommand,
  ensureVersionCommand,
  stampCommand,
  upgradeCommand,
} from "../../src/migration/mod.ts";
import { eachDatabase } from "./databases.ts";
import { graphOf, runCommand, type TestRevision } from "./history.ts";

const history: readonly TestRevision[] = [
  { id: "root" },
  { id: "left", down: ["root"] },
  { id: "right", down: ["root"] },
];
const graph = graphOf(history);
const sql = { sql: true };
const online = { sql: false };

Deno.test("a range is for scripts only, and a script downward needs one", () => {
  const cases: [() => unknown, string][] = [
    [() => upgradeCommand(graph, "root:left", online), "Range revision not allowed"],
    [() => downgradeCommand(graph, "left:root", online), "Range revision not allowed"],
    [
      () => downgradeCommand(graph, "root", sql),
      "downgrade with --sql requires <fromrev>:<torev>",
    ],
    [() => upgradeCommand(graph, "a:b:c", sql), "A range has one colon, found 2 in 'a:b:c'"],
    [
      () => stampCommand(graph, ["root:left", "left:right"], { ...sql, purge: false }),
      "Stamp operation with --sql only supports a single starting revision at a time",
    ],
  ];
  for (const [make, message] of cases) {
    assertEquals(assertThrows(make, CommandError).message, message);
  }
});

Deno.test("the start of a script is the ids of what its symbol means", () => {
  const start = (revision: string) => upgradeCommand(graph, revision, sql).startingRows?.();
  assertEquals(start("heads"), []);
  assertEquals(start("base:heads"), []);
  assertEquals(start("roo:heads"), ["root"]);
  assertThrows(() => start("zzzz:heads"), CommandError, "Can't locate revision");
  assertEquals(upgradeCommand(graph, "heads", online).startingRows, undefined);
  const stamp = stampCommand(graph, ["root:left", "root:right"], { ...sql, purge: false });
  assertEquals(stamp.startingRows?.(), ["root"]);
});

eachDatabase("current tells where the database stands and changes nothing", async (c) => {
  const target = { kind: "online", connection: c } as const;
  const seen: CurrentRevisions[] = [];
  const current = (checkHeads: boolean) =>
    runCommand(
      target,
      history,
      currentCommand(graph, { checkHeads, found: (one) => seen.push(one) }),
    );
  assertEquals((await current(false)).error, null);
  assertEquals(seen.pop(), { rows: [], revisions: [] });
  const { rows: [found] } = await c.execute({ sql: "SELECT to_regclass('alembic_version')" });
  assertEquals(found, [null]);

  const behind = await current(true);
  assert(behind.error instanceof CommandError);
  assertEquals(behind.error.message, "Database is not on all head revisions");
  assertEquals(seen, []);

  await runCommand(target, history, upgradeCommand(graph, "heads", online));
  assertEquals((await current(true)).error, null);
  const { rows, revisions } = seen.pop()!;
  assertEquals([[...rows].sort(), revisions.map(({ id }) => id).sort()], [
    ["left", "right"],
    ["left", "right"],
  ]);
});

eachDatabase("ensure_version makes the version table and nothing else, once", async (c) => {
  const target = { kind: "online", connection: c } as const;
  for (let time = 0; time < 2; time++) {
    const { error, result } = await runCommand(target, history, ensureVersionCommand(online));
    assertEquals([error, result?.rows], [null, []]);
    assertEquals((await c.execute({ sql: "SELECT * FROM alembic_version" })).rows, []);
  }
});
