/** Migrator's side of one versions directory, without the project's env.py: a configuration for it. */
import { type Config, loadConfig } from "../../../src/config/mod.ts";
import { joinPath, parentPath } from "../../../src/config/paths.ts";
import { DEFAULT_OPTIONS, type Environment } from "../../../src/environment/environment.ts";
import { Logging } from "../../../src/logging/mod.ts";
import { denoPlatform } from "../../../src/platform/deno.ts";
import type { Platform } from "../../../src/platform/mod.ts";
import { bodyLoader } from "../../../src/revision/load.ts";
import { makeRevision } from "../../../src/script/revision.ts";

/** The environment in which the rows of Alembic are made: offline, with psycopg2's placeholders. */
const ENVIRONMENT: Environment = {
  url: null,
  parameters: null,
  connection: null,
  transactionOwner: "engine",
  options: { ...DEFAULT_OPTIONS, literalBinds: true, paramstyle: "pyformat" },
  arguments: new Map(),
  preamble: [],
  fromEnvPy: false,
};

/** Imports what the real Alembic's process has imported before it times the first revision. */
const LIBRARIES = makeRevision(
  { id: "", downRevisions: [], branchLabels: [], dependsOn: [], docstring: "" },
  "python",
  "<start>",
  "import alembic.op\nimport sqlalchemy\n",
);

/** What stands at the top of a project. */
const MARKS = [".git", "alembic.ini", "pyproject.toml", "setup.py", "setup.cfg"];

/** Where a versions directory is, and how far up the project that it belongs to goes. */
export interface VersionsDirectory {
  /** What tables call it. */
  readonly name: string;
  readonly path: string;
  /** The top of the project; found by its files where absent. */
  readonly top?: string;
}

/** Evaluates the revisions of a directory as `--sql` would; nothing that they print is shown. */
export async function loaderFor(directory: VersionsDirectory) {
  const platform: Platform = {
    ...denoPlatform,
    terminal: { ...denoPlatform.terminal, writeOut: () => {}, writeErr: () => {} },
    env: () => undefined,
    envAll: () => ({ PWD: topOf(directory) ?? directory.path }),
  };
  const loadBody = bodyLoader({
    platform,
    config: await configFor(directory, platform),
    environment: ENVIRONMENT,
    logging: new Logging(platform.terminal),
  });
  await loadBody(LIBRARIES);
  return loadBody;
}

async function configFor(directory: VersionsDirectory, platform: Platform): Promise<Config> {
  // Where an ini stands, modules are looked for as well.
  const beside = await Deno.makeTempDir();
  const ini = joinPath(beside, "alembic.ini");
  try {
    await Deno.writeTextFile(
      ini,
      [
        "[alembic]",
        `script_location = ${parentPath(directory.path)}`,
        `version_locations = ${directory.path}`,
        `prepend_sys_path = ${modulePath(directory, platform).join(":")}`,
        "path_separator = :",
      ].join("\n"),
    );
    return await loadConfig({ platform, configFiles: [ini] });
  } finally {
    await Deno.remove(beside, { recursive: true });
  }
}

/** The directories above that are no packages themselves: where Python would be told to look. */
export function modulePath(
  directory: VersionsDirectory,
  { files }: Platform,
): readonly string[] {
  const above = ancestors(directory.path);
  const top = topOf(directory);
  return above.slice(0, top === null ? 2 : above.indexOf(top) + 1)
    .filter((path) => !files.isFile(joinPath(path, "__init__.py")));
}

/** The highest directory above that looks like the top of a project, or `null`. */
function topOf({ path, top }: VersionsDirectory): string | null {
  const { files } = denoPlatform;
  const isMarked = (directory: string) =>
    MARKS.map((mark) => joinPath(directory, mark))
      .some((mark) => files.isFile(mark) || files.isDirectory(mark));
  return top ?? ancestors(path).findLast(isMarked) ?? null;
}

function ancestors(path: string): readonly string[] {
  const found: string[] = [];
  for (let at = parentPath(path); at !== parentPath(at); at = parentPath(at)) found.push(at);
  return found;
}
