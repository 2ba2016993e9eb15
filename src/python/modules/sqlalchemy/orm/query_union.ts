/** `query.union(other)` and its relatives: a query of the rows of several, whose classes and columns are those of the first. */
import { type Name, nameText } from "../../../../schema/name.ts";
import type { Expression } from "../../../../sql/expression.ts";
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
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { entitiesOf, movedEntities } from "../expression/entities.ts";
import { typeOfExpression } from "../expression/infer.ts";
import { asSelect } from "../expression/payload.ts";
import { over } from "../expression/adapt.ts";
import { columnOver, mappedColumns } from "./columns.ts";
import { refuseJoined } from "./inheritance.ts";
import { mappingFor } from "./mapping_lookup.ts";

/** What a query is about in place of a table. */
interface Moved {
  readonly tables: readonly FromClause[];
  readonly place: FromClause;
}

/** Beside what SQL is made of, so that it stays with a query that is changed step by step. */
const MOVED = Symbol("moved");

/** A column of the SELECTs inside, with the name that it has outside. */
interface Part {
  readonly expression: Expression;
  readonly name: Name;
}

/** The columns of a SELECT one by one, classes as the columns of their attributes. */
function partsOf(select: Select): readonly Part[] {
  const entities = entitiesOf(select);
  return select.columns.flatMap((column, index): readonly Part[] => {
    const entity = entities[index];
    const mapping = entity ? mappingFor(entity.cls) : undefined;
    if (entity && mapping !== undefined) {
      refuseJoined(mapping, "a union");
      return mappedColumns(mapping).map(({ state }) => ({
        expression: columnOver(state, entity.from === state.from ? null : entity.from),
        name: state.name,
      }));
    }
    const expression = column as Expression;
    const name = expression.kind === "column" || expression.kind === "label"
      ? expression.name
      : `anon_${index + 1}`;
    return [{ expression, name }];
  });
}

function labelled({ expression, name }: Part): Expression {
  return expression.kind === "column" && nameText(expression.name) === nameText(name) ||
      expression.kind === "label"
    ? expression
    : { kind: "label", operand: expression, name };
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
  const parts = partsOf(first!);
  if (new Set(parts.map(({ name }) => nameText(name))).size < parts.length) {
    throw new UnsupportedConstructError(
      `Query.${operator}`,
      `Query.${operator}() of columns with the same name cannot be evaluated`,
      { hint: "give the columns labels, or use sa.select() with session.execute()" },
    );
  }
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
  const entities = entitiesOf(first!);
  let at = 0;
  const columns = first!.columns.map((_, index): Expression | FromClause => {
    const mapping = entities[index] ? mappingFor(entities[index].cls) : undefined;
    const own = parts.slice(at, at += mapping === undefined ? 1 : mappedColumns(mapping).length);
    const [part] = own;
    return mapping === undefined && part !== undefined
      ? { kind: "column", name: part.name, type: typeOfExpression(part.expression), from: place }
      : place;
  });
  const tables = [
    ...(first as { readonly [MOVED]?: Moved })[MOVED]?.tables ?? [],
    ...parts.flatMap(({ expression }) =>
      expression.kind === "column" && expression.from ? [expression.from] : []
    ),
  ];
  const query = new PyInstance(unionClassOf(self.cls));
  const { where: _where, from: _from, orderBy: _order, limit: _limit, offset: _offset, ...rest } =
    first!;
  query.native = {
    ...movedEntities({ ...rest, columns, from: [place] }, place),
    groupBy: undefined,
    having: undefined,
    distinct: undefined,
    [MOVED]: { tables: [...new Set(tables)], place } satisfies Moved,
  };
  return query;
}

/** A SELECT in which the columns of the tables are those of what stands for them. */
function moved(select: Select): Select {
  const known = (select as { readonly [MOVED]?: Moved })[MOVED];
  if (known === undefined) return select;
  const { tables, place } = known;
  const one = <T extends Expression>(expression: T): T =>
    tables.reduce((result, table) => over(result, table, place), expression);
  const all = (list: readonly Expression[] | undefined) => list?.map(one);
  const from = (clause: FromClause): FromClause =>
    clause.kind === "join"
      ? { ...clause, left: from(clause.left), on: one(clause.on) }
      : tables.includes(clause)
      ? place
      : clause;
  const columns = select.columns.map((column) =>
    "type" in column || !isFrom(column) ? one(column as Expression) : from(column)
  );
  return {
    ...movedEntities({ ...select, columns }, place, tables),
    where: all(select.where),
    orderBy: all(select.orderBy),
    groupBy: all(select.groupBy),
    having: all(select.having),
    from: select.from?.map(from),
    ...(Array.isArray(select.distinct) ? { distinct: all(select.distinct) } : {}),
  } as Select;
}

function isFrom(column: Expression | FromClause): column is FromClause {
  return ["table", "alias", "join", "subquery"].includes(column.kind);
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
