import { assertEquals, assertMatch } from "@std/assert";
import {
  follow,
  noRun,
  type RunState,
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

const REVISION = `-- revision: a1
-- down_revision: None

-- migrate:up
ALTER TABLE items ADD COLUMN note text;

-- migrate:down
`;

Deno.test("upgrade shows on a terminal who makes it wait", async () => {
  await using database = await testDatabase();
  if (database === null) return;
  await runOn(database.url, "CREATE TABLE items (id int)");
  await inDirectory(async (cwd) => {
    Deno.mkdirSync(`${cwd}/migrations/versions`, { recursive: true });
    Deno.writeTextFileSync(`${cwd}/migrations/versions/a1.sql`, REVISION);
    Deno.writeTextFileSync(`${cwd}/alembic.ini`, "[alembic]\nscript_location = migrations\n");
    const blocking = runOn(database.url, "BEGIN; LOCK TABLE items; SELECT pg_sleep(4); COMMIT");
    await new Promise((resolve) => setTimeout(resolve, 300));
    const args = ["--url", database.url, "upgrade", "head", "--lock-timeout", "0"];
    const { code, err } = await migrate(args, { cwd, columns: 200 });
    await blocking;
    assertEquals(code, 0);
    assertMatch(
      err,
      /0\/1 · upgrade {2}-> a1 · \d+ s · waits for pid \d+ .*on table public\.items · ALTER TABLE/,
    );
    const [last, cursor] = shownLines(err).slice(-2);
    assertMatch(last!, /The database is now at a1 \(head\)$/);
    assertEquals(cursor, "");
  });
});
