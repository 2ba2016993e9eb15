import { DEFAULT_OPTIONS, type EnvironmentOptions } from "../environment.ts";
import { opaqueWarning } from "../opaque_use.ts";
import type { Configured, EnvSession } from "../session.ts";
import { CommandError, type Place } from "../../errors/mod.ts";
import { metadataState } from "../../python/modules/sqlalchemy/schema/metadata_state.ts";
import {
  andThen,
  type InterpreterContext,
  isTrue,
  type Outcome,
  PyDict,
  type PyInstance,
  PyOpaque,
  type Value,
} from "../../python/runtime/mod.ts";
import type { NamingConvention } from "../../schema/naming_convention.ts";
import { sessionConnection } from "./connection.ts";
import { engineClass, engineObject, openConnection } from "./engine.ts";
import { unknownConnection } from "./opaque_connection.ts";
import { makeUrl, urlText } from "./url.ts";

/** The arguments of `context.configure()` that matter when revisions run. */
type Arguments = ReadonlyMap<string, Value>;

/**
 * What `context.configure(**arguments)` sets up. What is not known is left at its default with a
 * warning; arguments that only matter to autogenerate are passed over.
 */
export function configure(
  session: EnvSession,
  context: InterpreterContext,
  args: Arguments,
): Outcome<Configured> {
  const place = context.currentPlace();
  const options = readOptions(session, args, place);
  if (args.get("on_version_apply") !== undefined && args.get("on_version_apply") !== null) {
    session.warn({ message: "on_version_apply is not called by migrator", place });
  }
  if (session.offline) return { ...offline(session, args, options, place), arguments: args };
  const given = args.get("connection") ?? null;
  return andThen(connectionFor(session, context, given), (object): Configured => {
    const connection = sessionConnection(object)!;
    session.current = connection;
    const external = connection.inTransaction;
    return { connection, object, url: null, options, arguments: args, output: null, external };
  });
}

// Where the connection that env.py means cannot be had, or it names none, one is made from the other
// sources of the URL.
function connectionFor(
  session: EnvSession,
  context: InterpreterContext,
  given: Value,
): Outcome<PyInstance> {
  if (sessionConnection(given) !== null) return given as PyInstance;
  const unknown = unknownConnection(given);
  if (unknown !== null) return andThen(unknown, (connection) => connection as PyInstance);
  const engine = engineObject(engineClass, {
    session,
    context,
    url: given,
    target: {
      url: given instanceof PyOpaque ? given : null,
      place: context.currentPlace(),
      query: [],
      settings: {},
      autocommit: false,
    },
  });
  return andThen(openConnection(engine), (connection) => connection as PyInstance);
}

function offline(
  session: EnvSession,
  args: Arguments,
  options: EnvironmentOptions,
  place: Place | undefined,
): Omit<Configured, "arguments"> {
  const given = args.get("url") ?? null;
  const object = given === null || given === "" ? null : makeUrl(given);
  const output = knownArgument(session, args, "output_buffer", place) ?? null;
  const nothing = { connection: null, object: null, options, output, external: false };
  if (object instanceof PyOpaque) {
    return { ...nothing, url: session.chooseUrl(object, place) };
  }
  const dialect = args.get("dialect_name");
  if (typeof dialect === "string" && !/^postgres(ql)?$/.test(dialect)) {
    throw new CommandError("dialect", `the dialect '${dialect}' is not supported`, { place });
  }
  const url = session.chooseUrlOrNone(object === null ? null : urlText(object), place);
  return { ...nothing, url };
}

/** An argument; one that is not known counts as not given, with a warning. */
function knownArgument(
  session: EnvSession,
  args: Arguments,
  name: string,
  place: Place | undefined,
): Value | undefined {
  const value = args.get(name);
  if (!(value instanceof PyOpaque)) return value;
  session.warn(opaqueWarning(name, value, place, "the default is used instead"));
  return undefined;
}

function readOptions(
  session: EnvSession,
  args: Arguments,
  place: Place | undefined,
): EnvironmentOptions {
  const known = (name: string) => knownArgument(session, args, name, place);
  const text = (name: string, otherwise: string | null): string | null => {
    const value = known(name);
    return typeof value === "string" ? value : value === null ? null : otherwise;
  };
  const flag = (name: string, otherwise: boolean): boolean => {
    const value = known(name);
    return value === undefined || value === null ? otherwise : isTrue(value);
  };
  const defaults = session.defaultOptions;
  return Object.freeze({
    versionTable: text("version_table", null) ?? DEFAULT_OPTIONS.versionTable,
    versionTableSchema: text("version_table_schema", null),
    versionTablePrimaryKey: flag("version_table_pk", true),
    transactionPerMigration: flag("transaction_per_migration", false),
    transactionalDdl: flag("transactional_ddl", true),
    // Only autogenerate looks at it, so a value that is not known does no harm.
    includeSchemas: args.get("include_schemas") === true,
    namingConvention: namingConvention(args.get("target_metadata") ?? null),
    unknownMetadata: unknownMetadata(args.get("target_metadata") ?? null),
    literalBinds: flag("literal_binds", false),
    paramstyle: paramstyle(args.get("dialect_opts") ?? null),
    startingRevision: text("starting_rev", null) ?? defaults.startingRevision,
    tag: text("tag", null) ?? defaults.tag,
  });
}

function paramstyle(value: Value): "named" | "pyformat" {
  return value instanceof PyDict && value.get("paramstyle") === "named" ? "named" : "pyformat";
}

function unknownMetadata(metadata: Value): string | undefined {
  return metadata instanceof PyOpaque ? metadata.origin.construct : undefined;
}

// Alembic takes the convention of one metadata; where there are several it takes none.
function namingConvention(metadata: Value): NamingConvention | null {
  return metadataState(metadata)?.namingConvention ?? null;
}
