/** The programs that go through a scenario: migrator, and beside it Alembic and dbmate. */
import { installDbmate } from "../../../bench/dbmate.ts";
import { ROOT, startMigrator } from "../../support/command.ts";
import { runOn } from "../../support/postgres.ts";
import { type RunOptions, start, type Started } from "../../support/process.ts";
import { yardstick } from "../../support/yardstick.ts";
import type { FaultProject } from "./project.ts";

/** A program that runs migrations. */
export interface Runner {
  readonly name: "migrator" | "alembic" | "dbmate";
  /** Begins to upgrade a project to its head. */
  upgrade(project: FaultProject): Started;
  /** The step that the database is at by the program's own record; `null`: at none. */
  position(url: string, project: FaultProject): Promise<string | null>;
}

/** A program that takes Alembic's words. */
export interface AlembicRunner extends Runner {
  start(args: readonly string[], options?: RunOptions): Started;
}

/** Migrator as a process. */
export const migratorRunner: AlembicRunner = likeAlembic("migrator", startMigrator);

/** The real Alembic, or `null` where it is not to be had; that has been said then. */
export async function alembicRunner(): Promise<AlembicRunner | null> {
  const found = await yardstick();
  return found && likeAlembic("alembic", found.startAlembic);
}

/** dbmate, or `null` where it is not to be had; that has been said then. */
export async function dbmateRunner(): Promise<Runner | null> {
  const program = await installDbmate(`${ROOT}.cache/dbmate`);
  return program === null ? null : {
    name: "dbmate",
    upgrade: ({ directory }) =>
      start(program, ["--no-dump-schema", "--migrations-dir=dbmate", "migrate"], {
        cwd: directory,
      }),
    position: async (url, { dbmateSteps }) => {
      const rows = await rowsOf(url, "schema_migrations", "SELECT version FROM");
      const ended = rows.map(([version]) => version!).sort().filter((each) =>
        dbmateSteps.has(each)
      );
      return dbmateSteps.get(ended.at(-1) ?? "") ?? null;
    },
  };
}

/** Migrator; and the others too with MIGRATOR_FAULTS_OTHERS=1, for the comparison takes its time. */
export async function runners(): Promise<readonly Runner[]> {
  return Deno.env.get("MIGRATOR_FAULTS_OTHERS") === "1" ? await allRunners() : [migratorRunner];
}

/** All programs that are there, migrator first. */
export async function allRunners(): Promise<readonly Runner[]> {
  const others = [await alembicRunner(), await dbmateRunner()];
  return [migratorRunner, ...others.filter((runner) => runner !== null)];
}

function likeAlembic(
  name: "migrator" | "alembic",
  start: (args: readonly string[], options?: RunOptions) => Started,
): AlembicRunner {
  return {
    name,
    start,
    upgrade: ({ directory }) => start(["upgrade", "head"], { cwd: directory }),
    position: async (url) => {
      const rows = await rowsOf(url, "alembic_version", "SELECT version_num FROM");
      return rows.length === 0 ? null : rows.map(([row]) => row).join(",");
    },
  };
}

/** What a table has, if it is there. */
async function rowsOf(url: string, table: string, select: string) {
  const there = await runOn(url, `SELECT to_regclass('${table}')`);
  return there[0]![0] === null ? [] : await runOn(url, `${select} ${table}`);
}
