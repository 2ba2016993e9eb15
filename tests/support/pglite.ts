/**
 * The embedded database for tests. Making a new one takes seconds, so one empty data directory is
 * made for each version of it, kept in `.cache/`, and copied; a test file opens one copy and empties
 * it between tests.
 */
import { dirname, join } from "@std/path";
import { fileURLToPath } from "node:url";
import { borrowConnection } from "../../src/database/borrowed_connection.ts";
import type { Connection } from "../../src/database/connection.ts";
import { embeddedConnection, openPglite } from "../../src/database/pglite.ts";
import { loadExtensions } from "../../src/database/pglite_extensions.ts";
import { denoPlatform } from "../../src/platform/deno.ts";

/** A data directory of the test's own, removed with {@link remove}. */
export interface PgliteDirectory extends AsyncDisposable {
  readonly path: string;
  /** `pglite://` and the path. */
  readonly url: string;
  remove(): Promise<void>;
}

/** A fresh data directory with an empty database, not opened. */
export async function pgliteDirectory(): Promise<PgliteDirectory> {
  const holder = await Deno.makeTempDir({ prefix: "migrator-pglite-" });
  const path = join(holder, "data");
  await copyTemplate(path);
  const remove = () => Deno.remove(holder, { recursive: true }).catch(() => {});
  return { path, url: `pglite://${path}`, remove, [Symbol.asyncDispose]: remove };
}

let shared: Promise<Connection> | undefined;

/**
 * A connection to this test file's embedded database, emptied. Closing it does nothing: the next test
 * gets the same one. Only what tests do to schemas, extensions and roles named `test_…` is undone.
 */
export async function freshPglite(): Promise<Connection> {
  shared ??= openShared();
  const connection = await shared;
  if (connection.transactionStatus !== "idle") await connection.execute({ sql: "ROLLBACK" });
  await connection.execute({ sql: reset });
  await connection.execute({ sql: "DISCARD ALL" });
  return borrowConnection(connection);
}

async function openShared(): Promise<Connection> {
  const holder = Deno.makeTempDirSync({ prefix: "migrator-pglite-" });
  globalThis.addEventListener("unload", () => {
    try {
      Deno.removeSync(holder, { recursive: true });
    } catch {
      // What is left is in the system's directory for temporary files.
    }
  });
  const path = join(holder, "data");
  await copyTemplate(path);
  return await openPglite(path, denoPlatform.files);
}

const reset = `DO $$
DECLARE found record;
BEGIN
  FOR found IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP
    EXECUTE format('DROP EXTENSION IF EXISTS %I CASCADE', found.extname);
  END LOOP;
  FOR found IN SELECT nspname FROM pg_namespace
    WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', found.nspname);
  END LOOP;
  FOR found IN SELECT rolname FROM pg_roles WHERE rolname LIKE 'test\\_%' LOOP
    EXECUTE format('DROP OWNED BY %I; DROP ROLE %I', found.rolname, found.rolname);
  END LOOP;
  CREATE SCHEMA public;
  GRANT USAGE ON SCHEMA public TO public;
END $$`;

async function copyTemplate(path: string): Promise<void> {
  const { success, stderr } = await new Deno.Command("cp", {
    args: ["-R", await template(), path],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** Several test files may want it at the same moment: each makes its own, one stays. */
async function template(): Promise<string> {
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  const version = pgliteVersion(join(root, "deno.json"));
  const path = join(root, ".cache", `pglite-${version}`);
  if (exists(join(path, "PG_VERSION"))) return path;
  await Deno.mkdir(dirname(path), { recursive: true });
  const own = `${path}.${crypto.randomUUID()}`;
  const { PGlite } = await import("@electric-sql/pglite");
  const database = await PGlite.create(own, { extensions: await loadExtensions() });
  await (await embeddedConnection(database)).close();
  try {
    await Deno.rename(own, path);
  } catch (error) {
    await Deno.remove(own, { recursive: true });
    if (!exists(join(path, "PG_VERSION"))) throw error;
  }
  return path;
}

function pgliteVersion(configPath: string): string {
  const found = /@electric-sql\/pglite@([\d.]+)/.exec(Deno.readTextFileSync(configPath));
  if (found === null) throw new Error("deno.json names no version of PGlite");
  return found[1]!;
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
