/** Projects of N steps, in Python for Alembic and for migrator, and in SQL for dbmate. */
import { LOGGING_SECTIONS } from "../../environment/env_run.ts";
import { ROOT } from "../../support/command.ts";

/** One revision: Python statements of `upgrade`, and of `downgrade` where there is something to undo. */
export interface Step {
  readonly id: string;
  readonly upgrade: string;
  readonly downgrade?: string;
  /** Further lines of the module, such as `lock_timeout = "1s"`. */
  readonly head?: string;
  /** The same as dbmate wants it, a file each: what can be in one transaction stays together. */
  readonly dbmate?: readonly string[];
}

/** A directory with all that the programs read; gone when it is disposed of. */
export interface FaultProject extends AsyncDisposable {
  readonly directory: string;
  /** The steps by the versions of dbmate's files, of those that end a step. */
  readonly dbmateSteps: ReadonlyMap<string, string>;
  /** Makes all programs connect to another URL from now on. */
  connectTo(url: string): Promise<void>;
}

/** What a project may set. */
export interface ProjectOptions {
  /** Lines for the main section of alembic.ini. */
  readonly ini?: readonly string[];
  /** `transaction_per_migration=True` in env.py. */
  readonly transactionPerMigration?: boolean;
}

/** Writes a project whose revisions stand in one line, in the order given. */
export async function makeProject(
  url: string,
  steps: readonly Step[],
  options: ProjectOptions = {},
): Promise<FaultProject> {
  const directory = await Deno.realPath(await Deno.makeTempDir({ prefix: "migrator-fault-" }));
  const versions = `${directory}/migrations/versions`;
  await Deno.mkdir(versions, { recursive: true });
  const stock = await Deno.readTextFile(`${ROOT}src/cli/templates/generic/env.py`);
  const env = options.transactionPerMigration
    ? stock.replaceAll(
      "target_metadata=target_metadata",
      "target_metadata=target_metadata, transaction_per_migration=True",
    )
    : stock;
  await Deno.writeTextFile(`${directory}/migrations/env.py`, env);
  for (const [index, step] of steps.entries()) {
    const path = `${versions}/${step.id}_.py`;
    await Deno.writeTextFile(path, source(step, steps[index - 1]?.id ?? null));
  }
  const dbmateSteps = await writeDbmate(`${directory}/dbmate`, steps);
  const connectTo = (to: string) => writeUrl(directory, to, options.ini ?? []);
  await connectTo(url);
  return {
    directory,
    dbmateSteps,
    connectTo,
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

async function writeUrl(directory: string, url: string, lines: readonly string[]): Promise<void> {
  const ini = [
    "[alembic]",
    "script_location = migrations",
    `sqlalchemy.url = ${url.replaceAll("%", "%%")}`,
    ...lines,
  ];
  await Deno.writeTextFile(`${directory}/alembic.ini`, `${ini.join("\n")}\n${LOGGING_SECTIONS}`);
  const plain = new URL(url);
  plain.searchParams.set("sslmode", "disable");
  await Deno.writeTextFile(`${directory}/.env`, `DATABASE_URL='${plain.href}'\n`);
}

/** Gives the steps by the versions of their last files. */
async function writeDbmate(
  directory: string,
  steps: readonly Step[],
): Promise<ReadonlyMap<string, string>> {
  await Deno.mkdir(directory);
  const found = new Map<string, string>();
  let version = 20_000_101_000_000;
  for (const { id, dbmate = [] } of steps) {
    for (const text of dbmate) {
      await Deno.writeTextFile(`${directory}/${++version}_${id}.sql`, text);
    }
    if (dbmate.length > 0) found.set(String(version), id);
  }
  return found;
}

/** SQL of a step: a statement in its transaction, or some outside of any. */
export type SqlPart = string | { readonly autocommit: readonly string[] };

/** A step of SQL alone, which all programs can run. */
export function sqlStep(id: string, ...parts: readonly SqlPart[]): Step {
  const lines = parts.map((part) =>
    typeof part === "string" ? execute(part) : inAutocommitBlock(...part.autocommit.map(execute))
  );
  // dbmate sends a file as one message, in which what cannot be in a transaction has to be alone.
  const files: string[][] = [];
  let together: string[] | null = null;
  for (const part of parts) {
    if (typeof part !== "string") {
      files.push(...part.autocommit.map((sql) => ["-- migrate:up transaction:false", sql]));
      together = null;
    } else if (together === null) files.push(together = ["-- migrate:up", part]);
    else together.push(part);
  }
  return {
    id,
    upgrade: lines.join("\n"),
    dbmate: files.map(([head, ...sql]) =>
      `${head}\n${sql.map((each) => `${each};\n`).join("")}\n-- migrate:down\n`
    ),
  };
}

function execute(sql: string): string {
  return `op.execute(${JSON.stringify(sql)})`;
}

/** SQL that notes, in the table `ran`, that a step has run; it is not idempotent on purpose. */
export function note(id: string): string {
  return `INSERT INTO ran (step) VALUES ('${id}')`;
}

/** {@link note} as a line of Python. */
export function noteRun(id: string): string {
  return execute(note(id));
}

/** The same outside any transaction, as `CREATE INDEX CONCURRENTLY` is run. */
export function inAutocommitBlock(...statements: readonly string[]): string {
  return [
    "with op.get_context().autocommit_block():",
    ...statements.map((statement) => `    ${statement}`),
  ].join("\n");
}

/** The table that {@link note} writes to. */
export const RAN = "CREATE TABLE ran (step text)";

/** So many steps that each make a table and note that they ran, every second one in autocommit. */
export function countedSteps(count: number): readonly Step[] {
  return Array.from({ length: count }, (_, index): Step => {
    const id = `step${String(index + 1).padStart(3, "0")}`;
    const work = [`CREATE TABLE t_${id} (id int)`, note(id)];
    return index % 2 === 0 ? sqlStep(id, ...work) : sqlStep(id, { autocommit: work });
  });
}

function source({ id, upgrade, downgrade = "pass", head = "" }: Step, down: string | null): string {
  const indented = (text: string) => text.split("\n").map((line) => `    ${line}`).join("\n");
  return `"""${id}"""
from alembic import op
import sqlalchemy as sa

revision = "${id}"
down_revision = ${down === null ? "None" : `"${down}"`}
${head}

def upgrade():
${indented(upgrade)}


def downgrade():
${indented(downgrade)}
`;
}
