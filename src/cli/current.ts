import { CommandError } from "../errors/mod.ts";
import { formatLogEntry, formatRevisionLine } from "../script/format.ts";
import { type CommandContext, openProject } from "./context.ts";
import { withVersionRows } from "./database.ts";
import type { CurrentRequest } from "./request.ts";

/** Prints where the database stands; never creates the version table. */
export async function current(request: CurrentRequest, context: CommandContext): Promise<void> {
  const project = await openProject(request, context);
  const { graph } = project;
  const { output } = context;
  await withVersionRows(request, context, project, (rows, database) => {
    if (request.verbose) output.result(`Current revision(s) for ${database.shownUrl}:`);
    if (request.checkHeads) {
      const heads = new Set(graph.heads.map(({ id }) => id));
      if (rows.length !== heads.size || !rows.every((row) => heads.has(row))) {
        throw new CommandError("not_at_heads", "Database is not on all head revisions");
      }
    }
    for (const revision of graph.allCurrent(rows)) {
      output.result(
        request.verbose ? formatLogEntry(graph, revision) : formatRevisionLine(graph, revision),
      );
    }
  }, { mutate: false });
}
