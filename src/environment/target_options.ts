import {
  asString,
  call,
  isTrue,
  type Keywords,
  lookupAttribute,
  PyDict,
  PyList,
  PyOpaque,
  PyTuple,
  typeOf,
  type Value,
} from "../python/runtime/mod.ts";
import { CommandError } from "../errors/mod.ts";
import type { Configuration } from "./environment.ts";

/** A function of env.py: Python values in, a Python value out. It cannot read from the database. */
export type PythonFunction = (args: readonly Value[], keywords?: Keywords) => Value;

/** What `context.configure()` says that only autogenerate looks at; Alembic's defaults. */
export interface TargetOptions {
  /** `include_name(name, type_, parent_names)`. */
  readonly includeName: PythonFunction | null;
  /** `include_object(object, name, type_, reflected, compare_to)`. */
  readonly includeObject: PythonFunction | null;
  readonly includeSchemas: boolean;
  /** True, false, or `fn(context, inspected_column, metadata_column, inspected_type, metadata_type)`. */
  readonly compareType: boolean | PythonFunction;
  /** True, false, or `fn(context, inspected_column, metadata_column, inspected_default, …)`. */
  readonly compareServerDefault: boolean | PythonFunction;
  /** `process_revision_directives(context, revision, directives)`, one or several. */
  readonly processRevisionDirectives: readonly PythonFunction[];
  /** `render_item(type_, obj, autogen_context)`. */
  readonly renderItem: PythonFunction | null;
  readonly userModulePrefix: string | null;
  readonly sqlalchemyModulePrefix: string;
  readonly alembicModulePrefix: string;
  readonly renderAsBatch: boolean;
  readonly versionTable: string;
  readonly versionTableSchema: string | null;
  readonly upgradeToken: string;
  readonly downgradeToken: string;
  /** `template_args`: further names for script.py.mako. */
  readonly templateArguments: ReadonlyMap<string, Value>;
}

/** What counts where there is no env.py. */
export const DEFAULT_TARGET_OPTIONS: TargetOptions = Object.freeze({
  includeName: null,
  includeObject: null,
  includeSchemas: false,
  compareType: true,
  compareServerDefault: false,
  processRevisionDirectives: [],
  renderItem: null,
  userModulePrefix: null,
  sqlalchemyModulePrefix: "sa.",
  alembicModulePrefix: "op.",
  renderAsBatch: false,
  versionTable: "alembic_version",
  versionTableSchema: null,
  upgradeToken: "upgrades",
  downgradeToken: "downgrades",
  templateArguments: new Map(),
});

/**
 * Reads the arguments of `context.configure()` that only autogenerate looks at. One that comes from something that
 * cannot be evaluated is an error: what would be compared is not known then.
 */
export function targetOptions(configuration: Configuration): TargetOptions {
  const given = (name: string): Value => {
    const value = configuration.arguments.get(name) ?? null;
    if (value instanceof PyOpaque) throw value.error(`the argument '${name}' of configure()`);
    return value;
  };
  const text = (name: string): string | null => asString(given(name));
  const fn = (name: string) => callable(configuration, name, given(name));
  const choice = (name: string, otherwise: boolean): boolean | PythonFunction => {
    const value = given(name);
    if (!configuration.arguments.has(name)) return otherwise;
    return isCallable(value) ? callable(configuration, name, value)! : isTrue(value);
  };
  const templateArguments = given("template_args");
  return Object.freeze({
    includeName: fn("include_name"),
    includeObject: fn("include_object"),
    includeSchemas: isTrue(given("include_schemas")),
    compareType: choice("compare_type", true),
    compareServerDefault: choice("compare_server_default", false),
    processRevisionDirectives: several(given("process_revision_directives")).map((value) =>
      callable(configuration, "process_revision_directives", value)!
    ),
    renderItem: fn("render_item"),
    userModulePrefix: text("user_module_prefix"),
    sqlalchemyModulePrefix: text("sqlalchemy_module_prefix") ?? "sa.",
    alembicModulePrefix: text("alembic_module_prefix") ?? "op.",
    renderAsBatch: isTrue(given("render_as_batch")),
    versionTable: text("version_table") ?? "alembic_version",
    versionTableSchema: text("version_table_schema"),
    upgradeToken: text("upgrade_token") ?? "upgrades",
    downgradeToken: text("downgrade_token") ?? "downgrades",
    templateArguments: new Map(
      templateArguments instanceof PyDict
        ? [...templateArguments.entries()].map(([key, value]) => [asString(key) ?? "", value])
        : [],
    ),
  });
}

function several(value: Value): readonly Value[] {
  if (value === null) return [];
  return value instanceof PyList || value instanceof PyTuple ? value.items : [value];
}

function isCallable(value: Value): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "invoke" in value || typeOf(value).lookup("__call__") !== undefined ||
    lookupAttribute(value, "__call__") !== undefined;
}

function callable(
  { interpreter }: Configuration,
  name: string,
  value: Value,
): PythonFunction | null {
  if (value === null) return null;
  return (args, keywords = null) => {
    const progress = interpreter.run(() => call(value, args, keywords)).start();
    if (progress.done) return progress.value;
    throw new CommandError(
      "read_in_callback",
      `${name} of env.py reads from the database, which is not possible where it is called`,
      { hint: "read before context.configure() is called, and keep what was read" },
    );
  };
}
