import type { SqlType } from "../../../schema/types.ts";
import {
  nativeClass,
  nativeModule,
  type NativeModuleFactory,
  type PyClass,
  type PyInstance,
  type PyModule,
  type Value,
} from "../../runtime/mod.ts";
import { numberField, typeClass, typeEngineClass } from "../sqlalchemy/types/engine.ts";
import { typeDecoratorClass } from "../sqlalchemy/types/decorator.ts";
import { geometryTypes } from "./geometry.ts";

/**
 * Column types of packages that revisions often import, as what they are in PostgreSQL. Only their
 * DDL is known here, not what they do with values.
 */

function constant(name: string, module: string, type: SqlType): PyClass {
  const cls = nativeClass({
    name,
    module,
    bases: [typeDecoratorClass],
    init: ["*args, **kw", (self: PyInstance) => {
      self.attributes = new Map();
    }],
  });
  cls.native = { build: () => ({ ...type }) };
  return cls;
}

/** `pgvector.sqlalchemy.Vector(1536)` and its relatives. */
function vector(name: string, word: string): PyClass {
  return typeClass(
    name,
    typeEngineClass,
    "dim=None",
    (self) => {
      const dimensions = numberField(self, "dim");
      return { kind: "custom", ddl: dimensions === undefined ? word : `${word}(${dimensions})` };
    },
    "pgvector.sqlalchemy",
  );
}

const vectors: Readonly<Record<string, Value>> = {
  Vector: vector("VECTOR", "VECTOR"),
  VECTOR: vector("VECTOR", "VECTOR"),
  HALFVEC: vector("HALFVEC", "HALFVEC"),
  SPARSEVEC: vector("SPARSEVEC", "SPARSEVEC"),
};

const packages: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  pgvector: vectors,
  citext: { CIText: constant("CIText", "citext", { kind: "custom", ddl: "CITEXT" }) },
  geoalchemy2: geometryTypes,
  enumtables: {
    EnumType: constant("EnumType", "enumtables.enum_column", { kind: "string", form: "String" }),
  },
};

/** The modules that are known, each with the path of packages that leads to it. */
const modules = new Set([
  ...Object.keys(packages),
  "pgvector.sqlalchemy",
  "geoalchemy2.types",
  "enumtables.enum_column",
]);

const made = new Map<string, PyModule>();

function moduleOf(name: string): PyModule {
  let module = made.get(name);
  if (module === undefined) {
    module = nativeModule(name, packages[name.split(".")[0]!]!);
    made.set(name, module);
    // `import pgvector` makes its submodules attributes.
    for (const other of modules) {
      const rest = other.startsWith(`${name}.`) ? other.slice(name.length + 1) : "";
      if (rest !== "" && !rest.includes(".")) module.attributes.set(rest, moduleOf(other));
    }
  }
  return module;
}

/** The factory of a module of such a package; undefined where it is not known. */
export function thirdPartyFactory(name: string): NativeModuleFactory | undefined {
  return modules.has(name) ? () => moduleOf(name) : undefined;
}
