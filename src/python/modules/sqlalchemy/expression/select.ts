import { outputColumns } from "./output_columns.ts";
import { nameText } from "../../../../schema/name.ts";
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { CompoundSelect, Select } from "../../../../sql/query.ts";
import {
  asString,
  compare,
  type Evaluation,
  getAttribute,
  isTrue,
  nativeClass,
  type NativeEntry,
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  PyTuple,
  runNow,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { nameFrom } from "../names.ts";
import { executableClass } from "./classes.ts";
import { conditionOf, orderingOf, valueExpression } from "./coercion.ts";
import { columnCollection } from "./column_collection.ts";
import { columnDescriptions } from "./column_descriptions.ts";
import { conjunction } from "./conjunction.ts";
import { element } from "./element.ts";
import { columnOf, cteOf, subqueryOf } from "./from.ts";
import { asFromSource, columnNamed, fromSource, sourceOfClause } from "./from_source.ts";
import { loadingOf, withLoading } from "./loading.ts";
import { addValues, aliasAt, classOfAlias, entitiesOf, selectOfValues } from "./entities.ts";
import { isTableStyle } from "./label_style.ts";
import { outputItem } from "./output_item.ts";
import { currentFrom, isFrom, joinedLast, joinFrom, joinTo } from "./select_joins.ts";
import { addFromSubjects, subjectWithin, withConditions, withNamedFrom } from "./subjects.ts";
import { integerType } from "./infer.ts";
import { asExpression, asSelect, describe, scalarSubquery } from "./payload.ts";

function wrap(cls: PyClass, statement: Select | CompoundSelect): PyInstance {
  const object = new PyInstance(cls);
  object.native = statement;
  return object;
}

function selectOf(self: PyInstance): Select {
  return self.native as Select;
}

/** `select(…)`, also in the old form `select([columns], whereclause)`. */
export function makeSelect(args: readonly Value[], kw: ReadonlyMap<string, Value>): PyInstance {
  const old = args[0] instanceof PyList || (args.length === 0 && kw.has("columns"));
  const columns = old ? ((args[0] ?? kw.get("columns")) as PyList | PyTuple).items : args;
  let select: Select = selectOfValues({ kind: "select" }, columns);
  const where = old ? args[1] ?? kw.get("whereclause") ?? null : null;
  if (where !== null) select = { ...select, where: [conditionOf(where)] };
  const from = kw.get("from_obj") ?? null;
  if (from !== null) {
    const items = from instanceof PyList ? from.items : [from];
    select = { ...select, from: items.map((item) => fromSource(item).toFrom()) };
  }
  const object = wrap(selectClass, select);
  if (isTrue(kw.get("distinct") ?? false)) return chain(object, { distinct: true });
  return object;
}

/** `table.select(whereclause)`. */
export function selectFrom(table: PyInstance, where: Value): PyInstance {
  return wrap(selectClass, {
    kind: "select",
    columns: [fromSource(table).toFrom()],
    ...(where === null ? {} : { where: [conditionOf(where)] }),
  });
}

function chain(self: PyInstance, changes: Partial<Select> & Partial<CompoundSelect>): PyInstance {
  return wrap(self.cls, { ...selectOf(self), ...changes } as Select);
}

function limitExpression(value: Value): Expression | undefined {
  return value === null ? undefined : valueExpression(value, integerType);
}

function where(self: PyInstance, conditions: readonly Value[]): PyInstance {
  return wrap(self.cls, withConditions(selectOf(self), conditions.map(conditionOf)));
}

function ordering(clause: "orderBy" | "groupBy") {
  return (self: PyInstance, columns: Value[]): PyInstance => {
    if (columns.length === 1 && (columns[0] === null || columns[0] === false)) {
      return chain(self, { [clause]: [] });
    }
    return chain(self, {
      [clause]: [
        ...(selectOf(self)[clause] ?? []),
        ...columns.flatMap((column) => groupedColumns(clause, column) ?? [orderingOf(column)]),
      ],
    });
  };
}

/** `group_by(Class)`: the columns of its tables. */
function groupedColumns(
  clause: "orderBy" | "groupBy",
  value: Value,
): readonly Expression[] | undefined {
  const isEntity = value instanceof PyClass || classOfAlias(value) !== undefined;
  const from = clause === "groupBy" && isEntity ? asFromSource(value)?.toFrom() : undefined;
  return from && columnsWithin(from);
}

function columnsWithin(from: FromClause): readonly Expression[] {
  if (from.kind === "join") return [...columnsWithin(from.left), ...columnsWithin(from.right)];
  return [...outputColumns({ kind: "select", columns: [from] })]
    .map(([name, type]) => ({ kind: "column", name, type, from }));
}

/** The names of `filter_by()` are those of what was joined last, else of what is selected first. */
function* filterBy(self: PyInstance, kw: Map<string, Value>): Evaluation {
  const select = selectOf(self);
  const [first] = select.columns;
  const spoken = first === undefined || isFrom(first) ? undefined : subjectWithin(first);
  const from = currentFrom(select)[0];
  const entity = joinedLast(select) ?? entitiesOf(select)[0]?.value ?? spoken?.value ??
    (from && aliasAt(from)) ?? null;
  const source = entity !== null
    ? asFromSource(entity)
    : from === undefined
    ? undefined
    : sourceOfClause(from);
  const conditions: Expression[] = [];
  for (const [name, value] of kw) {
    const column = entity instanceof PyClass || classOfAlias(entity) !== undefined
      ? yield* wait(getAttribute(entity, name))
      : source?.columns().get(nameText((from && columnNamed(from, name))?.name ?? name));
    if (column === undefined) {
      throw sqlalchemyError("InvalidRequestError", `there is no column '${name}' to filter by`);
    }
    conditions.push(conditionOf(runNow(compare("Eq", column, value))));
  }
  return wrap(self.cls, withConditions(select, conditions));
}

function compound(operator: CompoundSelect["operator"]) {
  return (self: PyInstance, others: Value[]): PyInstance =>
    makeCompound(operator, [self, ...others]);
}

/** `union(…)` and its relatives. */
export function makeCompound(
  operator: CompoundSelect["operator"],
  values: readonly Value[],
): PyInstance {
  const selects = values.map((value) => {
    const select = asSelect(value);
    if (select === undefined) {
      throw sqlalchemyError("ArgumentError", `SELECT construct expected, got ${describe(value)}.`);
    }
    return select;
  });
  return wrap(compoundSelectClass, { kind: "compound", operator, selects });
}

const queryMethods: Readonly<Record<string, NativeEntry>> = {
  order_by: ["*columns", ordering("orderBy")],
  group_by: ["*columns", ordering("groupBy")],
  limit: [
    "limit",
    (self: PyInstance, count: Value) => chain(self, { limit: limitExpression(count) }),
  ],
  offset: [
    "offset",
    (self: PyInstance, count: Value) => chain(self, { offset: limitExpression(count) }),
  ],
  fetch: ["count, with_ties=False, percent=False", (
    self: PyInstance,
    count: Value,
    ties: Value,
  ) =>
    chain(self, {
      fetch: { count: valueExpression(count, integerType), withTies: isTrue(ties) },
    })],
  slice: ["start, stop", (self: PyInstance, start: Value, stop: Value) =>
    chain(self, {
      offset: limitExpression(start),
      limit: limitExpression(Number(stop) - Number(start ?? 0)),
    })],
  with_for_update: [
    "nowait=False, read=False, of=None, skip_locked=False, key_share=False",
    (self: PyInstance, nowait: Value, read: Value, of: Value, skip: Value, share: Value) =>
      chain(self, {
        forUpdate: {
          nowait: isTrue(nowait),
          read: isTrue(read),
          skipLocked: isTrue(skip),
          keyShare: isTrue(share),
          ...(of === null ? {} : {
            of: (of instanceof PyList || of instanceof PyTuple ? of.items : [of]).map(outputItem),
          }),
        },
      }),
  ],
  union: ["*other", compound("union")],
  union_all: ["*other", compound("union_all")],
  except_: ["*other", compound("except")],
  except_all: ["*other", compound("except_all")],
  intersect: ["*other", compound("intersect")],
  intersect_all: ["*other", compound("intersect_all")],
  scalar_subquery: ["", (self: PyInstance) => element(scalarSubquery(selectOf(self)))],
  as_scalar: ["", (self: PyInstance) => element(scalarSubquery(selectOf(self)))],
  label: ["name", (self: PyInstance, name: Value) =>
    element({
      kind: "label",
      operand: scalarSubquery(selectOf(self)),
      name: nameFrom(name) ?? "anon_1",
    })],
  subquery: ["name=None", (self: PyInstance, name: Value) => subqueryOf(selectOf(self), name)],
  alias: [
    "name=None, flat=False",
    (self: PyInstance, name: Value) => subqueryOf(selectOf(self), name),
  ],
  lateral: ["name=None", (self: PyInstance, name: Value) => subqueryOf(selectOf(self), name, true)],
  cte: ["name=None, recursive=False, nesting=False", (
    self: PyInstance,
    name: Value,
    recursive: Value,
  ) => cteOf(selectOf(self), name, recursive)],
  exists: ["", (self: PyInstance) => element({ kind: "exists", select: selectOf(self) })],
  set_label_style: ["style", (self: PyInstance, style: Value) => {
    const { labels: _, ...select } = selectOf(self);
    return wrap(self.cls, isTableStyle(style) ? { ...select, labels: "table" } : select);
  }],
};

/** `SelectBase`. */
export const selectBaseClass: PyClass = nativeClass({
  name: "SelectBase",
  module: "sqlalchemy.sql.selectable",
  bases: [executableClass],
  methods: queryMethods,
  properties: {
    c: (self: PyInstance) => outputCollection(self),
    columns: (self: PyInstance) => outputCollection(self),
    selected_columns: (self: PyInstance) => outputCollection(self),
    column_descriptions: (self: PyInstance) => columnDescriptions(selectOf(self) as Select),
  },
});

function outputCollection(self: PyInstance): PyInstance {
  const columns = new Map<string, PyInstance>();
  const from: FromClause = { kind: "subquery", select: selectOf(self), name: null };
  for (const [name, type, , isDefined, part] of outputColumns(selectOf(self))) {
    columns.set(nameText(name), columnOf(name, type, from, isDefined, part));
  }
  return columnCollection(() => columns);
}

/** `Select`. */
export const selectClass: PyClass = nativeClass({
  name: "Select",
  module: "sqlalchemy.sql.selectable",
  bases: [selectBaseClass],
  properties: {
    whereclause: (self: PyInstance) => {
      const { where = [] } = selectOf(self);
      return where.length === 0 ? null : element(conjunction(where));
    },
  },
  methods: {
    where: ["*whereclause", where],
    filter: ["*criteria", where],
    filter_by: ["**kw", filterBy],
    having: [
      "*having",
      (self: PyInstance, conditions: Value[]) =>
        chain(self, { having: [...selectOf(self).having ?? [], ...conditions.map(conditionOf)] }),
    ],
    select_from: ["*froms", (self: PyInstance, froms: Value[]) => {
      const from = froms.map((item) => fromText(item) ?? fromSource(item).toFrom());
      const select = selectOf(self);
      return wrap(
        self.cls,
        addFromSubjects(withNamedFrom(select, from), froms),
      );
    }],
    join: ["target, onclause=None, *, isouter=False, full=False", (
      self: PyInstance,
      target: Value,
      on: Value,
      outer: Value,
      full: Value,
    ) => wrap(self.cls, joinTo(selectOf(self), target, on, isTrue(outer), isTrue(full)))],
    outerjoin: ["target, onclause=None, *, full=False", (
      self: PyInstance,
      target: Value,
      on: Value,
      full: Value,
    ) => wrap(self.cls, joinTo(selectOf(self), target, on, true, isTrue(full)))],
    join_from: ["from_, target, onclause=None, *, isouter=False, full=False", (
      self: PyInstance,
      left: Value,
      right: Value,
      on: Value,
      outer: Value,
      full: Value,
    ) => wrap(self.cls, joinFrom(selectOf(self), left, right, on, isTrue(outer), isTrue(full)))],
    outerjoin_from: ["from_, target, onclause=None, *, full=False", (
      self: PyInstance,
      left: Value,
      right: Value,
      on: Value,
      full: Value,
    ) => wrap(self.cls, joinFrom(selectOf(self), left, right, on, true, isTrue(full)))],
    distinct: [
      "*expr",
      (self: PyInstance, columns: Value[]) =>
        chain(self, { distinct: columns.length === 0 ? true : columns.map(conditionOf) }),
    ],
    with_only_columns: ["*entities, **kw", (self: PyInstance, columns: Value[]) => {
      const items = columns[0] instanceof PyList ? columns[0].items : columns;
      return wrap(self.cls, selectOfValues(selectOf(self), items));
    }],
    add_columns: [
      "*entities",
      (self: PyInstance, columns: Value[]) => wrap(self.cls, addValues(selectOf(self), columns)),
    ],
    column: [
      "column",
      (self: PyInstance, column: Value) => wrap(self.cls, addValues(selectOf(self), [column])),
    ],
    correlate: ["*fromclauses", (self: PyInstance, froms: Value[]) =>
      chain(self, {
        correlate: froms.length === 1 && (froms[0] === null || froms[0] === false)
          ? false
          : froms.map((item) => fromSource(item).toFrom()),
      })],
    correlate_except: [
      "*fromclauses",
      (self: PyInstance, froms: Value[]) =>
        chain(self, {
          correlateExcept: froms.filter((from) => from !== null)
            .map((item) => fromSource(item).toFrom()),
        }),
    ],
    from_statement: [
      "statement",
      (self: PyInstance, statement: Value) =>
        wrap(self.cls, withLoading(selectOf(self), { statement: statement as PyInstance })),
    ],
    params: ["*args, **kw", (self: PyInstance, [dict = null]: Value[], kw: Map<string, Value>) => {
      const known = loadingOf(selectOf(self)).parameters?.entries() ?? [];
      const given = dict instanceof PyDict ? dict.entries() : [];
      const parameters = new PyDict([...known, ...given, ...kw]);
      return wrap(self.cls, withLoading(selectOf(self), { parameters }));
    }],
    prefix_with: ["*prefixes, dialect='*'", (self: PyInstance, prefixes: Value[]) =>
      chain(self, {
        prefixes: [...selectOf(self).prefixes ?? [], ...prefixes.map((p) => asString(p) ?? "")],
      })],
    add_cte: ["*ctes, nest_here=False", (self: PyInstance, ctes: Value[]) =>
      chain(self, {
        ctes: [
          ...selectOf(self).ctes ?? [],
          ...ctes.map((cte) => fromSource(cte).toFrom()).filter((from) => from.kind === "cte"),
        ],
      })],
  },
});

function fromText(value: Value): FromClause | null {
  const expression = asExpression(value);
  return expression?.kind === "text" ? { kind: "textFrom", text: expression } : null;
}

/** `CompoundSelect`. */
export const compoundSelectClass: PyClass = nativeClass({
  name: "CompoundSelect",
  module: "sqlalchemy.sql.selectable",
  bases: [selectBaseClass],
});
