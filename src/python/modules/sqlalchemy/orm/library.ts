import {
  callMethod,
  type Evaluation,
  lazy,
  nativeClass,
  nativeFunction,
  nativeModule,
  type NativeModuleFactory,
  type Outcome,
  type PyClass,
  PyInstance,
  PyList,
  PyTuple,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { compiles } from "../compiles.ts";
import type { OrmModule } from "../module_names.ts";
import { makeAliased } from "./aliased.ts";
import { associationProxyClass, associationProxyFunction } from "./association_proxy.ts";
import { hybrids } from "./hybrid.ts";
import { mutableClasses } from "./mutable.ts";
import { reconstructorFunction } from "./instance_events.ts";
import { validatesFunction } from "./validators.ts";
import { dynamicMappedClass, mappedClass, writeOnlyMappedClass } from "./annotation.ts";
import {
  asDeclarative,
  declarativeBase,
  declarativeBaseClass,
  declarativeBaseNoMetaClass,
  declarativeMetaClass,
  mappedAsDataclassClass,
  refuseMapper,
  registryClass,
} from "./declarative.ts";
import { declaredAttrClass } from "./declared_attr.ts";
import { mapperOfClass } from "./mapper.ts";
import { mapperClass, mapperOf } from "./inspected.ts";
import { mappingFor, mappingOfObject } from "./mapping_lookup.ts";
import "./instance_state.ts";
import { directionNames } from "./relation_direction.ts";
import { makeTransient } from "./transient.ts";
import { identityKeyOf } from "./identity_map.ts";
import { ormErrors } from "./exc.ts";
import { attributeFunctions } from "./attribute_history.ts";
import { instrumentedAttributeClass, relationPathOf } from "./instrument.ts";
import { loaderOptions } from "./loader_options.ts";
import { mappedColumnFunction } from "./mapped_column.ts";
import { propertyClasses, propertyFunctions } from "./mapper_properties.ts";
import { withParent } from "./relation_path.ts";
import { ormJoin } from "./orm_join.ts";
import { bundleClass } from "./bundle.ts";
import { queryClass } from "./query.ts";
import { objectSession, sessionClass } from "./session.ts";
import { withPolymorphic } from "./with_polymorphic.ts";
import { scopedSessionClass, sessionMakerClass } from "./session_makers.ts";

const refused = (name: string): Value =>
  nativeFunction(name, "*args, **kw", () => refuseMapper(name));

const base = nativeFunction(
  "declarative_base",
  "*args, **kw",
  (_args: Value[], kw: Map<string, Value>) => declarativeBase(kw),
);

const decorator = (name: string): Value => nativeFunction(name, "fn", (fn: Value) => fn);

const mappedAsDataclass = nativeFunction(
  "mapped_as_dataclass",
  "registry, **kw",
  (registry: PyInstance, kw: ReadonlyMap<string, Value>) =>
    callMethod(registry, "mapped_as_dataclass", [], new Map(kw)),
);

const orm = {
  Session: sessionClass,
  sessionmaker: sessionMakerClass,
  scoped_session: scopedSessionClass,
  declarative_base: base,
  DeclarativeBase: declarativeBaseClass,
  DeclarativeBaseNoMeta: declarativeBaseNoMetaClass,
  DeclarativeMeta: declarativeMetaClass,
  MappedAsDataclass: mappedAsDataclassClass,
  Mapped: mappedClass,
  DynamicMapped: dynamicMappedClass,
  WriteOnlyMapped: writeOnlyMappedClass,
  mapped_column: mappedColumnFunction,
  mapped_as_dataclass: mappedAsDataclass,
  registry: registryClass,
  as_declarative: nativeFunction(
    "as_declarative",
    "**kw",
    (kw: Map<string, Value>) => asDeclarative(kw),
  ),
  aliased: nativeFunction(
    "aliased",
    "element, alias=None, name=None, flat=False, **kw",
    makeAliased,
  ),
  ...loaderOptions,
  with_polymorphic: nativeFunction(
    "with_polymorphic",
    "base, classes, selectable=False, flat=False, polymorphic_on=None, aliased=False, innerjoin=False, adapt_on_names=False",
    withPolymorphic,
  ),
  join: nativeFunction(
    "join",
    "left, right, onclause=None, isouter=False, full=False",
    ormJoin(false),
  ),
  outerjoin: nativeFunction(
    "outerjoin",
    "left, right, onclause=None, isouter=True, full=False",
    ormJoin(true),
  ),
  with_parent: nativeFunction(
    "with_parent",
    "instance, prop, from_entity=None",
    function* (instance: Value, property: Value): Evaluation {
      const path = relationPathOf(property);
      if (path !== undefined) return yield* withParent(instance, path);
      throw sqlalchemyError("ArgumentError", "with_parent() expects a relationship");
    },
  ),
  Query: queryClass,
  Bundle: bundleClass,
  object_session: nativeFunction("object_session", "instance", objectSession),
  Mapper: mapperClass,
  class_mapper: nativeFunction("class_mapper", "class_, configure=True", mapperOfClass),
  object_mapper: nativeFunction(
    "object_mapper",
    "instance",
    (instance: Value) => mapperOf(mappingOfObject(instance)),
  ),
  // Relationships are worked out where they are asked for.
  configure_mappers: nativeFunction("configure_mappers", "", () => null),
  make_transient: nativeFunction("make_transient", "instance", makeTransient),
  ...directionNames,
  ...propertyFunctions,
  ...propertyClasses,
  validates: validatesFunction,
  reconstructor: reconstructorFunction,
  declared_attr: declaredAttrClass,
  declarative_mixin: decorator("declarative_mixin"),
  ...Object.fromEntries(
    [
      "mapper",
      "clear_mappers",
    ].map((name) => [name, refused(name)] as const),
  ),
};

/** A class that may be derived from and subscripted, and says nothing of tables. */
function genericMarker(name: string): PyClass {
  return nativeClass({
    name,
    module: "sqlalchemy.ext",
    classMethods: { __class_getitem__: ["item, /", (cls: PyClass) => cls] },
  });
}

/** `identity_key(Class, key)` and `identity_key(instance=…)`. */
function identityKey(cls: Value, key: Value, kw: ReadonlyMap<string, Value>): Outcome {
  const instance = kw.get("instance") ?? null;
  if (instance instanceof PyInstance) {
    const mapper = mapperOf(mappingOfObject(instance));
    return callMethod(mapper, "identity_key_from_instance", [instance]);
  }
  const mapping = mappingFor(cls as PyClass)!;
  const parts = key instanceof PyTuple || key instanceof PyList ? key.items : [key];
  return identityKeyOf(mapping, parts);
}

/** What listeners give that others may come after. */
const extContinue = new PyInstance(
  nativeClass({ name: "EventConstants", module: "sqlalchemy.orm.base" }),
);

/** A collection that numbers its members: known where nobody asks for them. */
const orderingListClass: PyClass = nativeClass({
  name: "OrderingList",
  module: "sqlalchemy.ext.orderinglist",
});

const modules: Readonly<Record<OrmModule, NativeModuleFactory>> = {
  "sqlalchemy.orm": (context) =>
    nativeModule("sqlalchemy.orm", {
      ...orm,
      ...Object.fromEntries(
        (["attributes", "exc", "session", "interfaces", "util", "query", "mapper"] as const).map((
          name,
        ) => [name, lazy(() => modules[`sqlalchemy.orm.${name}`](context))]),
      ),
    }),
  "sqlalchemy.orm.session": () => nativeModule("sqlalchemy.orm.session", orm),
  "sqlalchemy.orm.decl_api": () => nativeModule("sqlalchemy.orm.decl_api", orm),
  "sqlalchemy.orm.exc": () => nativeModule("sqlalchemy.orm.exc", ormErrors),
  "sqlalchemy.orm.attributes": () =>
    nativeModule("sqlalchemy.orm.attributes", {
      ...attributeFunctions,
      QueryableAttribute: instrumentedAttributeClass,
      InstrumentedAttribute: instrumentedAttributeClass,
    }),
  "sqlalchemy.orm.interfaces": () =>
    nativeModule("sqlalchemy.orm.interfaces", {
      ...directionNames,
      EXT_CONTINUE: extContinue,
      MapperProperty: propertyClasses["MapperProperty"]!,
    }),
  "sqlalchemy.orm.util": () =>
    nativeModule("sqlalchemy.orm.util", {
      ...orm,
      identity_key: nativeFunction("identity_key", "class_=None, ident=None, **kw", identityKey),
    }),
  "sqlalchemy.orm.query": () => nativeModule("sqlalchemy.orm.query", orm),
  "sqlalchemy.orm.mapper": () => nativeModule("sqlalchemy.orm.mapper", orm),
  "sqlalchemy.orm.relationships": () => nativeModule("sqlalchemy.orm.relationships", orm),
  "sqlalchemy.orm.properties": () => nativeModule("sqlalchemy.orm.properties", orm),
  "sqlalchemy.ext": () => nativeModule("sqlalchemy.ext", {}),
  "sqlalchemy.ext.declarative": () => nativeModule("sqlalchemy.ext.declarative", orm),
  "sqlalchemy.ext.declarative.api": () => nativeModule("sqlalchemy.ext.declarative.api", orm),
  "sqlalchemy.ext.hybrid": () => nativeModule("sqlalchemy.ext.hybrid", hybrids),
  "sqlalchemy.ext.associationproxy": () =>
    nativeModule("sqlalchemy.ext.associationproxy", {
      association_proxy: associationProxyFunction,
      AssociationProxy: associationProxyClass,
    }),
  "sqlalchemy.ext.orderinglist": () =>
    nativeModule("sqlalchemy.ext.orderinglist", {
      ordering_list: nativeFunction(
        "ordering_list",
        "*args, **kw",
        () => new PyInstance(orderingListClass),
      ),
    }),
  "sqlalchemy.ext.asyncio": () =>
    nativeModule("sqlalchemy.ext.asyncio", { AsyncAttrs: genericMarker("AsyncAttrs") }),
  "sqlalchemy.ext.mutable": () => nativeModule("sqlalchemy.ext.mutable", mutableClasses),
  "sqlalchemy.ext.compiler": () =>
    nativeModule("sqlalchemy.ext.compiler", {
      compiles,
    }),
};

/** The factory of a module of SQLAlchemy's ORM or extensions. */
export function ormFactory(name: OrmModule): NativeModuleFactory {
  return modules[name];
}
