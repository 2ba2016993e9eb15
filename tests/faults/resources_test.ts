/** The server runs out of something: time for a statement, connections, room on the disk. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runOn, testServer } from "../support/postgres.ts";
import { unprivilegedUser } from "../support/postgres_cluster.ts";
import { eventually, faultTest, faultTests, isOurs, outcome } from "./support/fault.ts";
import { MAX_CONNECTIONS, ownDatabase, ownServer } from "./support/own_server.ts";
import { makeProject, note, noteRun, RAN, sqlStep } from "./support/project.ts";
import { migratorRunner, runners } from "./support/runners.ts";
import { hasSession, openSession } from "./support/sessions.ts";

async function stepsRun(url: string): Promise<string> {
  const rows = await runOn(url, "SELECT step FROM ran ORDER BY 1");
  return rows.length === 0 ? "nothing" : rows.flat().join(" ");
}

faultTests(
  await runners(),
  "a statement timeout inside CREATE INDEX CONCURRENTLY",
  async (runner, { url, name }) => {
    await runOn(url, `${RAN}; CREATE TABLE items (id int)`);
    const index = "CREATE INDEX CONCURRENTLY ix_items ON items (id)";
    await using project = await makeProject(url, [
      sqlStep("aaaa", { autocommit: [note("1"), index, note("2")] }),
    ]);
    await using writer = await openSession(url);
    await writer.run("BEGIN; INSERT INTO items VALUES (1)");
    await runOn(url, `ALTER DATABASE ${name} SET statement_timeout = '1s'`);
    const first = await runner.upgrade(project).finished;
    await writer.run("COMMIT");
    await runOn(url, `ALTER DATABASE ${name} RESET statement_timeout`);
    const invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
    const left = (await runOn(url, invalid))[0]![0];
    const second = await runner.upgrade(project).finished;
    const found = {
      codes: [first.code, second.code],
      invalid: [left, (await runOn(url, invalid))[0]![0]],
      ran: await stepsRun(url),
    };
    const scenario = "statement timeout inside CREATE INDEX CONCURRENTLY, then upgraded again";
    if (!isOurs(runner)) {
      const ends = `exit ${found.codes.join(", then ")}`;
      const what = `${ends}; invalid indexes: ${found.invalid[1]}; steps run: ${found.ran}`;
      return outcome(scenario, runner, what);
    }
    assertStringIncludes(first.stderr, "canceling statement due to statement timeout");
    assertEquals(found, { codes: [1, 0], invalid: ["1", "0"], ran: "1 2" }, second.stderr);
    const what = "exit 1, then 0; the invalid index is built anew, each statement ran 1x";
    outcome(scenario, runner, what);
  },
);

faultTest("a role without connections left", async ({ url, name }) => {
  const role = `few_${name.slice(-12)}`;
  await runOn(
    url,
    `${RAN}; CREATE ROLE ${role} LOGIN PASSWORD 'few' CONNECTION LIMIT 1;
     GRANT ALL ON ran TO ${role}; GRANT ALL ON SCHEMA public TO ${role}`,
  );
  try {
    const limited = new URL(url);
    limited.username = role;
    limited.password = "few";
    await using project = await makeProject(limited.href, [{ id: "aaaa", upgrade: noteRun("s") }]);
    // One is enough to see what is to be done; the lock wants another.
    const first = await migratorRunner.upgrade(project).finished;
    assertEquals(first.code, 1, first.stderr);
    assertStringIncludes(first.stderr, "too many connections");
    assertEquals(await stepsRun(url), "nothing");
    await runOn(url, `ALTER ROLE ${role} CONNECTION LIMIT 5`);
    const second = await migratorRunner.upgrade(project).finished;
    assertEquals(second.code, 0, second.stderr);
    assertEquals(await stepsRun(url), "s");
  } finally {
    await eventually("its sessions end", async () => {
      const sessions = `SELECT count(*) FROM pg_stat_activity WHERE usename = '${role}'`;
      return (await runOn(url, sessions))[0]![0] === "0";
    });
    await runOn(url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});

const full = await ownServer();

for (const runner of await runners()) {
  for (const left of [0, 1]) {
    const scenario = `a full server, ${left === 0 ? "no connection" : "one connection"} left`;
    Deno.test({
      name: `${runner.name}: ${scenario}`,
      ignore: full === null,
      async fn() {
        await using database = await ownDatabase(full!);
        const role = `app_${crypto.randomUUID().slice(0, 8)}`;
        const sql = `${RAN}; CREATE ROLE ${role} LOGIN; GRANT ALL ON ran TO ${role};
          GRANT ALL ON SCHEMA public TO ${role}`;
        await using owner = await openSession(database.url);
        await owner.run(sql);
        const url = new URL(database.url);
        url.username = role;
        await using project = await makeProject(url.href, [sqlStep("aaaa", note("s"))]);
        const first = await (async () => {
          await using filling = new AsyncDisposableStack();
          // The owner has one already, and three are kept for superusers.
          for (let free = MAX_CONNECTIONS - 1 - 3; free > left; free--) {
            filling.use(await openSession(url.href, "filling"));
          }
          return await runner.upgrade(project).finished;
        })();
        const before = await stepsRun(database.url);
        await eventually(
          "they have ended",
          async () => !await hasSession(url.href, "%", `usename = '${role}'`),
        );
        const second = await runner.upgrade(project).finished;
        const after = await stepsRun(database.url);
        await eventually(
          "it has ended",
          async () => !await hasSession(database.url, "%", `usename = '${role}'`),
        );
        await owner.run(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
        outcome(
          scenario,
          runner,
          `exit ${first.code}, steps run: ${before}; later exit ${second.code}, steps run: ${after}`,
        );
        if (!isOurs(runner)) return;
        assertEquals(
          [first.code, before, second.code, after],
          [1, "nothing", 0, "s"],
          first.stderr + second.stderr,
        );
        assertStringIncludes(first.stderr, "remaining connection slots are reserved");
      },
    });
  }
}

/** A small disk of its own, or `null` where none can be mounted. */
function smallDisk(): (Disposable & { readonly path: string }) | null {
  const owner = unprivilegedUser();
  if (Deno.uid() !== 0 || owner?.uid === undefined) return null;
  const path = Deno.makeTempDirSync({ prefix: "migrator-disk-" });
  const command = (program: string, ...args: string[]) =>
    new Deno.Command(program, { args, stderr: "null" }).outputSync().success;
  const options = `size=6m,uid=${owner.uid},gid=${owner.gid},mode=700`;
  if (!command("mount", "-t", "tmpfs", "-o", options, "tmpfs", path)) {
    Deno.removeSync(path);
    return null;
  }
  return {
    path,
    [Symbol.dispose]: () => {
      command("umount", path);
      Deno.removeSync(path);
    },
  };
}

faultTests(await runners(), "a full disk", async (runner, { url, name, drop }) => {
  using disk = smallDisk();
  if (disk === null) {
    console.error("*** NOT RUN: a file system can be mounted by root alone");
    return;
  }
  const space = `small_${name.slice(-12)}`;
  await runOn(url, RAN);
  await runOn(url, `CREATE TABLESPACE ${space} LOCATION '${disk.path}'`);
  try {
    const much = `CREATE TABLE much TABLESPACE ${space} AS
SELECT repeat('x', 1000) FROM generate_series(1, 20000)`;
    await using project = await makeProject(url, [
      sqlStep("s1", note("s1")),
      sqlStep("s2", note("s2"), much),
    ], { transactionPerMigration: true });
    const { code, stderr } = await runner.upgrade(project).finished;
    const ran = await stepsRun(url);
    outcome("disk full", runner, `exit ${code}; steps that stay: ${ran}`);
    if (!isOurs(runner)) return;
    assertEquals([code, ran], [1, "s1"], stderr);
    assert(/No space left on device/.test(stderr), stderr);
    assertStringIncludes(stderr, "s1 stays applied; s2 is rolled back");
    assertEquals(await hasSession(url, "%"), false);
  } finally {
    await drop();
    await runOn((await testServer())!.url, `DROP TABLESPACE ${space}`);
  }
});
