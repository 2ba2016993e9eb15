import { assertEquals, assertMatch } from "@std/assert";
import {
  follow,
  noRun,
  type RunState,
  showProgress,
  statusText,
  stillRunning,
} from "../../src/cli/run_progress.ts";
import type { Activity, MigrationEvent, PlannedStep } from "../../src/migration/mod.ts";
import { runOn, testDatabase } from "../support/postgres.ts";
import { inDirectory, migrate } from "./in_process.ts";
import { shownLines } from "./recording_terminal.ts";

function step(id: string): PlannedStep {
  return {
    isStamp: false,
    direction: "upgrade",
    fromText: "",
    toText: id,
    revision: { id, doc: `about ${id}` },
  } as unknown as PlannedStep;
}

const [a, b] = [step("a"), step("b")];
const holder = {
  pid: 815,
  application: "psql",
  user: "anna",
  client: null,
  since: null,
  milliseconds: null,
  state: null,
  query: null,
};

function working(part: Partial<Activity>): MigrationEvent {
  const activity = { query: "CREATE INDEX …", milliseconds: 0, indexBuild: null, blockers: [] };
  return { kind: "activity", activity: { ...activity, ...part } };
}

/** What is known 7.9 seconds after step b was begun. */
function after(...events: MigrationEvent[]): RunState {
  const applied = { step: a, milliseconds: 1, statements: 1 };
  return [
    { kind: "planned", steps: [a, b] } as const,
    { kind: "step-started", step: a } as const,
    { kind: "step-finished", applied } as const,
    { kind: "step-started", step: b } as const,
    ...events,
  ].reduce((state, event) => follow(state, event, 100), noRun);
}

const NOW = 8000;

Deno.test("statusText() says how far the run is, and what the server does for it", () => {
  const building = working({ indexBuild: { phase: "building index", percent: 43 } });
  const waiting = working({
    blockers: [{ session: holder, wanted: "ShareLock", object: "table public.items", held: [] }],
  });
  const cases: readonly (readonly [MigrationEvent[], number, string])[] = [
    [[], 80, "1/2 · upgrade  -> b, about b · 7 s"],
    [[working({})], 80, "1/2 · upgrade  -> b, about b · 7 s · CREATE INDEX … (for 7 s)"],
    [
      [building],
      80,
      "1/2 · upgrade  -> b, about b · 7 s · building index 43 % · CREATE INDEX … (for…",
    ],
    [
      [waiting],
      160,
      "1/2 · upgrade  -> b, about b · 7 s · waits for pid 815 (psql, user anna) on table public.items · CREATE INDEX … (for 7 s)",
    ],
    [[working({ query: null })], 80, "1/2 · upgrade  -> b, about b · 7 s"],
    [[{ kind: "step-finished", applied: { step: b, milliseconds: 1, statements: 1 } }], 80, ""],
  ];
  for (const [events, columns, text] of cases) {
    assertEquals(statusText(after(...events), NOW, columns), text);
  }
  assertEquals(statusText(noRun, NOW, 80), "");
});

Deno.test("stillRunning() names the step and what it is at, or nothing between steps", () => {
  assertEquals(
    stillRunning(after(working({ indexBuild: { phase: "waiting", percent: null } })), NOW),
    "Still running upgrade  -> b, about b, for 7 s (1 of 2 done): CREATE INDEX … (for 7 s), waiting",
  );
  assertEquals(stillRunning(follow(noRun, { kind: "planned", steps: [a] }, 0), NOW), null);
});

Deno.test("showProgress() tells where there is no terminal, at steady intervals until the end", async () => {
  const told: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const progress = showProgress(null, (text) => told.push(text) === 2 && resolve(), 5);
  progress.hear({ kind: "planned", steps: [a] });
  progress.hear({ kind: "step-started", step: a });
  await promise;
  progress.end();
  assertEquals(told, Array(2).fill("Still running upgrade  -> a, about a, for 0 s (0 of 1 done)"));
  await new Promise((then) => setTimeout(then, 20));
  assertEquals(told.length, 2);
});

for (
  const { title, mode, work, blocking, shown } of [
    {
      title: "who makes it wait",
      mode: "",
      work: "ALTER TABLE items ADD COLUMN note text",
      blocking: "LOCK TABLE items",
      shown: /· waits for pid \d+ .*on table public\.items · ALTER TABLE/,
    },
    {
      title: "how far an index is",
      mode: " transaction:false",
      work: "CREATE INDEX CONCURRENTLY ix ON items (id)",
      blocking: "INSERT INTO items VALUES (1)",
      shown: /· waiting for writers before build 0 % · CREATE INDEX CONCURRENTLY/,
    },
  ]
) {
  Deno.test(`upgrade shows on a terminal ${title}`, async () => {
    await using database = await testDatabase();
    if (database === null) return;
    await runOn(database.url, "CREATE TABLE items (id int)");
    await inDirectory(async (cwd) => {
      Deno.mkdirSync(`${cwd}/migrations/versions`, { recursive: true });
      Deno.writeTextFileSync(
        `${cwd}/migrations/versions/a1.sql`,
        `-- revision: a1\n-- down_revision: None\n\n-- migrate:up${mode}\n${work};\n\n-- migrate:down\n`,
      );
      Deno.writeTextFileSync(`${cwd}/alembic.ini`, "[alembic]\nscript_location = migrations\n");
      const blocked = runOn(database.url, `BEGIN; ${blocking}; SELECT pg_sleep(4); COMMIT`);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const args = ["--url", database.url, "upgrade", "head", "--lock-timeout", "0"];
      const { code, err } = await migrate(args, { cwd, columns: 240 });
      await blocked;
      assertEquals(code, 0);
      assertMatch(err, /0\/1 · upgrade {2}-> a1 · \d+ s · /);
      assertMatch(err, shown);
      const [last, cursor] = shownLines(err).slice(-2);
      assertMatch(last!, /The database is now at a1 \(head\)$/);
      assertEquals(cursor, "");
    });
  });
}
