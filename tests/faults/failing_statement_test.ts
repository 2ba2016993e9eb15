import { assert, assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import { alembicRunner, faultTest, migratorRunner, outcome, type Runner } from "./support/fault.ts";
import { inAutocommitBlock, makeProject, noteRun, RAN, type Step } from "./support/project.ts";

/** What a mode leaves behind when the third of five steps fails in the middle. */
const MODES = [
  {
    name: "one transaction",
    wrap: (lines: readonly string[]) => lines.join("\n"),
    transactionPerMigration: false,
    ran: "",
    version: null,
    said: "database  at base: s1, s2 and s3 are rolled back",
  },
  {
    name: "a transaction each",
    wrap: (lines: readonly string[]) => lines.join("\n"),
    transactionPerMigration: true,
    ran: "s1 s2",
    version: "s2",
    said: "database  at s2: s1 and s2 stay applied; s3 is rolled back",
  },
  {
    name: "autocommit",
    wrap: (lines: readonly string[]) => inAutocommitBlock(...lines),
    transactionPerMigration: true,
    ran: "s1 s2 s3",
    version: "s2",
    said: null,
  },
] as const;

type Mode = typeof MODES[number];

function steps({ wrap }: Mode): readonly Step[] {
  return ["s1", "s2", "s3", "s4", "s5"].map((id) => ({
    id,
    upgrade: wrap([noteRun(id), ...(id === "s3" ? ['op.execute("SELECT nope")'] : [])]),
  }));
}

async function runMode(mode: Mode, runner: Runner, url: string) {
  await runOn(url, RAN);
  const { transactionPerMigration } = mode;
  await using project = await makeProject(url, steps(mode), { transactionPerMigration });
  const { code, stdout, stderr } = await runner.start(["upgrade", "head"], {
    cwd: project.directory,
  }).finished;
  const found = await runOn(
    url,
    "SELECT coalesce(string_agg(step, ' ' ORDER BY step), '') FROM ran",
  );
  const ran = found[0]![0] ?? "";
  const there = await runOn(url, "SELECT to_regclass('alembic_version')");
  const rows = there[0]![0] === null ? [] : await runOn(url, "SELECT * FROM alembic_version");
  const version = rows[0]?.[0] ?? null;
  outcome(
    `the third of five steps fails in the middle (${mode.name})`,
    runner,
    `exit ${code}; stays: ${ran || "nothing"}; version: ${version ?? "none"}`,
  );
  return { code, ran, version, text: stdout + stderr };
}

for (const mode of MODES) {
  faultTest(`a failing third step, ${mode.name}: what stays is what is said`, async ({ url }) => {
    const { code, ran, version, text } = await runMode(mode, migratorRunner, url);
    assertEquals({ code, ran, version }, { code: 1, ran: mode.ran, version: mode.version });
    assert(text.includes("revision  s3, upgrade"), text);
    if (mode.said !== null) assert(text.includes(mode.said), text);
  });

  faultTest(`alembic: a failing third step, ${mode.name}`, async ({ url }) => {
    const alembic = await alembicRunner();
    if (alembic === null) return;
    const { ran, version } = await runMode(mode, alembic, url);
    assertEquals({ ran, version }, { ran: mode.ran, version: mode.version });
  });
}
