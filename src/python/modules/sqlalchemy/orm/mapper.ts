/** What Mappers tell of the classes that they map: `sa.inspect(Class)`, `Class.__mapper__`. */
import {
  asString,
  type Evaluation,
  extendClass,
  getAttribute,
  nativeClass,
  type NativeEntry,
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  PyTuple,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { nameText } from "../../../../schema/name.ts";
import { columnCollection, columnCollectionClass } from "../expression/column_collection.ts";
import { sqlalchemyError } from "../exc.ts";
import { makeJoin } from "../expression/from.ts";
import { columnState } from "../schema/column.ts";
import { attributeNames, columnsOf, propertyOf } from "./attribute_property.ts";
import { columnObjectOf, keyColumns } from "./columns.ts";
import { identityKeyOf } from "./identity_map.ts";
import { levelsOf } from "./inheritance.ts";
import { mapperClass, mapperOf, mappingOfMapper } from "./inspected.ts";
import { type ClassMapping, mapperPropertyOf } from "./mapping.ts";
import { discriminatorOf, identityOf, mappingFor } from "./mapping_lookup.ts";
import { relationOf } from "./relation.ts";
import { keyOfObject } from "./session_state.ts";
import { versionOf } from "./versions.ts";

function behind(self: PyInstance): ClassMapping {
  return self.native as ClassMapping;
}

const propertiesClass: PyClass = nativeClass({
  name: "ReadOnlyProperties",
  module: "sqlalchemy.util._collections",
  bases: [columnCollectionClass],
});

/** Objects by name, as attributes and as items. */
export function objectsByName(objects: ReadonlyMap<string, PyInstance>): PyInstance {
  const collection = new PyInstance(propertiesClass);
  collection.native = () => objects;
  return collection;
}

/** The attributes of one kind. */
function attributesWhere(
  mapping: ClassMapping,
  isWanted: (name: string) => boolean,
): PyInstance {
  const names = attributeNames(mapping).filter(isWanted);
  return objectsByName(new Map(names.map((name) => [name, propertyOf(mapping, name)!])));
}

function hasColumns(mapping: ClassMapping): (name: string) => boolean {
  return (name) => columnsOf(mapping, name).length > 0;
}

function ofKind(kind: string): (self: PyInstance) => PyInstance {
  return (self) => {
    const properties = behind(self).allProperties();
    return attributesWhere(
      behind(self),
      (name) => mapperPropertyOf(properties.get(name) ?? null)?.kind === kind,
    );
  };
}

function columnsByAttribute(self: PyInstance): PyInstance {
  const mapping = behind(self);
  return columnCollection(() =>
    new Map(
      attributeNames(mapping).filter(hasColumns(mapping)).map((name) => [
        name,
        columnsOf(mapping, name)[0]!,
      ]),
    )
  );
}

/** The attributes of a class that SQLAlchemy has put there, hybrids and proxies among them. */
function descriptors(self: PyInstance): PyInstance {
  const found = new Map<string, PyInstance>();
  for (const { namespace, module } of behind(self).cls.mro) {
    if (String(module).startsWith("sqlalchemy.")) continue;
    for (const [name, value] of namespace) {
      const isOne = value instanceof PyInstance && value.cls.lookup("__get__") !== undefined &&
        String(value.cls.module).startsWith("sqlalchemy.");
      if (isOne && !found.has(name)) found.set(name, value);
    }
  }
  return objectsByName(found);
}

function family(mapping: ClassMapping): readonly ClassMapping[] {
  const { mappings } = mapping.registry;
  return mappings.filter((other) => other.root === mapping.root);
}

function under(self: PyInstance): PyList {
  const { cls } = behind(self);
  return new PyList(
    family(behind(self)).filter((other) => other.cls.isSubclassOf(cls)).map(mapperOf),
  );
}

function chain(mapping: ClassMapping): readonly ClassMapping[] {
  return mapping.inherits === null ? [mapping] : [mapping, ...chain(mapping.inherits)];
}

/** The table, or the tables joined. */
function selectable(self: PyInstance): Value {
  const mapping = behind(self);
  const [first, ...rest] = levelsOf(mapping).map(({ table }) => table.object!);
  return rest.reduce((left, table) => makeJoin(left, table, null), first!);
}

function property(self: PyInstance, key: Value): PyInstance {
  const name = asString(key) ?? "";
  const found = propertyOf(behind(self), name);
  if (found !== undefined) return found;
  throw sqlalchemyError(
    "InvalidRequestError",
    `Mapper '${
      described(behind(self))
    }' has no property '${name}'.  If this property was indicated ` +
      "from other mappers or configure events, ensure registry.configure() has been called.",
  );
}

function described({ cls, table, localTable }: ClassMapping): string {
  const own = localTable ?? table;
  const name = own === null ? "" : getTableName(own);
  return `Mapper[${cls.name}(${name})]`;
}

function getTableName(table: PyInstance): string {
  return nameText((table.native as { readonly name: Parameters<typeof nameText>[0] }).name);
}

function* keyOf(self: PyInstance, instance: PyInstance): Evaluation<Value[]> {
  return yield* keyOfObject(instance, behind(self));
}

const flags: Readonly<Record<string, Value>> = {
  is_mapper: true,
  is_instance: false,
  is_aliased_class: false,
  is_selectable: false,
  is_attribute: false,
  non_primary: false,
  configured: true,
};

const methods: Readonly<Record<string, NativeEntry>> = {
  __str__: ["", (self: PyInstance) => described(behind(self))],
  get_property: ["key, _configure_mappers=False", property],
  has_property: [
    "key",
    (self: PyInstance, key: Value) => propertyOf(behind(self), asString(key) ?? "") !== undefined,
  ],
  get_property_by_column: ["column", (self: PyInstance, column: Value) => {
    const mapping = behind(self);
    const state = columnState(column);
    const name = attributeNames(mapping).find((name) =>
      columnsOf(mapping, name).some((own) => columnState(own) === state && state !== undefined)
    );
    return property(self, name ?? "");
  }],
  isa: ["other", (self: PyInstance, other: Value) => {
    const above = mappingOfMapper(other);
    return above !== undefined && chain(behind(self)).includes(above);
  }],
  iterate_to_root: ["", (self: PyInstance) => new PyList(chain(behind(self)).map(mapperOf))],
  polymorphic_iterator: ["", under],
  primary_mapper: ["", (self: PyInstance) => self],
  primary_base_mapper: ["", (self: PyInstance) => mapperOf(behind(self).root)],
  primary_key_from_instance: [
    "instance",
    function* (self: PyInstance, instance: PyInstance): Evaluation {
      return new PyTuple(yield* keyOf(self, instance));
    },
  ],
  identity_key_from_instance: [
    "instance",
    function* (self: PyInstance, instance: PyInstance): Evaluation {
      return identityKeyOf(behind(self), yield* keyOf(self, instance));
    },
  ],
  identity_key_from_primary_key: [
    "primary_key, identity_token=None",
    (self: PyInstance, key: PyTuple | PyList) => identityKeyOf(behind(self), key.items),
  ],
  __getattr__: ["name", (_self: PyInstance, name: Value): never => {
    throw new UnsupportedConstructError(
      `mapper.${String(name)}`,
      `'${String(name)}' of a mapper cannot be evaluated`,
    );
  }],
};

extendClass(mapperClass, {
  methods,
  attributes: flags,
  properties: {
    class_: (self: PyInstance) => behind(self).cls,
    entity: (self: PyInstance) => behind(self).cls,
    mapper: (self: PyInstance) => self,
    base_mapper: (self: PyInstance) => mapperOf(behind(self).root),
    inherits: (self: PyInstance) => {
      const { inherits } = behind(self);
      return inherits === null ? null : mapperOf(inherits);
    },
    registry: (self: PyInstance) => getAttribute(behind(self).cls, "registry"),
    local_table: (self: PyInstance) => behind(self).localTable ?? behind(self).table,
    mapped_table: selectable,
    persist_selectable: selectable,
    selectable,
    tables: (self: PyInstance) =>
      new PyList(levelsOf(behind(self)).map(({ table }) => table.object)),
    columns: columnsByAttribute,
    c: columnsByAttribute,
    primary_key: (self: PyInstance) =>
      new PyTuple(
        keyColumns(behind(self)).map(({ attribute }) =>
          columnObjectOf(behind(self).root, attribute)
        ),
      ),
    attrs: (self: PyInstance) => attributesWhere(behind(self), () => true),
    iterate_properties: (self: PyInstance) =>
      new PyList(
        attributeNames(behind(self)).map((name) => propertyOf(behind(self), name)!),
      ),
    column_attrs: (self: PyInstance) => attributesWhere(behind(self), hasColumns(behind(self))),
    relationships: (self: PyInstance) =>
      attributesWhere(behind(self), (name) => relationOf(behind(self), name) !== undefined),
    synonyms: ofKind("synonym"),
    composites: ofKind("composite"),
    all_orm_descriptors: descriptors,
    single: (self: PyInstance) =>
      behind(self).inherits !== null && behind(self).localTable === null,
    concrete: (self: PyInstance) => behind(self).mapperArguments.get("concrete") ?? false,
    polymorphic_on: (self: PyInstance) => {
      const column = discriminatorOf(behind(self));
      return column === null ? null : columnObjectOf(behind(self), column.attribute);
    },
    polymorphic_identity: (self: PyInstance) => identityOf(behind(self)),
    polymorphic_map: (self: PyInstance) =>
      new PyDict(
        family(behind(self)).filter((other) => identityOf(other) !== null)
          .map((other): [Value, Value] => [identityOf(other), mapperOf(other)]),
      ),
    self_and_descendants: under,
    version_id_col: (self: PyInstance) => {
      const version = versionOf(behind(self));
      return version && columnObjectOf(behind(self).root, version.column.attribute);
    },
  },
});

/** `class_mapper(Class)`; what is not mapped has none. */
export function mapperOfClass(value: Value): PyInstance {
  const mapping = value instanceof PyClass ? mappingFor(value) : mappingOfMapper(value);
  if (mapping !== undefined) return mapperOf(mapping);
  throw sqlalchemyError("ArgumentError", "a mapped class is expected");
}
