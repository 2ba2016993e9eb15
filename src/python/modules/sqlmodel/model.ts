import {
  asString,
  callNow,
  type Evaluation,
  isTrue,
  nativeClass,
  nativeFunction,
  PyClass,
  PyDict,
  PyInstance,
  PyTuple,
  running,
  UnsupportedConstructError,
  type Value,
} from "../../runtime/mod.ts";
import { createClass } from "../../runtime/create_class.ts";
import { annotationsOf } from "../annotations.ts";
import { declarativeMetaClass, registryClass } from "../sqlalchemy/orm/declarative.ts";
import { declaredAttrClass } from "../sqlalchemy/orm/declared_attr.ts";
import { mapClass, registryOf } from "../sqlalchemy/orm/map_class.ts";
import { mapperProperty } from "../sqlalchemy/orm/mapper_properties.ts";
import { registryState } from "../sqlalchemy/orm/mapping.ts";
import { baseModelClass, modelMetaClass } from "../pydantic/model.ts";
import { enterModel, modelOf } from "../pydantic/model_fields.ts";
import { columnOfField } from "./field_column.ts";
import { fieldArguments, relationshipArguments } from "./field.ts";

const tableModels = new WeakSet<PyClass>();

/** Whether a class is a model that has a table. */
export function isTableModel(cls: PyClass): boolean {
  return tableModels.has(cls);
}

/** An option of the class, from `model_config` or the keywords of the class statement. */
function option(cls: PyClass, keywords: ReadonlyMap<string, Value>, name: string): Value {
  const config = cls.namespace.get("model_config") ?? null;
  const own = config instanceof PyDict ? config.get(name) : undefined;
  return own ?? keywords.get(name) ?? null;
}

/** Makes a class a model; where tables need not be complete, one that cannot be evaluated stays without a table. */
function setUp(cls: PyClass, keywords: ReadonlyMap<string, Value>): void {
  try {
    makeModel(cls, keywords);
  } catch (error) {
    if (!(error instanceof UnsupportedConstructError) || running().completeTables) throw error;
  }
}

function makeModel(cls: PyClass, keywords: ReadonlyMap<string, Value>): void {
  const registry = option(cls, keywords, "registry");
  const relationships = new Map<string, ReadonlyMap<string, Value>>();
  for (const [name, value] of [...cls.namespace]) {
    const info = relationshipArguments(value);
    if (info === undefined) continue;
    relationships.set(name, info);
    cls.undefine(name);
  }
  const annotations = [...annotationsOf(cls)];
  setAnnotations(cls, annotations.filter(([name]) => !relationships.has(name)));
  enterModel(
    cls,
    new Map([...keywords].filter(([name]) => name !== "table" && name !== "registry")),
  );
  const { fields } = modelOf(cls)!;
  const isBelowTable = cls.mro.slice(1).some(isTableModel);
  const isTable = isTrue(option(cls, keywords, "table")) && !isBelowTable;
  if (isTable) {
    // Relationships come first among the annotations, then the fields.
    setAnnotations(cls, [
      ...annotations.filter(([name]) => relationships.has(name)),
      ...annotations.filter(([name]) => !relationships.has(name)),
    ]);
    for (const [name, field] of fields) {
      cls.define(name, columnOfField(field));
    }
    for (const [name, info] of relationships) cls.define(name, relationship(info));
    tableModels.add(cls);
  }
  if (registryState(registry) !== undefined) {
    cls.define("_sa_registry", registry);
    cls.define("metadata", registryState(registry)!.metadata);
    cls.define("__abstract__", true);
  }
  if (isTable) mapClass(cls, registryOf(cls)!);
}

function setAnnotations(cls: PyClass, annotations: readonly (readonly [string, Value])[]): void {
  cls.define("__annotations__", new PyDict(annotations));
}

function relationship(info: ReadonlyMap<string, Value>): Value {
  const own = info.get("sa_relationship") ?? null;
  if (own !== null) return own;
  const keywords = new Map<string, Value>();
  const backPopulates = info.get("back_populates") ?? null;
  if (backPopulates !== null) keywords.set("back_populates", backPopulates);
  if (isTrue(info.get("cascade_delete") ?? null)) keywords.set("cascade", "all, delete-orphan");
  const link = info.get("link_model") ?? null;
  if (link instanceof PyClass) keywords.set("secondary", link.lookup("__table__") ?? null);
  const extra = info.get("sa_relationship_kwargs") ?? null;
  if (extra instanceof PyDict) {
    for (const [key, value] of extra.entries()) keywords.set(asString(key) ?? "", value);
  }
  return mapperProperty("relationship", [], keywords);
}

/** The metaclass of models. */
const sqlModelMetaClass: PyClass = nativeClass({
  name: "SQLModelMetaclass",
  module: "sqlmodel.main",
  bases: [modelMetaClass, declarativeMetaClass],
  new: [
    "name, bases, namespace, **kw",
    function* (meta: PyClass, name: Value, bases: Value, namespace: PyDict): Evaluation {
      const attributes = new Map<string, Value>();
      for (const [key, value] of namespace.entries()) attributes.set(asString(key) ?? "", value);
      return yield* createClass(
        meta,
        asString(name) ?? "",
        (bases as PyTuple).items as PyClass[],
        attributes,
        new Map(),
      );
    },
  ],
  init: [
    "name, bases, namespace, **kw",
    (cls: PyClass, _name: Value, _bases: Value, _namespace: Value, kw: Map<string, Value>) =>
      setUp(cls, kw),
  ],
});

/**
 * Makes `SQLModel`: each class with `table=True` that derives from it has a table in its MetaData, which belongs to one
 * interpreter.
 */
export function makeSqlModel(): PyClass {
  const registry = callNow(registryClass) as PyInstance;
  const cls = nativeClass({
    name: "SQLModel",
    module: "sqlmodel.main",
    bases: [baseModelClass],
    metaclass: sqlModelMetaClass,
    attributes: {
      metadata: registryState(registry)!.metadata,
      registry,
      _sa_registry: registry,
      __abstract__: true,
      __allow_unmapped__: true,
    },
    init: ["**data", (self: PyInstance, data: Map<string, Value>) => {
      const attributes = self.attributes ??= new Map();
      for (const { name, value = null } of modelOf(self.cls)?.fields.values() ?? []) {
        const given = fieldArguments(value);
        if (given === undefined) attributes.set(name, value);
        else if (given.has("default")) attributes.set(name, given.get("default")!);
      }
      for (const [name, value] of data) attributes.set(name, value);
    }],
  });
  enterModel(cls, new Map());
  const tableName = nativeFunction("__tablename__", "cls", (of: PyClass) => of.name.toLowerCase());
  cls.define("__tablename__", callNow(declaredAttrClass, [tableName]));
  return cls;
}
