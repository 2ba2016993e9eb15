import { readTargetMetadata, type TargetMetadata } from "../../src/environment/target_metadata.ts";
import { runProject } from "../environment/env_run.ts";

/** The directory of the packages of models that several tests go through, one directory each. */
export const MODELS = new URL("../models/", import.meta.url);

/** The names of the packages; each has a module `models` with a `target_metadata`. */
export function modelPackages(): readonly string[] {
  return [...Deno.readDirSync(MODELS)].filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => name).sort();
}

/** The Python files of a package, by their path in it; `directory` has the packages. */
export function packageFiles(
  name: string,
  directory: URL = MODELS,
): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const visit = (directory: URL, prefix: string) => {
    for (const entry of Deno.readDirSync(directory)) {
      if (entry.name === "__pycache__") continue;
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory) visit(new URL(`${entry.name}/`, directory), `${path}/`);
      else if (path.endsWith(".py")) {
        files[path] = Deno.readTextFileSync(new URL(entry.name, directory));
      }
    }
  };
  visit(new URL(`${name}/`, directory), "");
  return files;
}

/** What came of reading models. */
export interface ReadModels {
  readonly target: TargetMetadata | null;
  readonly error: string | null;
  /** Where the error says that its cause stands, as `<file>:<line>`. */
  readonly place: string | undefined;
  readonly warnings: readonly string[];
}

/** Evaluates models as autogenerate does; `files` are those of the project, `lines` the beginning of its env.py. */
export async function readModels(
  files: Readonly<Record<string, string>>,
  lines = "from models import target_metadata",
): Promise<ReadModels> {
  let target: TargetMetadata | null = null;
  const { error, place, warnings } = await runProject({
    envPy: `from alembic import context
${lines}
context.configure(url="postgresql://h/d", target_metadata=target_metadata)
with context.begin_transaction():
    context.run_migrations()
`,
    ini: "prepend_sys_path = .",
    url: "postgresql://h/d",
    files: Object.fromEntries(
      Object.entries(files).map(([path, text]) => [`/work/${path}`, text]),
    ),
    command: {
      name: "revision",
      offline: true,
      readsModels: true,
      options: { autogenerate: true },
    },
    migrate: (environment) => {
      target = readTargetMetadata(environment);
      return Promise.resolve();
    },
  });
  return { target, error, place, warnings };
}
