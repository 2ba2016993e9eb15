import {
  asString,
  type InterpreterContext,
  nativeFunction,
  type PyClass,
  PyDict,
  type PyInstance,
  type PyNativeFunction,
  PyOpaque,
  raise,
  type Value,
} from "../../python/runtime/mod.ts";
import { opaqueWarning } from "../opaque_use.ts";
import type { EnvSession } from "../session.ts";
import { asyncEngineClass } from "./async_engine.ts";
import { engineClass, engineObject } from "./engine.ts";
import { engineOptions } from "./engine_options.ts";
import { makeUrl, urlText } from "./url.ts";

/** The functions that make engines, bound to one evaluation of env.py. */
export interface EngineFactories {
  readonly create_engine: PyNativeFunction;
  readonly engine_from_config: PyNativeFunction;
  readonly create_async_engine: PyNativeFunction;
  readonly async_engine_from_config: PyNativeFunction;
}

/** Makes `create_engine` and its like. */
export function engineFactories(
  session: EnvSession,
  context: InterpreterContext,
): EngineFactories {
  const create = (cls: PyClass) => (url: Value, keywords: Map<string, Value>) =>
    createEngine(session, context, cls, url, keywords);
  const fromConfig =
    (cls: PyClass) => (configuration: Value, prefix: Value, keywords: Map<string, Value>) =>
      engineFromConfig(session, context, cls, { configuration, prefix, keywords });
  return {
    create_engine: nativeFunction("create_engine", "url, **kwargs", create(engineClass)),
    engine_from_config: nativeFunction(
      "engine_from_config",
      "configuration, prefix='sqlalchemy.', **kwargs",
      fromConfig(engineClass),
    ),
    create_async_engine: nativeFunction(
      "create_async_engine",
      "url, **kw",
      create(asyncEngineClass),
    ),
    async_engine_from_config: nativeFunction(
      "async_engine_from_config",
      "configuration, prefix='sqlalchemy.', **kwargs",
      fromConfig(asyncEngineClass),
    ),
  };
}

function createEngine(
  session: EnvSession,
  context: InterpreterContext,
  cls: PyClass,
  url: Value,
  keywords: ReadonlyMap<string, Value>,
): PyInstance {
  const place = context.currentPlace();
  const { unknown, ...options } = engineOptions(keywords);
  for (const [name, value] of unknown) {
    session.warn(opaqueWarning(`${name} of the engine`, value, place, "it is left out"));
  }
  const object = url === null ? null : makeUrl(url);
  const target = {
    url: object instanceof PyOpaque ? object : object === null ? null : urlText(object),
    place,
    ...options,
  };
  return engineObject(cls, { session, context, target, url: object });
}

// The options of the section whose names start with the prefix are the arguments of create_engine.
function engineFromConfig(
  session: EnvSession,
  context: InterpreterContext,
  cls: PyClass,
  given: {
    readonly configuration: Value;
    readonly prefix: Value;
    readonly keywords: ReadonlyMap<string, Value>;
  },
): PyInstance {
  const { configuration, keywords } = given;
  const prefix = asString(given.prefix) ?? "sqlalchemy.";
  if (configuration instanceof PyOpaque) {
    return createEngine(
      session,
      context,
      cls,
      configuration.derive("a subscript", `${configuration.path}["${prefix}url"]`),
      keywords,
    );
  }
  if (!(configuration instanceof PyDict)) {
    throw raise("TypeError", "engine_from_config() needs a dictionary");
  }
  const options = new Map<string, Value>();
  for (const [name, value] of configuration.entries()) {
    if (typeof name === "string" && name.startsWith(prefix)) {
      options.set(name.slice(prefix.length), value);
    }
  }
  for (const [name, value] of keywords) options.set(name, value);
  // Without a URL here, --url or DATABASE_URL may still name one.
  return createEngine(session, context, cls, options.get("url") ?? null, options);
}
