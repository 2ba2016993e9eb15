import { CommandError } from "../errors/mod.ts";
import type { Platform } from "../platform/mod.ts";
import type { Revision } from "../script/revision.ts";
import { type CommandContext, openProject } from "./context.ts";
import type { SymbolRequest } from "./request.ts";

/** Programs to try where neither EDITOR nor VISUAL is set, in Alembic's order. */
const EDITORS = ["sensible-editor", "editor", "nano", "vim", "code"];

/** Opens the files of the revisions that a symbol means in the user's editor, one after the other. */
export async function edit(request: SymbolRequest, context: CommandContext): Promise<void> {
  const project = await openProject(request, context);
  const { graph } = project;
  const { platform } = context;
  if (request.rev === "current") {
    const { withVersionRows } = await import("./database.ts");
    return await withVersionRows(request, context, project, (rows) => {
      if (rows.length === 0) throw new CommandError("no_current", "No current revisions");
      openAll(graph.getRevisions(rows), platform);
    });
  }
  const revisions = graph.getRevisions(request.rev);
  if (revisions.length === 0) {
    throw new CommandError(
      "no_revision_files",
      `No revision files indicated by symbol '${request.rev}'`,
    );
  }
  openAll(revisions, platform);
}

function openAll(revisions: readonly Revision[], platform: Platform): void {
  for (const { path } of revisions) openInEditor(path, platform);
}

function openInEditor(path: string, platform: Platform): void {
  const chosen = platform.env("EDITOR") ?? platform.env("VISUAL");
  const commands = chosen ? [chosen.split(" ")] : EDITORS.map((name) => [name]);
  for (const [program, ...args] of commands) {
    let code: number;
    try {
      ({ code } = platform.run(program!, [...args, path]));
    } catch (error) {
      if (!chosen) continue;
      throw new CommandError("editor", `Error executing editor (${String(error)})`);
    }
    if (code === 0) return;
    throw new CommandError(
      "editor",
      `Error executing editor (Command '${program} ${path}' returned non-zero exit status ${code}.)`,
    );
  }
  throw new CommandError(
    "editor",
    "EDITOR or VISUAL environment variable not set, and no editor found in PATH",
  );
}
