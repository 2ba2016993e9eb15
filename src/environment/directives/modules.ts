import {
  type InterpreterContext,
  type NativeModuleFactory,
  PyModule,
  PyOpaque,
  type Value,
} from "../../python/runtime/mod.ts";
import { classes, migrateOperationClass, migrationScriptClass } from "./classes.ts";
import "./conversions.ts";
import { rewriterClass } from "./rewriter.ts";

const operations = {
  ...classes,
  MigrateOperation: migrateOperationClass,
  MigrationScript: migrationScriptClass,
};

const names: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  "alembic.operations.ops": operations,
  "alembic.autogenerate": { Rewriter: rewriterClass },
  "alembic.autogenerate.rewriter": { Rewriter: rewriterClass },
};

/** The modules of Alembic that functions of `process_revision_directives` are written with. */
export function directiveModule(name: string): NativeModuleFactory {
  return (context) => {
    const own = new Map<string, Value>(Object.entries(names[name] ?? {}));
    if (name === "alembic.autogenerate") own.set("rewriter", rewriterModule(context));
    // Comparators and renderers of Alembic's own have nothing to add to.
    return new PyModule(name, own, (attribute) => unknown(context, name, attribute));
  };
}

function rewriterModule(context: InterpreterContext): PyModule {
  return directiveModule("alembic.autogenerate.rewriter")(context);
}

function unknown(context: InterpreterContext, module: string, name: string): Value | undefined {
  if (name.startsWith("__")) return undefined;
  const place = context.currentPlace();
  if (place === undefined) return undefined;
  const construct = `from ${module} import ${name}`;
  return new PyOpaque({ construct, place, propagates: () => true }, `${module}.${name}`);
}
