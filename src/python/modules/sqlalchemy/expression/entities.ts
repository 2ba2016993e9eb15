/** Which of the things that a SELECT asks for are mapped classes, for the Session that runs it. */
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { Insert, Select } from "../../../../sql/query.ts";
import { PyClass, PyInstance, type Value } from "../../../runtime/mod.ts";
import { addColumnSubjects, withColumnSubjects } from "./subjects.ts";

/** A mapped class that a SELECT asks for: its table, or an alias of it. */
export interface Entity {
  readonly cls: PyClass;
  /** The class, or the alias of it. */
  readonly value: PyClass | PyInstance;
  readonly name: string;
  readonly from: FromClause;
}

/** Beside what SQL is made of, so that it stays with a statement that is changed step by step. */
const ENTITIES = Symbol("entities");

interface Marked {
  readonly [ENTITIES]?: readonly (Entity | null)[];
}

const aliases = new WeakMap<PyInstance, PyClass>();

/** Says that an alias stands for a mapped class: `aliased(Class)`. */
export function rememberAlias(alias: PyInstance, cls: PyClass): void {
  aliases.set(alias, cls);
}

/** The class that an alias stands for. */
export function classOfAlias(value: Value): PyClass | undefined {
  return value instanceof PyInstance ? aliases.get(value) : undefined;
}

/** The SELECT with its classes taken from another place: all of them, or those of some tables. */
export function movedEntities<S extends object>(
  select: S,
  place: FromClause,
  tables?: readonly FromClause[],
): S {
  const entities = entitiesOf(select).map((entity) =>
    entity !== null && (tables === undefined || tables.includes(entity.from))
      ? { ...entity, from: place }
      : entity
  );
  return { ...select, [ENTITIES]: entities };
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

/** An INSERT, UPDATE or DELETE with what its RETURNING was made of. */
export function withReturnedEntities<S extends Pick<Insert, "returning">>(
  statement: S,
  values: readonly Value[],
): S {
  const columns = statement.returning ?? [];
  const before = columns.slice(values.length)
    .map((_, index) => (statement as Marked)[ENTITIES]?.[index] ?? null);
  return { ...statement, [ENTITIES]: [...before, ...entitiesAmong(columns, values)] };
}

function entitiesAmong(all: Select["columns"], values: readonly Value[]): (Entity | null)[] {
  const columns = all.slice(-values.length);
  return values.map((value, index) => {
    const cls = value instanceof PyClass ? value : classOfAlias(value);
    const column = columns[index];
    return cls === undefined || column === undefined
      ? null
      : { cls, value: value as PyClass | PyInstance, name: cls.name, from: column as FromClause };
  });
}

/** The SELECT with what its columns were made of. */
export function withEntities(select: Select, values: readonly Value[]): Select {
  const marked: Select & Marked = { ...select, [ENTITIES]: entitiesAmong(select.columns, values) };
  return withColumnSubjects(marked, values);
}

/** The SELECT with more columns. */
export function addEntities(
  select: Select,
  columns: Select["columns"],
  values: readonly Value[],
): Select {
  const before = (select as Marked)[ENTITIES] ?? select.columns.map(() => null);
  const longer: Select = { ...select, columns: [...select.columns, ...columns] };
  const marked: Select & Marked = {
    ...longer,
    [ENTITIES]: [...before, ...entitiesAmong(longer.columns, values)],
  };
  return addColumnSubjects(marked, values);
}

/** For each column of a SELECT the class that it is, or `null`; empty where there is no class. */
export function entitiesOf(select: object): readonly (Entity | null)[] {
  const entities = (select as Marked)[ENTITIES] ?? [];
  return entities.some((entity) => entity !== null) ? entities : [];
}
