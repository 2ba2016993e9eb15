import { CommandError } from "../errors/mod.ts";
import { digestOfChecksums } from "../migration/history/checksum.ts";
import { changedFiles, type HistoryInspection } from "../migration/mod.ts";
import { checksumOfFile } from "./history_settings.ts";
import type { Project, Surroundings } from "./project.ts";

/** How many changed files are named before the rest is counted. */
const NAMED = 6;

/**
 * Tells of applied files that have changed, once, or refuses to go on where `strict` is set. Where all revisions are
 * applied and no file has changed, which is what most runs find, one comparison says so.
 */
export function tellChangedFiles(
  { graph, checksums }: Project,
  { platform: { files }, warn }: Surroundings,
  strict = false,
): HistoryInspection {
  let told = false;
  const expected = () => {
    if (checksums === undefined) return null;
    const { revisions } = graph;
    const checksumOf = (id: string) => checksums.get(graph.get(id)!.path)!;
    return {
      count: revisions.length,
      digest: () => digestOfChecksums(revisions.map(({ id }) => id), checksumOf, files.sha256),
    };
  };
  const look: HistoryInspection["look"] = (rows, history) => {
    if (told) return;
    const changed = changedFiles(
      graph,
      rows,
      history,
      (revision) => checksumOfFile(revision, files, checksums),
    );
    if (changed.length === 0) return;
    told = true;
    const named = changed.slice(0, NAMED).map(({ id }) => id).join(", ");
    const rest = changed.length > NAMED ? ` and ${changed.length - NAMED} more` : "";
    const message = `the files of applied revisions have changed since they ran: ${named}${rest}`;
    if (!strict) return warn(`${message}\n  hint: \`migrator status\` shows which`);
    throw new CommandError("changed_files", `T${message.slice(1)}`, {
      hint:
        "Bring them back, or put the change into a new revision; without --strict it is a warning",
    });
  };
  return { expected, look };
}
