import { joinPath } from "../config/paths.ts";
import { CommandError, MigratorError } from "../errors/mod.ts";
import type { NewLinks } from "./new_revision.ts";
import type { RevisionHeader, RevisionKind } from "./revision.ts";
import { readSqlHeader } from "./sql_file.ts";
import { readTypeScriptHeader } from "./typescript_header.ts";

/** A file of a new revision, before it is written. */
export interface GeneratedFile {
  readonly kind: RevisionKind;
  readonly path: string;
  readonly text: string;
  readonly template: string;
}

/**
 * Refuses a file in which names would be more than that: they end a comment or a docstring, and what follows would be
 * run, or lead out of the version location. Names may come from revisions that others wrote.
 */
export function checkGenerated(file: GeneratedFile, links: NewLinks): void {
  const { path } = file;
  const below = path.slice(joinPath(links.directory, "").length);
  if (below.startsWith("/") || below.split("/").includes("..")) {
    throw new CommandError(
      "outside_version_location",
      `The file of the revision would be ${path}, which is not in ${links.directory}`,
      { hint: "Choose another --rev-id, or look at file_template in the config file" },
    );
  }
  if (file.kind === "python") checkPython(file, links);
  else checkHeader(file, links);
}

function checkPython({ template }: GeneratedFile, links: NewLinks): void {
  if (!template.includes('"""')) return;
  const found = namesOf(links).find((name) => name.includes('"""'));
  if (found === undefined) return;
  throw new CommandError(
    "ends_docstring",
    `${JSON.stringify(found)} would end the docstring of the revision file`,
    { hint: "Write it without three quotation marks in a row" },
  );
}

function checkHeader({ kind, path, text }: GeneratedFile, links: NewLinks): void {
  const name = path.slice(path.lastIndexOf("/") + 1);
  let header: RevisionHeader | null;
  try {
    header = kind === "sql"
      ? readSqlHeader(text, path, name)
      : readTypeScriptHeader(text, path, name);
  } catch (error) {
    if (error instanceof MigratorError) throw notKept(kind, links, error);
    throw error;
  }
  if (header === null) return;
  const same = (one: readonly string[], other: readonly string[]) =>
    one.length === other.length && one.every((each, index) => each === other[index]);
  // A template of one's own may leave the labels out, which is said when the file has been written.
  const labels = header.branchLabels.length === 0 || same(header.branchLabels, links.branchLabels);
  const isKept = header.id === links.id && same(header.downRevisions, links.downRevisions) &&
    same(header.dependsOn, links.dependsOn) && labels;
  const endsComment = kind === "typescript" && namesOf(links).some((each) => each.includes("*/"));
  if (!isKept || endsComment) throw notKept(kind, links);
}

function notKept(kind: RevisionKind, links: NewLinks, cause?: MigratorError): CommandError {
  const names = namesOf(links).map((each) => JSON.stringify(each)).join(", ");
  const language = kind === "sql" ? "SQL" : "TypeScript";
  return new CommandError(
    "names_not_kept",
    `A ${language} file cannot keep the names as they are: ${names}`,
    {
      hint: cause?.message ?? "Use letters, digits and underscores, or --format python",
      cause,
    },
  );
}

function namesOf({ id, downRevisions, branchLabels, dependsOn }: NewLinks): readonly string[] {
  return [id, ...downRevisions, ...branchLabels, ...dependsOn];
}
