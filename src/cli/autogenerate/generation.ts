import type { ComparedDatabase } from "../../autogenerate/compared_database.ts";
import {
  processRevisionDirectives,
  type RevisionScript,
  type ScriptPart,
} from "../../environment/directives/process.ts";
import { renderItemOf } from "../../environment/directives/render_item.ts";
import type { Environment } from "../../environment/environment.ts";
import type { CommandFacts } from "../../environment/request.ts";
import type { TargetMetadata } from "../../environment/target_metadata.ts";
import { CommandError } from "../../errors/mod.ts";
import { logLines } from "../../migration/events.ts";
import { migrate } from "../../migration/migrate.ts";
import { type BodyLoader, type MigrationCommand, upgradeCommand } from "../../migration/mod.ts";
import { postgresql } from "../../dialect/postgresql/postgresql.ts";
import type { PythonRenderOptions } from "../../render/mod.ts";
import { asString } from "../../python/runtime/mod.ts";
import type { CommandContext, Project } from "../context.ts";
import { headIds, inEnvironment, RUN_LOGGER } from "../database.ts";
import type { CheckRequest, RevisionRequest } from "../request.ts";
import { compareTo } from "./comparison.ts";
import { readsModels, readTarget } from "./target.ts";

/** What a comparison came to, and what is needed to write it down. */
export interface Generation {
  /** The revisions that would be written; none where `process_revision_directives` took them out. */
  readonly scripts: readonly RevisionScript[];
  /** How env.py wants Python to be written. */
  readonly python: PythonRenderOptions;
  /** `template_args` of env.py that are texts. */
  readonly templateArguments: Readonly<Record<string, string>>;
  /** The runs of env.py's migrations, in their order. */
  readonly runs: readonly ComparedRun[];
}

/** One run of the migrations, with a database of its own where env.py has several. */
export interface ComparedRun {
  /** What the database holds. */
  readonly before: ComparedDatabase;
  /** What env.py passes to the functions of revisions. */
  readonly arguments: Environment["arguments"];
}

/** The revision to begin with, before anything is compared. */
export type EmptyScript = Omit<RevisionScript, "parts">;

/** Alembic's plug-ins that compare something, in the order in which it sets them up. */
const plugins = ["schemas", "tables", "types", "constraints", "defaults", "comments"];

/**
 * Compares what the database should hold with what it holds, wherever env.py runs its migrations. With
 * `--offline` the database is an embedded one to which all revisions are applied first. A `CommandError` where a
 * database is not at the heads.
 */
export async function generate(
  request: RevisionRequest | CheckRequest,
  empty: EmptyScript,
  context: CommandContext,
  project: Project,
): Promise<Generation> {
  const parts: ScriptPart[] = [];
  let scripts: readonly RevisionScript[] = [{ ...empty, parts }];
  const runs: ComparedRun[] = [];
  let last: Omit<Generation, "scripts" | "runs"> | null = null;
  const used = request.offline ? { ...request, url: "pglite://" } : request;
  await inEnvironment(used, context, project, commandFacts(request, project), async (
    environment,
    _database,
    loadBody,
  ) => {
    const rows = await versionRows(request.offline, environment, loadBody, context, project);
    refuseBehind(rows, project);
    const log = context.logging.getLogger("alembic.runtime.plugins");
    for (const each of plugins) {
      log.info(`setting up autogenerate plugin alembic.autogenerate.${each}`);
    }
    const target = await readTarget(request, environment, context, project);
    const { changes, before } = await compareTo(
      target,
      environment,
      request,
      context,
      project,
    );
    const { upgradeToken, downgradeToken } = target.options;
    parts.push({
      upgradeToken,
      downgradeToken,
      ...changes,
    });
    scripts = process([{ ...empty, ...scripts[0], parts }], target, environment, rows);
    runs.push({ before, arguments: environment.arguments });
    last = writing(target, environment);
  });
  if (last === null) {
    throw new CommandError(
      "nothing_compared",
      "env.py did not call context.run_migrations(), so nothing was compared",
    );
  }
  return { scripts, runs, ...last as Omit<Generation, "scripts" | "runs"> };
}

function commandFacts(request: RevisionRequest | CheckRequest, project: Project): CommandFacts {
  const options: CommandFacts["options"] = request.command === "revision"
    ? {
      message: request.message ?? null,
      autogenerate: true,
      sql: false,
      head: request.head ?? "head",
      splice: request.splice,
      branch_label: request.branchLabel ?? null,
      version_path: request.versionPath ?? null,
      rev_id: request.revId ?? null,
      depends_on: request.dependsOn ?? null,
    }
    : {};
  return {
    name: request.command,
    offline: false,
    options,
    heads: () => headIds(project),
    readsModels: readsModels(request, project),
    scratch: request.offline,
  };
}

/** The rows of the version table; with `--offline` after all revisions have been applied. */
async function versionRows(
  offline: boolean,
  environment: Environment,
  loadBody: BodyLoader,
  { logging, warn, output, json }: CommandContext,
  { graph }: Project,
): Promise<readonly string[]> {
  const command: MigrationCommand = offline && graph.revisions.length > 0
    ? upgradeCommand(graph, "heads", { sql: false, warn })
    : { plan: () => [] };
  const log = logging.getLogger(RUN_LOGGER);
  const { rows } = await migrate(environment, {
    command,
    graph: () => graph,
    dialect: postgresql,
    loadBody,
    report: (event) => {
      // That the history runs on a database of nobody's is nothing to tell of.
      if (offline && event.kind !== "configured") return;
      for (const { level, message } of logLines(event)) log[level](message);
    },
    write: (text) => json === null ? output.script(text) : json.addScript(text),
  });
  return rows;
}

function refuseBehind(rows: readonly string[], { graph }: Project): void {
  const ids = (revisions: readonly { readonly id: string }[]) =>
    revisions.map(({ id }) => id).toSorted().join(" ");
  if (ids(graph.getRevisions(rows)) === ids(graph.heads)) return;
  throw new CommandError("not_up_to_date", "Target database is not up to date.", {
    hint: "run `migrator upgrade heads` first; --offline needs no database",
  });
}

function process(
  scripts: readonly RevisionScript[],
  { options }: TargetMetadata,
  { configuration }: Environment,
  rows: readonly string[],
): readonly RevisionScript[] {
  const functions = options.processRevisionDirectives;
  if (functions.length === 0 || configuration === undefined) return scripts;
  return processRevisionDirectives(scripts, functions, configuration.migrationContext(), rows);
}

function writing(
  { metadata, options }: TargetMetadata,
  { configuration }: Environment,
): Pick<Generation, "python" | "templateArguments"> {
  const { renderItem, templateArguments } = options;
  const texts = [...templateArguments].map(([key, value]) => [key, asString(value)] as const)
    .filter((entry): entry is readonly [string, string] => entry[1] !== null);
  return {
    python: {
      sqlalchemyModulePrefix: options.sqlalchemyModulePrefix,
      alembicModulePrefix: options.alembicModulePrefix,
      userModulePrefix: options.userModulePrefix,
      renderAsBatch: options.renderAsBatch,
      // As where revisions run: there is none where there are several metadata.
      namingConvention: metadata.length === 1 ? metadata[0]!.namingConvention : undefined,
      ...(renderItem === null || configuration === undefined
        ? {}
        : { renderItem: renderItemOf(renderItem, configuration.migrationContext()) }),
    },
    templateArguments: Object.fromEntries(texts),
  };
}
