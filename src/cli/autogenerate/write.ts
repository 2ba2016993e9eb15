import { revisionContent } from "../../autogenerate/revision_content.ts";
import { postgresql } from "../../dialect/postgresql/postgresql.ts";
import type { RevisionScript } from "../../environment/directives/process.ts";
import type { PythonRenderOptions } from "../../render/mod.ts";
import type { NewRevisionRequest } from "../../script/new_revision.ts";
import type { RevisionKind } from "../../script/revision.ts";
import { type NewRevision, ScriptDirectory } from "../../script/script_directory.ts";
import { runTemplate } from "../../environment/template_python.ts";
import type { CommandContext, Project } from "../context.ts";
import type { ComparedRun } from "./generation.ts";
import type { RevisionFormat } from "../request.ts";

/** How revisions that were generated are written. */
export interface WriteSettings {
  readonly format?: RevisionFormat;
  readonly python: PythonRenderOptions;
  readonly templateArguments: Readonly<Record<string, string>>;
  readonly runs: readonly ComparedRun[];
}

/** A revision file that is made, with what it was made from. */
export interface MadeFile {
  readonly file: NewRevision;
  readonly directory: ScriptDirectory;
}

/** Makes the files of revisions. Nothing is written. */
export async function makeFiles(
  scripts: readonly RevisionScript[],
  settings: WriteSettings,
  context: CommandContext,
  { config, graph }: Project,
): Promise<readonly MadeFile[]> {
  const { platform } = context;
  const runPython = runTemplate({ config, ...context });
  const directory = new ScriptDirectory(config, graph, platform, runPython);
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
