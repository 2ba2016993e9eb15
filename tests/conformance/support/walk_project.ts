/** A project whose history changes, and the databases of both programs. */
import pg from "pg";
import type { GraphEntry } from "../../support/random_graph.ts";
import { testDatabase } from "../../support/postgres.ts";
import type { Finished } from "../../support/process.ts";
import type { AlembicServer } from "./alembic_server.ts";
import type { Replacements } from "./said.ts";
import { editIni, makeProject, setUrl, sourceOf } from "./project.ts";

/** The version rows of both databases, each in its database's order. */
export interface BothRows {
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
}

/** What a walk goes through. */
export interface WalkProject {
  readonly directory: string;
  /** The URL of migrator's database. */
  readonly url: string;
  /** The names of Alembic's database and of migrator's, which are not to be compared. */
  readonly names: readonly Replacements[];
  /** Puts a history in place of the one before, in one version location or two; empties both databases. */
  begin(entries: readonly GraphEntry[], twoLocations: boolean): Promise<void>;
  alembic(command: readonly string[]): Promise<Finished>;
  rows(): Promise<BothRows>;
  /**
   * Puts the rows of both databases, which are the same, into the same order, on which `downgrade -1` from
   * several rows depends; gives them.
   */
  alignRows(): Promise<readonly string[]>;
  /** Gives Alembic's database the rows of ours. */
  followMigrator(): Promise<void>;
}

/** Makes the project and its databases, for as long as `use` takes. */
export async function inWalkProject(
  alembic: AlembicServer,
  use: (project: WalkProject) => Promise<void>,
): Promise<void> {
  const directory = await Deno.realPath(await Deno.makeTempDir({ prefix: "migrator-walk-" }));
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.defer(() => Deno.remove(directory, { recursive: true }));
  const [first, second] = [await openDatabase(cleanUp), await openDatabase(cleanUp)];
  const cwd = { cwd: directory };
  await makeProject({ name: "alembic", run: (args) => alembic.run(args, cwd) }, directory, []);
  await setUrl(directory, first.url);
  await editIni(
    directory,
    /^# version_locations = .*$/m,
    "version_locations = %(here)s/one:%(here)s/two",
  );
  const rows = async () => ({ theirs: await first.rows(), ours: await second.rows() });
  await use({
    directory,
    url: second.url,
    names: [first, second].map(({ name }) => [[name, "<DATABASE>"]]),
    async begin(entries, twoLocations) {
      await Promise.all([first.empty(), second.empty()]);
      await writeHistory(directory, entries, twoLocations);
    },
    alembic: (command) => alembic.run(command, cwd),
    rows,
    async alignRows() {
      const { theirs, ours } = await rows();
      if (theirs.join() !== ours.join()) await second.setRows(theirs);
      return theirs;
    },
    followMigrator: async () => await first.setRows(await second.rows()),
  });
}

async function openDatabase(cleanUp: AsyncDisposableStack) {
  const { url, name } = cleanUp.use((await testDatabase())!);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  cleanUp.defer(() => client.end());
  const isThere = async () => {
    const { rows } = await client.query("SELECT to_regclass('alembic_version') AS name");
    return rows[0].name !== null;
  };
  return {
    url,
    name,
    async rows(): Promise<string[]> {
      if (!await isThere()) return [];
      const { rows } = await client.query("SELECT version_num FROM alembic_version");
      return rows.map(({ version_num }) => version_num);
    },
    /** A table that has been emptied keeps rows in the order in which they come. */
    async setRows(versions: readonly string[]): Promise<void> {
      if (!await isThere()) return;
      const values = versions.map((version) => `('${version}')`).join(", ");
      await client.query(
        "TRUNCATE alembic_version" +
          (values === "" ? "" : `; INSERT INTO alembic_version VALUES ${values}`),
      );
    },
    empty: () =>
      client.query(
        "DROP TABLE IF EXISTS alembic_version, migrator_history, migrator_history_progress",
      ),
  };
}

async function writeHistory(
  directory: string,
  entries: readonly GraphEntry[],
  twoLocations: boolean,
): Promise<void> {
  const split = twoLocations ? Math.ceil(entries.length / 2) : entries.length;
  for (const location of ["one", "two"]) {
    await Deno.remove(`${directory}/${location}`, { recursive: true }).catch(() => {});
    await Deno.mkdir(`${directory}/${location}`);
  }
  for (const [number, { id, down, depends, labels }] of entries.entries()) {
    const name = `${number < split ? "one" : "two"}/${String(number).padStart(3, "0")}_${id}.py`;
    const source = sourceOf({
      id,
      down: down.length === 0 ? undefined : down,
      dependsOn: depends.length === 0 ? undefined : depends,
      labels: labels.length === 0 ? undefined : labels,
      message: `doc ${id}`,
      upgrade: "pass",
      downgrade: "pass",
    });
    await Deno.writeTextFile(`${directory}/${name}`, source);
  }
}
