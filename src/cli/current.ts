import { CommandError } from "../errors/mod.ts";
import { formatLogEntry, formatRevisionLine } from "../script/format.ts";
import { headIds } from "../project/project.ts";
import { headsOf, readProject, unreadProject } from "../project/unread_project.ts";
import type { CommandContext } from "./context.ts";
import { withVersionRows } from "./database.ts";
import type { CurrentRequest } from "./request.ts";

/** Prints where the database stands; never creates the version table. */
export async function current(request: CurrentRequest, context: CommandContext): Promise<void> {
  const source = await unreadProject(request, context);
  const { output, json } = context;
  if (json !== null) json.set("heads", await headsOf(source));
  await withVersionRows(request, context, source, async (rows, database) => {
    const project = await readProject(source);
    const { graph } = project;
    const heads = new Set(headIds(project));
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
