/** `session.query(…)`: a SELECT that knows its Session. */
import { nameText } from "../../../../schema/name.ts";
import type { Expression } from "../../../../sql/expression.ts";
import type { CompoundSelect, Select, Update } from "../../../../sql/query.ts";
import {
  asString,
  callMethod,
  type Evaluation,
  isTrue,
  keyOf,
  nativeClass,
  type NativeEntry,
  NativeIterator,
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  PySlice,
  PyTuple,
  raise,
  str,
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { readStatement } from "../engine/connection.ts";
import { RowTuple } from "../engine/row.ts";
import { sqlalchemyError } from "../exc.ts";
import { valueExpression } from "../expression/coercion.ts";
import { deleteFrom, updateOf } from "../expression/dml.ts";
import { element } from "../expression/element.ts";
import {
  addValues,
  classOfAlias,
  entitiesOf,
  outputParts,
  selectOfValues,
} from "../expression/entities.ts";
import { integerType } from "../expression/infer.ts";
import { selectClass } from "../expression/select.ts";
import { currentFrom, joinTo } from "../expression/select_joins.ts";
import { columnState } from "../schema/column.ts";
import { loadedColumns } from "./entity_columns.ts";
import { hasState } from "./entity_state.ts";
import { relationPathOf } from "./instrument.ts";
import { withOptions } from "../expression/loading.ts";
import { loadByKey, selectObjects } from "./load.ts";
import { placeOf } from "./inheritance.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingFor, mappingOfObject } from "./mapping_lookup.ts";
import { relationsOf } from "./relation.ts";
import { type RelationPath, withParent } from "./relation_path.ts";
import { unionOf } from "./query_union.ts";
import type { SessionState } from "./session_state.ts";

/** Beside what SQL is made of, so that it stays with a query that is changed step by step. */
const SESSION = Symbol("session");
const PARTWISE = Symbol("yield_per");

type QuerySelect = Select & {
  readonly [SESSION]: SessionState;
  /** Whether rows that come again are kept. */
  readonly [PARTWISE]?: boolean;
};

function selectOf(self: PyInstance): QuerySelect {
  return self.native as QuerySelect;
}

function changed(self: PyInstance, changes: Partial<QuerySelect>): PyInstance {
  const query = new PyInstance(self.cls);
  query.native = { ...selectOf(self), ...changes };
  return query;
}

/** `session.query(*entities)`. */
export function makeQuery(session: SessionState, entities: readonly Value[]): PyInstance {
  const items = entities.flatMap((entity) =>
    entity instanceof PyList || entity instanceof PyTuple ? entity.items : [entity]
  );
  for (const item of items) mappingOfEntity(item);
  const query = new PyInstance(queryClass);
  query.native = { ...selectOfValues({ kind: "select" }, items), [SESSION]: session };
  return query;
}

function mappingOfEntity(value: Value): ClassMapping | null {
  if (!(value instanceof PyClass)) return null;
  const mapping = mappingFor(value);
  if (mapping === undefined) {
    throw sqlalchemyError(
      "ArgumentError",
      `Column expression, FROM clause, or other columns clause element expected, got <class '${value.name}'>.`,
    );
  }
  return mapping;
}

/** The class that a query is about. */
function subject(self: PyInstance): ClassMapping {
  const entity = entitiesOf(selectOf(self))[0];
  const mapping = entity ? mappingFor(entity.cls) : undefined;
  if (mapping !== undefined) return mapping;
  throw sqlalchemyError("InvalidRequestError", "the query is not one for objects of a class");
}

function* read(self: PyInstance, changes: Partial<Select> = {}): Evaluation<Value[]> {
  const select = { ...selectOf(self), ...changes };
  const result = yield* selectObjects(select[SESSION], named(select));
  const rows = result.rest() as RowTuple[];
  const hasObjects = entitiesOf(select).length > 0;
  const isOne = hasObjects && outputParts(select).length === 1;
  const found = isOne ? rows.map((row) => row.items[0]!) : rows;
  // Each object once, however many rows a join has made of it, and so with rows that hold objects.
  return hasObjects && !select[PARTWISE] ? withoutRepeated(found) : found;
}

/** The SELECT as a Query sends it: its results are named for their tables. */
function named<S extends Select>(select: S): S {
  return { ...select, labels: "table" };
}

function withoutRepeated(values: readonly Value[]): Value[] {
  const seen = new Set<unknown>();
  return values.filter((value) => {
    const key = value instanceof RowTuple ? keyOfRow(value) : value;
    if (key === null) return true;
    return seen.has(key) ? false : seen.add(key);
  });
}

const numbers = new WeakMap<PyInstance, number>();
let last = 0;

/** Rows with the same objects and equal values have the same key; `null` where a value has none. */
function keyOfRow({ items }: RowTuple): unknown {
  const parts = items.map((item) => {
    if (!hasState(item)) return item;
    if (!numbers.has(item)) numbers.set(item, ++last);
    return `object ${numbers.get(item)}`;
  });
  return parts.some((part) => part instanceof PyList || part instanceof PyDict)
    ? null
    : keyOf(new PyTuple(parts));
}

function limit(count: number): Expression {
  return valueExpression(count, integerType);
}

function* first(self: PyInstance): Evaluation {
  const isLimited = selectOf(self).limit !== undefined;
  const [found = null] = yield* read(self, isLimited ? {} : { limit: limit(1) });
  return found;
}

function* one(self: PyInstance, required: boolean): Evaluation {
  const isLimited = selectOf(self).limit !== undefined;
  const rows = yield* read(self, isLimited ? {} : { limit: limit(2) });
  if (rows.length > 1) {
    throw sqlalchemyError(
      "MultipleResultsFound",
      `Multiple rows were found when ${required ? "exactly one" : "one or none"} was required`,
    );
  }
  if (rows.length === 0 && required) {
    throw sqlalchemyError("NoResultFound", "No row was found when one was required");
  }
  return rows[0] ?? null;
}

function* count(self: PyInstance): Evaluation {
  const select = selectOf(self);
  const session = select[SESSION];
  yield* session.autoflush();
  const all: Select = {
    kind: "select",
    columns: [{
      kind: "function",
      path: ["count"],
      arguments: [{ kind: "literalColumn", sql: "*", type: integerType }],
      type: integerType,
    }],
    from: [{ kind: "subquery", select: named(select), name: null }],
  };
  const result = yield* readStatement(session.begin(), all);
  return (result.next() as RowTuple).items[0]!;
}

function* get(self: PyInstance, key: Value): Evaluation {
  return yield* getByKey(selectOf(self)[SESSION], subject(self), key);
}

/** `session.get(Class, key)`. */
export function* getByKey(
  session: SessionState,
  mapping: ClassMapping,
  key: Value,
): Evaluation {
  const parts = key instanceof PyTuple || key instanceof PyList
    ? key.items
    : key instanceof PyDict
    ? [...key.entries()].map(([, value]) => value)
    : [key];
  const known = session.find(mapping, parts);
  const isWhole = loadedColumns(mapping).every(({ attribute }) =>
    known?.attributes?.has(attribute) ?? false
  );
  if (known !== undefined && !known.cls.isSubclassOf(mapping.cls)) return null;
  return known !== undefined && isWhole ? known : yield* loadByKey(session, mapping, parts);
}

/** `join(target, on)`, also with several relationships, and with tuples of target and condition. */
function joining(outer: boolean) {
  return (
    self: PyInstance,
    targets: Value[],
    on: Value,
    isOuter: Value,
    full: Value,
  ): PyInstance => {
    const steps = stepsOf(targets, on);
    return steps.reduce((query, [target, condition]) =>
      changed(
        query,
        joinTo(selectOf(query), target, condition, outer || isTrue(isOuter), isTrue(full)),
      ), self);
  };
}

/** Whether a value is a mapped class or an alias of one. */
function isEntity(value: Value): value is PyClass | PyInstance {
  return value instanceof PyClass || classOfAlias(value) !== undefined;
}

function stepsOf(targets: readonly Value[], on: Value): readonly (readonly [Value, Value])[] {
  const [first = null, second] = targets;
  if (second === undefined) return [[first, on]];
  // `join(Class, Class.relationship)` and `join(Class, condition)`; else each is joined for itself.
  const isCondition = !isEntity(second) &&
    (relationPathOf(second) === undefined || relationPathOf(first) === undefined);
  if (targets.length === 2 && isCondition) return [[first, second]];
  return targets.map((target) =>
    target instanceof PyTuple ? [target.items[0] ?? null, target.items[1] ?? null] : [target, null]
  );
}

/** What a bulk UPDATE or DELETE of a query may not have. */
function refuseInBulk(self: PyInstance, name: string): void {
  const { limit, offset, groupBy, distinct, from } = selectOf(self);
  if (
    limit === undefined && offset === undefined && groupBy === undefined && !distinct &&
    (from ?? []).every((place) => place === placeOf(subject(self)))
  ) return;
  throw sqlalchemyError(
    "InvalidRequestError",
    `Can't call Query.${name}() when limit(), offset(), group_by(), distinct() or join() has been called`,
  );
}

/** Runs an UPDATE or DELETE and gives the number of rows; what objects say is read again. */
function* inBulk(self: PyInstance, statement: PyInstance): Evaluation {
  const select = selectOf(self);
  const session = select[SESSION];
  yield* session.autoflush();
  const native = { ...statement.native as object, where: select.where ?? [] };
  const { result } = yield* readStatement(session.begin(), native as Update);
  session.expireAll();
  return result?.rowCount ?? 0;
}

function bulkUpdate(self: PyInstance, values: Value): Evaluation {
  refuseInBulk(self, "update");
  const mapping = subject(self);
  const named = new PyDict();
  for (const [key, value] of (values as PyDict).entries()) {
    const name = asString(key);
    const column = name === null ? undefined : mapping.allColumns().get(name);
    named.set(column === undefined ? key : nameText(columnState(column)!.name), value);
  }
  return inBulk(self, updateOf(mapping.cls, null, named));
}

const methods: Readonly<Record<string, NativeEntry>> = {
  all: ["", function* (self: PyInstance): Evaluation {
    return new PyList(yield* read(self));
  }],
  first: ["", first],
  one: ["", (self: PyInstance) => one(self, true)],
  one_or_none: ["", (self: PyInstance) => one(self, false)],
  scalar: ["", function* (self: PyInstance): Evaluation {
    const found = yield* one(self, false);
    return found instanceof RowTuple ? found.items[0] ?? null : found;
  }],
  scalars: ["", function* (self: PyInstance): Evaluation {
    const rows = yield* read(self);
    return new PyList(rows.map((row) => row instanceof RowTuple ? row.items[0] ?? null : row));
  }],
  count: ["", count],
  get: ["ident", get],
  __iter__: ["", function* (self: PyInstance): Evaluation {
    return new NativeIterator((yield* read(self))[Symbol.iterator]());
  }],
  __getitem__: ["item", function* (self: PyInstance, item: Value): Evaluation {
    if (item instanceof PySlice) {
      const [start, stop] = [Number(item.start ?? 0), item.stop];
      return new PyList(
        yield* read(self, {
          offset: start === 0 ? undefined : limit(start),
          limit: stop === null ? undefined : limit(Number(stop) - start),
        }),
      );
    }
    const [found] = yield* read(self, { offset: limit(Number(item)), limit: limit(1) });
    if (found === undefined) throw raise("IndexError", "list index out of range");
    return found;
  }],
  join: ["*targets, onclause=None, isouter=False, full=False", joining(false)],
  outerjoin: ["*targets, onclause=None, isouter=True, full=False", joining(true)],
  with_entities: [
    "*entities",
    (self: PyInstance, entities: Value[]) =>
      changed(self, selectOfValues(selectOf(self), entities)),
  ],
  add_columns: ["*columns", (self: PyInstance, columns: Value[]) => added(self, columns)],
  add_column: ["column", (self: PyInstance, column: Value) => added(self, [column])],
  add_entity: ["entity", (self: PyInstance, entity: Value) => added(self, [entity])],
  exists: ["", (self: PyInstance) => {
    const columns = [{ kind: "literalColumn", sql: "1", type: integerType }] as const;
    const select = selectOf(self);
    const from = currentFrom(select);
    return element({ kind: "exists", select: { ...select, columns, from } });
  }],
  __str__: ["", function* (self: PyInstance): Evaluation {
    const select = new PyInstance(selectClass);
    select.native = named(selectOf(self));
    return yield* wait(str(select));
  }],
  delete: ["synchronize_session='auto', delete_args=None", (self: PyInstance) => {
    refuseInBulk(self, "delete");
    return inBulk(self, deleteFrom(subject(self).cls, null));
  }],
  update: [
    "values, synchronize_session='auto', update_args=None",
    (self: PyInstance, values: Value) => bulkUpdate(self, values),
  ],
  // How objects are loaded changes nothing of what they are.
  ...Object.fromEntries(
    [
      "enable_eagerloads",
      "execution_options",
      "populate_existing",
      "autoflush",
    ].map((name): [string, NativeEntry] => [name, ["*args, **kw", (self: PyInstance) => self]]),
  ),
  options: [
    "*options",
    (self: PyInstance, options: Value[]) => changed(self, withOptions(selectOf(self), options)),
  ],
  ...Object.fromEntries(
    ["apply_labels", "with_labels"].map((name): [string, NativeEntry] => [
      name,
      ["", (self: PyInstance) => changed(self, { labels: "table" })],
    ]),
  ),
  with_parent: ["instance, property=None, from_entity=None", withParentOf],
  value: ["column", function* (self: PyInstance, column: Value): Evaluation {
    const [found] = yield* read(changed(self, selectOfValues(selectOf(self), [column])), {});
    return found instanceof RowTuple ? found.items[0]! : null;
  }],
  values: ["*columns", function* (self: PyInstance, columns: Value[]): Evaluation {
    const rows = yield* read(changed(self, selectOfValues(selectOf(self), columns)));
    return new NativeIterator(rows[Symbol.iterator]());
  }],
  tuples: ["", (self: PyInstance) => self],
  with_session: [
    "session",
    (self: PyInstance, session: PyInstance) =>
      changed(self, { [SESSION]: session.native as SessionState }),
  ],
  yield_per: ["count", (self: PyInstance) => changed(self, { [PARTWISE]: true })],
  __bool__: ["", () => true],
  enable_assertions: ["value", (self: PyInstance) => self],
  ...Object.fromEntries(
    ["union", "union_all", "intersect", "intersect_all", "except_", "except_all"].map(
      (name): [string, NativeEntry] => [
        name,
        ["*q", (self: PyInstance, others: Value[]) => {
          const operator = name.replace(/^except_$/, "except") as CompoundSelect["operator"];
          return unionOf(operator, self, others);
        }],
      ],
    ),
  ),
  ...Object.fromEntries(
    ["from_self"].map(
      (name): [string, NativeEntry] => [name, ["*args, **kw", () => {
        throw new UnsupportedConstructError(
          `Query.${name}`,
          `Query.${name}() cannot be evaluated`,
          { hint: "use sa.select() with session.execute() instead" },
        );
      }]],
    ),
  ),
};

/** `with_parent(instance, property)`: without a property, the one relationship that leads to what the query is about. */
function* withParentOf(self: PyInstance, instance: Value, property: Value): Evaluation {
  const path = relationPathOf(property) ?? pathToSubject(self, instance);
  return yield* wait(callMethod(self, "filter", [yield* withParent(instance, path)]));
}

function pathToSubject(self: PyInstance, instance: Value): RelationPath {
  const { cls } = subject(self);
  const relation = relationsOf(mappingOfObject(instance)).find(({ target }) => target.cls === cls);
  if (relation !== undefined) return { relation, from: null, to: null, further: [] };
  throw sqlalchemyError(
    "InvalidRequestError",
    `Could not locate a property which relates instances of class '${cls.name}' to those of the parent`,
  );
}

function added(self: PyInstance, values: readonly Value[]): PyInstance {
  return changed(self, addValues(selectOf(self), values));
}

/** `sqlalchemy.orm.Query`. */
export const queryClass: PyClass = nativeClass({
  name: "Query",
  module: "sqlalchemy.orm.query",
  bases: [selectClass],
  methods,
  properties: {
    statement: (self: PyInstance) => {
      const select = new PyInstance(selectClass);
      select.native = selectOf(self);
      return select;
    },
    session: (self: PyInstance) => selectOf(self)[SESSION].object,
  },
});
