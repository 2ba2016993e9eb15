import { PyDict, PyFloat, PyOpaque, type Value } from "../../python/runtime/mod.ts";

/** The options of `create_engine` that say something about a connection. */
export interface EngineOptions {
  readonly query: readonly (readonly [string, string])[];
  readonly settings: Readonly<Record<string, string>>;
  readonly autocommit: boolean;
  /** What was given and is not known, with the name of the option. */
  readonly unknown: readonly (readonly [name: string, value: PyOpaque])[];
}

/** Whether the options ask for `isolation_level="AUTOCOMMIT"`; `otherwise` where they do not say. */
export function isAutocommit(options: ReadonlyMap<string, Value>, otherwise: boolean): boolean {
  const level = options.get("isolation_level");
  return typeof level === "string"
    ? level.replaceAll("_", " ").toUpperCase() === "AUTOCOMMIT"
    : otherwise;
}

/** Reads the keyword arguments of `create_engine` and its like. */
export function engineOptions(keywords: ReadonlyMap<string, Value>): EngineOptions {
  const query: [string, string][] = [];
  const settings = new Map<string, string>();
  const unknown: [string, PyOpaque][] = [];
  const args = keywords.get("connect_args");
  if (args instanceof PyOpaque) unknown.push(["connect_args", args]);
  if (args instanceof PyDict) {
    for (const [name, value] of args.entries()) {
      if (typeof name !== "string") continue;
      if (value instanceof PyOpaque) unknown.push([`connect_args["${name}"]`, value]);
      else if (name === "server_settings" && value instanceof PyDict) {
        for (const [key, setting] of value.entries()) {
          settings.set(String(key), optionText(setting));
        }
      } else if (value !== null) query.push([name, optionText(value)]);
    }
  }
  const creator = keywords.get("creator");
  if (creator instanceof PyOpaque) unknown.push(["creator", creator]);
  const execution = keywords.get("execution_options");
  const fromExecution = execution instanceof PyDict
    ? isAutocommit(new Map([["isolation_level", execution.get("isolation_level") ?? null]]), false)
    : false;
  return {
    query,
    settings: Object.fromEntries(settings),
    autocommit: isAutocommit(keywords, fromExecution),
    unknown,
  };
}

// asyncpg takes ssl=False for no encryption, and True for encryption.
function optionText(value: Value): string {
  if (value === true) return "true";
  if (value === false) return "disable";
  return value instanceof PyFloat ? String(value.value) : String(value);
}
