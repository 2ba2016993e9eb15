import { revisionEnvironment } from "../config/mod.ts";
import { CommandError } from "../errors/mod.ts";
import { formatLogEntry, formatRevisionLine } from "../script/format.ts";
import type { RangeEnd } from "../script/graph_range.ts";
import { type CommandContext, openProject, type Project } from "./context.ts";
import type { HistoryRequest } from "./request.ts";

/** Reads `-r`: `[start, end]`, an empty text where a side was left out. */
function parseRange(range: string | undefined): readonly [string, string] {
  if (range === undefined) return ["", ""];
  const parts = range.trim().split(":");
  if (parts.length !== 2) {
    throw new CommandError(
      "history_range",
      "History range requires [start]:[end], [start]:, or :[end]",
    );
  }
  return [parts[0]!, parts[1]!];
}

/** Lists revisions, newest first; asks the database only where the request needs it. */
export async function history(request: HistoryRequest, context: CommandContext): Promise<void> {
  const project = await openProject(request, context);
  const [start, end] = parseRange(request.revRange);
  const needsDatabase = request.indicateCurrent || start === "current" || end === "current" ||
    revisionEnvironment(project.config);
  if (!needsDatabase) return print(request, context, project, [start, end], null);
  const { withVersionRows } = await import("./database.ts");
  await withVersionRows(request, context, project, (rows, database) => {
    context.json?.addRows(database, rows);
    // As in Alembic, one side can be `current`, the end before the start.
    const range: readonly [RangeEnd, RangeEnd] = end === "current"
      ? [start, rows]
      : start === "current"
      ? [rows, end]
      : [start, end];
    print(request, context, project, range, rows);
  });
}

function print(
  request: HistoryRequest,
  context: CommandContext,
  { graph }: Project,
  [start, end]: readonly [RangeEnd, RangeEnd],
  rows: readonly string[] | null,
): void {
  // No rows count as nothing said, as in Alembic: `:current` on an empty database shows all there is.
  const lower = start.length === 0 ? "base" : start;
  const upper = end.length === 0 ? "heads" : end;
  const revisions = graph.history(lower, upper);
  if (context.json) return context.json.addRevisions(graph, revisions, rows);
  const current = new Set(request.indicateCurrent ? rows : []);
  for (const revision of revisions) {
    const isCurrent = current.has(revision.id);
    context.output.result(
      request.verbose
        ? formatLogEntry(graph, revision, { current: isCurrent })
        : formatRevisionLine(graph, revision, {
          labels: true,
          doc: true,
          parents: true,
          current: isCurrent,
        }),
    );
  }
}
