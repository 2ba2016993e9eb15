import type { Name } from "../../../../schema/name.ts";
import { nullType, type SqlType } from "../../../../schema/types.ts";
import type { Expression, FunctionCall, Over } from "../../../../sql/expression.ts";
import type { TableFunction } from "../../../../sql/from_clause.ts";
import {
  asString,
  extendClass,
  isTrue,
  missingAttribute,
  nativeClass,
  type PyClass,
  PyInstance,
  PyList,
  PyTuple,
  type Value,
} from "../../../runtime/mod.ts";
import { nameFrom, nameOfText } from "../names.ts";
import { sqlType } from "../types/engine.ts";
import { columnElementClass } from "./classes.ts";
import { argumentExpression, conditionOf, orderingOf } from "./coercion.ts";
import { element, setElementClass } from "./element.ts";
import { fromSource } from "./from_source.ts";
import { named, tableFunctionClass } from "./from.ts";
import { dateTimeType, dateType, integerType, stringType, typeOfExpression } from "./infer.ts";
import { asExpression, expressionOf } from "./payload.ts";
import { selectClass } from "./select.ts";
import { ownValue } from "../../../../config/own_value.ts";

const time: SqlType = { kind: "time", form: "Time" };

/** Types of the functions that SQLAlchemy knows by name. */
const knownTypes: Readonly<Record<string, SqlType>> = {
  now: dateTimeType,
  localtimestamp: dateTimeType,
  current_timestamp: dateTimeType,
  sysdate: dateTimeType,
  current_date: dateType,
  current_time: time,
  localtime: time,
  count: integerType,
  char_length: integerType,
  rank: integerType,
  dense_rank: integerType,
  percent_rank: { kind: "numeric", form: "Numeric" },
  cume_dist: { kind: "numeric", form: "Numeric" },
  concat: stringType,
  current_user: stringType,
  session_user: stringType,
  user: stringType,
  aggregate_strings: stringType,
};

/** Functions whose type is that of their first argument. */
const typeOfFirst = new Set(["coalesce", "max", "min", "sum"]);

function functionType(name: string, args: readonly Expression[]): SqlType {
  const known = ownValue(knownTypes, name);
  if (known !== undefined) return known;
  const first = args[0];
  if (first === undefined) return nullType;
  if (typeOfFirst.has(name)) {
    return args.map(typeOfExpression).find((type) => type.kind !== "null") ?? nullType;
  }
  if (name === "array_agg") return { kind: "array", itemType: typeOfExpression(first) };
  return nullType;
}

/** `func.name(*args, type_=…)`. */
export function makeFunction(
  path: readonly Name[],
  args: readonly Value[],
  type: Value = null,
): PyInstance {
  const last = path.at(-1)!;
  const lower = (typeof last === "string" ? last : last.name).toLowerCase();
  if (path.length === 1 && lower === "cast" && args.length === 2) {
    const data = sqlType(args[1]!);
    return element({ kind: "cast", operand: argumentExpression(args[0]!), type: data });
  }
  const expressions = args.map(argumentExpression);
  return element({
    kind: "function",
    path,
    arguments: expressions,
    type: type === null
      ? path.length === 1 ? functionType(lower, expressions) : nullType
      : sqlType(type),
  }, path.length === 1 ? classOf(lower) : functionClass);
}

/** `func`, and the parts of names read from it: `func.a.b`. */
const generatorClass: PyClass = nativeClass({
  name: "_FunctionGenerator",
  module: "sqlalchemy.sql.functions",
  methods: {
    __getattr__: ["name", (self: PyInstance, name: string) => {
      if (name.startsWith("__")) throw missingAttribute(self, name);
      const text = name.endsWith("_") ? name.slice(0, -1) : name;
      return generator([...(self.native as readonly Name[]), text]);
    }],
    __call__: [
      "*c, **kwargs",
      (self: PyInstance, args: Value[], kw: Map<string, Value>) =>
        makeFunction(self.native as readonly Name[], args, kw.get("type_") ?? null),
    ],
  },
});

function generator(path: readonly Name[]): PyInstance {
  const object = new PyInstance(generatorClass);
  object.native = path;
  return object;
}

/** The object `sqlalchemy.func`. */
export const func: PyInstance = generator([]);

function list(value: Value): readonly Value[] {
  if (value === null) return [];
  if (value instanceof PyList || value instanceof PyTuple) return value.items;
  return [value];
}

function frame(range: Value, rows: Value, groups: Value): Over["frame"] {
  for (const [unit, value] of [["RANGE", range], ["ROWS", rows], ["GROUPS", groups]] as const) {
    if (value instanceof PyTuple) {
      const [from, to] = value.items;
      return {
        unit,
        from: from === null ? null : Number(from),
        to: to === null ? null : Number(to),
      };
    }
  }
  return undefined;
}

/** `over(element, partition_by, order_by, …)`. */
export function overOf(
  operand: Expression,
  partitionBy: Value,
  orderBy: Value,
  range: Value,
  rows: Value,
  groups: Value,
): PyInstance {
  const window = frame(range, rows, groups);
  return element({
    kind: "over",
    operand,
    partitionBy: list(partitionBy).map(orderingOf),
    orderBy: list(orderBy).map(orderingOf),
    ...(window === undefined ? {} : { frame: window }),
  });
}

function overMethod(
  self: PyInstance,
  partitionBy: Value,
  orderBy: Value,
  range: Value,
  rows: Value,
  groups: Value,
): PyInstance {
  return overOf(expressionOf(self), partitionBy, orderBy, range, rows, groups);
}

const overSignature = "partition_by=None, order_by=None, range_=None, rows=None, groups=None";

/** `func.x().table_valued("a", "b", name=…)`. */
function tableValued(self: PyInstance, columns: Value[], kw: Map<string, Value>): PyInstance {
  const call = expressionOf(self) as FunctionCall;
  const counter = kw.get("with_ordinality") ?? null;
  const withOrdinality = isTrue(counter);
  const tableColumns = [...columns, ...(withOrdinality ? [counter] : [])].map((column) => {
    const expression = asExpression(column);
    return expression?.kind === "column"
      ? { name: expression.name, type: expression.type }
      : { name: nameOfText(column) ?? "", type: nullType };
  });
  return tableFunction({
    kind: "tableFunction",
    call,
    columns: tableColumns,
    name: nameFrom(kw.get("name") ?? null),
    ...(withOrdinality ? { withOrdinality } : {}),
  });
}

function tableFunction(from: TableFunction): PyInstance {
  return named(
    tableFunctionClass,
    from,
    () => from.columns.map(({ name, type }) => [name, type] as const),
  );
}

/** `func.x().column_valued("name")`: the column that the function stands for in FROM. */
function columnValued(self: PyInstance, name: Value): PyInstance {
  const call = expressionOf(self) as FunctionCall;
  const column = nameFrom(name) ?? call.path.at(-1)!;
  const from: TableFunction = { kind: "tableFunction", call, columns: [], name: column };
  return element({ kind: "column", name: column, type: call.type, from });
}

/** Another table of the same call; without a name, one is made from that of the first. */
function tableFunctionAlias(self: PyInstance, name: Value, lateral = false): PyInstance {
  const from = fromSource(self).toFrom() as TableFunction;
  return tableFunction({
    ...from,
    ...(from.name ? { stem: from.name } : {}),
    ...(lateral ? { lateral } : {}),
    name: nameFrom(name),
  });
}

extendClass(tableFunctionClass, {
  methods: {
    render_derived: [
      "name=None, with_types=False",
      (self: PyInstance, name: Value, withTypes: Value) => {
        const { stem: _stem, ...from } = fromSource(self).toFrom() as TableFunction;
        return tableFunction({
          ...from,
          renderDerived: true,
          withTypes: isTrue(withTypes),
          name: nameFrom(name),
        });
      },
    ],
    alias: [
      "name=None, flat=False",
      (self: PyInstance, name: Value) => tableFunctionAlias(self, name),
    ],
    lateral: ["name=None", (self: PyInstance, name: Value) => tableFunctionAlias(self, name, true)],
  },
});

/** `FunctionElement`: what is called in SQL, and the base of functions that a file writes itself. */
export const functionElementClass: PyClass = nativeClass({
  name: "FunctionElement",
  module: "sqlalchemy.sql.functions",
  bases: [columnElementClass],
  methods: {
    over: [overSignature, overMethod],
    filter: ["*criterion", (self: PyInstance, criteria: Value[]) => {
      const clauses = criteria.map(conditionOf);
      return element({
        kind: "filter",
        operand: expressionOf(self),
        where: clauses.length === 1
          ? clauses[0]!
          : { kind: "booleanList", operator: "and", clauses },
      });
    }],
    within_group: ["*order_by", (self: PyInstance, orderBy: Value[]) =>
      element({
        kind: "withinGroup",
        operand: expressionOf(self),
        orderBy: orderBy.map(orderingOf),
      })],
    select: ["", (self: PyInstance) => {
      const select = new PyInstance(selectClass);
      select.native = { kind: "select", columns: [expressionOf(self)] };
      return select;
    }],
    table_valued: ["*expr, **kw", tableValued],
    column_valued: ["name=None", columnValued],
    alias: ["name=None", (self: PyInstance, name: Value) => {
      const call = expressionOf(self) as FunctionCall;
      const column = asString(name) ?? call.path.at(-1)!;
      return tableFunction({
        kind: "tableFunction",
        call,
        name: nameFrom(name),
        columns: [{ name: column, type: call.type }],
      });
    }],
    execution_options: ["**kw", (self: PyInstance) => self],
  },
  properties: {
    name: (self: PyInstance) => {
      const expression = expressionOf(self);
      const last = expression.kind === "function" ? expression.path.at(-1)! : "";
      return typeof last === "string" ? last : last.name;
    },
  },
});

/** `Function`: what `func.x(…)` makes. */
export const functionClass: PyClass = nativeClass({
  name: "Function",
  module: "sqlalchemy.sql.functions",
  bases: [functionElementClass],
});
setElementClass("function", functionClass);

/** The functions that have classes of their own in SQLAlchemy, and in its dialect for PostgreSQL. */
const OWN_CLASSES = new Set([
  ...["aggregate_strings", "array_agg", "char_length", "coalesce", "concat", "count", "cube"],
  ...["cume_dist", "current_date", "current_time", "current_timestamp", "current_user"],
  ...["dense_rank", "grouping_sets", "localtime", "localtimestamp", "max", "min", "mode", "now"],
  ...["percent_rank", "percentile_cont", "percentile_disc", "random", "rank", "rollup"],
  ...["session_user", "sum", "sysdate", "user"],
  ...["hstore", "defined", "delete", "slice", "akeys", "avals", "hstore_to_array"],
  ...["hstore_to_matrix", "to_tsvector", "to_tsquery", "plainto_tsquery", "phraseto_tsquery"],
  ...["websearch_to_tsquery", "ts_headline"],
]);
const classesByName = new Map<string, PyClass>();

/** The class of a call: where it is one of its own, Python asks the call first when compared with others. */
function classOf(name: string): PyClass {
  if (!OWN_CLASSES.has(name)) return functionClass;
  let cls = classesByName.get(name);
  if (cls === undefined) {
    cls = nativeClass({ name, module: "sqlalchemy.sql.functions", bases: [functionClass] });
    classesByName.set(name, cls);
  }
  return cls;
}

/** What may follow an aggregate: `.over(…)` after `.filter(…)` and `.within_group(…)`. */
const aggregateClass: PyClass = nativeClass({
  name: "FunctionFilter",
  module: "sqlalchemy.sql.elements",
  bases: [columnElementClass],
  methods: { over: [overSignature, overMethod] },
});
setElementClass("filter", aggregateClass);
setElementClass("withinGroup", aggregateClass);
