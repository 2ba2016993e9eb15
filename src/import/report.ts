import { joinPath } from "../config/paths.ts";
import type { Place } from "../errors/mod.ts";
import type { ImportedRevision, ImportLanguage } from "./import.ts";
import { type FixedValue, isTranslated, type Outcome } from "./outcome.ts";
import { projectImports } from "./project_imports.ts";
import type { ImportSource } from "./source.ts";
import { versionsDirectory } from "./write_project.ts";

/** What an import did, or would do, as `--report` writes it; docs/json/import_report.schema.json describes it. */
export interface ImportReport {
  readonly command: "import";
  /** The directory that the paths of `files` start from. */
  readonly source: string;
  /** The new project; `null` where none was written. */
  readonly output: string | null;
  readonly to: ImportLanguage;
  readonly statistics: ImportStatistics;
  /** What env.py could not say, which may matter to names of constraints; `null` for nothing. */
  readonly environment_problem: string | null;
  readonly files: readonly FileReport[];
}

/** How many revisions came to what. */
export interface ImportStatistics {
  readonly revisions: number;
  /** Those that migrator runs: all but the unsupported. */
  readonly run_without_python: number;
  readonly translated: number;
  readonly kept: number;
  readonly copied: number;
  /** Revisions of which a function needs a connection, or what the program is started with, and none is unsupported. */
  readonly need_connection: number;
  readonly unsupported: number;
  /** SQL statements in translated files. */
  readonly statements: number;
}

/** One revision file. */
export interface FileReport {
  readonly file: string;
  readonly revision: string;
  readonly message: string;
  readonly result: ImportedRevision["result"];
  /** The file in the new project, below it. */
  readonly new_file: string;
  readonly upgrade: FunctionReport;
  readonly downgrade: FunctionReport;
  /** The project's own Python modules that a kept file imports, which stay where they are. */
  readonly project_modules: readonly string[];
}

/** One function of a revision file. */
export interface FunctionReport {
  readonly status: Outcome["status"];
  /** How many statements it was translated to; `null` if it was not. */
  readonly statements: number | null;
  /** What stood in the way; `null` for nothing. */
  readonly construct: string | null;
  readonly message: string | null;
  /** What was written down as it was at the moment of the import: `time`, `random`, `environment`. */
  readonly fixed: readonly FixedValue[];
  readonly path: string | null;
  readonly line: number | null;
}

/** Makes the report of an import. */
export function reportOf(
  source: ImportSource,
  imported: readonly ImportedRevision[],
  facts: {
    readonly output: string | null;
    readonly language: ImportLanguage;
    readonly environmentProblem: string | null;
  },
): ImportReport {
  const modulesOf = projectImports(source);
  const files = imported.map((each) => ({
    ...fileReport(source, each),
    project_modules: each.result === "kept" ? modulesOf(each.revision) : [],
  }));
  const count = (test: (each: ImportedRevision) => boolean) => imported.filter(test).length;
  const unsupported = count(isUnsupported);
  return {
    command: "import",
    source: source.root,
    output: facts.output,
    to: facts.language,
    statistics: {
      revisions: imported.length,
      run_without_python: imported.length - unsupported,
      translated: count(({ result }) => result === "translated"),
      kept: count(({ result }) => result === "kept"),
      copied: count(({ result }) => result === "copied"),
      need_connection: count((each) => needsConnection(each)),
      unsupported,
      statements: files.filter(({ result }) => result === "translated").reduce(
        (sum, { upgrade, downgrade }) =>
          sum + (upgrade.statements ?? 0) + (downgrade.statements ?? 0),
        0,
      ),
    },
    environment_problem: facts.environmentProblem,
    files,
  };
}

/** Whether migrator cannot run a function of the revision, as far as can be seen without a database. */
export function isUnsupported({ upgrade, downgrade }: ImportedRevision): boolean {
  return upgrade.status === "unsupported" || downgrade.status === "unsupported";
}

/** Whether a revision stays in Python for no other reason than that it needs a database. */
export function needsConnection(each: ImportedRevision): boolean {
  return each.result === "kept" && !isUnsupported(each) &&
    !(isTranslated(each.upgrade) && isTranslated(each.downgrade));
}

function fileReport(
  source: ImportSource,
  each: ImportedRevision,
): Omit<FileReport, "project_modules"> {
  const { revision, result, upgrade, downgrade, fileName } = each;
  return {
    file: shownPath(revision.path, source),
    revision: revision.id,
    message: revision.doc,
    result,
    new_file: joinPath(versionsDirectory, fileName),
    upgrade: functionReport(upgrade, source),
    downgrade: functionReport(downgrade, source),
  };
}

function functionReport(outcome: Outcome, source: ImportSource): FunctionReport {
  const place: Place | undefined = "place" in outcome ? outcome.place : undefined;
  return {
    status: outcome.status,
    statements: outcome.status === "translated"
      ? outcome.items.reduce(
        (sum, item) => sum + (item.kind === "sql" ? item.statements.length : 0),
        0,
      )
      : null,
    construct: "construct" in outcome ? outcome.construct : null,
    message: "message" in outcome ? outcome.message : null,
    fixed: outcome.status === "translated" ? outcome.fixed : [],
    path: place === undefined ? null : shownPath(place.path, source),
    line: place?.line ?? null,
  };
}

/** A path as people see it: from the directory of the project where it is below that. */
export function shownPath(path: string, { root }: Pick<ImportSource, "root">): string {
  const start = joinPath(root, "");
  return path.startsWith(start) ? path.slice(start.length) : path;
}
