import { relative } from "@std/path";
import { absolutePath } from "../config/paths.ts";
import { CommandError, RevisionError } from "../errors/mod.ts";
import { environmentOf } from "../import/environment.ts";
import { importRevisions } from "../import/import.ts";
import { reportOf } from "../import/report.ts";
import { openSource } from "../import/source.ts";
import { checkedOutput, writeProject } from "../import/write_project.ts";
import type { CommandContext } from "./context.ts";
import { importSummary } from "./import_summary.ts";
import { Progress } from "./progress.ts";
import type { ImportRequest } from "./request.ts";
import { TEMPLATES } from "./templates.ts";

/**
 * `import`: writes a project anew with its revisions in SQL or TypeScript; with `--dry-run` only tells what would come of
 * it. `CommandError`s for an output that is there already and the like; with `--strict` a `RevisionError` unless all
 * revisions can be translated, and then nothing is written but the report.
 */
export async function importProject(
  request: ImportRequest,
  context: CommandContext,
): Promise<void> {
  const { platform, output: out, warn } = context;
  const { dryRun, strict, to: language = "sql" } = request;
  if (request.output === undefined && !dryRun) {
    throw new CommandError("output_required", "import needs --output DIR", {
      hint: "Name a directory that does not exist yet, or see with --dry-run what would come of it",
    });
  }
  const source = await openSource(
    { path: request.path, name: request.name, xArguments: request.x },
    platform,
    warn,
  );
  const target = request.output === undefined
    ? null
    : checkedOutput(request.output, source, platform);
  const found = await environmentOf(source, request.noEnv);
  if (found.runs > 1) refuseSeveralDatabases(found.runs, dryRun, warn);
  const progress = new Progress(platform.terminal, "Evaluating revisions");
  const imported = await importRevisions(source, found, {
    language,
    progress: (done, total) => progress.update(done, total),
  }).finally(() => progress.end());
  const complete = imported.every(({ result }) => result !== "kept");
  const written = !dryRun && (complete || !strict) ? target : null;
  if (written !== null) {
    writeProject(
      source,
      imported,
      { output: written, iniTemplate: TEMPLATES.generic.ini },
      platform,
      warn,
    );
  }
  const report = reportOf(source, imported, {
    output: written,
    language,
    environmentProblem: found.shortfall,
  });
  if (found.shortfall !== null) {
    warn(
      `${found.shortfall}\n  hint: this matters only to constraints that revisions leave without a name`,
    );
  }
  const whole = (path: string) => absolutePath(path, source.root, platform.os);
  out.result(importSummary(report, {
    dryRun,
    runs: found.runs,
    columns: platform.terminal.columns() ?? 100,
    shownPath: (path) => typedPath(whole(path), platform.cwd()),
    sourceLine: (path, line) =>
      platform.files.readTextOrNull(whole(path))?.split("\n")[line - 1] ?? null,
  }));
  if (request.report !== undefined) {
    const path = absolutePath(request.report, platform.cwd(), platform.os);
    platform.files.writeText(path, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (strict && !complete) {
    const { kept } = report.statistics;
    throw new RevisionError(
      "not_translatable",
      `${kept} of ${imported.length} revisions cannot be written as ${
        language === "sql" ? "SQL" : "TypeScript"
      }, so nothing was written`,
      { hint: "without --strict they stay Python files in the new project" },
    );
  }
}

/** A path as it would be typed: from the current directory where it is below that. */
function typedPath(path: string, cwd: string): string {
  const way = relative(cwd, path);
  return way.startsWith("..") ? path : way;
}

/** What the revisions do then depends on the database that they run for, which a translated file cannot know. */
function refuseSeveralDatabases(
  runs: number,
  dryRun: boolean,
  warn: (message: string) => void,
): void {
  const message = `env.py runs the revisions ${runs} times, for several databases`;
  if (dryRun) return warn(`${message}; what is said here is for the first of them`);
  throw new CommandError("several_databases", message, {
    hint:
      "A translated revision is the same for all; keep such a project in Python, which migrator runs",
  });
}
