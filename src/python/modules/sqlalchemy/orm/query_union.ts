/** `query.union(other)` and its relatives: a query of the rows of several, whose classes and columns are those of the first. */
import { type Name, nameText } from "../../../../schema/name.ts";
import type { ColumnReference, Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { CompoundSelect, Select } from "../../../../sql/query.ts";
import {
  asString,
  call,
  type Evaluation,
  nativeClass,
  type NativeEntry,
  type PyClass,
  PyInstance,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { entitiesOf, movedEntities } from "../expression/entities.ts";
import { typeOfExpression } from "../expression/infer.ts";
import { withoutSubjects } from "../expression/subjects.ts";
import { asSelect } from "../expression/payload.ts";
import { replaced, type Replacement } from "../expression/adapt.ts";
import { isFrom } from "../expression/select_joins.ts";
import { refuseJoined } from "./inheritance.ts";
import { mappingFor } from "./mapping_lookup.ts";

/** What a query is about in place of a table. */
interface Moved {
  readonly tables: readonly FromClause[];
  readonly place: FromClause;
  /** The columns that there are by now, with those that they were. */
  readonly columns: readonly (readonly [ColumnReference, ColumnReference])[];
}

/** Beside what SQL is made of, so that it stays with a query that is changed step by step. */
const MOVED = Symbol("moved");

/** A column of the SELECTs inside, with the name that it has outside. */
interface Part {
  readonly expression: Expression;
  readonly name: Name;
}

/** The columns of a SELECT one by one, named for their tables. */
function partsOf(select: Select): readonly Part[] {
  const taken = new Map<string, Expression>();
  let repeated = 0;
  return select.columns.map((column, index): Part => {
    const expression = column as Expression;
    const stem = stemOf(expression) ?? `anon_${index + 1}`;
    const earlier = taken.get(stem);
    let name = stem;
    if (earlier !== undefined && isSameColumn(earlier, expression)) name += `__${++repeated}`;
    else for (let count = 1; taken.has(name); count++) name = `${stem}_${count}`;
    taken.set(name, expression);
    return { expression, name };
  });
}

function isSameColumn(one: Expression, other: Expression): boolean {
  return one.kind === "column" && other.kind === "column" && isSame(one, other);
}

function stemOf(expression: Expression): string | null {
  if (expression.kind === "label") return nameText(expression.name);
  if (expression.kind !== "column") return null;
  const { from } = expression;
  const name = nameText(expression.name);
  if (from === null || !("name" in from) || !from.name) return name;
  const schema = from.kind === "table" && from.schema ? `${nameText(from.schema)}_` : "";
  return `${schema.replaceAll(".", "_")}${nameText(from.name)}_${name}`;
}

function labelled({ expression, name }: Part): Expression {
  const operand = expression.kind === "label" ? expression.operand : expression;
  return { kind: "label", operand, name };
}

/** A column as the query around sees it. */
function outside({ expression, name }: Part, from: FromClause): ColumnReference {
  const type = typeOfExpression(expression);
  const key = expression.kind === "column"
    ? expression.key ?? nameText(expression.name)
    : expression.kind === "label"
    ? nameText(expression.name)
    : undefined;
  return { kind: "column", name, type, from, ...(key === undefined ? {} : { key }) };
}

/** Of those SQLAlchemy takes the key from elsewhere than the other columns, and gives what is in no row. */
function refuseJoinedAliases(select: Select): void {
  for (const entity of entitiesOf(select)) {
    const mapping = entity?.value instanceof PyInstance ? mappingFor(entity.cls) : undefined;
    if (mapping !== undefined) refuseJoined(mapping, "a union of aliases");
  }
}

/** The query of the rows of several. */
export function unionOf(
  operator: CompoundSelect["operator"],
  self: PyInstance,
  others: readonly Value[],
): PyInstance {
  const selects = [self, ...others].map((query) => {
    const select = asSelect(query);
    if (select?.kind === "select") return select;
    throw sqlalchemyError("ArgumentError", `${operator}() expects queries`);
  });
  const [first] = selects;
  refuseJoinedAliases(first!);
  const parts = partsOf(first!);
  const place: FromClause = {
    kind: "subquery",
    name: null,
    select: {
      kind: "compound",
      operator,
      selects: selects.map((select): Select => ({
        ...select,
        columns: partsOf(select).map(labelled),
      })),
    },
  };
  const columns = parts.map((part) => outside(part, place));
  const before = (first as { readonly [MOVED]?: Moved })[MOVED];
  const now = parts.flatMap(({ expression }, index) =>
    expression.kind === "column" ? [[expression, columns[index]!] as const] : []
  );
  // What was a column of a table before an earlier union is one of this by now.
  const earlier = (before?.columns ?? []).flatMap(([from, to]) => {
    const next = now.find(([column]) => isSame(column, to));
    return next === undefined ? [] : [[from, next[1]] as const];
  });
  const tables = [
    ...before?.tables ?? [],
    ...now.flatMap(([{ from }]) => from === null ? [] : [from]),
    // The tables of a class that has several stand joined.
    ...entitiesOf(first!).flatMap((entity) => entity === null ? [] : [entity.from]),
  ];
  const query = new PyInstance(unionClassOf(self.cls));
  const { where: _where, from: _from, orderBy: _order, limit: _limit, offset: _offset, ...rest } =
    first!;
  query.native = {
    ...movedEntities(withoutSubjects({ ...rest, columns, from: [place] }), place),
    groupBy: undefined,
    having: undefined,
    distinct: undefined,
    [MOVED]: {
      tables: [...new Set(tables)],
      place,
      columns: [...now, ...earlier],
    } satisfies Moved,
  };
  return query;
}

function isSame(one: ColumnReference, other: ColumnReference): boolean {
  return one.from === other.from && nameText(one.name) === nameText(other.name);
}

/** A SELECT in which the columns of the tables are those of what stands for them. */
function moved(select: Select): Select {
  const known = (select as { readonly [MOVED]?: Moved })[MOVED];
  if (known === undefined) return select;
  const { tables, place } = known;
  const by: Replacement = {
    tables: new Set(tables),
    column: (column) => {
      const found = known.columns.find(([from]) => isSame(from, column))?.[1];
      return found && (column.key === undefined ? found : { ...found, key: column.key });
    },
  };
  const one = <T extends Expression>(expression: T): T => replaced(expression, by);
  const all = (list: readonly Expression[] | undefined) => list?.map(one);
  const from = (clause: FromClause): FromClause =>
    tables.includes(clause)
      ? place
      : clause.kind === "join"
      ? { ...clause, left: from(clause.left), on: one(clause.on) }
      : clause;
  const columns = select.columns.map((column) => isFrom(column) ? from(column) : one(column));
  return {
    ...movedEntities({ ...select, columns }, place, tables),
    where: all(select.where),
    orderBy: all(select.orderBy),
    groupBy: all(select.groupBy),
    having: all(select.having),
    from: select.from && [...new Set(select.from.map(from))],
    ...(Array.isArray(select.distinct) ? { distinct: all(select.distinct) } : {}),
  } as Select;
}

const CHANGING = [
  ..."filter where filter_by order_by group_by having distinct join outerjoin".split(" "),
  ..."with_entities add_columns add_column add_entity".split(" "),
];

const classes = new WeakMap<PyClass, PyClass>();

/** The class of queries whose further conditions are about what stands for the tables. */
function unionClassOf(queryClass: PyClass): PyClass {
  const known = classes.get(queryClass);
  if (known !== undefined) return known;
  const methods = Object.fromEntries(CHANGING.map((name): [string, NativeEntry] => [
    name,
    ["*args, **kw", function* (
      self: PyInstance,
      args: readonly Value[],
      kw: ReadonlyMap<string, Value>,
    ): Evaluation {
      const method = queryClass.lookup(name)!;
      const made = (yield* wait(call(method, [self, ...args], kw))) as PyInstance;
      const query = new PyInstance(self.cls);
      query.native = moved(made.native as Select);
      return query;
    }],
  ]));
  const refused = Object.fromEntries(["update", "delete"].map((name): [string, NativeEntry] => [
    name,
    ["*args, **kw", () => {
      throw sqlalchemyError(
        "InvalidRequestError",
        `Can't call Query.${name}() when join(), outerjoin(), select_from(), or from_self() has been called`,
      );
    }],
  ]));
  const cls = nativeClass({
    name: queryClass.name,
    module: asString(queryClass.module ?? null) ?? undefined,
    bases: [queryClass],
    methods: { ...methods, ...refused },
  });
  classes.set(queryClass, cls);
  classes.set(cls, cls);
  return cls;
}
