/** What `relationship()` says, worked out. */
import { type Name, nameText } from "../../../../schema/name.ts";
import type { Expression } from "../../../../sql/expression.ts";
import {
  asString,
  callNow,
  collectNow,
  PyCallable,
  PyClass,
  PyInstance,
  PyList,
  PyTuple,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { asExpression } from "../expression/payload.ts";
import { columnState } from "../schema/column.ts";
import type { ColumnState } from "../schema/column_state.ts";
import { type TableState, tableState } from "../schema/table_state.ts";
import { ormError } from "./exc.ts";
import { relatedClass } from "./related_class.ts";
import {
  type ClassMapping,
  type MapperProperty,
  mapperPropertyOf,
  mappingOf,
  type RegistryState,
} from "./mapping.ts";

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
  readonly cascade: ReadonlySet<string>;
  readonly passiveDeletes: boolean;
  readonly viewOnly: boolean;
  readonly orderBy: readonly Value[];
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
  }
  const own = made.relations.get(mapping) ?? new Map<string, Relation>();
  return mapping.inherits === null ? own : new Map([...allRelations(mapping.inherits), ...own]);
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
  const relation = makeRelation(mapping, name, target, keywords, back ?? reverse?.name ?? null);
  if (reverse !== null) {
    const { direction } = relation;
    const turned = turn(relation, reverse.name);
    into(relations, target).set(reverse.name, {
      ...turned,
      isList: reverse.keywords.get("uselist") === false ? false : direction !== "oneToMany",
      cascade: cascadeOf(reverse.keywords.get("cascade") ?? null),
      passiveDeletes: isPassive(reverse.keywords),
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
    viewOnly: keywords.get("viewonly") === true,
    orderBy: orderOf(mapping.registry, keywords.get("order_by") ?? null),
    back,
  };
  const between = keywords.get("secondary") ?? null;
  if (between !== null) {
    const secondary = secondaryOf(mapping, target, between);
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

function cascadeOf(value: Value): ReadonlySet<string> {
  const text = asString(value);
  if (text === null) return new Set(["save-update", "merge"]);
  const words = new Set(text.split(",").map((word) => word.trim()).filter((word) => word !== ""));
  if (words.has("all")) ["save-update", "merge", "delete"].forEach((word) => words.add(word));
  return words;
}

function isPassive(keywords: ReadonlyMap<string, Value>): boolean {
  const value = keywords.get("passive_deletes") ?? false;
  return value === true || asString(value) === "all";
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

/** The attribute of a class that stands for a column. */
export function attributeOf(mapping: ClassMapping, column: ColumnState): string {
  for (const [name, object] of mapping.allColumns()) {
    if (columnState(object) === column) return name;
  }
  for (const [name, object] of mapping.allColumns()) {
    if (nameText(columnState(object)!.name) === nameText(column.name)) return name;
  }
  throw sqlalchemyError(
    "ArgumentError",
    `${mapping.cls.name} has no attribute for the column ${nameText(column.name)}`,
  );
}

/** The table of a class that has one. */
export function tableOf(mapping: ClassMapping): TableState {
  const table = mapping.table === null ? undefined : tableState(mapping.table);
  if (table === undefined) {
    throw ormError(
      "UnmappedClassError",
      `Class ${mapping.cls.name} is not mapped`,
    );
  }
  return table;
}

interface ColumnPair {
  /** The column with the foreign key. */
  readonly from: ColumnState;
  readonly to: ColumnState;
}

/** The columns of a table that refer to another one, with what they refer to. */
function foreignPairs(from: TableState, to: TableState): readonly ColumnPair[] {
  const pairs: ColumnPair[] = [];
  const add = (local: ColumnState | undefined, remote: Name | null) => {
    const name = nameText(remote ?? local?.name ?? "");
    const referred = to.columnStates().find((column) => nameText(column.name) === name);
    if (local !== undefined && referred !== undefined) pairs.push({ from: local, to: referred });
  };
  const refersTo = ({ table, schema }: { readonly table: Name; readonly schema?: Name | null }) =>
    nameText(table) === nameText(to.name) &&
    (!schema || to.schema === null || nameText(schema) === nameText(to.schema));
  for (const column of from.columnStates()) {
    for (const key of column.foreignKeys) {
      if (refersTo(key.referred)) add(column, key.referredColumn);
    }
  }
  for (const constraint of from.constraints) {
    if (constraint.kind !== "foreignKey" || !refersTo(constraint.referred)) continue;
    constraint.columns.forEach((name, index) => {
      const local = from.columnStates().find((column) => nameText(column.name) === nameText(name));
      add(local, constraint.referredColumns[index] ?? null);
    });
  }
  return pairs;
}

function directionOf(
  mapping: ClassMapping,
  target: ClassMapping,
  name: string,
  keywords: ReadonlyMap<string, Value>,
): Pick<Relation, "direction" | "pairs"> {
  const [here, there] = [tableOf(mapping), tableOf(target)];
  const joined = keywords.get("primaryjoin") ?? null;
  const chosen = columnsGiven(mapping.registry, keywords.get("foreign_keys") ?? null);
  const given = joined === null ? null : joinedPairs(mapping, joined, here, there);
  const ofKeys = (pairs: readonly ColumnPair[]) =>
    chosen === null ? pairs : pairs.filter(({ from }) => chosen.includes(from));
  const up = ofKeys(
    given?.filter((pair) => isForeign(pair, here, chosen)) ?? foreignPairs(here, there),
  );
  const down = ofKeys(
    given?.filter((pair) => !isForeign(pair, here, chosen)).map(({ from, to }) => ({
      from: to,
      to: from,
    })) ?? foreignPairs(there, here),
  );
  const manyToOne = () => ({
    direction: "manyToOne" as const,
    pairs: up.map(({ from, to }) => ({
      local: attributeOf(mapping, from),
      remote: attributeOf(target, to),
    })),
  });
  const oneToMany = () => ({
    direction: "oneToMany" as const,
    pairs: down.map(({ from, to }) => ({
      local: attributeOf(mapping, to),
      remote: attributeOf(target, from),
    })),
  });
  if (here === there && up.length > 0) {
    const remote = columnsGiven(mapping.registry, keywords.get("remote_side") ?? null);
    return remote !== null && up.some(({ to }) => remote.includes(to)) ? manyToOne() : oneToMany();
  }
  if (new Set(up.map(({ from }) => from)).size > 0 && down.length === 0) {
    refuseSeveral(mapping, name, up);
    return manyToOne();
  }
  if (down.length > 0 && up.length === 0) {
    refuseSeveral(mapping, name, down);
    return oneToMany();
  }
  throw sqlalchemyError(
    up.length === 0 ? "NoForeignKeysError" : "AmbiguousForeignKeysError",
    `Could not determine join condition between parent/child tables on relationship ` +
      `${mapping.cls.name}.${name}`,
  );
}

/** Two keys to the same column are two relationships, of which one must be chosen. */
function refuseSeveral(mapping: ClassMapping, name: string, pairs: readonly ColumnPair[]): void {
  if (new Set(pairs.map(({ to }) => to)).size === pairs.length) return;
  throw sqlalchemyError(
    "AmbiguousForeignKeysError",
    `Could not determine join condition between parent/child tables on relationship ` +
      `${mapping.cls.name}.${name} - there are multiple foreign key paths linking the tables.`,
  );
}

function isForeign(
  { from, to }: ColumnPair,
  here: TableState,
  chosen: readonly ColumnState[] | null,
) {
  const isHere = here.columnStates().includes(from);
  if (chosen !== null) return isHere && chosen.includes(from);
  if (from.foreignKeys.length > 0 && to.foreignKeys.length === 0) return isHere;
  return isHere && from.foreignKeys.length > 0;
}

/** The pairs of `primaryjoin=A.x == B.y`: the column of this class first. */
function joinedPairs(
  mapping: ClassMapping,
  value: Value,
  here: TableState,
  there: TableState,
): readonly ColumnPair[] {
  const given = value instanceof PyCallable ? callNow(value) : value;
  const text = asString(given);
  const sides = text === null
    ? equalSides(asExpression(given))
    : [...text.replace(/^\s*and_\((.*)\)\s*$/s, "$1").split(/,|&/)].map((part) => {
      const [left, right, ...more] = part.replace(/^[\s(]+|[\s)]+$/g, "").split("==");
      if (left === undefined || right === undefined || more.length > 0) return null;
      const columns = [left, right].map((side) => columnNamed(mapping.registry, side.trim()));
      return columns[0] && columns[1] ? [columns[0], columns[1]] as const : null;
    });
  if (sides === null || sides.some((side) => side === null)) {
    throw new UnsupportedConstructError(
      "relationship(primaryjoin=…)",
      `the condition of a relationship of ${mapping.cls.name} cannot be evaluated: only equal columns can`,
    );
  }
  return sides.map((side) => {
    const [left, right] = side!;
    const isLeft = here.columnStates().includes(left) &&
      (here !== there || left.foreignKeys.length > 0);
    return isLeft ? { from: left, to: right } : { from: right, to: left };
  });
}

function equalSides(
  expression: Expression | undefined,
): readonly (readonly [ColumnState, ColumnState] | null)[] | null {
  if (expression === undefined) return null;
  if (expression.kind === "grouping") return equalSides(expression.operand);
  if (expression.kind === "booleanList" && expression.operator === "and") {
    return expression.clauses.flatMap((clause) => equalSides(clause) ?? [null]);
  }
  if (expression.kind !== "binary" || expression.operator !== "eq") return null;
  const [left, right] = [columnBehind(expression.left), columnBehind(expression.right)];
  return left && right ? [[left, right]] : null;
}

const columnsByExpression = new WeakMap<Expression, ColumnState>();

/** Remembers which column of a mapped table an expression stands for. */
export function rememberColumns(table: TableState): void {
  for (const column of table.columnStates()) columnsByExpression.set(column.toExpression(), column);
}

function columnBehind(expression: Expression): ColumnState | undefined {
  return columnsByExpression.get(expression);
}

/** `[A.x, A.y]`, `A.x`, or the same as a text or as a function. */
function columnsGiven(registry: RegistryState, value: Value): readonly ColumnState[] | null {
  if (value === null) return null;
  const given = value instanceof PyCallable ? callNow(value) : value;
  const text = asString(given);
  if (text !== null) {
    const parts = text.replace(/^\s*\[|\]\s*$/g, "").split(",");
    return parts.map((part) => columnNamed(registry, part.trim())).filter((column) =>
      column !== undefined
    );
  }
  const items = given instanceof PyList || given instanceof PyTuple ? given.items : [given];
  return items.flatMap((item) => columnState(item) ?? []);
}

/** `Class.attribute` or `table.c.column`, as texts in relationships name columns. */
function columnNamed(registry: RegistryState, path: string): ColumnState | undefined {
  const parts = path.replace(/^(?:foreign|remote)\((.*)\)$/, "$1").split(".");
  const name = parts.pop() ?? "";
  if (parts.at(-1) === "c") parts.pop();
  const owner = parts.pop() ?? "";
  const mapping = registry.mappings.findLast(({ cls }) => cls.name === owner);
  const column = mapping?.allColumns().get(name);
  if (column !== undefined) return columnState(column);
  const tables = registry.mappings.map(tableOf);
  return tables.find((table) => table.key === owner)?.columnStates()
    .find((column) => nameText(column.name) === name);
}

function orderOf(registry: RegistryState, value: Value): readonly Value[] {
  if (value === null || value === false) return [];
  const given = value instanceof PyCallable ? callNow(value) : value;
  const text = asString(given);
  if (text === null) {
    return given instanceof PyList || given instanceof PyTuple ? collectNow(given) : [given];
  }
  const path = /^\s*([\w.]+?)(\.desc\(\)|\.asc\(\))?\s*$/.exec(text);
  const column = path === null ? undefined : columnNamed(registry, path[1]!);
  const object = column?.table instanceof PyInstance
    ? [...tableState(column.table)!.columns().values()].find((each) => columnState(each) === column)
    : undefined;
  if (object === undefined || path?.[2]?.startsWith(".desc")) {
    throw new UnsupportedConstructError(
      "relationship(order_by=…)",
      `the order '${text}' of a relationship cannot be evaluated`,
      { hint: "give the column itself" },
    );
  }
  return [object];
}

function secondaryOf(mapping: ClassMapping, target: ClassMapping, value: Value): Secondary {
  const given = value instanceof PyCallable ? callNow(value) : value;
  const text = asString(given);
  const table = text === null
    ? given instanceof PyClass ? tableState(given.lookup("__table__") ?? null) : tableState(given)
    : mapping.metadata?.tables.get(text);
  if (table === undefined) {
    throw sqlalchemyError(
      "InvalidRequestError",
      `the table between ${mapping.cls.name} and ${target.cls.name} is not known`,
    );
  }
  const side = (of: ClassMapping, first: boolean) => {
    const pairs = foreignPairs(table, tableOf(of));
    // Between rows of one table, the first key is this side and the second the other.
    const own = mapping === target ? pairs.filter((_, index) => (index === 0) === first) : pairs;
    return own.map(({ from, to }) => ({ attribute: attributeOf(of, to), column: from }));
  };
  return { table, local: side(mapping, true), remote: side(target, false) };
}
