import { assert, assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import { faultTests, isOurs, outcome } from "./support/fault.ts";
import { makeProject, note, RAN, type SqlPart, sqlStep } from "./support/project.ts";
import { allRunners } from "./support/runners.ts";

interface Mode {
  readonly name: string;
  readonly wrap: (...sql: readonly string[]) => readonly SqlPart[];
  readonly transactionPerMigration: boolean;
  /** What stays behind, and the step that the database is at, when the third of five steps fails. */
  readonly ran: string;
  readonly version: string | null;
  readonly said: string | null;
}

const MODES: readonly Mode[] = [
  {
    name: "one transaction",
    wrap: (...sql) => sql,
    transactionPerMigration: false,
    ran: "",
    version: null,
    said: "database  at base: s1, s2 and s3 are rolled back",
  },
  {
    name: "a transaction each",
    wrap: (...sql) => sql,
    transactionPerMigration: true,
    ran: "s1 s2",
    version: "s2",
    said: "database  at s2: s1 and s2 stay applied; s3 is rolled back",
  },
  {
    name: "autocommit",
    wrap: (...sql) => [{ autocommit: sql }],
    transactionPerMigration: true,
    ran: "s1 s2 s3",
    version: "s2",
    said: null,
  },
];

for (const { name, wrap, transactionPerMigration, ran, version, said } of MODES) {
  const steps = ["s1", "s2", "s3", "s4", "s5"].map((id) =>
    sqlStep(id, ...wrap(note(id), ...(id === "s3" ? ["SELECT nope"] : [])))
  );
  // dbmate has no transaction for all.
  const able = (await allRunners())
    .filter((runner) => transactionPerMigration || runner.name !== "dbmate");
  faultTests(
    able,
    `a failing third step, ${name}: what stays is what is said`,
    async (runner, { url }) => {
      await runOn(url, RAN);
      await using project = await makeProject(url, steps, { transactionPerMigration });
      const { code, stderr } = await runner.upgrade(project).finished;
      const noted = "SELECT coalesce(string_agg(step, ' ' ORDER BY step), '') FROM ran";
      const found = {
        ran: (await runOn(url, noted))[0]![0],
        version: await runner.position(url, project),
      };
      outcome(
        `the third of five steps fails in the middle (${name})`,
        runner,
        `exit ${code}; stays: ${found.ran || "nothing"}; at ${found.version ?? "base"}`,
      );
      // Alembic is asked too: what stays is what its users know.
      if (runner.name !== "dbmate") assertEquals(found, { ran, version });
      if (!isOurs(runner)) return;
      assertEquals(code, 1);
      assert(stderr.includes("revision  s3, upgrade"), stderr);
      if (said !== null) assert(stderr.includes(said), stderr);
    },
  );
}
