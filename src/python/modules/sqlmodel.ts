import {
  lazy,
  nativeClass,
  nativeModule,
  type NativeModuleFactory,
  PyClass,
  type PyInstance,
  type Value,
} from "../runtime/mod.ts";
import { shared } from "./sqlalchemy/library.ts";
import { typeDecoratorClass } from "./sqlalchemy/types/decorator.ts";
import { genericTypes } from "./sqlalchemy/names_of_types.ts";
import { metaDataClass } from "./sqlalchemy/schema/metadata.ts";
import { stringClass } from "./sqlalchemy/types/generic.ts";
import { field, numberField } from "./sqlalchemy/types/engine.ts";
import { callNow } from "../runtime/mod.ts";

/** `sqlmodel.sql.sqltypes.AutoString`: a VARCHAR whose length may be left out. */
export const autoStringClass: PyClass = nativeClass({
  name: "AutoString",
  module: "sqlmodel.sql.sqltypes",
  bases: [typeDecoratorClass],
  attributes: { impl: stringClass },
  init: ["length=None, collation=None", (self: PyInstance, length: Value, collation: Value) => {
    self.attributes = new Map([["length", length], ["collation", collation]]);
  }],
});
autoStringClass.native = {
  build: (self: PyInstance) => ({
    kind: "string",
    form: "String",
    length: numberField(self, "length"),
    collation: field(self, "collation") ?? undefined,
  }),
};

/** `SQLModel`: models may derive from it; their tables are not built here. */
const sqlModelClass: PyClass = nativeClass({
  name: "SQLModel",
  module: "sqlmodel.main",
  attributes: { metadata: callNow(metaDataClass) },
  // Keywords such as `table=True` say what the application does with the class.
  onSubclass: () => {},
});

const types = { ...genericTypes, AutoString: autoStringClass, GUID: genericTypes["Uuid"]! };

const sqltypesModule = () =>
  nativeModule("sqlmodel.sql.sqltypes", { ...types, types: shared("sqlalchemy.types") });
const sqlModule = () => nativeModule("sqlmodel.sql", { sqltypes: lazy(sqltypesModule) });

const modules: Readonly<Record<string, NativeModuleFactory>> = {
  // The package imports its submodules: `import sqlmodel` is all that Alembic's files have.
  "sqlmodel": () => {
    const sqlalchemy = shared("sqlalchemy");
    return nativeModule("sqlmodel", {
      ...genericTypes,
      AutoString: autoStringClass,
      SQLModel: sqlModelClass,
      sql: lazy(sqlModule),
      ...Object.fromEntries(
        ["Column", "ForeignKey", "text", "select", "func", "and_", "or_", "col"].map((name) =>
          [name, sqlalchemy.get(name) ?? null] as const
        ),
      ),
    });
  },
  "sqlmodel.sql": sqlModule,
  "sqlmodel.sql.sqltypes": sqltypesModule,
};

/** The factory of a module of SQLModel. */
export function sqlmodelFactory(name: string): NativeModuleFactory | undefined {
  return modules[name];
}
