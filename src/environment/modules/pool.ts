import { nativeClass, nativeModule, type NativeModuleFactory } from "../../python/runtime/mod.ts";

const CLASSES = [
  "Pool",
  "NullPool",
  "QueuePool",
  "AsyncAdaptedQueuePool",
  "FallbackAsyncAdaptedQueuePool",
  "SingletonThreadPool",
  "StaticPool",
  "AssertionPool",
];

/** `sqlalchemy.pool`: names to give to an engine. Each connection is its own here. */
export const poolModule: NativeModuleFactory = () =>
  nativeModule(
    "sqlalchemy.pool",
    Object.fromEntries(
      CLASSES.map((name) => [name, nativeClass({ name, module: "sqlalchemy.pool.impl" })]),
    ),
  );
