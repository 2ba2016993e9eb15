/** What a statement asks for, item by item: of mapped classes the Session that runs it makes objects. */
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { Insert, Select } from "../../../../sql/query.ts";
import { PyClass, PyInstance, type Value } from "../../../runtime/mod.ts";
import { outputItem } from "./output_item.ts";
import { addColumnSubjects, withColumnSubjects } from "./subjects.ts";

/** A mapped class that a statement asks for, itself or as an alias. */
export interface Entity {
  readonly cls: PyClass;
  /** The class, or the alias of it. */
  readonly value: PyClass | PyInstance;
  readonly name: string;
  readonly from: FromClause;
  /** The attributes that its columns are, in their order. */
  readonly attributes: readonly string[];
  /** Whether some of them are those of classes that derive from it. */
  readonly isPolymorphic: boolean;
}

/** A value that is made of several columns: that of a `composite()`, or of a `Bundle`. */
export interface Composed {
  readonly name: string;
  readonly columns: readonly Expression[];
  make(values: readonly Value[]): Value;
}

/** One of the things that a statement was asked for. */
interface Item {
  readonly entity?: Entity;
  readonly composed?: Composed;
  /** The name of the attribute that it is, where it is more than a column. */
  readonly name?: string;
  /** How many columns of the statement are its own. */
  readonly width: number;
  /** What the program gave. */
  readonly value?: Value;
}

/** One of the things that a statement was asked for, with the columns that it is read from. */
export interface OutputPart extends Item {
  readonly columns: readonly (Expression | FromClause)[];
}

/** Beside what SQL is made of, so that it stays with a statement that is changed step by step. */
const ITEMS = Symbol("items");

interface Marked {
  readonly [ITEMS]?: readonly Item[];
}

const aliases = new WeakMap<PyInstance, PyClass>();
const aliasesByPlace = new WeakMap<FromClause, PyInstance>();

/** Says that an alias stands for a mapped class, and what it is in FROM: `aliased(Class)`. */
export function rememberAlias(alias: PyInstance, cls: PyClass, from: FromClause): void {
  aliases.set(alias, cls);
  aliasesByPlace.set(from, alias);
}

/** The alias of a mapped class that a member of FROM is. */
export function aliasAt(from: FromClause): PyInstance | undefined {
  return aliasesByPlace.get(from);
}

/** The class that an alias stands for. */
export function classOfAlias(value: Value): PyClass | undefined {
  return value instanceof PyInstance ? aliases.get(value) : undefined;
}

const classesByTable = new WeakMap<FromClause, PyClass>();

/** Says of which mapped class a table has the rows. */
export function rememberTableOf(cls: PyClass, table: FromClause): void {
  if (!classesByTable.has(table)) classesByTable.set(table, cls);
}

/** The mapped class whose rows a table has. */
export function classAt(table: FromClause): PyClass | undefined {
  return classesByTable.get(table);
}

/** The columns of a mapped class or of an alias, by attribute. */
type ColumnsOfEntity = () => readonly (readonly [string, Expression])[];

const entities = new WeakMap<PyClass | PyInstance, ColumnsOfEntity>();
const polymorphic = new WeakSet<PyClass | PyInstance>();

/** Says which columns are read for the objects of a class, or through an alias of it. */
export function rememberEntity(
  value: PyClass | PyInstance,
  columns: ColumnsOfEntity,
  isPolymorphic = false,
): void {
  entities.set(value, columns);
  if (isPolymorphic) polymorphic.add(value);
}

const composites = new WeakMap<PyInstance, () => Composed>();

/** Says that a value is read from several columns. */
export function rememberComposed(value: PyInstance, composed: () => Composed): void {
  composites.set(value, composed);
}

const names = new WeakMap<PyInstance, string>();

/** Says under which name rows have the value of an expression. */
export function rememberName(value: PyInstance, name: string): void {
  names.set(value, name);
}

const labels = new WeakMap<PyInstance, string>();

/** Says under which name the expression stands where it is asked for, and only there. */
export function rememberLabel(value: PyInstance, name: string): void {
  labels.set(value, name);
}

/** What a value asks for, with its columns. */
function partOf(value: Value): OutputPart {
  return { ...readPart(value), value };
}

function readPart(value: Value): OutputPart {
  const composed = value instanceof PyInstance ? composites.get(value)?.() : undefined;
  if (composed !== undefined) {
    return { composed, columns: composed.columns, width: composed.columns.length };
  }
  const cls = value instanceof PyClass ? value : classOfAlias(value);
  const own = cls && entities.get(value as PyClass | PyInstance)?.();
  const label = value instanceof PyInstance ? labels.get(value) : undefined;
  if (label !== undefined) {
    const operand = outputItem(value) as Expression;
    return { columns: [{ kind: "label", operand, name: label }], width: 1 };
  }
  if (cls === undefined || own === undefined) {
    const name = value instanceof PyInstance ? names.get(value) : undefined;
    return { columns: [outputItem(value)], width: 1, ...(name === undefined ? {} : { name }) };
  }
  return {
    entity: {
      cls,
      value: value as PyClass | PyInstance,
      name: cls.name,
      from: outputItem(value) as FromClause,
      attributes: own.map(([attribute]) => attribute),
      isPolymorphic: polymorphic.has(value as PyClass | PyInstance),
    },
    columns: own.map(([, expression]) => expression),
    width: own.length,
  };
}

/** The SELECT with its classes taken from another place: all of them, or those of some tables. */
export function movedEntities<S extends object>(
  select: S,
  place: FromClause,
  tables?: readonly FromClause[],
): S {
  const items = (select as Marked)[ITEMS]?.map((item) =>
    item.entity !== undefined && (tables === undefined || tables.includes(item.entity.from))
      ? { ...item, entity: { ...item.entity, from: place } }
      : item
  );
  return { ...select, [ITEMS]: items };
}

const TARGET = Symbol("target");

/** An INSERT, UPDATE or DELETE with what it was made for: a mapped class, or a table. */
export function withTarget<S extends object>(statement: S, value: Value): S {
  return value instanceof PyClass ? { ...statement, [TARGET]: value } : statement;
}

/** The mapped class that a statement changes rows of; `null` where it was made for a table. */
export function targetOf(statement: object): PyClass | null {
  return (statement as { readonly [TARGET]?: PyClass })[TARGET] ?? null;
}

function itemsOf(parts: readonly OutputPart[]): readonly Item[] {
  return parts.map(({ columns: _, ...item }) => item);
}

/** An INSERT, UPDATE or DELETE with RETURNING, perhaps further, of these values. */
export function withReturning<S extends Pick<Insert, "returning">>(
  statement: S,
  values: readonly Value[],
): S {
  const parts = values.map(partOf);
  const marked: S & Marked = {
    ...statement,
    returning: [...statement.returning ?? [], ...parts.flatMap(({ columns }) => columns)],
    [ITEMS]: [...itemsBefore(statement as Marked, statement.returning ?? []), ...itemsOf(parts)],
  };
  return marked;
}

function itemsBefore(statement: Marked, columns: readonly unknown[]): readonly Item[] {
  return statement[ITEMS] ?? columns.map(() => ({ width: 1 }));
}

/** The SELECT of these values. */
export function selectOfValues<S extends Omit<Select, "columns">>(
  select: S,
  values: readonly Value[],
): S & Select {
  const parts = values.map(partOf);
  const marked: S & Select & Marked = {
    ...select,
    columns: parts.flatMap(({ columns }) => columns),
    [ITEMS]: itemsOf(parts),
  };
  return withColumnSubjects(marked, values);
}

/** The SELECT with further values. */
export function addValues<S extends Select>(select: S, values: readonly Value[]): S {
  const parts = values.map(partOf);
  const marked: S & Marked = {
    ...select,
    columns: [...select.columns, ...parts.flatMap(({ columns }) => columns)],
    [ITEMS]: [...itemsBefore(select as Marked, select.columns), ...itemsOf(parts)],
  };
  return addColumnSubjects(marked, values);
}

/** What a statement was asked for, with the columns of each. */
export function outputParts(
  statement: Pick<Select, "kind" | "columns"> | Pick<Insert, "returning">,
): readonly OutputPart[] {
  const columns = "columns" in statement ? statement.columns : statement.returning ?? [];
  let at = 0;
  return itemsBefore(statement as Marked, columns).map((item) => ({
    ...item,
    columns: columns.slice(at, at += item.width),
  }));
}

/** For each of the things that a statement was asked for the class that it is, or `null`; empty where there is no class. */
export function entitiesOf(statement: object): readonly (Entity | null)[] {
  const items = (statement as Marked)[ITEMS] ?? [];
  return items.some(({ entity }) => entity !== undefined)
    ? items.map(({ entity }) => entity ?? null)
    : [];
}

/** Whether a statement gives something that is not a value of a column: objects, or values of several columns. */
export function givesMore(statement: object): boolean {
  return ((statement as Marked)[ITEMS] ?? []).some(({ entity, composed }) => entity ?? composed);
}
