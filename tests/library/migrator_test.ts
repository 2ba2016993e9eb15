import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { PGlite } from "@electric-sql/pglite";
import {
  CommandError,
  MigrationError,
  Migrator,
  MigratorError,
  type MigratorEvent,
  StatementError,
} from "../../src/mod.ts";
import { inProject } from "./project.ts";

let shared: Promise<PGlite> | undefined;

/** Gives `use` an empty PGlite, which the tests of this file open once. */
async function withPglite(use: (database: PGlite) => Promise<void>): Promise<void> {
  const database = await (shared ??= PGlite.create());
  await use(database);
  await database.exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
}

const short = ({ steps }: Pick<MigrationError, "steps">) =>
  steps.map(({ kind, revision, status }) => `${kind} ${revision} ${status}`);

Deno.test("Migrator plans, upgrades, downgrades and stamps a database of the caller's, which stays open", async () => {
  await inProject((directory) =>
    withPglite(async (database) => {
      const events: MigratorEvent[] = [];
      await using migrator = await Migrator.open({
        config: directory,
        database,
        onEvent: (event) => events.push(event),
      });
      assertEquals(migrator.heads().map(({ id }) => id), ["c3"]);
      assertEquals(
        migrator.history().map(({ id, message, kind }) => [id, message, kind]),
        [["c3", "seed", "python"], ["b2", "names", "typescript"], ["a1", "users", "sql"]],
      );
      const plan = await migrator.plan("b2");
      assertEquals(
        plan.steps.map(({ revision, statements }) => [revision.id, statements[0]?.sql]),
        [
          ["a1", "CREATE TABLE users (id integer PRIMARY KEY)"],
          ["b2", "ALTER TABLE users ADD COLUMN name TEXT"],
        ],
      );
      const before = await migrator.current();
      assertEquals([before.rows, before.atHeads], [[], false]);
      assertEquals((await database.query("SELECT to_regclass('alembic_version') AS t")).rows, [
        { t: null },
      ]);

      const result = await migrator.upgrade();
      assertEquals(short(result), [
        "upgrade a1 applied",
        "upgrade b2 applied",
        "upgrade c3 applied",
      ]);
      assertEquals(result.databases.map(({ database, from, to }) => [database, from, to]), [
        ["pglite://", [], ["c3"]],
      ]);
      assertEquals(result.steps.every(({ milliseconds }) => milliseconds! >= 0), true);
      assertEquals((await database.query("SELECT * FROM users")).rows, [{ id: 1, name: "Ada" }]);
      assertEquals((await migrator.current()).atHeads, true);
      assertEquals((await migrator.upgrade()).steps, []);

      assertEquals(short(await migrator.downgrade("-1")), ["downgrade c3 applied"]);
      assertEquals(short(await migrator.stamp("head")), ["stamp null applied"]);
      assertEquals((await migrator.current()).rows, ["c3"]);
      assertEquals(events.find(({ kind }) => kind === "output"), {
        kind: "output",
        text: "seeding\n",
      });
      const logged = events.flatMap((event) => event.kind === "log" ? [event.message] : []);
      assertEquals(logged.includes("Running upgrade a1 -> b2, names"), true);
      const finished = events.filter(({ kind }) => kind === "step-finished");
      assertEquals(finished.length, 5);
    })
  );
});

Deno.test("Migrator says what became of each step when one fails", async () => {
  const failing = {
    "migrations/versions/d4_no.sql":
      "-- revision: d4\n-- down_revision: c3\n-- migrate:up\nSELECT nothing FROM users;\n",
    "migrations/versions/e5_after.sql":
      "-- revision: e5\n-- down_revision: d4\n-- migrate:up\nSELECT 1;\n",
  };
  await inProject((directory) =>
    withPglite(async (database) => {
      await using migrator = await Migrator.open({ config: directory, database });
      await migrator.upgrade("b2");
      const error = await assertRejects(() => migrator.upgrade(), MigrationError);
      assertEquals(short(error), [
        "upgrade c3 rolled_back",
        "upgrade d4 failed",
        "upgrade e5 not_run",
      ]);
      assertEquals(error.databases[0]?.to, ["b2"]);
      assertEquals(error.cause instanceof StatementError && error.cause.report.sqlstate, "42703");
      assertEquals([error.code, error.place?.line], ["database_error", 4]);
      // What comes after finds the database as it was.
      assertEquals((await migrator.current()).rows, ["b2"]);
      assertEquals(short(await migrator.upgrade("c3")), ["upgrade c3 applied"]);
      const unknown = await assertRejects(() => migrator.upgrade("zz"), MigrationError);
      assertEquals(unknown.cause instanceof CommandError, true);
    }), failing);
});

Deno.test("Migrator ends a run when the signal is aborted, and leaves the database as it was", async () => {
  await inProject((directory) =>
    withPglite(async (database) => {
      const controller = new AbortController();
      await using migrator = await Migrator.open({
        config: directory,
        database,
        onEvent: (event) => {
          if (event.kind === "step-started" && event.revision === "b2") controller.abort();
        },
      });
      const { signal } = controller;
      const error = await assertRejects(() => migrator.upgrade("head", { signal }), MigrationError);
      assertEquals([error.code, error.cause === signal.reason], ["aborted", true]);
      assertEquals(error.steps.some(({ status }) => status === "applied"), false);
      assertEquals((await migrator.current()).rows, []);
    })
  );
});

Deno.test("Migrator keeps a database in memory from call to call, and lets calls take turns", async () => {
  await inProject(async (directory) => {
    const migrator = await Migrator.open({
      config: new URL(`file://${directory}`),
      url: "pglite://",
    });
    const [first, second, position] = await Promise.all([
      migrator.upgrade("a1"),
      migrator.upgrade("+1"),
      migrator.current(),
    ]);
    assertEquals([short(first), short(second)], [["upgrade a1 applied"], ["upgrade b2 applied"]]);
    assertEquals(position.rows, ["b2"]);
    await migrator[Symbol.asyncDispose]();
    assertEquals((await assertRejects(() => migrator.upgrade(), MigrationError)).code, "aborted");
  });
});

Deno.test("Migrator.open() throws a CommandError when there is no project", async () => {
  await inProject(async (directory) => {
    await assertRejects(() => Migrator.open({ config: `${directory}/migrations` }), CommandError);
  });
});

Deno.test("Migrator costs a TypeScript revision nothing: its import of types is gone when it runs", async () => {
  await inProject(async (directory) => {
    const path = `${directory}/migrations/versions/b2_names.ts`;
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", `await import("file://${path}")`],
      cwd: directory,
      stderr: "piped",
    }).output();
    // Nothing here says what "migrator" is, so that loading it would fail.
    assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
  });
});

Deno.test("errors name options and functions of a program where the command line has flags", async () => {
  await inProject(async (directory) => {
    const missing = await assertRejects(
      () => Migrator.open({ config: `${directory}/nothing` }),
      MigratorError,
    );
    assertEquals(
      missing.hint?.replace(directory, "…"),
      "there is no …/nothing; run `migrator init` on the command line, or name the file with the option `config`",
    );
    await using migrator = await Migrator.open({ config: directory });
    const unset = /set sqlalchemy\.url .* or DATABASE_URL, or give the option `url`;/;
    for (
      const work of [() => migrator.current(), () => migrator.plan(), () => migrator.upgrade()]
    ) {
      assertMatch((await assertRejects(work, MigratorError)).hint ?? "", unset);
    }
  });
});
