/** From rows to objects. */
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { Delete, Insert, Select, Update } from "../../../../sql/query.ts";
import {
  type Evaluation,
  getAttribute,
  PyInstance,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { nameText } from "../../../../schema/name.ts";
import { readStatement } from "../engine/connection.ts";
import { ResultState } from "../engine/result.ts";
import { RowKeys, RowTuple } from "../engine/row.ts";
import { orderingOf } from "../expression/coercion.ts";
import { entitiesOf, type Entity } from "../expression/entities.ts";
import { outputColumns } from "../expression/output_columns.ts";
import { assigned, columnOver, keyColumns, type MappedColumn, mappedColumns } from "./columns.ts";
import { entityState } from "./entity_state.ts";
import { instrumentBackrefs } from "./instrument.ts";
import { isJoined, placeOf } from "./inheritance.ts";
import type { ClassMapping } from "./mapping.ts";
import { discriminatorOf, mappingFor, mappingOfRow, onlyOf } from "./mapping_lookup.ts";
import type { Relation } from "./relation.ts";
import type { SessionState } from "./session_state.ts";

function equal({ state }: MappedColumn, value: Value): Expression {
  return isEqual(columnOver(state, null), assigned(value, state));
}

function isEqual(left: Expression, right: Expression): Expression {
  return {
    kind: "binary",
    operator: "eq",
    left,
    right,
    type: { kind: "boolean", form: "Boolean" },
  };
}

/** The object of a row; the one that the session has already, with what it has not changed as it is now. */
function objectOf(
  session: SessionState,
  wanted: ClassMapping,
  columns: readonly MappedColumn[],
  values: readonly Value[],
): PyInstance | null {
  const key = keyColumns(wanted).map(({ attribute }) =>
    values[columns.findIndex((column) => column.attribute === attribute)] ?? null
  );
  if (key.length === 0 || key.every((value) => value === null)) return null;
  let instance = session.find(wanted, key);
  if (instance === undefined) {
    const discriminator = discriminatorOf(wanted);
    const at = columns.findIndex(({ attribute }) => attribute === discriminator?.attribute);
    const mapping = at < 0 ? wanted : mappingOfRow(wanted, values[at]!);
    instance = new PyInstance(mapping.cls);
    instance.attributes = new Map();
    session.remember(instance, mapping, key);
  }
  const { committed } = entityState(instance);
  const attributes = instance.attributes!;
  columns.forEach(({ attribute }, index) => {
    if (!committed.has(attribute)) attributes.set(attribute, values[index]!);
  });
  return instance;
}

/** Reads the objects of a class that meet conditions. */
function* loadWhere(
  session: SessionState,
  mapping: ClassMapping,
  where: readonly Expression[],
  orderBy: readonly Value[] = [],
): Evaluation<PyInstance[]> {
  instrumentBackrefs(mapping);
  const columns = mappedColumns(mapping);
  const only = onlyOf(mapping);
  const select: Select = {
    kind: "select",
    columns: columns.map(({ state }) => columnOver(state, null)),
    ...(isJoined(mapping) ? { from: [placeOf(mapping)] } : {}),
    where: only === null ? where : [...where, only],
    ...(orderBy.length === 0 ? {} : { orderBy: orderBy.map(orderingOf) }),
  };
  const result = yield* readStatement(session.begin(), select);
  const rows = result.rest() as RowTuple[];
  return rows.map((row) => objectOf(session, mapping, columns, row.items))
    .filter((instance) => instance !== null);
}

/** Reads one object by its key; `null` where it is not in the database. */
export function* loadByKey(
  session: SessionState,
  mapping: ClassMapping,
  key: readonly Value[],
): Evaluation<PyInstance | null> {
  const where = keyColumns(mapping).map((column, index) => equal(column, key[index]!));
  const [found = null] = yield* loadWhere(session, mapping, where);
  return found;
}

/** The object of the session that has the key to which a relationship leads; undefined where there is none. */
export function knownParent(
  session: SessionState,
  { target, pairs }: Relation,
  valueOf: (local: string) => Value,
): PyInstance | undefined {
  const key = keyColumns(target);
  const parts = key.map(({ attribute }) => pairs.find(({ remote }) => remote === attribute));
  if (key.length !== pairs.length || parts.includes(undefined)) return undefined;
  return session.find(target, parts.map((pair) => valueOf(pair!.local)));
}

/** Reads the objects that a relationship leads to. */
export function* loadRelated(
  session: SessionState,
  instance: PyInstance,
  relation: Relation,
): Evaluation<PyInstance[]> {
  const { target, pairs, secondary, orderBy } = relation;
  const value = function* (attribute: string): Evaluation {
    return yield* wait(getAttribute(instance, attribute));
  };
  const columns = mappedColumns(target);
  const named = (attribute: string) => columns.find((column) => column.attribute === attribute)!;
  const where: Expression[] = [];
  if (secondary !== null) {
    for (const { attribute, column } of secondary.local) {
      where.push(isEqual(columnOver(column, null), assigned(yield* value(attribute), column)));
    }
    for (const { attribute, column } of secondary.remote) {
      where.push(isEqual(columnOver(column, null), columnOver(named(attribute).state, null)));
    }
    yield* session.autoflush();
    // However often the table between says so, an object is a member once.
    return [...new Set(yield* loadWhere(session, target, where, orderBy))];
  }
  const own = new Map<string, Value>();
  for (const { local, remote } of pairs) {
    const part = yield* value(local);
    if (part === null) return [];
    own.set(local, part);
    where.push(equal(named(remote), part));
  }
  if (relation.direction === "manyToOne") {
    const known = knownParent(session, relation, (local) => own.get(local) ?? null);
    if (known !== undefined) return [known];
  }
  yield* session.autoflush();
  return yield* loadWhere(session, target, where, orderBy);
}

/** A column of a SELECT that is a class, and the columns that are read for it. */
interface EntityColumns {
  readonly entity: Entity;
  readonly mapping: ClassMapping;
  readonly columns: readonly MappedColumn[];
}

/** What a column is taken from: its own table, unless the class is asked for through something that stands for it. */
function placeOfColumn({ from }: Entity, state: MappedColumn["state"]): FromClause | null {
  return from === state.from || from.kind === "join" ? null : from;
}

/** A statement that asks for mapped classes: as columns, or in RETURNING. */
type Asking = Select | Insert | Update | Delete;

/** Runs such a statement: each row has the objects in the places of the classes. */
export function* selectObjects(session: SessionState, statement: Asking): Evaluation<ResultState> {
  const entities = entitiesOf(statement);
  const asked = statement.kind === "select" ? statement.columns : statement.returning ?? [];
  const parts = asked.map((column, index): EntityColumns | Expression | FromClause => {
    const entity = entities[index];
    const mapping = entity === null || entity === undefined ? undefined : mappingFor(entity.cls);
    if (!entity || mapping === undefined) return column;
    instrumentBackrefs(mapping);
    return { entity, mapping, columns: mappedColumns(mapping) };
  });
  const isEntity = (part: EntityColumns | Expression | FromClause): part is EntityColumns =>
    "entity" in part;
  const columns = parts.flatMap((part) =>
    isEntity(part)
      ? part.columns.map(({ state }) => columnOver(state, placeOfColumn(part.entity, state)))
      : [part]
  );
  const flat = statement.kind === "select"
    ? { ...statement, columns }
    : { ...statement, returning: columns };
  yield* session.autoflush();
  const result = yield* readStatement(session.begin(), flat);
  const widths = parts.map((part) => isEntity(part) ? part.columns.length : widthOf(part));
  const names = parts.flatMap((part) =>
    isEntity(part)
      ? [part.entity.name]
      : [...outputColumns({ kind: "select", columns: [part] })].map(([name]) => nameText(name))
  );
  const keys = new RowKeys(names);
  const rows = (result.rest() as RowTuple[]).map((row) => {
    let at = 0;
    const items = parts.flatMap((part, index) => {
      const values = row.items.slice(at, at += widths[index]!);
      return isEntity(part) ? [objectOf(session, part.mapping, part.columns, values)] : values;
    });
    return new RowTuple(items, keys);
  });
  return new ResultState(result.result, rows, keys);
}

function widthOf(part: Expression | FromClause): number {
  return [...outputColumns({ kind: "select", columns: [part] })].length;
}
