import { join } from "@std/path";
import { CommandError, systemErrorText } from "../errors/mod.ts";
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

/**
 * Opens a file in the program of EDITOR or VISUAL, which may have arguments after it, or in the first of
 * {@link EDITORS} that there is. A path that does not exist is passed over, as in Alembic.
 */
function openInEditor(path: string, platform: Platform): void {
  const editor = findEditor(platform);
  if (editor === null) {
    throw new CommandError(
      "editor",
      "Error executing editor (No suitable editor found. Please set the " +
        '"EDITOR" or "VISUAL" environment variables)',
    );
  }
  const words = [...editor, path];
  let code: number;
  try {
    ({ code } = platform.run(words[0]!, words.slice(1)));
  } catch (error) {
    const reason = error instanceof Error ? systemErrorText(error) : String(error);
    throw new CommandError("editor", `Error executing editor (${reason})`);
  }
  if (code === 0) return;
  const shown = words.map((word) => `'${word}'`).join(", ");
  throw new CommandError(
    "editor",
    `Error executing editor (Command '[${shown}]' returned non-zero exit status ${code}.)`,
  );
}

/** The command that opens a file: a program's path and what stands after its name in the variable. */
function findEditor(platform: Platform): readonly string[] | null {
  const named = [platform.env("EDITOR"), platform.env("VISUAL")].filter((each) => each);
  for (const choice of [...named, ...EDITORS]) {
    const [program = "", ...args] = choice!.split(" ");
    // The name of a program may hold blanks itself.
    const whole = findProgram(choice!, platform);
    if (whole !== null) return [whole];
    const first = findProgram(program, platform);
    if (first !== null) return [first, ...args];
  }
  return null;
}

/** The path of a program: as it is if it is a path, else from the directories of PATH. */
function findProgram(name: string, { env, files, os }: Platform): string | null {
  if (/[\\/]/.test(name)) return files.isFile(name) ? name : null;
  const suffix = os === "windows" && !/\.exe$/i.test(name) ? ".exe" : "";
  const directories = (env("PATH") ?? "").split(os === "windows" ? ";" : ":");
  return directories.map((directory) => join(directory, name + suffix)).find(files.isFile) ?? null;
}
