/** What `relationship()` says, worked out. */
import {
  asString,
  callNow,
  isTrue,
  PyCallable,
  PyClass,
  setClass,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import type { ColumnState } from "../schema/column_state.ts";
import type { TableState } from "../schema/table_state.ts";
import type { CollectionKind } from "./instrumented_collections.ts";
import { directionOf, orderOf, secondaryOf } from "./join_columns.ts";
import {
  type ClassMapping,
  type MapperProperty,
  mapperPropertyOf,
  mappingOf,
  type RegistryState,
} from "./mapping.ts";
import { relatedClass } from "./related_class.ts";

/** Two attributes whose columns are equal. */
export interface AttributePair {
  /** Of the class that has the relationship. */
  readonly local: string;
  /** Of the class that it leads to. */
  readonly remote: string;
}

/** The table between two classes, and which of its columns are which attributes. */
export interface Secondary {
  readonly table: TableState;
  readonly local: readonly { readonly attribute: string; readonly column: ColumnState }[];
  readonly remote: readonly { readonly attribute: string; readonly column: ColumnState }[];
}

/** A relationship between two mapped classes. */
export interface Relation {
  readonly name: string;
  readonly mapping: ClassMapping;
  readonly target: ClassMapping;
  readonly direction: "manyToOne" | "oneToMany" | "manyToMany";
  readonly pairs: readonly AttributePair[];
  readonly secondary: Secondary | null;
  /** Whether the attribute is a collection. */
  readonly isList: boolean;
  /** What collections are made of. */
  readonly collects: CollectionKind;
  readonly cascade: ReadonlySet<string>;
  readonly passiveDeletes: boolean | "all";
  readonly viewOnly: boolean;
  /** `post_update`: the columns are written when both rows are there. */
  readonly postUpdate: boolean;
  readonly orderBy: readonly Value[];
  /** `lazy=…`: how members are read. */
  readonly lazy: string | null;
  /** `collection_class=…` */
  readonly collectionClass: Value;
  /** The relationship of the other class that is kept in step with this one. */
  readonly back: string | null;
}

/** A relationship that could not be worked out. */
interface FailedRelation {
  readonly name: string;
  readonly failure: unknown;
}

type Relations = Map<ClassMapping, Map<string, Relation | FailedRelation>>;

interface Configured {
  readonly count: number;
  readonly relations: Relations;
}

const configured = new WeakMap<RegistryState, Configured>();

function allRelations(mapping: ClassMapping): ReadonlyMap<string, Relation | FailedRelation> {
  const { registry } = mapping;
  let made = configured.get(registry);
  if (made === undefined || made.count !== registry.mappings.length) {
    made = { count: registry.mappings.length, relations: new Map() };
    configured.set(registry, made);
    for (const each of registry.mappings) configure(each, made.relations);
    for (const [each, own] of made.relations) made.relations.set(each, declaredFirst(each, own));
  }
  const own = made.relations.get(mapping) ?? new Map<string, Relation>();
  return mapping.inherits === null ? own : new Map([...allRelations(mapping.inherits), ...own]);
}

/** The relationships in SQLAlchemy's order, which is that of cascades: those that `backref=` makes come last. */
function declaredFirst<T>(mapping: ClassMapping, own: ReadonlyMap<string, T>): Map<string, T> {
  const declared = [...mapping.properties.keys()].filter((name) => own.has(name));
  return new Map([...declared.map((name) => [name, own.get(name)!] as const), ...own]);
}

/** The relationships of a class and of those above it, those that `backref=` made included. */
export function relationsOf(mapping: ClassMapping): readonly Relation[] {
  return [...allRelations(mapping).values()].filter((relation): relation is Relation =>
    !("failure" in relation)
  );
}

/** One of them, by attribute; undefined where there is none. Throws what is wrong with it. */
export function relationOf(mapping: ClassMapping, name: string): Relation | undefined {
  const relation = allRelations(mapping).get(name);
  if (relation !== undefined && "failure" in relation) throw relation.failure;
  return relation;
}

function configure(mapping: ClassMapping, relations: Relations): void {
  for (const [name, object] of mapping.properties) {
    const property = mapperPropertyOf(object);
    if (property?.kind !== "relationship" && property?.kind !== "dynamic_loader") continue;
    const own = into(relations, mapping);
    try {
      own.set(name, workedOut(mapping, name, property, relations));
    } catch (error) {
      // It matters only to those who use the attribute.
      own.set(name, { name, failure: error });
    }
  }
}

function into(
  relations: Relations,
  mapping: ClassMapping,
): Map<string, Relation | FailedRelation> {
  let own = relations.get(mapping);
  if (own === undefined) relations.set(mapping, own = new Map());
  return own;
}

/** Works out a relationship, and the one that `backref=` makes on the other side. */
function workedOut(
  mapping: ClassMapping,
  name: string,
  property: MapperProperty,
  relations: Relations,
): Relation {
  const keywords = property.keywords;
  const target = targetOf(mapping, name, property);
  const back = asString(keywords.get("back_populates") ?? null);
  const backref = keywords.get("backref") ?? null;
  const reverse = backrefOf(backref);
  const made = makeRelation(mapping, name, target, keywords, back ?? reverse?.name ?? null);
  const relation = property.kind === "dynamic_loader" ? { ...made, lazy: "dynamic" } : made;
  if (reverse !== null) {
    const { direction } = relation;
    const turned = turn(relation, reverse.name);
    into(relations, target).set(reverse.name, {
      ...turned,
      isList: reverse.keywords.get("uselist") === false ? false : direction !== "oneToMany",
      cascade: cascadeOf(reverse.keywords.get("cascade") ?? null),
      passiveDeletes: isPassive(reverse.keywords),
      ...loadingOf(reverse.keywords),
      orderBy: orderOf(target.registry, reverse.keywords.get("order_by") ?? null),
      back: name,
    });
  }
  return relation;
}

/** The same relationship from the other side. */
function turn(relation: Relation, name: string): Relation {
  const { mapping, target, direction, pairs, secondary } = relation;
  return {
    ...relation,
    name,
    mapping: target,
    target: mapping,
    direction: direction === "manyToMany"
      ? direction
      : direction === "manyToOne"
      ? "oneToMany"
      : "manyToOne",
    pairs: pairs.map(({ local, remote }) => ({ local: remote, remote: local })),
    secondary: secondary && { ...secondary, local: secondary.remote, remote: secondary.local },
  };
}

/** `backref="name"` or `backref=backref("name", …)`. */
function backrefOf(
  value: Value,
): { readonly name: string; readonly keywords: ReadonlyMap<string, Value> } | null {
  const text = asString(value);
  if (text !== null) return { name: text, keywords: new Map() };
  const property = mapperPropertyOf(value);
  if (property?.kind !== "backref") return null;
  const name = asString(property.args[0] ?? property.keywords.get("name") ?? null);
  return name === null ? null : { name, keywords: property.keywords };
}

function makeRelation(
  mapping: ClassMapping,
  name: string,
  target: ClassMapping,
  keywords: ReadonlyMap<string, Value>,
  back: string | null,
): Relation {
  const useList = keywords.get("uselist") ?? null;
  const common = {
    name,
    mapping,
    target,
    cascade: cascadeOf(keywords.get("cascade") ?? null),
    passiveDeletes: isPassive(keywords),
    ...loadingOf(keywords, relatedClass(mapping.cls, name)?.isSet),
    viewOnly: isTrue(keywords.get("viewonly") ?? false),
    postUpdate: isTrue(keywords.get("post_update") ?? false),
    orderBy: orderOf(mapping.registry, keywords.get("order_by") ?? null),
    back,
  };
  const between = keywords.get("secondary") ?? null;
  if (between !== null) {
    const secondary = secondaryOf(mapping, target, between, keywords);
    return {
      ...common,
      direction: "manyToMany",
      pairs: [],
      secondary,
      isList: useList !== false,
    };
  }
  const { direction, pairs } = directionOf(mapping, target, name, keywords);
  return {
    ...common,
    direction,
    pairs,
    secondary: null,
    isList: typeof useList === "boolean"
      ? useList
      : direction === "oneToMany" && !relatedClass(mapping.cls, name)?.single,
  };
}

function loadingOf(
  keywords: ReadonlyMap<string, Value>,
  isAnnotatedSet = false,
): Pick<Relation, "lazy" | "collectionClass" | "collects"> {
  const collectionClass = keywords.get("collection_class") ?? null;
  const isSet = collectionClass === null ? isAnnotatedSet : collectionClass === setClass;
  return {
    lazy: asString(keywords.get("lazy") ?? null),
    collectionClass,
    collects: isSet ? "set" : "list",
  };
}

function cascadeOf(value: Value): ReadonlySet<string> {
  const text = asString(value);
  if (text === null) return new Set(["save-update", "merge"]);
  const words = new Set(text.split(",").map((word) => word.trim()).filter((word) => word !== ""));
  if (words.has("all")) ["save-update", "merge", "delete"].forEach((word) => words.add(word));
  return words;
}

function isPassive(keywords: ReadonlyMap<string, Value>): boolean | "all" {
  const value = keywords.get("passive_deletes") ?? false;
  return asString(value) === "all" ? "all" : value === true;
}

/** The class that a relationship leads to: given as such, by name, by a function, or by its annotation. */
function targetOf(mapping: ClassMapping, name: string, property: MapperProperty): ClassMapping {
  let value = property.args[0] ?? property.keywords.get("argument") ?? null;
  if (value instanceof PyCallable) value = callNow(value);
  value ??= relatedClass(mapping.cls, name)?.target ?? null;
  const found = value instanceof PyClass ? mappingOf(value) : undefined;
  if (found !== undefined) return found;
  const text = asString(value);
  const named = text === null ? undefined : classNamed(mapping.registry, text);
  if (named !== undefined) return named;
  throw sqlalchemyError(
    "InvalidRequestError",
    `the relationship ${mapping.cls.name}.${name} leads to ${
      text ?? "no class"
    }, which is not mapped`,
  );
}

function classNamed(registry: RegistryState, path: string): ClassMapping | undefined {
  const name = path.split(".").at(-1);
  return registry.mappings.findLast(({ cls }) => cls.name === name);
}
