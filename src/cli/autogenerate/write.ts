import { revisionContent } from "../../autogenerate/revision_content.ts";
import { scratchFor, tryRevision } from "../../autogenerate/trial.ts";
import type { Connection } from "../../database/connection.ts";
import { openScratch } from "../../database/scratch.ts";
import { postgresql } from "../../dialect/postgresql/postgresql.ts";
import { NO_ENVIRONMENT } from "../../environment/environment.ts";
import type { RevisionScript } from "../../environment/directives/process.ts";
import type { Files, Platform } from "../../platform/mod.ts";
import type { PythonRenderOptions } from "../../render/mod.ts";
import { bodyLoader } from "../../revision/load.ts";
import type { Metadata } from "../../schema/metadata.ts";
import type { NewRevisionRequest } from "../../script/new_revision.ts";
import type { RevisionKind } from "../../script/revision.ts";
import { type NewRevision, ScriptDirectory } from "../../script/script_directory.ts";
import { runTemplate } from "../../script/template_python.ts";
import type { CommandContext, Project } from "../context.ts";
import type { RevisionFormat } from "../request.ts";

/** How revisions that were generated are written. */
export interface WriteSettings {
  readonly format?: RevisionFormat;
  readonly python: PythonRenderOptions;
  readonly templateArguments: Readonly<Record<string, string>>;
  /** What the database holds before the revision. */
  readonly before: Metadata;
}

/** A revision file that is made, with what it was made from. */
interface MadeFile {
  readonly file: NewRevision;
  readonly directory: ScriptDirectory;
}

/**
 * Makes the files of revisions and tries each on an embedded database. Nothing is written: what fails is a
 * `CommandError`.
 */
export async function makeFiles(
  scripts: readonly RevisionScript[],
  settings: WriteSettings,
  context: CommandContext,
  { config, graph }: Project,
): Promise<readonly MadeFile[]> {
  const { platform } = context;
  const directory = new ScriptDirectory(config, graph, platform, runTemplate(config, platform));
  const made: MadeFile[] = [];
  for (const script of scripts) {
    const kind = directory.kindOf({ kind: settings.format });
    const request = requestOf(
      script,
      kind,
      variablesOf(script, kind, directory, settings, context),
    );
    made.push({ file: await directory.generate(request), directory });
  }
  return made;
}

function requestOf(
  script: RevisionScript,
  kind: RevisionKind,
  variables: Readonly<Record<string, string>>,
): NewRevisionRequest {
  return {
    message: script.message,
    heads: typeof script.head === "string" ? [script.head] : script.head ?? ["head"],
    splice: script.splice,
    branchLabels: script.branchLabel === null ? [] : [script.branchLabel],
    versionPath: script.versionPath ?? undefined,
    id: script.id,
    dependsOn: script.dependsOn,
    kind,
    variables,
  };
}

function variablesOf(
  { parts, imports }: RevisionScript,
  kind: RevisionKind,
  directory: ScriptDirectory,
  { python, templateArguments }: WriteSettings,
  { warn }: CommandContext,
): Readonly<Record<string, string>> {
  const variables: Record<string, string> = { ...templateArguments };
  const lines = new Set(imports);
  for (const part of parts) {
    const content = revisionContent(
      { upgrade: part.upgrade, downgrade: part.downgrade },
      {
        kind,
        dialect: postgresql,
        namingConvention: python.namingConvention ?? null,
        python,
        warn,
      },
    );
    variables[part.upgradeToken] = content.upgrade;
    variables[part.downgradeToken] = content.downgrade;
    for (const line of content.imports.split("\n")) if (line !== "") lines.add(line);
  }
  // What the project's template imports already need not be there twice.
  const template = kind === "python" ? directory.templateText(kind).split(/\r?\n/) : [];
  variables.imports = [...lines].filter((line) => !template.includes(line)).sort().join("\n");
  return variables;
}

/** Runs made files up and down on an embedded database that holds what the project's database holds. */
export async function tryFiles(
  made: readonly MadeFile[],
  scripts: readonly RevisionScript[],
  { python, before }: WriteSettings,
  context: CommandContext,
  project: Project,
): Promise<void> {
  const touched = scripts.flatMap(({ parts }) => parts.flatMap((part) => part.upgrade));
  if (touched.length === 0) return;
  const connection = await openScratch(context.platform);
  try {
    const lacking = await scratchFor(connection, before, touched, postgresql);
    if (lacking !== null) return context.warn(notTried(lacking));
    for (const { file } of made) await tryFile(file, connection, python, context, project);
  } finally {
    await connection.close();
  }
}

async function tryFile(
  file: NewRevision,
  connection: Connection,
  python: PythonRenderOptions,
  context: CommandContext,
  { config }: Project,
): Promise<void> {
  // What a TypeScript file says was compared with its SQL when it was made.
  if (file.kind === "typescript") return;
  const load = bodyLoader({
    config,
    platform: withFile(context.platform, file),
    environment: NO_ENVIRONMENT,
    logging: context.logging,
  });
  const body = await load(
    {
      id: file.id,
      kind: file.kind,
      path: file.path,
    } as Parameters<typeof load>[0],
  );
  const outcome = await tryRevision(body, {
    connection,
    dialect: postgresql,
    namingConvention: python.namingConvention ?? null,
  });
  if (outcome.kind === "impossible") context.warn(notTried(outcome.reason));
}

function notTried(reason: string): string {
  return "the new revision could not be tried on an embedded database, which is not all that a " +
    `server may be: ${reason}`;
}

/** The platform as if a file were written. */
function withFile(platform: Platform, { path, text }: NewRevision): Platform {
  const files = new Proxy(platform.files, {
    get(target: Files, name: keyof Files) {
      const bytes = () => new TextEncoder().encode(text);
      if (name === "readBytes") return (of: string) => of === path ? bytes() : target.readBytes(of);
      if (name === "readText") return (of: string) => of === path ? text : target.readText(of);
      if (name === "isFile") return (of: string) => of === path || target.isFile(of);
      const value = target[name];
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { ...platform, files };
}
