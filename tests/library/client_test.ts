import { assertEquals, assertRejects } from "@std/assert";
import pg from "pg";
import { MigrationError, Migrator, type MigratorEvent } from "migrator";
import { runOn, testDatabase, testServer } from "../support/postgres.ts";
import { inProject } from "./project.ts";

const SLOW = `-- revision: d4
-- down_revision: c3
-- migrate:up
SELECT pg_sleep(600);
`;

Deno.test("Migrator works with clients that the program makes, and ends each of them", {
  ignore: await testServer() === null,
}, () =>
  inProject(async (config) => {
    await using database = (await testDatabase())!;
    let [made, ended] = [0, 0];
    const client = () => {
      const one = new pg.Client({ connectionString: database.url });
      one.once("connect", () => void made++);
      one.once("end", () => void ended++);
      return one;
    };
    const events: MigratorEvent[] = [];
    const controller = new AbortController();
    {
      await using migrator = await Migrator.open({
        config,
        client,
        onEvent: (event) => {
          events.push(event);
          if (event.kind === "step-started" && event.revision === "d4") {
            setTimeout(() => controller.abort(), 200);
          }
        },
      });
      const { steps, databases } = await migrator.upgrade("c3");
      assertEquals(steps.map(({ status }) => status), ["applied", "applied", "applied"]);
      assertEquals(databases[0]!.database.includes(`/${database.name}?host=127.0.0.1`), true);
      const { message } = await assertRejects(
        () => migrator.upgrade("d4", { signal: controller.signal }),
        MigrationError,
      );
      assertEquals(message.includes("abort"), true, message);
      assertEquals((await migrator.current()).rows, ["c3"]);
    }
    const running = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' " +
      "AND state = 'active' AND pid <> pg_backend_pid()";
    assertEquals(await runOn(database.url, running), [["0"]]);
    // The work and the lock of both runs, at least one request to cancel, and what current asks.
    assertEquals([made >= 6, ended], [true, made]);
  }, { "migrations/versions/d4_slow.sql": SLOW }));

Deno.test("Migrator says what the program's own client said when it cannot connect", () =>
  inProject(async (config) => {
    const client = () =>
      new pg.Client({ host: "127.0.0.1", port: 1, user: "u", password: "geheim" });
    await using migrator = await Migrator.open({ config, client });
    const { message } = await assertRejects(() => migrator.current());
    assertEquals(/own client cannot connect: .*ECONNREFUSED/.test(message), true, message);
  }));
