import {
  lazy,
  nativeClass,
  nativeFunction,
  nativeModule,
  type NativeModuleFactory,
  type PyClass,
  type PyInstance,
  type Value,
} from "../../../runtime/mod.ts";
import { compiles } from "../compiles.ts";
import { errorClass } from "../exc.ts";
import { aliasOf } from "../expression/from.ts";
import { columnClass } from "../schema/column.ts";
import type { OrmModule } from "../module_names.ts";
import { typeInstance } from "../types/engine.ts";
import {
  declarativeBase,
  declarativeBaseClass,
  mappedColumn,
  mapperProperty,
  refuseMapper,
} from "./declarative.ts";
import { mappedClass } from "./mapped_annotations.ts";
import { scopedSessionClass, sessionClass, sessionMakerClass } from "./session.ts";

const property = (name: string): Value =>
  nativeFunction(name, "*args, **kw", () => mapperProperty());

const refused = (name: string): Value =>
  nativeFunction(name, "*args, **kw", () => refuseMapper(name));

const base = nativeFunction(
  "declarative_base",
  "*args, **kw",
  (_args: Value[], kw: Map<string, Value>) => declarativeBase(kw),
);

const decorator = (name: string): Value => nativeFunction(name, "fn", (fn: Value) => fn);

const orm = {
  Session: sessionClass,
  sessionmaker: sessionMakerClass,
  scoped_session: scopedSessionClass,
  declarative_base: base,
  DeclarativeBase: declarativeBaseClass,
  Mapped: mappedClass,
  mapped_column: nativeFunction(
    "mapped_column",
    "*args, **kw",
    (args: Value[], kw: Map<string, Value>) => mappedColumn(columnClass, args, kw),
  ),
  aliased: nativeFunction("aliased", "element, name=None", (element: Value, name: Value) => {
    const table = typeof element === "object" && element !== null && "namespace" in element
      ? (element as PyClass).lookup("__table__") ?? element
      : element;
    return aliasOf(table as PyInstance, name);
  }),
  ...Object.fromEntries(
    [
      "relationship",
      "backref",
      "column_property",
      "composite",
      "synonym",
      "deferred",
      "foreign",
      "remote",
      "dynamic_loader",
      "query_expression",
      "validates",
      "reconstructor",
    ].map((name) => [name, property(name)] as const),
  ),
  declared_attr: decorator("declared_attr"),
  ...Object.fromEntries(
    [
      "joinedload",
      "selectinload",
      "subqueryload",
      "lazyload",
      "load_only",
      "defer",
      "noload",
      "registry",
      "mapper",
      "class_mapper",
      "configure_mappers",
      "clear_mappers",
      "make_transient",
    ].map((name) => [name, refused(name)] as const),
  ),
};

const ormErrors = {
  NoResultFound: errorClass("NoResultFound"),
  MultipleResultsFound: errorClass("MultipleResultsFound"),
  StaleDataError: errorClass("SQLAlchemyError"),
  ObjectDeletedError: errorClass("InvalidRequestError"),
};

/** `MutableDict.as_mutable(type)` gives the type: mutations of mapped objects are not tracked. */
const mutable = (name: string): PyClass =>
  nativeClass({
    name,
    module: "sqlalchemy.ext.mutable",
    classMethods: {
      as_mutable: ["sqltype", (_cls: Value, type: Value) => typeInstance(type)],
      associate_with: ["sqltype", () => {}],
    },
  });

const modules: Readonly<Record<OrmModule, NativeModuleFactory>> = {
  "sqlalchemy.orm": () =>
    nativeModule("sqlalchemy.orm", {
      ...orm,
      exc: lazy(() => nativeModule("sqlalchemy.orm.exc", ormErrors)),
      session: lazy(() => nativeModule("sqlalchemy.orm.session", orm)),
    }),
  "sqlalchemy.orm.session": () => nativeModule("sqlalchemy.orm.session", orm),
  "sqlalchemy.orm.decl_api": () => nativeModule("sqlalchemy.orm.decl_api", orm),
  "sqlalchemy.orm.exc": () => nativeModule("sqlalchemy.orm.exc", ormErrors),
  "sqlalchemy.orm.attributes": () =>
    nativeModule("sqlalchemy.orm.attributes", {
      flag_modified: refused("attributes.flag_modified"),
    }),
  "sqlalchemy.ext": () => nativeModule("sqlalchemy.ext", {}),
  "sqlalchemy.ext.declarative": () => nativeModule("sqlalchemy.ext.declarative", orm),
  "sqlalchemy.ext.declarative.api": () => nativeModule("sqlalchemy.ext.declarative.api", orm),
  "sqlalchemy.ext.hybrid": () =>
    nativeModule("sqlalchemy.ext.hybrid", {
      hybrid_property: decorator("hybrid_property"),
      hybrid_method: decorator("hybrid_method"),
    }),
  "sqlalchemy.ext.mutable": () =>
    nativeModule(
      "sqlalchemy.ext.mutable",
      Object.fromEntries(
        ["Mutable", "MutableDict", "MutableList", "MutableSet"].map((
          name,
        ) => [name, mutable(name)]),
      ),
    ),
  "sqlalchemy.ext.compiler": () =>
    nativeModule("sqlalchemy.ext.compiler", {
      compiles,
    }),
};

/** The factory of a module of SQLAlchemy's ORM or extensions. */
export function ormFactory(name: OrmModule): NativeModuleFactory {
  return modules[name];
}
