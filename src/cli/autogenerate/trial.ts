import { scratchFor, tryRevision } from "../../autogenerate/trial.ts";
import { withUnwritten } from "../../autogenerate/unwritten_file.ts";
import type { Connection } from "../../database/connection.ts";
import { openScratch } from "../../database/scratch.ts";
import { postgresql } from "../../dialect/postgresql/postgresql.ts";
import type { RevisionScript } from "../../environment/directives/process.ts";
import { NO_ENVIRONMENT } from "../../environment/environment.ts";
import { bodyLoader } from "../../revision/load.ts";
import type { NewRevision } from "../../script/script_directory.ts";
import type { CommandContext, Project } from "../context.ts";
import type { MadeFile, WriteSettings } from "./write.ts";

/**
 * Runs made files up and down on an embedded database that holds what the project's database holds, as far as they bear on
 * it. What fails is a `CommandError`; what could not be tried is a warning.
 */
export async function tryFiles(
  made: readonly MadeFile[],
  scripts: readonly RevisionScript[],
  { python, before }: WriteSettings,
  context: CommandContext,
  project: Project,
): Promise<void> {
  const touched = scripts.flatMap(({ parts }) => parts.flatMap((part) => part.upgrade));
  if (touched.length === 0) return;
  const connection = await openScratch(context.platform);
  try {
    const lacking = await scratchFor(connection, before, touched, postgresql);
    if (lacking !== null) return context.warn(notTried(lacking));
    for (const { file } of made) await tryFile(file, connection, python, context, project);
  } finally {
    await connection.close();
  }
}

async function tryFile(
  file: NewRevision,
  connection: Connection,
  python: WriteSettings["python"],
  context: CommandContext,
  { config }: Project,
): Promise<void> {
  const load = bodyLoader({
    config,
    platform: withUnwritten(context.platform, file),
    environment: NO_ENVIRONMENT,
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
}

function notTried(reason: string): string {
  return "the new revision could not be tried on an embedded database, which is not all that a " +
    `server may be: ${reason}`;
}
