/** Projects of N steps in Python, which both programs can run, and what they leave behind. */
import { LOGGING_SECTIONS } from "../../environment/env_run.ts";
import { ROOT } from "../../support/command.ts";

/** One revision: Python statements of `upgrade`, and of `downgrade` where there is something to undo. */
export interface Step {
  readonly id: string;
  readonly upgrade: string;
  readonly downgrade?: string;
  /** Further lines of the module, such as `lock_timeout = "1s"`. */
  readonly head?: string;
}

/** A directory with alembic.ini, env.py and versions/; gone when it is disposed of. */
export interface FaultProject extends AsyncDisposable {
  readonly directory: string;
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
  const ini = [
    "[alembic]",
    "script_location = migrations",
    `sqlalchemy.url = ${url.replaceAll("%", "%%")}`,
    ...options.ini ?? [],
  ];
  await Deno.writeTextFile(`${directory}/alembic.ini`, `${ini.join("\n")}\n${LOGGING_SECTIONS}`);
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
  return {
    directory,
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

/** A line that notes, in the table `ran`, that a step has run; it is not idempotent on purpose. */
export function noteRun(id: string): string {
  return `op.execute("INSERT INTO ran (step) VALUES ('${id}')")`;
}

/** The same outside any transaction, as `CREATE INDEX CONCURRENTLY` is run. */
export function inAutocommitBlock(...statements: readonly string[]): string {
  return [
    "with op.get_context().autocommit_block():",
    ...statements.map((statement) => `    ${statement}`),
  ].join("\n");
}

/** The table that {@link noteRun} writes to. */
export const RAN = "CREATE TABLE ran (step text)";

/** So many steps that each make a table and note that they ran, every second one in autocommit. */
export function countedSteps(count: number): readonly Step[] {
  return Array.from({ length: count }, (_, index): Step => {
    const id = `step${String(index + 1).padStart(3, "0")}`;
    const work = [`op.execute("CREATE TABLE t_${id} (id int)")`, noteRun(id)];
    return { id, upgrade: index % 2 === 0 ? work.join("\n") : inAutocommitBlock(...work) };
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
