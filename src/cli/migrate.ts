import {
  downgradeCommand,
  ensureVersionCommand,
  laterCommand,
  type MigrationCommand,
  type RunResult,
  stampCommand,
  upgradeCommand,
} from "../migration/mod.ts";
import { UnknownRowError } from "../script/graph_errors.ts";
import type { RevisionGraph } from "../script/graph.ts";
import { formatRevisionLine } from "../script/format.ts";
import { type CommandContext, openProject, type Project } from "./context.ts";
import { tellChangedFiles } from "../project/changed_files.ts";
import { unreadWithChecksums } from "../project/file_checksums.ts";
import {
  headsOf,
  type ProjectSource,
  readProject,
  UnreadProject,
} from "../project/unread_project.ts";
import { headIds, RUN_LOGGER, type RunListener, runOnDatabase } from "./database.ts";
import type { EnsureVersionRequest, MigrateRequest, StampRequest } from "./request.ts";

/**
 * `upgrade` and `downgrade`: runs revisions, or writes their SQL. Gives the exit code where the user
 * says no to the plan.
 */
export async function migrate(
  request: MigrateRequest,
  context: CommandContext,
): Promise<number | void> {
  const project = request.command === "upgrade" && !request.sql && !request.noHistory
    ? await unreadWithChecksums(request, context)
    : await openProject(request, context, { keepTexts: true });
  const { urls, urlsFile, schemas } = request;
  if (urls === undefined && urlsFile === undefined && schemas === undefined) {
    return await migrateOne(request, context, project);
  }
  const { migrateMany } = await import("./many/run_many.ts");
  return await migrateMany(request, context, await readProject(project));
}

/** Runs it for one database, or for those that env.py runs the revisions for; `heard` hears how each run ended. */
export async function migrateOne(
  request: MigrateRequest,
  context: CommandContext,
  project: ProjectSource,
  heard: RunListener["done"] = () => {},
): Promise<number | void> {
  const { command, sql, noHistory } = request;
  try {
    return await migrateProject(request, context, project, heard);
  } catch (error) {
    const mayBeRecorded = command === "downgrade" && !sql && !noHistory;
    if (!mayBeRecorded || !(error instanceof UnknownRowError)) throw error;
    const { recordedProject } = await import("./recorded_downgrade.ts");
    const found = await recordedProject(error, request, context, await readProject(project));
    return await migrateProject(request, context, found, heard);
  }
}

async function migrateProject(
  request: MigrateRequest,
  context: CommandContext,
  project: ProjectSource,
  heard: NonNullable<RunListener["done"]>,
): Promise<number | void> {
  const { sql, tag } = request;
  const made = async () => commandOf(request, context, await readProject(project));
  // A range is refused without asking a server.
  const canWait = project instanceof UnreadProject && !request.revision.includes(":");
  const command = canWait ? laterCommand(made) : await made();
  const agreed = request.planFirst
    ? await (await import("./plan_first.ts"))
      .planFirst(request, context, await readProject(project))
    : (same: MigrationCommand) => same;
  if (agreed === null) return NOT_RUN;
  const [target, start] = request.revision.split(":").reverse();
  await runOnDatabase(
    request,
    context,
    project,
    {
      name: request.command,
      offline: sql,
      revision: target,
      startingRevision: start,
      tag,
      options: { revision: request.revision, sql, tag: tag ?? null },
      heads: () => headsOf(project),
    },
    () => agreed(command),
    listen(context, sql, async (result, database) => {
      if (!sql) tellPosition(context, (await readProject(project)).graph, result);
      await heard(result, database);
    }),
    { protection: request, history: request },
  );
}

/** What is to be done, for the graph that the files are. */
function commandOf(
  request: MigrateRequest,
  context: CommandContext,
  project: Project,
): MigrationCommand {
  const make = request.command === "upgrade" ? upgradeCommand : downgradeCommand;
  const { sql, noHistory, strict } = request;
  return make(project.graph, request.revision, {
    sql,
    warn: context.warn,
    ...(sql || noHistory ? {} : { inspect: tellChangedFiles(project, context, strict) }),
  });
}

/** The exit code where the user says no to a plan. */
const NOT_RUN = 1;

/** `stamp`: writes the version table without running anything. */
export async function stamp(request: StampRequest, context: CommandContext): Promise<void> {
  const project = await openProject(request, context);
  const { revisions, sql, tag, purge } = request;
  const command = stampCommand(project.graph, revisions, { sql, purge });
  await runOnDatabase(
    request,
    context,
    project,
    {
      name: "stamp",
      offline: sql,
      revision: revisions,
      tag,
      options: { revisions, sql, tag: tag ?? null, purge },
      heads: () => headIds(project),
    },
    () => command,
    listen(context, sql),
    { protection: request, history: request },
  );
}

/** `ensure_version`: makes the version table if it is not there. */
export async function ensureVersion(
  request: EnsureVersionRequest,
  context: CommandContext,
): Promise<void> {
  const project = await openProject(request, context);
  const { sql } = request;
  await runOnDatabase(
    request,
    context,
    project,
    {
      name: "ensure_version",
      offline: sql,
      options: { sql },
      heads: () => headIds(project),
    },
    () => ensureVersionCommand({ sql }),
    listen(context, sql),
    { protection: request },
  );
}

/** Hears how runs end: for the report, where there is one, and for `tell`. */
function listen(
  { json }: CommandContext,
  offline: boolean,
  tell: RunListener["done"] = () => {},
): RunListener {
  return {
    done: (result, database) => {
      json?.addRun(result, database, offline);
      return tell(result, database);
    },
    failed: (run, database) => json?.addFailedRun(run, database),
  };
}

/** Says, after a run, where the database stands now, or that there was nothing to do. */
function tellPosition(
  { logging }: CommandContext,
  graph: RevisionGraph,
  { applied, rows }: RunResult,
): void {
  const where = positionText(graph, rows);
  logging.getLogger(RUN_LOGGER).info(
    applied.length === 0
      ? `Nothing to do, the database is at ${where}`
      : `The database is now at ${where}`,
  );
}

/** Where a database with these version rows stands, in words. */
export function positionText(graph: RevisionGraph, rows: readonly string[]): string {
  const lines = graph.allCurrent(rows).map((revision) => formatRevisionLine(graph, revision));
  return lines.length === 0 ? "base" : lines.join(", ");
}
