import { postgresql } from "../dialect/postgresql/postgresql.ts";
import { CommandError } from "../errors/mod.ts";
import {
  changedFiles,
  type HistoryState,
  planDowngrade,
  readDatabaseState,
} from "../migration/mod.ts";
import {
  readRecorded,
  type RecordedRevisions,
  recordedSteps,
  type RecordedUpgrade,
  withRecorded,
} from "../migration/history/recorded.ts";
import type { RevisionGraph } from "../script/graph.ts";
import type { UnknownRowError } from "../script/graph_errors.ts";
import type { CommandContext, Project } from "./context.ts";
import { headIds, inEnvironment } from "./database.ts";
import { checksumOfFile, historySettings } from "../project/history_settings.ts";
import { printable } from "../config/printable.ts";
import type { MigrateRequest } from "./request.ts";

/**
 * `downgrade` of a database at revisions that this checkout has no files of: finds the SQL that was recorded
 * when they ran, shows it and asks, unless `--recorded` says that nobody is to be asked. Throws the error
 * that told of the unknown row where the history knows nothing of it, where there is nobody to ask, and where
 * the answer is no; a `CommandError` where the SQL of a step was not recorded.
 */
export async function recordedProject(
  error: UnknownRowError,
  request: MigrateRequest,
  context: CommandContext,
  project: Project,
): Promise<Project> {
  const { terminal } = context.platform;
  if (!request.recorded && (context.json !== null || !terminal.stdinIsTerminal)) throw error;
  const databases = await readDatabases(request, context, project);
  const recorded = merged(databases.map((each) => each.recorded));
  if (recorded.size === 0) throw error;
  const graph = withRecorded(project.graph, recorded);
  const used = new Map<string, RecordedUpgrade>();
  for (const { rows } of databases) {
    const steps = planDowngrade(graph, rows, request.revision);
    for (const step of recordedSteps(steps, recorded)) used.set(step.revision, step);
  }
  const steps = [...used.values()];
  const without = steps.find(({ sql }) => sql === null);
  if (without !== undefined) {
    throw new CommandError(
      "nothing_recorded",
      `The downgrade of ${without.revision}, which no revision file has, was not recorded: ${without.missing}`,
      { hint: "Get its file, or take it back by hand and set the row right with `migrator stamp`" },
    );
  }
  terminal.writeErr(describeRecorded(steps));
  for (const each of databases) warnOfChanges(each, graph, context);
  if (!request.recorded) {
    terminal.writeErr("\nRun this SQL to take them back? [y/N] ");
    if (!/^\s*y(es)?\s*$/i.test(terminal.readLine() ?? "")) throw error;
  }
  return { ...project, graph, recorded };
}

/** What a database has that the files do not. */
interface Found {
  readonly rows: readonly string[];
  readonly history: HistoryState | null;
  readonly recorded: RecordedRevisions;
}

async function readDatabases(
  request: MigrateRequest,
  context: CommandContext,
  project: Project,
): Promise<readonly Found[]> {
  const settings = historySettings(request, project.config, context.platform);
  if (settings === undefined) return [];
  const found: Found[] = [];
  const facts = { name: request.command, offline: false, heads: () => headIds(project) };
  await inEnvironment(request, context, project, facts, async ({ connection, options }) => {
    if (connection === null) return;
    const versionSql = postgresql.versionTable({
      name: options.versionTable,
      schema: options.versionTableSchema,
      primaryKey: options.versionTablePrimaryKey,
    });
    const schema = settings.schema ?? options.versionTableSchema;
    const sql = postgresql.history({ name: settings.table, schema }, versionSql);
    const state = await readDatabaseState(connection, versionSql, sql, { entries: "last" });
    const recorded = state.history?.exists
      ? await readRecorded(connection, sql, project.graph, state.rows)
      : new Map();
    found.push({ ...state, recorded });
  });
  return found;
}

/** What all databases have recorded. Of the same revision it must be the same. */
function merged(all: readonly RecordedRevisions[]): RecordedRevisions {
  const found = new Map<string, RecordedUpgrade>();
  for (const recorded of all) {
    for (const [id, upgrade] of recorded) {
      const other = found.get(id);
      if (other !== undefined && other.sql !== upgrade.sql) {
        throw new CommandError(
          "recorded_differently",
          `What takes ${id} back is recorded differently in the databases of this environment`,
          { hint: "Take them back one by one, with --url" },
        );
      }
      found.set(id, upgrade);
    }
  }
  return found;
}

/** The revisions that go, with what will be run. */
export function describeRecorded(steps: readonly RecordedUpgrade[]): string {
  const lines = [
    "This checkout has no files of these revisions. What takes them back was recorded when they ran:",
  ];
  for (const { revision, description, file, finishedAt, client, sql } of steps) {
    const title = description === "" ? revision : `${revision}, ${description.split("\n")[0]}`;
    lines.push(
      "",
      `${title} (${file ?? "no file"}, applied ${finishedAt} by ${client})`,
      ...(sql || "-- nothing").split("\n").map((line) => line === "" ? "" : `  ${line}`),
    );
  }
  return `${lines.map(printable).join("\n")}\n`;
}

/** The recorded SQL was made for what the files below said when they ran. */
function warnOfChanges(
  { rows, history, recorded }: Found,
  graph: RevisionGraph,
  context: CommandContext,
): void {
  const { files } = context.platform;
  const changed = changedFiles(
    graph,
    rows,
    history,
    (revision) => recorded.get(revision.id)?.checksum ?? checksumOfFile(revision, files),
  );
  if (changed.length === 0) return;
  context.warn(
    `the files of revisions below these have changed since they ran: ${
      changed.map(({ id }) => id).join(", ")
    }`,
  );
}
