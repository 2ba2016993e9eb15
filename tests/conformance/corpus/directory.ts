/** Migrator's side of one versions directory, without the project's env.py: a configuration for it. */
import { type Config, loadConfig } from "../../../src/config/mod.ts";
import { joinPath, parentPath } from "../../../src/config/paths.ts";
import { DEFAULT_OPTIONS, type Environment } from "../../../src/environment/environment.ts";
import { Logging } from "../../../src/logging/mod.ts";
import { denoPlatform, type Platform } from "../../../src/platform/mod.ts";
import { bodyLoader } from "../../../src/revision/load.ts";

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
    envAll: () => ({}),
  };
  return bodyLoader({
    platform,
    config: await configFor(directory, platform),
    environment: ENVIRONMENT,
    logging: new Logging(platform.terminal),
  });
}

async function configFor(directory: VersionsDirectory, platform: Platform): Promise<Config> {
  const ini = await Deno.makeTempFile({ suffix: ".ini" });
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
    await Deno.remove(ini);
  }
}

/** The directories above that are no packages themselves: where Python would be told to look. */
function modulePath({ path, top }: VersionsDirectory, { files }: Platform): readonly string[] {
  const above = ancestors(path);
  const isTop = (directory: string) => top === undefined ? marked(directory) : directory === top;
  const last = above.findLastIndex(isTop);
  return above.slice(0, last < 0 ? 2 : last + 1)
    .filter((directory) => !files.isFile(joinPath(directory, "__init__.py")));

  function marked(directory: string): boolean {
    return MARKS.some((mark) =>
      files.isFile(joinPath(directory, mark)) || files.isDirectory(joinPath(directory, mark))
    );
  }
}

function ancestors(path: string): readonly string[] {
  const found: string[] = [];
  for (let at = parentPath(path); at !== parentPath(at); at = parentPath(at)) found.push(at);
  return found;
}
