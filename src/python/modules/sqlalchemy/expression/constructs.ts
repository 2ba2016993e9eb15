import { nullType, type SqlType } from "../../../../schema/types.ts";
import type { Case, Expression } from "../../../../sql/expression.ts";
import {
  asString,
  callNow,
  getAttribute,
  isTrue,
  nativeClass,
  type NativeEntry,
  PyDict,
  PyInstance,
  PyList,
  PyTuple,
  runNow,
  str,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { nameFrom, requiredName, textFrom } from "../names.ts";
import { sqlType } from "../types/engine.ts";
import { valuesOf } from "../values.ts";
import { columnClauseClass, columnElementClass } from "./classes.ts";
import {
  argumentExpression,
  conditionOf,
  operandOf,
  orderingOf,
  valueExpression,
} from "./coercion.ts";
import { deleteFrom, insertInto, updateOf } from "./dml.ts";
import { element, setElementClass } from "./element.ts";
import { aliasOf, cteOf, makeJoin, makeTable, makeValues } from "./from.ts";
import { ColumnClauseState } from "./from_source.ts";
import { overOf } from "./functions.ts";
import { bindOf, typeOfExpression, typeOfValue } from "./infer.ts";
import { negate } from "./negation.ts";
import { columnMethods, orderedBy } from "./operators.ts";
import { asExpression, asSelect, expressionOf, scalarSubquery } from "./payload.ts";
import { makeCompound, makeSelect, selectClass } from "./select.ts";
import { makeBindParameter, makeText } from "./text.ts";

for (
  const [name, kinds] of [
    ["AnyAll", ["anyAll"]],
    ["array", ["arrayLiteral"]],
    ["Subscript", ["subscript", "slice"]],
    ["CollationClause", ["collate"]],
    ["aggregate_order_by", ["aggregateOrderBy"]],
    ["next_value", ["nextValue"]],
    ["InlineLiteral", ["inlineLiteral"]],
    ["ConstantElement", ["constant"]],
  ] as const
) {
  const cls = nativeClass({
    name,
    module: "sqlalchemy.sql.elements",
    bases: [columnElementClass],
  });
  for (const kind of kinds) setElementClass(kind, cls);
}

/** `Exists`, which can still be narrowed by `.where()` and `.select_from()`. */
const existsClass = nativeClass({
  name: "Exists",
  module: "sqlalchemy.sql.selectable",
  bases: [columnElementClass],
  methods: {
    where: ["*clauses", (self: PyInstance, clauses: Value[]) => narrowed(self, "where", clauses)],
    select_from: [
      "*froms",
      (self: PyInstance, froms: Value[]) => narrowed(self, "select_from", froms),
    ],
    correlate: ["*froms", (self: PyInstance, froms: Value[]) => narrowed(self, "correlate", froms)],
    select: ["", (self: PyInstance) => {
      const select = new PyInstance(selectClass);
      select.native = { kind: "select", columns: [expressionOf(self)] };
      return select;
    }],
  },
});
setElementClass("exists", existsClass);

/** `ScalarSelect`: a SELECT of one value, which can still be narrowed. */
const scalarSelectClass = nativeClass({
  name: "ScalarSelect",
  module: "sqlalchemy.sql.selectable",
  bases: [columnElementClass],
  methods: {
    where: ["*clauses", (self: PyInstance, clauses: Value[]) => narrowed(self, "where", clauses)],
    correlate: ["*froms", (self: PyInstance, froms: Value[]) => narrowed(self, "correlate", froms)],
  },
});
setElementClass("scalarSubquery", scalarSelectClass);

function narrowed(self: PyInstance, method: string, args: readonly Value[]): PyInstance {
  const expression = expressionOf(self);
  if (expression.kind !== "exists" && expression.kind !== "scalarSubquery") return self;
  const select = new PyInstance(selectClass);
  select.native = expression.select;
  const changed = callNow(runNow(getAttribute(select, method)), [...args]);
  return element({ ...expression, select: asSelect(changed)! });
}

function booleanList(operator: "and" | "or") {
  return (values: Value[]): PyInstance => {
    const clauses = values.flatMap((value) => {
      const items = value instanceof PyList ? value.items : [value];
      return items.map(conditionOf);
    });
    return clauses.length === 1
      ? element(clauses[0]!)
      : element({ kind: "booleanList", operator, clauses });
  };
}

/** `case((condition, value), …, else_=…)` and the older forms with a list or a mapping. */
function makeCase(whens: Value[], value: Value, otherwise: Value): PyInstance {
  const [first] = whens;
  const base = value === null ? undefined : expressionOrValue(value);
  const pairs: (readonly [Value, Value])[] = first instanceof PyDict
    ? [...first.entries()]
    : (first instanceof PyList && whens.length === 1 ? first.items : whens).map((pair) => {
      const items = pair instanceof PyTuple || pair instanceof PyList ? pair.items : [];
      if (items.length !== 2) {
        throw sqlalchemyError("ArgumentError", "case() expects pairs of a condition and a value");
      }
      return [items[0]!, items[1]!] as const;
    });
  const results = pairs.map(([, result]) => expressionOrValue(result));
  const parts: Case["whens"] = pairs.map(([when], index) => ({
    when: base === undefined ? conditionOf(when) : operandOf(when, base),
    then: results[index]!,
  }));
  const last = otherwise === undefined || otherwise === null
    ? undefined
    : expressionOrValue(otherwise);
  const type = [...results, ...(last === undefined ? [] : [last])].map(typeOfExpression)
    .find((candidate) => candidate.kind !== "null") ?? nullType;
  return element({
    kind: "case",
    whens: parts,
    type,
    ...(base === undefined ? {} : { value: base }),
    ...(last === undefined ? {} : { otherwise: last }),
  });
}

function expressionOrValue(value: Value, type?: SqlType): Expression {
  return valueExpression(value, type);
}

function makeExists(args: Value[]): PyInstance {
  const [first] = args;
  const select = first === undefined ? undefined : asSelect(first);
  if (select !== undefined) return element({ kind: "exists", select });
  const scalar = first === undefined ? undefined : asExpression(first);
  if (scalar?.kind === "scalarSubquery") return element({ kind: "exists", select: scalar.select });
  const made = makeSelect(
    args.length === 0 ? [element({ kind: "literalColumn", sql: "*", type: nullType })] : args,
    new Map(),
  );
  return element({ kind: "exists", select: asSelect(made)! });
}

function makeColumn(text: Value, type: Value, literal: Value): PyInstance {
  const column = new PyInstance(columnClauseClass);
  column.native = new ColumnClauseState(
    requiredName(text, "the name of a column"),
    sqlType(type),
    null,
    isTrue(literal),
  );
  return column;
}

function makeLiteral(value: Value, type: Value): PyInstance {
  const expression = asExpression(value);
  if (expression !== undefined) return element(expression);
  return element(bindOf(value, type === null ? typeOfValue(value) : sqlType(type)));
}

function quantified(quantifier: "any" | "all") {
  return (value: Value): PyInstance => {
    const select = asSelect(value);
    const operand = select === undefined ? valueExpression(value) : scalarSubquery(select);
    return element({ kind: "anyAll", quantifier, operand });
  };
}

function method(name: string) {
  const [, implementation] = columnMethods[name]!;
  return implementation as (self: PyInstance, ...args: Value[]) => PyInstance;
}

/** `postgresql.array([…])`. */
export function makeArray(items: Value, type: Value): PyInstance {
  const elements = valuesOf(items).map((item) => valueExpression(item));
  const itemType = type === null
    ? elements.map(typeOfExpression).find((candidate) => candidate.kind !== "null") ?? nullType
    : sqlType(type);
  return element({
    kind: "arrayLiteral",
    elements,
    type: { kind: "array", itemType, postgresql: true },
  });
}

/** `postgresql.aggregate_order_by(target, *order_by)`. */
export function aggregateOrderBy(target: Value, orderBy: Value[]): PyInstance {
  return element({
    kind: "aggregateOrderBy",
    operand: valueExpression(target),
    orderBy: orderBy.map(orderingOf),
  });
}

const constant = (value: "true" | "false" | "null") => (): PyInstance =>
  element({ kind: "constant", value });

/** The functions that `sqlalchemy` and `sqlalchemy.sql` give, by name: signature and implementation. */
export const constructs: Readonly<Record<string, NativeEntry>> = {
  text: ["text", makeText],
  column: ["text, type_=None, is_literal=False", makeColumn],
  literal_column: [
    "text, type_=None",
    (text: Value, type: Value) =>
      element({ kind: "literalColumn", sql: textFrom(text) ?? "", type: sqlType(type) }),
  ],
  literal: ["value, type_=None, literal_execute=False", makeLiteral],
  bindparam: [
    "key, value=..., type_=None, unique=False, required=None, quote=None, callable_=None, " +
    "expanding=False, isoutparam=False, literal_execute=False",
    (
      key: Value,
      value: Value | undefined,
      type: Value,
      _unique: Value,
      _required: Value,
      _quote: Value,
      callable: Value,
      expanding: Value,
    ) =>
      element(
        makeBindParameter(
          key,
          callable === null ? value : callNow(callable),
          type,
          isTrue(expanding),
        ),
      ),
  ],
  table: [
    "name, *columns, **kw",
    (name: Value, columns: Value[], kw: Map<string, Value>) =>
      makeTable(name, columns, kw.get("schema") ?? null),
  ],
  null: ["", constant("null")],
  true: ["", constant("true")],
  false: ["", constant("false")],
  and_: ["*clauses", booleanList("and")],
  or_: ["*clauses", booleanList("or")],
  not_: ["clause", (clause: Value) => element(negate(conditionOf(clause)))],
  case: ["*whens, value=None, else_=None", makeCase],
  cast: ["expression, type_", (value: Value, type: Value) => {
    const data = sqlType(type);
    return element({ kind: "cast", operand: valueExpression(value, data), type: data });
  }],
  try_cast: ["expression, type_", () => {
    throw sqlalchemyError("CompileError", "TRY_CAST does not exist in PostgreSQL");
  }],
  type_coerce: ["expression, type_", (value: Value, type: Value) => {
    const data = sqlType(type);
    return element({ kind: "typeCoerce", operand: valueExpression(value, data), type: data });
  }],
  exists: ["*args", makeExists],
  distinct: ["expr", (value: Value) => method("distinct")(element(orderingOf(value)))],
  asc: ["column", orderedBy("asc")],
  desc: ["column", orderedBy("desc")],
  nulls_first: ["column", orderedBy("nulls_first")],
  nulls_last: ["column", orderedBy("nulls_last")],
  nullsfirst: ["column", orderedBy("nulls_first")],
  nullslast: ["column", orderedBy("nulls_last")],
  any_: ["expr", quantified("any")],
  all_: ["expr", quantified("all")],
  between: ["expr, lower_bound, upper_bound, symmetric=False", (
    value: Value,
    low: Value,
    high: Value,
    symmetric: Value,
  ) => method("between")(element(valueExpression(value)), low, high, symmetric)],
  collate: [
    "expression, collation",
    (value: Value, collation: Value) =>
      method("collate")(element(valueExpression(value)), collation),
  ],
  label: ["name, element, type_=None", (name: Value, value: Value) =>
    element({
      kind: "label",
      operand: valueExpression(value),
      name: nameFrom(name) ?? "anon_1",
    })],
  extract: [
    "field, expr",
    (field: Value, value: Value) =>
      element({
        kind: "extract",
        field: asString(field) ?? str(field),
        operand: valueExpression(value),
      }),
  ],
  tuple_: [
    "*clauses, types=None",
    (values: Value[]) => element({ kind: "tuple", elements: values.map(argumentExpression) }),
  ],
  over: [
    "element, partition_by=None, order_by=None, range_=None, rows=None, groups=None",
    (value: Value, partition: Value, order: Value, range: Value, rows: Value, groups: Value) =>
      overOf(expressionOf(value), partition, order, range, rows, groups),
  ],
  funcfilter: ["func, *criterion", (value: Value, criteria: Value[]) =>
    element({
      kind: "filter",
      operand: expressionOf(value),
      where: { kind: "booleanList", operator: "and", clauses: criteria.map(conditionOf) },
    })],
  within_group: ["element, *order_by", (value: Value, orderBy: Value[]) =>
    element({
      kind: "withinGroup",
      operand: expressionOf(value),
      orderBy: orderBy.map(orderingOf),
    })],
  select: [
    "*entities, **kw",
    (entities: Value[], kw: Map<string, Value>) => makeSelect(entities, kw),
  ],
  insert: ["table, values=None, **kw", insertInto],
  update: ["table, whereclause=None, values=None, **kw", updateOf],
  delete: ["table, whereclause=None, **kw", deleteFrom],
  union: ["*selects", (selects: Value[]) => makeCompound("union", selects)],
  union_all: ["*selects", (selects: Value[]) => makeCompound("union_all", selects)],
  except_: ["*selects", (selects: Value[]) => makeCompound("except", selects)],
  except_all: ["*selects", (selects: Value[]) => makeCompound("except_all", selects)],
  intersect: ["*selects", (selects: Value[]) => makeCompound("intersect", selects)],
  intersect_all: ["*selects", (selects: Value[]) => makeCompound("intersect_all", selects)],
  join: ["left, right, onclause=None, isouter=False, full=False", (
    left: Value,
    right: Value,
    on: Value,
    outer: Value,
    full: Value,
  ) => makeJoin(left, right, on, isTrue(outer), isTrue(full))],
  outerjoin: ["left, right, onclause=None, full=False", (
    left: Value,
    right: Value,
    on: Value,
    full: Value,
  ) => makeJoin(left, right, on, true, isTrue(full))],
  values: ["*columns, name=None, literal_binds=False", makeValues],
  alias: [
    "selectable, name=None, flat=False",
    (value: Value, name: Value) => aliasOf(value as PyInstance, name),
  ],
  cte: ["selectable, name=None, recursive=False", (value: Value, name: Value, recursive: Value) => {
    const select = asSelect(value);
    if (select === undefined) throw sqlalchemyError("ArgumentError", "cte() expects a SELECT");
    return cteOf(select, name, recursive);
  }],
};
