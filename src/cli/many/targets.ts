import { maskPassword } from "../../config/connection/mod.ts";
import { absolutePath } from "../../config/paths.ts";
import { CommandError } from "../../errors/mod.ts";
import type { CommandContext, Project } from "../context.ts";
import { headIds, inEnvironment } from "../database.ts";
import type { MigrateRequest } from "../request.ts";

/** One of the databases, or of their schemas, that a run is for. */
export interface Target {
  /** What it is called in what is printed. */
  readonly name: string;
  /** Absent: the database that the project says. */
  readonly url?: string;
  readonly schema?: string;
  /** Whether it is a schema of an embedded database, which is open only once at a time. */
  readonly embedded?: boolean;
}

/**
 * The targets of a request, each once, in the order in which they are named; schemas by their names. A
 * `CommandError` where there are none.
 */
export async function targetsOf(
  request: MigrateRequest,
  context: CommandContext,
  project: Project,
): Promise<readonly Target[]> {
  const urls = [...new Set(urlsOf(request, context))];
  if (request.schemas === undefined) {
    return urls.map((url) => ({ name: maskPassword(url), url }));
  }
  const places: readonly (string | undefined)[] = urls.length === 0 ? [undefined] : urls;
  const found: Target[] = [];
  for (const url of places) {
    const { schemas, embedded } = await schemasOf(url, request, context, project);
    for (const schema of schemas) {
      const name = places.length === 1 ? schema : `${schema} of ${maskPassword(url!)}`;
      found.push({ name, url, schema, embedded });
    }
  }
  if (found.length > 0) return found;
  throw new CommandError(
    "no_schemas",
    `No schema has a name that fits ${request.schemas.map((each) => `'${each}'`).join(" or ")}`,
    { hint: "% and * stand for any characters; all others for themselves" },
  );
}

function urlsOf(
  { url, urls = url === undefined ? [] : [url], urlsFile }: MigrateRequest,
  { platform }: CommandContext,
): readonly string[] {
  if (urlsFile === undefined) return urls;
  const path = absolutePath(urlsFile, platform.cwd(), platform.os);
  const text = platform.files.readTextOrNull(path);
  if (text === null) {
    throw new CommandError("no_urls_file", `There is no file ${urlsFile} of URLs`);
  }
  const lines = text.split("\n").map((line) => line.trim());
  const found = [...urls, ...lines.filter((line) => line !== "" && !line.startsWith("#"))];
  if (found.length > 0) return found;
  throw new CommandError("no_urls", `The file ${urlsFile} has no URL`, {
    hint: "Write one on each line; lines that begin with # do not count",
  });
}

async function schemasOf(
  url: string | undefined,
  request: MigrateRequest,
  context: CommandContext,
  project: Project,
): Promise<{ readonly schemas: Iterable<string>; readonly embedded: boolean }> {
  const patterns = request.schemas!.map(schemaPattern);
  const schemas = new Set<string>();
  let embedded = false;
  const facts = { name: request.command, offline: false, heads: () => headIds(project) };
  await inEnvironment({ ...request, url }, context, project, facts, async ({ connection, url }) => {
    embedded ||= url?.url.startsWith("pglite:") ?? false;
    const rows = await connection?.execute({
      sql: "SELECT nspname FROM pg_catalog.pg_namespace " +
        "WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1",
    });
    for (const [name] of rows?.rows ?? []) {
      if (patterns.some((pattern) => pattern.test(name!))) schemas.add(name!);
    }
    // Nothing was run that could be lost.
    return false;
  });
  return { schemas, embedded };
}

/** `%` and `*` stand for any characters, `_` and all others for themselves. */
export function schemaPattern(pattern: string): RegExp {
  const parts = pattern.split(/[%*]/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "su");
}
