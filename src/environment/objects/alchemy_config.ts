import { configClass } from "../../python/modules/alembic/config.ts";
import type { HostRequest } from "../../python/modules/host.ts";
import {
  call,
  type Evaluation,
  getAttribute,
  nativeClass,
  type NativePropertyEntry,
  type PyClass,
  PyDict,
  running,
  type Value,
  wait,
} from "../../python/runtime/mod.ts";

const MODULE = "advanced_alchemy.alembic.commands";

/** What the env.py of Advanced Alchemy reads from `context.config` beside what any other reads. */
const attributes = [
  "engine",
  "db_url",
  "bind_key",
  "version_table_name",
  "version_table_schema",
  "version_table_pk",
  "user_module_prefix",
  "render_as_batch",
  "compare_type",
] as const;

/** The ini key that names the configuration, as the option `--config` of the command `alchemy` does. */
export const ALCHEMY_CONFIG = "migrator.alchemy_config";

/** The class of `context.config` where a configuration of Advanced Alchemy stands behind it: `path` is its dotted name. */
export function alchemyConfigClass(path: string): PyClass {
  let made: PyDict | undefined;
  const value = (name: string) =>
    function* (): Evaluation {
      made ??= (yield* commandConfig(path)) as PyDict;
      return made.get(name) ?? null;
    };
  const properties: Record<string, NativePropertyEntry> = {};
  for (const name of attributes) properties[name] = value(name);
  return nativeClass({
    name: "AlembicCommandConfig",
    module: MODULE,
    bases: [configClass],
    properties,
  });
}

function* commandConfig(path: string): Evaluation {
  const dot = path.lastIndexOf(".");
  const module = path.slice(0, Math.max(dot, 0));
  yield { kind: "modules", names: [MODULE, module] } satisfies HostRequest;
  const commands = yield* wait(running().importModule(MODULE));
  const given = yield* wait(running().importModule(module));
  const config: Value = yield* wait(getAttribute(given, path.slice(dot + 1)));
  const make: Value = yield* wait(getAttribute(commands, "command_config"));
  return yield* wait(call(make, [config, path]));
}
