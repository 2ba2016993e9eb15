/** `session.query(…)`: a SELECT that knows its Session. */
import { nameText } from "../../../../schema/name.ts";
import type { CompoundSelect, Delete, Update } from "../../../../sql/query.ts";
import {
  asString,
  callMethod,
  type Evaluation,
  isTrue,
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
import { RowTuple } from "../engine/row.ts";
import { sqlalchemyError } from "../exc.ts";
import { deleteFrom, updateOf } from "../expression/dml.ts";
import { element } from "../expression/element.ts";
import { addValues, classOfAlias, selectOfValues } from "../expression/entities.ts";
import { integerType } from "../expression/infer.ts";
import { selectClass } from "../expression/select.ts";
import { currentFrom, joinTo } from "../expression/select_joins.ts";
import { columnState } from "../schema/column.ts";
import { changeInBulk } from "./bulk_changes.ts";
import { keyColumns } from "./columns.ts";
import { loadedColumns } from "./entity_columns.ts";
import { relationPathOf } from "./instrument.ts";
import { withOptions } from "../expression/loading.ts";
import { loadByKey } from "./load.ts";
import { placeOf } from "./inheritance.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingFor, mappingOfObject } from "./mapping_lookup.ts";
import { relationsOf } from "./relation.ts";
import { type RelationPath, withParent } from "./relation_path.ts";
import { count, first, limit, named, one, read } from "./query_rows.ts";
import { changed, PARTWISE, selectOf, SESSION, subject } from "./query_state.ts";
import { unionOf } from "./query_union.ts";
import type { SessionState } from "./session_state.ts";

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
    ? keyColumns(mapping).map(({ attribute }) => key.get(attribute) ?? missingPart(mapping))
    : [key];
  const known = session.find(mapping, parts);
  const isWhole = loadedColumns(mapping).every(({ attribute }) =>
    known?.attributes?.has(attribute) ?? false
  );
  if (known !== undefined && !known.cls.isSubclassOf(mapping.cls)) return null;
  return known !== undefined && isWhole ? known : yield* loadByKey(session, mapping, parts);
}

function missingPart(mapping: ClassMapping): never {
  const names = keyColumns(mapping).map(({ attribute }) => `'${attribute}'`).join(", ");
  throw sqlalchemyError(
    "InvalidRequestError",
    `Incorrect names of values in identifier to formulate primary key for session.get(); primary key attribute names are ${names} (synonym names are also accepted)`,
  );
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
function* inBulk(self: PyInstance, statement: PyInstance, synchronize: Value): Evaluation {
  const select = selectOf(self);
  const native = { ...statement.native as object, where: select.where ?? [] } as Update | Delete;
  const { result } = yield* changeInBulk(select[SESSION], subject(self), native, synchronize);
  return result?.rowCount ?? 0;
}

function bulkUpdate(self: PyInstance, values: Value, synchronize: Value): Evaluation {
  refuseInBulk(self, "update");
  const mapping = subject(self);
  const named = new PyDict();
  for (const [key, value] of (values as PyDict).entries()) {
    const name = asString(key);
    const column = name === null ? undefined : mapping.allColumns().get(name);
    named.set(column === undefined ? key : nameText(columnState(column)!.name), value);
  }
  return inBulk(self, updateOf(mapping.cls, null, named), synchronize);
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
  delete: [
    "synchronize_session='auto', delete_args=None",
    (self: PyInstance, synchronize: Value) => {
      refuseInBulk(self, "delete");
      return inBulk(self, deleteFrom(subject(self).cls, null), synchronize);
    },
  ],
  update: [
    "values, synchronize_session='auto', update_args=None",
    (self: PyInstance, values: Value, synchronize: Value) => bulkUpdate(self, values, synchronize),
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
