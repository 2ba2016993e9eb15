import { revisionEnvironment } from "../config/mod.ts";
import { CommandError } from "../errors/mod.ts";
import { RevisionGraph } from "../script/graph.ts";
import type { NewRevisionRequest } from "../script/new_revision.ts";
import { ScriptDirectory } from "../script/script_directory.ts";
import { runTemplate } from "../environment/template_python.ts";
import { type CommandContext, openProject, type Project } from "./context.ts";
import type { MergeRequest, RevisionRequest } from "./request.ts";

/** `revision`: writes a new revision file on top of a head. */
export async function revision(request: RevisionRequest, context: CommandContext): Promise<void> {
  const project = await openProject(request, context);
  const environment = revisionEnvironment(project.config);
  if (request.autogenerate) {
    if (request.sql) {
      throw new CommandError(
        "sql_autogenerate",
        "Using --sql with --autogenerate does not make any sense",
      );
    }
    const { autogenerateRevision } = await import("./autogenerate/revision.ts");
    return await autogenerateRevision(request, context, project);
  }
  if (request.sql && !environment) {
    throw new CommandError(
      "sql_revision",
      "Using --sql with the revision command when revision_environment is not configured does " +
        "not make any sense",
    );
  }
  if (environment) await runEnvPy(request, context, project, request.sql);
  await writeRevision(
    {
      message: request.message ?? null,
      heads: [request.head ?? "head"],
      splice: request.splice,
      branchLabels: request.branchLabel === undefined ? [] : [request.branchLabel],
      versionPath: request.versionPath,
      id: request.revId,
      dependsOn: request.dependsOn,
      kind: request.format,
    },
    context,
    project,
  );
}

/** `merge`: writes a revision that stands on several. */
export async function merge(request: MergeRequest, context: CommandContext): Promise<void> {
  const project = await openProject(request, context);
  if (revisionEnvironment(project.config)) await runEnvPy(request, context, project, false);
  await writeRevision(
    {
      message: request.message ?? null,
      heads: request.revisions,
      splice: request.splice,
      branchLabels: request.branchLabel === undefined ? [] : [request.branchLabel],
      id: request.revId,
      kind: request.format,
    },
    context,
    project,
  );
}

async function writeRevision(
  request: NewRevisionRequest,
  context: CommandContext,
  { config, graph }: Project,
): Promise<void> {
  const { platform, output, json, warn } = context;
  const runPython = runTemplate({ config, ...context });
  const directory = new ScriptDirectory(config, graph, platform, runPython);
  const file = await directory.generate(request);
  const written = await directory.write(
    file,
    (text, work, newline) => output.status(text, work, newline),
    warn,
  );
  json?.setRevision(new RevisionGraph([...graph.revisions, written]), written);
}

/** `revision_environment = true`: env.py runs, and nothing is done on its connection. */
async function runEnvPy(
  request: RevisionRequest | MergeRequest,
  context: CommandContext,
  project: Project,
  sql: boolean,
): Promise<void> {
  const { headIds, runOnDatabase } = await import("./database.ts");
  await runOnDatabase(
    request,
    context,
    project,
    {
      name: request.command,
      offline: sql,
      options: { autogenerate: false, sql, message: request.message ?? null },
      heads: () => headIds(project),
    },
    () => ({ plan: () => [], ...(sql ? { startingRows: () => [] } : {}) }),
  );
}
