/** The server runs out of something: time for a statement, connections, room on the disk. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runOn, testServer } from "../support/postgres.ts";
import { unprivilegedUser } from "../support/postgres_cluster.ts";
import { eventually, faultTest, migratorRunner, outcome } from "./support/fault.ts";
import { inAutocommitBlock, makeProject, noteRun, RAN } from "./support/project.ts";
import { hasSession, openSession } from "./support/sessions.ts";

faultTest("a statement timeout inside CREATE INDEX CONCURRENTLY", async ({ url, name }) => {
  await runOn(url, `${RAN}; CREATE TABLE items (id int)`);
  await using project = await makeProject(url, [{
    id: "aaaa",
    upgrade: inAutocommitBlock(
      noteRun("before"),
      'op.create_index("ix_items", "items", ["id"], postgresql_concurrently=True)',
      noteRun("after"),
    ),
  }]);
  const upgrade = () =>
    migratorRunner.start(["upgrade", "head"], { cwd: project.directory }).finished;
  await using writer = await openSession(url);
  await writer.run("BEGIN; INSERT INTO items VALUES (1)");
  await runOn(url, `ALTER DATABASE ${name} SET statement_timeout = '1s'`);
  const first = await upgrade();
  assertEquals(first.code, 1, first.stderr);
  assertStringIncludes(first.stderr, "canceling statement due to statement timeout");
  const invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
  assertEquals(await runOn(url, invalid), [["1"]]);
  await writer.run("COMMIT");
  await runOn(url, `ALTER DATABASE ${name} RESET statement_timeout`);
  const second = await upgrade();
  assertEquals(second.code, 0, second.stderr);
  assertEquals(await runOn(url, invalid), [["0"]]);
  assertEquals(await runOn(url, "SELECT step FROM ran"), [["before"], ["after"]]);
  outcome(
    "statement timeout inside CREATE INDEX CONCURRENTLY, then upgraded again",
    migratorRunner,
    "exit 1; the invalid index is built anew, each statement ran 1x",
  );
});

faultTest("a server without connections left", async ({ url, name }) => {
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
    const upgrade = () =>
      migratorRunner.start(["upgrade", "head"], { cwd: project.directory }).finished;
    const first = await upgrade();
    assertEquals(first.code, 1, first.stderr);
    assertStringIncludes(first.stderr, "too many connections");
    assertEquals(await runOn(url, "SELECT * FROM ran"), []);
    await runOn(url, `ALTER ROLE ${role} CONNECTION LIMIT 5`);
    const second = await upgrade();
    assertEquals(second.code, 0, second.stderr);
    assertEquals(await runOn(url, "SELECT * FROM ran"), [["s"]]);
  } finally {
    await eventually("its sessions end", async () => {
      const sessions = `SELECT count(*) FROM pg_stat_activity WHERE usename = '${role}'`;
      return (await runOn(url, sessions))[0]![0] === "0";
    });
    await runOn(url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
  outcome("no connection left", migratorRunner, "exit 1, nothing run; later exit 0");
});

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

faultTest("a full disk", async ({ url, name, drop }) => {
  using disk = smallDisk();
  if (disk === null) {
    console.error("*** NOT RUN: a file system can be mounted by root alone");
    return;
  }
  const space = `small_${name.slice(-12)}`;
  await runOn(url, RAN);
  await runOn(url, `CREATE TABLESPACE ${space} LOCATION '${disk.path}'`);
  try {
    await using project = await makeProject(url, [
      { id: "s1", upgrade: noteRun("s1") },
      {
        id: "s2",
        upgrade: `${noteRun("s2")}
op.execute("CREATE TABLE much TABLESPACE ${space} AS SELECT repeat('x', 1000) FROM generate_series(1, 20000)")`,
      },
    ], { transactionPerMigration: true });
    const { code, stderr } = await migratorRunner.start(["upgrade", "head"], {
      cwd: project.directory,
    }).finished;
    assertEquals(code, 1, stderr);
    assert(/No space left on device/.test(stderr), stderr);
    assertStringIncludes(stderr, "s1 stays applied; s2 is rolled back");
    assertEquals(await runOn(url, "SELECT step FROM ran"), [["s1"]]);
    assertEquals(await hasSession(url, "%"), false);
  } finally {
    await drop();
    await runOn((await testServer())!.url, `DROP TABLESPACE ${space}`);
  }
  outcome("disk full", migratorRunner, "exit 1; the step is rolled back, those before it stay");
});
