/** From rows to objects. */
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { Delete, Insert, Select, Update } from "../../../../sql/query.ts";
import {
  type Evaluation,
  getAttribute,
  PyDict,
  PyInstance,
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { nameText } from "../../../../schema/name.ts";
import { readStatement } from "../engine/connection.ts";
import { ResultState } from "../engine/result.ts";
import { RowKeys, RowTuple } from "../engine/row.ts";
import { orderingOf } from "../expression/coercion.ts";
import { type OutputPart, outputParts } from "../expression/entities.ts";
import { loadingOf } from "../expression/loading.ts";
import { asExpression, asSelect } from "../expression/payload.ts";
import { isFrom } from "../expression/select_joins.ts";
import { sqlalchemyError } from "../exc.ts";
import { outputColumns } from "../expression/output_columns.ts";
import { assigned, columnOver, keyColumns, type MappedColumn, mappedColumns } from "./columns.ts";
import { loadedColumns } from "./entity_columns.ts";
import { eagerLoading } from "./eager.ts";
import { entityState } from "./entity_state.ts";
import { instrumentBackrefs } from "./instrument.ts";
import { refuseUnheardStatements } from "./events.ts";
import { tellOfLoad } from "./instance_events.ts";
import { instanceStateOf } from "./inspected.ts";
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
  attributes: readonly string[],
  values: readonly Value[],
  isPolymorphic = false,
): PyInstance | null {
  const valueOf = (attribute: string) => values[attributes.indexOf(attribute)] ?? null;
  const key = keyColumns(wanted).map(({ attribute }) => valueOf(attribute));
  if (key.length === 0 || key.every((value) => value === null)) return null;
  let instance = session.find(wanted, key);
  let isNew = false;
  if (instance === undefined) {
    const discriminator = discriminatorOf(wanted);
    const isTold = discriminator !== null && attributes.includes(discriminator.attribute);
    const mapping = isTold ? mappingOfRow(wanted, valueOf(discriminator.attribute)) : wanted;
    instance = new PyInstance(mapping.cls);
    instanceStateOf(instance);
    session.remember(instance, mapping, key);
    isNew = true;
  }
  const { committed } = entityState(instance);
  const own = isPolymorphic ? attributesOf(mappingFor(instance.cls)!) : null;
  for (const attribute of attributes) {
    if (own !== null && !own.has(attribute)) continue;
    if (!committed.has(attribute)) instance.attributes!.set(attribute, valueOf(attribute));
  }
  if (isNew) tellOfLoad(instance);
  return instance;
}

function attributesOf(mapping: ClassMapping): ReadonlySet<string> {
  return new Set(loadedColumns(mapping).map(({ attribute }) => attribute));
}

/** Reads the objects of a class that meet conditions. */
function* loadWhere(
  session: SessionState,
  mapping: ClassMapping,
  where: readonly Expression[],
  orderBy: readonly Value[] = [],
): Evaluation<PyInstance[]> {
  instrumentBackrefs(mapping);
  const columns = loadedColumns(mapping);
  const only = onlyOf(mapping);
  const select: Select = {
    kind: "select",
    columns: columns.map(({ expression }) => expression),
    labels: "table",
    ...(isJoined(mapping) ? { from: [placeOf(mapping)] } : {}),
    where: only === null ? where : [...where, only],
    ...(orderBy.length === 0 ? {} : { orderBy: orderBy.map(orderingOf) }),
  };
  const result = yield* readStatement(session.begin(), select);
  const attributes = columns.map(({ attribute }) => attribute);
  const rows = result.rest() as RowTuple[];
  return rows.map((row) => objectOf(session, mapping, attributes, row.items))
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
      where.push(isEqual(assigned(yield* value(attribute), column), columnOver(column, null)));
    }
    for (const { attribute, column } of secondary.remote) {
      where.push(isEqual(columnOver(named(attribute).state, null), columnOver(column, null)));
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
    const column = named(remote);
    where.push(
      relation.direction === "manyToOne"
        ? equal(column, part)
        : isEqual(assigned(part, column.state), columnOver(column.state, null)),
    );
  }
  if (relation.direction === "manyToOne") {
    const known = knownParent(session, relation, (local) => own.get(local) ?? null);
    if (known !== undefined) return [known];
  }
  yield* session.autoflush();
  return yield* loadWhere(session, target, where, orderBy);
}

/** A statement that asks for mapped classes: as columns, or in RETURNING. */
type Asking = Select | Insert | Update | Delete;

/** Runs such a statement: each row has the objects in the places of the classes. */
export function* selectObjects(
  session: SessionState,
  statement: Asking,
  parameters: Value = null,
): Evaluation<ResultState> {
  for (const { entity } of outputParts(statement)) {
    if (entity) instrumentBackrefs(mappingFor(entity.cls)!);
  }
  const loading = loadingOf(statement);
  refuseUnheardStatements(session.object);
  yield* session.autoflush();
  const given = merged(loading.parameters, parameters);
  if (loading.statement !== null) {
    return yield* rowsOfStatement(session, statement, loading.statement, given);
  }
  const eager = statement.kind === "select" ? eagerLoading(statement) : null;
  const asked = eager?.statement ?? statement;
  const result = yield* readStatement(session.begin(), asked, given);
  const found = composed(session, outputParts(asked), result);
  if (eager === null) return found;
  const rows = found.rest() as RowTuple[];
  eager.fill(rows);
  const keys = new RowKeys(found.keys.names.slice(0, eager.width));
  const asWanted = rows.map(({ items }) => new RowTuple(items.slice(0, eager.width), keys));
  return new ResultState(found.result, asWanted, keys);
}

function merged(own: PyDict | null, given: Value): PyDict | null {
  if (own === null) return given as PyDict | null;
  return new PyDict([...own.entries(), ...(given as PyDict | null)?.entries() ?? []]);
}

/** `from_statement()`: what was asked for, from the columns of another statement by their names. */
function* rowsOfStatement(
  session: SessionState,
  asking: Asking,
  statement: PyInstance,
  parameters: PyDict | null,
): Evaluation<ResultState> {
  const parts = outputParts(asking);
  const given = asSelect(statement) ?? asExpression(statement);
  if (given === undefined || given.kind !== "text" && given.kind !== "select") {
    throw new UnsupportedConstructError(
      "from_statement()",
      "from_statement() can be evaluated with a text or a SELECT only",
    );
  }
  const result = yield* readStatement(session.begin(), given, parameters);
  const { names } = result.keys;
  const columns = given.kind === "select" ? expanded(given) : [];
  const placeOf = (wanted: Expression | FromClause): number => {
    if (wanted.kind !== "column" && wanted.kind !== "label") return -1;
    const at = columns.findIndex((column) =>
      column.kind === "column" && wanted.kind === "column" && column.from === wanted.from &&
      nameText(column.name) === nameText(wanted.name)
    );
    return at >= 0 ? at : names.findIndex((name) => namesOf(wanted).includes(name));
  };
  const places = parts.map((part) => part.columns.map(placeOf));
  const keys = new RowKeys(parts.flatMap(rowNames));
  const rows = (result.rest() as RowTuple[]).map(({ items }) =>
    new RowTuple(
      parts.flatMap((part, index) => {
        const known = places[index]!;
        const values = known.map((place) => items[place] ?? null);
        if (part.entity !== undefined) {
          const { attributes, cls } = part.entity;
          const isThere = (_: unknown, at: number) => known[at]! >= 0;
          return [
            objectOf(
              session,
              mappingFor(cls)!,
              attributes.filter(isThere),
              values.filter(isThere),
            ),
          ];
        }
        const missing = part.columns.find((_, at) => known[at]! < 0);
        if (missing !== undefined) {
          throw sqlalchemyError(
            "NoSuchColumnError",
            `Could not locate column in row for column '${rowNames(part)[0] ?? ""}'`,
          );
        }
        return part.composed === undefined ? values : [part.composed.make(values)];
      }),
      keys,
    )
  );
  return new ResultState(result.result, rows, keys);
}

function expanded({ columns }: Select): readonly (Expression | FromClause)[] {
  return columns.every((column) => !isFrom(column)) ? columns : [];
}

/** The names under which a text may give a column: its own, or with that of its table. */
function namesOf(column: Extract<Expression, { kind: "column" | "label" }>): readonly string[] {
  const name = nameText(column.name);
  const from = column.kind === "column" ? column.from : null;
  const table = from !== null && "name" in from && from.name ? nameText(from.name) : null;
  return table === null ? [name] : [name, `${table}_${name}`];
}

/** Rows with objects in the places of classes. */
export function composed(
  session: SessionState,
  parts: readonly OutputPart[],
  result: ResultState,
): ResultState {
  const widths = parts.map(({ entity, columns, width }) =>
    entity === undefined && columns.length === 1
      ? [...outputColumns({ kind: "select", columns })].length
      : width
  );
  const keys = new RowKeys(parts.flatMap(rowNames), result.keys);
  const rows = (result.rest() as RowTuple[]).map((row) => {
    let at = 0;
    const items = parts.flatMap(({ entity, composed }, index) => {
      const values = row.items.slice(at, at += widths[index]!);
      if (composed !== undefined) return [composed.make(values)];
      return entity === undefined ? values : [
        objectOf(
          session,
          mappingFor(entity.cls)!,
          entity.attributes,
          values,
          entity.isPolymorphic,
        ),
      ];
    });
    return new RowTuple(items, keys);
  });
  return new ResultState(result.result, rows, keys);
}

/** The names by which rows have what a statement was asked for. */
function rowNames({ entity, composed, name, columns }: OutputPart): readonly string[] {
  const own = entity?.name ?? composed?.name ?? name;
  return own !== undefined
    ? [own]
    : [...outputColumns({ kind: "select", columns })].map(([name, , key]) => key ?? nameText(name));
}
