import { formatLogEntry } from "../script/format.ts";
import type { Revision } from "../script/revision.ts";
import { type CommandContext, openProject } from "./context.ts";
import type { SymbolRequest } from "./request.ts";

/** Prints the entry of each revision that a symbol means; `current` asks the database. */
export async function show(request: SymbolRequest, context: CommandContext): Promise<void> {
  const project = await openProject(request, context);
  const { graph } = project;
  const print = (revisions: readonly Revision[], rows: readonly string[] | null) => {
    if (context.json) return context.json.addRevisions(graph, revisions, rows);
    for (const revision of revisions) context.output.result(formatLogEntry(graph, revision));
  };
  if (request.rev !== "current") return print(graph.getRevisions(request.rev), null);
  const { withVersionRows } = await import("./database.ts");
  await withVersionRows(request, context, project, (rows, database) => {
    context.json?.addRows(database, rows);
    print(graph.getRevisions(rows), rows);
  });
}
