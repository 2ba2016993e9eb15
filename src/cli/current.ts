import { CommandError } from "../errors/mod.ts";
import { formatLogEntry, formatRevisionLine } from "../script/format.ts";
import { type CommandContext, openProject } from "./context.ts";
import { headIds, withVersionRows } from "./database.ts";
import type { CurrentRequest } from "./request.ts";

/** Prints where the database stands; never creates the version table. */
export async function current(request: CurrentRequest, context: CommandContext): Promise<void> {
  const project = await openProject(request, context);
  const { graph } = project;
  const { output, json } = context;
  const heads = new Set(headIds(project));
  json?.set("heads", [...heads]);
  await withVersionRows(request, context, project, (rows, database) => {
    const atHeads = rows.length === heads.size && rows.every((row) => heads.has(row));
    json?.addPosition(graph, database, rows, atHeads);
    if (json === null && request.verbose) {
      output.result(`Current revision(s) for ${database.shownUrl}:`);
    }
    if (request.checkHeads && !atHeads) {
      throw new CommandError("not_at_heads", "Database is not on all head revisions");
    }
    if (json !== null) return;
    for (const revision of graph.allCurrent(rows)) {
      output.result(
        request.verbose ? formatLogEntry(graph, revision) : formatRevisionLine(graph, revision),
      );
    }
  });
}
