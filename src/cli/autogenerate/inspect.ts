import { postgresql } from "../../dialect/postgresql/postgresql.ts";
import { asking, reflectAll } from "../../autogenerate/reflect_all.ts";
import { readUnshown } from "../../dialect/postgresql/reflection/unshown.ts";
import { CommandError } from "../../errors/mod.ts";
import { readTargetMetadata } from "../../environment/target_metadata.ts";
import { schemaJson, schemaModels, schemaSql } from "../../render/mod.ts";
import type { Metadata } from "../../schema/metadata.ts";
import { nameText } from "../../schema/name.ts";
import { ownTables } from "../../project/own_tables.ts";
import { type CommandContext, openProject, type Project } from "../context.ts";
import { headIds, inEnvironment } from "../database.ts";
import type { InspectFormat, InspectRequest } from "../request.ts";
import { readSchemaFile } from "../../autogenerate/target/schema_file.ts";
import { absolutePath } from "../../config/paths.ts";

/** `inspect`: what a database holds, or what it should, in one of several languages. */
export async function inspect(request: InspectRequest, context: CommandContext): Promise<void> {
  const { format = "sql", target } = request;
  if (target !== undefined) {
    const { platform } = context;
    const path = absolutePath(target, platform.cwd(), platform.os);
    return show(await readSchemaFile(path, platform), format, context);
  }
  const project = await openProject(request, context);
  await inEnvironment(request, context, project, facts(request, project), async (environment) => {
    if (request.models) {
      for (const each of readTargetMetadata(environment).metadata) show(each, format, context);
      return;
    }
    const { connection, options } = environment;
    if (connection === null) throw new CommandError("no_database", "No database is configured");
    const metadata = await reflectAll(connection);
    const unshown = await readUnshown(asking(connection), connection.serverVersion);
    if (unshown.length > 0) {
      const names = unshown.map(({ kind, name }) => `${kind} ${name}`).join(", ");
      context.warn(`the database holds more than is shown: ${names}`);
    }
    show(
      withoutOwnTables(metadata, options.versionTable, ownTables(project.config)),
      format,
      context,
    );
  });
}

function facts({ models }: InspectRequest, project: Project) {
  return {
    name: "inspect",
    offline: false,
    heads: () => headIds(project),
    readsModels: models,
  };
}

function show(metadata: Metadata, format: InspectFormat, { output }: CommandContext): void {
  output.script(
    format === "sql"
      ? schemaSql(metadata, postgresql)
      : format === "json"
      ? `${JSON.stringify(schemaJson(metadata, postgresql), null, 2)}\n`
      : schemaModels(metadata, format, postgresql),
  );
}

/** Without the tables that say which revisions ran. */
function withoutOwnTables(
  metadata: Metadata,
  versionTable: string,
  isOwn: (name: string) => boolean,
): Metadata {
  const tables = metadata.tables.filter(({ name }) =>
    nameText(name) !== versionTable && !isOwn(nameText(name))
  );
  return { ...metadata, tables };
}
