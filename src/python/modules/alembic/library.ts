import {
  type InterpreterContext,
  lazy,
  nativeClass,
  nativeFunction,
  nativeModule,
  type NativeModuleFactory,
  PyModule,
} from "../../runtime/mod.ts";
import { enumOperations } from "../third_party/postgresql_enum.ts";
import { convClass } from "../sqlalchemy/names.ts";
import { configClass } from "./config.ts";
import { contextModule } from "./context.ts";
import { commandErrorClass } from "./exc.ts";
import { migrationContextClass } from "./migration_context.ts";
import { opFunctions } from "./op.ts";
import { Operations } from "./operations.ts";

/** What belongs to one interpreter: its `op`, whose directives a project may add to. */
interface Library {
  readonly op: PyModule;
  readonly context: PyModule;
  readonly operations: Operations;
}

const libraries = new WeakMap<InterpreterContext, Library>();

function libraryOf(context: InterpreterContext): Library {
  let library = libraries.get(context);
  if (library === undefined) {
    const functions = { ...opFunctions(context), ...enumOperations(context) };
    const operations = new Operations(functions);
    const op = new PyModule("alembic.op", new Map(), (name) => {
      const entry = Object.hasOwn(functions, name) ? functions[name] : undefined;
      if (entry !== undefined) return nativeFunction(name, ...entry);
      return operations.moduleFunction(name);
    });
    library = { op, context: contextModule(context), operations };
    libraries.set(context, library);
  }
  return library;
}

const batchOperationsClass = nativeClass({
  name: "BatchOperations",
  module: "alembic.operations.base",
});

const modules: Readonly<Record<string, NativeModuleFactory>> = {
  "alembic": (context) =>
    nativeModule("alembic", {
      __version__: "1.20.0",
      op: lazy(() => libraryOf(context).op),
      context: lazy(() => libraryOf(context).context),
    }),
  "alembic.op": (context) => libraryOf(context).op,
  "alembic.context": (context) => libraryOf(context).context,
  "alembic.operations": (context) =>
    nativeModule("alembic.operations", {
      Operations: libraryOf(context).operations.cls,
      BatchOperations: batchOperationsClass,
      MigrateOperation: libraryOf(context).operations.migrateOperation,
    }),
  "alembic.operations.base": (context) =>
    nativeModule("alembic.operations.base", {
      Operations: libraryOf(context).operations.cls,
      BatchOperations: batchOperationsClass,
    }),
  "alembic.operations.ops": (context) =>
    nativeModule("alembic.operations.ops", {
      ...libraryOf(context).operations.objects.classes,
      MigrateOperation: libraryOf(context).operations.migrateOperation,
    }),
  "alembic.config": () => nativeModule("alembic.config", { Config: configClass }),
  "alembic.ddl": () => nativeModule("alembic.ddl", {}),
  "alembic.runtime": () => nativeModule("alembic.runtime", {}),
  "alembic.migration": () =>
    nativeModule("alembic.migration", { MigrationContext: migrationContextClass }),
  "alembic.runtime.migration": () =>
    nativeModule("alembic.runtime.migration", { MigrationContext: migrationContextClass }),
  "alembic.util": () =>
    nativeModule("alembic.util", { CommandError: commandErrorClass, conv: convClass }),
};

/** The factory of a module of Alembic. */
export function alembicFactory(name: string): NativeModuleFactory | undefined {
  return Object.hasOwn(modules, name) ? modules[name] : undefined;
}
