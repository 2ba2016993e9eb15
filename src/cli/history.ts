import { revisionEnvironment } from "../config/mod.ts";
import { formatLogEntry, formatRevisionLine } from "../script/format.ts";
import type { RevisionGraph } from "../script/graph.ts";
import type { Revision } from "../script/revision.ts";
import { type CommandContext, openProject } from "./context.ts";
import { rangeReader } from "./history_range.ts";
import type { HistoryRequest } from "./request.ts";

/** Lists revisions, newest first; asks the database only where the request needs it. */
export async function history(request: HistoryRequest, context: CommandContext): Promise<void> {
  const project = await openProject(request, context);
  const { graph } = project;
  const { json } = context;
  const range = rangeReader(graph, request.revRange);
  const print = request.graph
    ? await drawing(request, context, graph)
    : list(request, context, graph);
  const show = (rows: readonly string[] | null) => {
    const revisions = range.read(rows);
    if (json) json.addRevisions(graph, revisions, rows);
    else print(revisions, rows);
  };
  const needsDatabase = request.indicateCurrent || range.needsDatabase ||
    revisionEnvironment(project.config);
  if (!needsDatabase) return show(null);
  const { withVersionRows } = await import("./database.ts");
  await withVersionRows(request, context, project, (rows, database) => {
    json?.addRows(database, rows);
    show(rows);
  });
}

/** Shows revisions; `rows` are those of the database, where it was asked. */
type Print = (revisions: readonly Revision[], rows: readonly string[] | null) => void;

/** Prints revisions as Alembic does. */
function list(
  { verbose, indicateCurrent }: HistoryRequest,
  { output }: CommandContext,
  graph: RevisionGraph,
): Print {
  return (revisions, rows) => {
    const marked = new Set(indicateCurrent ? rows : []);
    for (const revision of revisions) {
      const current = marked.has(revision.id);
      output.result(
        verbose
          ? formatLogEntry(graph, revision, { current })
          : formatRevisionLine(graph, revision, {
            labels: true,
            doc: true,
            parents: true,
            current,
          }),
      );
    }
  };
}

/** Draws revisions with the lines between them. */
async function drawing(
  { verbose, indicateCurrent, ascii }: HistoryRequest,
  { output, warn, platform: { env, os, terminal } }: CommandContext,
  graph: RevisionGraph,
): Promise<Print> {
  const { warnOfUnknownRows } = await import("./drawing/unknown_rows.ts");
  const { drawHistory } = await import("./drawing/terminal.ts");
  const locale = env("LC_ALL") || env("LC_CTYPE") || env("LANG") || "";
  const unicode = !ascii && (os === "windows" || /utf-?8/i.test(locale));
  const color = terminal.stdoutIsTerminal && !env("NO_COLOR") && env("TERM") !== "dumb";
  return (revisions, rows) => {
    const options = { verbose, unicode, color, rows: indicateCurrent ? rows : null };
    if (options.rows !== null) warnOfUnknownRows(graph, options.rows, warn);
    for (const line of drawHistory(graph, revisions, options)) output.styled(line);
  };
}
