import type { Connection } from "../database/connection.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import { CommandError } from "../errors/mod.ts";
import { describeSchema } from "../verify/schema_description.ts";
import type { CommandContext, Project } from "./context.ts";
import { headIds, inEnvironment } from "./database.ts";
import type { VerifyRequest } from "./request.ts";

/** The embedded database in memory: each session has one of its own, which is empty. */
const EMBEDDED = "pglite://";

/** Where revisions may be tried; what was made for it is dropped when it is disposed of. */
export interface ScratchPlace extends AsyncDisposable {
  readonly url: string;
  /** The schema that was made; `null` where the database as a whole may be used. */
  readonly schema: string | null;
  /** Makes it empty again; gives false where that cannot be done. */
  renew(): Promise<boolean>;
}

/** Makes what `--scratch` asks for, or takes the database of `--url` or the embedded one. */
export async function ownScratch(
  request: VerifyRequest,
  context: CommandContext,
  project: Project,
): Promise<ScratchPlace> {
  const { url = EMBEDDED, scratch } = request;
  if (scratch === undefined) {
    const isNew = url === EMBEDDED;
    return {
      url,
      schema: null,
      renew: () => Promise.resolve(isNew),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  }
  const name = `migrator_verify_${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`;
  const quoted = postgresql.quote(name);
  const run = async (sql: string) => {
    const facts = { name: "verify", offline: false, heads: () => headIds(project) };
    const outside = { ...request, noEnv: true };
    await inEnvironment(outside, context, project, facts, async ({ connection }) => {
      await connection?.execute({ sql });
    });
  };
  const [create, drop] = scratch === "database"
    ? [`CREATE DATABASE ${quoted} TEMPLATE template0`, `DROP DATABASE IF EXISTS ${quoted}`]
    : [`CREATE SCHEMA ${quoted}`, `DROP SCHEMA IF EXISTS ${quoted} CASCADE`];
  await run(create);
  return {
    url: scratch === "database" ? inDatabase(url, name) : url,
    schema: scratch === "schema" ? name : null,
    renew: async () => {
      await run(drop);
      await run(create);
      return true;
    },
    [Symbol.asyncDispose]: () => run(drop),
  };
}

/** Makes a new session work in the scratch place. A `CommandError` if it is a database that is in use. */
export async function useScratch({ schema }: ScratchPlace, connection: Connection): Promise<void> {
  if (schema !== null) {
    await connection.execute({ sql: `SET search_path TO ${postgresql.quote(schema)}` });
    return;
  }
  const found = await describeSchema(connection, {
    versionTable: { schema: "", name: "" },
    roles: false,
  });
  const objects = [...found.keys()].filter((object) => !EVERYWHERE.test(object));
  if (objects.length === 0) return;
  const rest = objects.length > 1 ? ` and ${objects.length - 1} more` : "";
  throw new CommandError(
    "scratch_not_empty",
    `verify makes and drops what revisions say, and this database is not empty: it has ${
      objects[0]
    }${rest}`,
    {
      hint:
        "Name an empty database; or give --scratch=database or --scratch=schema, which make one there " +
        "and drop it; without --url an embedded one is used",
    },
  );
}

/** What a new database has. */
const EVERYWHERE = /^(?:extension |schema public$|comment (?:schema public|extension )|setting )/;

/** The URL of another database of the same server. */
function inDatabase(url: string, name: string): string {
  return url.replace(/^([^:]+:\/\/[^/?]*)(?:\/[^?]*)?/, `$1/${name}`);
}
