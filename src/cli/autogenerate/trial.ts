import { scratchFor, tryRevision } from "../../autogenerate/trial.ts";
import { withUnwritten } from "../../autogenerate/unwritten_file.ts";
import type { Connection } from "../../database/connection.ts";
import { openScratch } from "../../database/scratch.ts";
import { postgresql } from "../../dialect/postgresql/postgresql.ts";
import type { RevisionScript } from "../../environment/directives/process.ts";
import type { Change } from "../../operations/change.ts";
import { NO_ENVIRONMENT } from "../../environment/environment.ts";
import { bodyLoader } from "../../revision/load.ts";
import type { NewRevision } from "../../script/script_directory.ts";
import type { CommandContext, Project } from "../context.ts";
import type { ComparedRun } from "./generation.ts";
import type { MadeFile, WriteSettings } from "./write.ts";

/**
 * Runs made files up and down on embedded databases that hold what the project's databases hold, as far as they bear on
 * them. What fails is a `CommandError`; what could not be tried is a warning.
 */
export async function tryFiles(
  made: readonly MadeFile[],
  scripts: readonly RevisionScript[],
  { python, runs }: WriteSettings,
  context: CommandContext,
  project: Project,
): Promise<void> {
  for (const [index, run] of runs.entries()) {
    const touched = scripts.flatMap(({ parts }) => parts[index]?.upgrade ?? []);
    if (touched.length > 0) await tryRun(made, touched, run, python, context, project);
  }
}

/** Does what one run of env.py's migrations will do. */
async function tryRun(
  made: readonly MadeFile[],
  touched: readonly Change[],
  run: ComparedRun,
  python: WriteSettings["python"],
  context: CommandContext,
  project: Project,
): Promise<void> {
  const connection = await openScratch(context.platform);
  try {
    const lacking = await scratchFor(connection, run.before, touched, postgresql);
    if (lacking !== null) return context.warn(notTried(lacking));
    for (const { file } of made) await tryFile(file, run, connection, python, context, project);
  } finally {
    await connection.close();
  }
}

async function tryFile(
  file: NewRevision,
  run: ComparedRun,
  connection: Connection,
  python: WriteSettings["python"],
  context: CommandContext,
  { config }: Project,
): Promise<void> {
  const load = bodyLoader({
    config,
    platform: withUnwritten(context.platform, file),
    environment: { ...NO_ENVIRONMENT, arguments: run.arguments },
    logging: context.logging,
  });
  const body = await load(
    {
      id: file.id,
      kind: file.kind,
      path: file.path,
    } as Parameters<typeof load>[0],
  );
  const preview = body.preview?.("upgrade") ?? body;
  if (typeof preview === "string") return context.warn(notTried(preview));
  const outcome = await tryRevision(preview, {
    connection,
    dialect: postgresql,
    namingConvention: python.namingConvention ?? null,
  });
  if (outcome.kind === "impossible") context.warn(notTried(outcome.reason));
  if (outcome.kind === "unfinished") context.warn(`of the new revision ${outcome.reason}`);
}

function notTried(reason: string): string {
  return "the new revision could not be tried on an embedded database, which is not all that a " +
    `server may be: ${reason}`;
}
