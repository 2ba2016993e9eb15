import {
  asString,
  call,
  getAttribute,
  missingAttribute,
  nativeClass,
  type NativeEntry,
  nativeFunction,
  PyClass,
  PyInstance,
  runNow,
  type Value,
} from "../../runtime/mod.ts";
import { sqlalchemyError } from "../sqlalchemy/exc.ts";
import { type OperationObjects, operationObjects } from "./operation_objects.ts";

/** A directive that a revision or its helpers define themselves. */
interface CustomDirective {
  readonly cls: PyClass;
  readonly method: string;
}

/**
 * `alembic.operations.Operations`: the same functions as methods, and what lets a project add
 * directives of its own (`register_operation`, `implementation_for`, `invoke`).
 */
export class Operations {
  readonly cls: PyClass;
  readonly object: PyInstance;
  readonly migrateOperation: PyClass;
  readonly objects: OperationObjects;
  readonly #directives = new Map<string, CustomDirective>();
  readonly #implementations = new Map<PyClass, Value>();

  constructor(functions: Readonly<Record<string, NativeEntry>>) {
    const own: Record<string, NativeEntry> = {
      invoke: ["operation", (operation: Value) => this.#invoke(operation)],
    };
    const context = functions["get_context"]![1] as () => Value;
    const methods: Record<string, NativeEntry> = {};
    for (const [name, [signature, implementation]] of Object.entries({ ...functions, ...own })) {
      methods[name] = [signature, (_self: Value, ...values: never[]) => implementation(...values)];
    }
    this.cls = nativeClass({
      name: "Operations",
      module: "alembic.operations.base",
      init: ["migration_context=None, impl=None", () => {}],
      methods: {
        ...methods,
        __getattr__: ["name", (self: PyInstance, name: string) => {
          const found = this.moduleFunction(name);
          if (found === undefined) throw missingAttribute(self, name);
          return found;
        }],
      },
      classMethods: {
        register_operation: [
          "name, sourcename=None",
          (_cls: Value, name: Value, source: Value) =>
            nativeFunction("register", "op_cls", (op: Value) => {
              const method = asString(source) ?? asString(name) ?? "";
              this.#directives.set(asString(name) ?? "", { cls: op as PyClass, method });
              return op;
            }),
        ],
        implementation_for: [
          "op_cls, replace=False",
          (_cls: Value, op: Value) =>
            nativeFunction("decorate", "fn", (fn: Value) => {
              this.#implementations.set(op as PyClass, fn);
              return fn;
            }),
        ],
      },
      properties: {
        migration_context: context,
        impl: () => getAttribute(context(), "impl"),
      },
    });
    this.migrateOperation = nativeClass({
      name: "MigrateOperation",
      module: "alembic.operations.ops",
    });
    this.objects = operationObjects(this.migrateOperation, functions);
    this.object = new PyInstance(this.cls);
  }

  /** A function of `alembic.op` beyond the built-in ones; undefined where there is none. */
  moduleFunction(name: string): Value | undefined {
    switch (name) {
      case "invoke":
        return nativeFunction("invoke", "operation", (operation: Value) => this.#invoke(operation));
      case "register_operation":
      case "implementation_for":
        return runNow(getAttribute(this.cls, name));
    }
    const directive = this.#directives.get(name);
    if (directive === undefined) return undefined;
    const method = runNow(getAttribute(directive.cls, directive.method));
    return nativeFunction(
      name,
      "*args, **kw",
      (args: Value[], kw: Map<string, Value>) =>
        call(method, [this.object, ...args], kw.size === 0 ? null : kw),
    );
  }

  #invoke(operation: Value) {
    const cls = operation instanceof PyInstance ? operation.cls : null;
    for (const base of cls?.mro ?? []) {
      const fn = this.#implementations.get(base);
      if (fn !== undefined) return call(fn, [this.object, operation]);
    }
    const done = operation instanceof PyInstance ? this.objects.run(operation) : undefined;
    if (done !== undefined) return done;
    throw sqlalchemyError(
      "ArgumentError",
      `no implementation is registered for ${cls === null ? "this operation" : cls.name}`,
    );
  }
}
