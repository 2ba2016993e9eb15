/** A history to be run on a database, and the project in which both programs run it. */
import { loadConfig } from "../../../../src/config/mod.ts";
import { joinPath } from "../../../../src/config/paths.ts";
import { denoPlatform } from "../../../../src/platform/deno.ts";
import { modulePath } from "../directory.ts";

/** Revision files that are one history. */
export interface History {
  /** What tables call it. */
  readonly name: string;
  readonly versionLocations: readonly string[];
  /** Where its revisions find the modules that they import. */
  readonly sysPath: readonly string[];
  /** What has to be in a database before the first revision: statements. */
  readonly setup: string;
  /** The naming convention of the application's metadata, as a Python dict; "" for none. */
  readonly naming: string;
  /** Whether its own env.py gives each revision a transaction of its own, and revisions count on that. */
  readonly each: boolean;
}

/** What a history needs besides its files; all of it can be left out. */
export type Needs = Partial<Pick<History, "name" | "setup" | "naming" | "each">> & {
  /** The top of the checkout; found by its files where absent. */
  readonly top?: string;
};

/**
 * The history of a directory: of the project there, if it has an alembic.ini, or else the directory
 * holds revision files itself.
 */
export async function historyOf(directory: string, needs: Needs = {}): Promise<History> {
  const path = await Deno.realPath(directory);
  const { name = directory, top, setup = "", naming = "", each = false } = needs;
  const ini = joinPath(path, "alembic.ini");
  if (denoPlatform.files.isFile(ini)) {
    const config = await loadConfig({ platform: denoPlatform, configFiles: [ini] });
    return {
      name,
      versionLocations: config.versionLocations,
      sysPath: config.prependSysPath,
      setup,
      naming,
      each,
    };
  }
  const sysPath = modulePath({ name, path, top }, denoPlatform);
  return { name, versionLocations: [path], sysPath, setup, naming, each };
}

/**
 * The histories of a list: repository, commit, versions directory, setup, naming convention, and "each"
 * where each revision has a transaction, with tabs between.
 */
export async function listedHistories(list: string, root: string): Promise<readonly History[]> {
  const [, ...lines] = (await Deno.readTextFile(list)).trimEnd().split("\n");
  return await Promise.all(lines.map((line) => {
    const [repository = "", , versions = "", setup = "", naming = "", each] = line.split("\t");
    const top = joinPath(root, repository);
    const name = `${repository} ${versions}`;
    return historyOf(joinPath(top, versions), { name, top, setup, naming, each: each === "each" });
  }));
}

/** The directory, for both programs, of a project whose env.py does nothing but run the revisions. */
export async function writeProject(directory: string, history: History): Promise<void> {
  const ini = [
    "[alembic]",
    "script_location = %(here)s/migrations",
    `version_locations = ${history.versionLocations.join(":")}`,
    `prepend_sys_path = ${history.sysPath.join(":")}`,
    "path_separator = :",
    "",
  ];
  await Deno.mkdir(`${directory}/migrations`);
  await Deno.writeTextFile(`${directory}/alembic.ini`, ini.join("\n"));
  await Deno.writeTextFile(`${directory}/migrations/env.py`, envPy(history));
  await Deno.chmod(directory, 0o755);
}

/** With `-x each=1`, each revision has a transaction of its own. */
const envPy = ({ naming }: History): string =>
  `from sqlalchemy import MetaData, create_engine, pool

from alembic import context

arguments = context.get_x_argument(as_dictionary=True)
engine = create_engine(arguments["url"], poolclass=pool.NullPool)

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=MetaData(naming_convention=${naming === "" ? "None" : naming}),
        transaction_per_migration="each" in arguments,
    )
    with context.begin_transaction():
        context.run_migrations()
`;
