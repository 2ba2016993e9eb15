/** Statements of the expression language over random tables, as data migrations write them. */
import { type Choice, py } from "./choice.ts";

/** A column of a table that a statement is about. */
interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

/** Columns with what can be compared with them, and what can be made of them; `@` is the column. */
const KINDS: Readonly<
  Record<
    string,
    {
      readonly values: readonly string[];
      readonly makes: readonly string[];
      readonly tests: readonly string[];
    }
  >
> = {
  "sa.Integer()": {
    values: ["1", "-3", "None", "10**10"],
    makes: [
      "@ + 1",
      "(@ + 1) * 3",
      "@ / 2",
      "@ // 2",
      "-@",
      "@ % 5",
      "sa.func.sum(@)",
      "sa.cast(@, sa.String)",
    ],
    tests: [
      "@ > 5",
      "~@.between(1, 2)",
      "5 < @",
      "@.in_([])",
      "@ % 2 == 0",
      "@.op('&')(1) == 1",
      "@.in_([1, 2])",
    ],
  },
  "sa.String(50)": {
    values: ["'abc'", "'100%'", "'it\\'s'", "None", "'a:b'"],
    makes: [
      "@ + 'x'",
      "'a' + @",
      "sa.func.lower(@)",
      "@.concat('%')",
      "@.collate('C')",
      "@.regexp_replace('a', 'b')",
    ],
    tests: [
      "@.like('a%')",
      "@.notilike('%x')",
      "@.startswith('a_', autoescape=True)",
      "~@.like('q')",
      "@.op('~*')('x')",
    ],
  },
  "postgresql.JSONB()": {
    values: ["{'a': 1, 'p': '%'}", "[1, 'x']", "None", "sa.null()"],
    makes: [
      "@['k'].astext",
      "@[('a', 'b')]",
      "@['k']['j'].as_integer()",
      "sa.func.jsonb_set(@, '{a}', sa.text(\"'1'\"))",
    ],
    tests: [
      "@.contains({'a': 1})",
      "@.has_key('k')",
      "@['a'].astext == 'x'",
      "@['n'].astext.cast(sa.Integer) > 5",
    ],
  },
  "postgresql.ARRAY(sa.Text())": {
    values: ["['a', 'b']", "[]", "None"],
    makes: [
      "@[1]",
      "@[1:2]",
      "sa.func.array_append(@, 'x')",
      "sa.func.unnest(@)",
      "sa.func.cardinality(@)",
    ],
    tests: [
      "@.contains(['a'])",
      "@.overlap(['a'])",
      "@.any('x')",
      "~@.any('x')",
      "'x' == sa.any_(@)",
      "@.any_() == 'y'",
    ],
  },
  "postgresql.HSTORE()": {
    values: ["None"],
    makes: ["@['a']", "sa.func.lower(@['a'])"],
    tests: ["@.has_key('a')", "@['a'] == 'x'"],
  },
  "sa.DateTime(timezone=True)": {
    values: [
      "datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc)",
      "sa.func.now()",
      "None",
    ],
    makes: [
      "sa.func.date_trunc('day', @)",
      "sa.extract('epoch', @)",
      "@ + datetime.timedelta(days=1)",
      "sa.cast(@, sa.Date)",
    ],
    tests: [
      "@ < sa.func.now()",
      "sa.extract('year', @) == 2020",
      "@ >= sa.text(\"now() - interval '1 day'\")",
    ],
  },
  "sa.Boolean()": {
    values: ["True", "False", "None"],
    makes: ["~@", "sa.func.bool_or(@)"],
    tests: ["@", "~@", "@ == True", "@.is_(True)", "@.isnot(False)"],
  },
  "sa.Numeric(10, 2)": {
    values: ["decimal.Decimal('1.5')", "3", "None"],
    makes: ["@ * 2 - 1", "sa.func.round(@, 2)", "10 - @", "sa.func.max(@)"],
    tests: ["@ + 1 >= 3", "sa.func.abs(@) < 4", "@.between(1, 5, symmetric=True)"],
  },
};

const NAMES = ["id", "name", "Data", "tags", "amount", "created", "active", "x y", "h"];

function table(
  choice: Choice,
  variable: string,
): { readonly line: string; readonly columns: readonly Column[] } {
  const first = choice.number(0, 3);
  const columns = NAMES.slice(first, first + choice.number(2, 5))
    .map((name): Column => ({ table: variable, name, type: choice.of(...Object.keys(KINDS)) }));
  const name = py(choice.of("users", "Order", "items", "accounts"));
  const schema = choice.of("", "", ", schema='My S'");
  const line = choice.of(
    `sa.table(${name}, ${
      columns.map((each) => `sa.column(${py(each.name)}, ${each.type})`).join(", ")
    }${schema})`,
    `sa.Table(${name}, sa.MetaData(), ${
      columns.map((each, index) =>
        `sa.Column(${py(each.name)}, ${each.type}${index === 0 ? ", primary_key=True" : ""})`
      ).join(", ")
    }${schema})`,
  );
  return { line: `${variable} = ${line}`, columns };
}

const ref = ({ table, name }: Column) => `${table}.c[${py(name)}]`;
const about = (column: Column, text: string) => text.replaceAll("@", ref(column));

/** Expressions and conditions over some columns. */
class Statement {
  constructor(
    readonly choice: Choice,
    readonly columns: readonly Column[],
    readonly others: readonly Column[],
  ) {}

  one(columns = this.columns): Column {
    return this.choice.of(...columns);
  }

  value(column: Column): string {
    return this.choice.of(...KINDS[column.type]!.values);
  }

  expression(column = this.one()): string {
    return this.choice.of(
      ref(column),
      () => about(column, this.choice.of(...KINDS[column.type]!.makes)),
      () => about(column, this.choice.of(...KINDS[column.type]!.makes)),
      () => `sa.func.coalesce(${ref(column)}, ${this.value(column)})`,
      () => `sa.case((${this.condition(1)}, ${this.value(column)}), else_=${ref(column)})`,
      () => `sa.select(sa.func.count()).select_from(${column.table}).scalar_subquery()`,
      () => `sa.func.count().filter(${this.condition(1)})`,
      () => `sa.func.row_number().over(order_by=${ref(column)}.desc())`,
      "sa.literal('x')",
    );
  }

  condition(depth = 0, columns = this.columns): string {
    const again = () => this.condition(depth + 1, columns);
    if (depth < 2 && this.choice.chance(0.35)) {
      return this.choice.of(
        () => `sa.and_(${again()}, ${again()})`,
        () => `sa.or_(${again()}, ${again()})`,
        () => `(${again()}) | (${again()})`,
        () => `~(${again()})`,
      );
    }
    const column = this.one(columns);
    return this.choice.of(
      () => about(column, this.choice.of(...KINDS[column.type]!.tests)),
      () => about(column, this.choice.of(...KINDS[column.type]!.tests)),
      () => `${ref(column)} == ${this.value(column)}`,
      () => `${ref(column)} != ${this.value(column)}`,
      `${ref(column)}.is_(None)`,
      () => `${ref(column)}.is_distinct_from(${this.value(column)})`,
      () => `${ref(column)}.notin_([${this.value(column)}])`,
      () => `${ref(column)}.in_(sa.select(${ref(column)}))`,
      () => `sa.exists().where(${ref(column)} == ${ref(this.one(columns))})`,
      () => `${ref(column)} == sa.select(${ref(column)}).limit(1).scalar_subquery()`,
    );
  }

  values(): string {
    const taken = this.columns.slice(0, this.choice.number(1, 2));
    const pair = (column: Column) =>
      `${this.choice.of(py(column.name), ref(column))}: ${
        this.choice.of(this.value(column), "sa.func.now()")
      }`;
    return `{${taken.map(pair).join(", ")}}`;
  }

  select(): string {
    const { choice } = this;
    const where = choice.some([0.6, () => `.where(${this.condition()})`], [
      0.2,
      () => `.where(${this.condition(1, this.others)})`,
    ]);
    const join = choice.of("t.join(u, ON)", "t.outerjoin(u, ON)", "sa.join(t, u, ON)")
      .replace("ON", `${ref(this.one())} == ${ref(this.one(this.others))}`);
    return `sa.select(${choice.times(choice.number(1, 3), () => this.expression()).join(", ")})` +
      choice.some([0.3, `.select_from(${join})`]).join("") + where.join("") +
      choice.some(
        [0.15, () => `.group_by(${ref(this.one())})`],
        [
          0.2,
          () => `.order_by(${ref(this.one())}${choice.of("", ".desc()", ".asc().nulls_last()")})`,
        ],
        [0.1, ".limit(3)"],
        [0.06, ".offset(2)"],
        [0.06, ".distinct()"],
      ).join("");
  }
}

/** The lines of one statement. */
export function statement(choice: Choice): readonly string[] {
  const [t, u] = [table(choice, "t"), table(choice, "u")];
  const make = new Statement(choice, t.columns, u.columns);
  const [mine, theirs] = [make.one(), make.one(u.columns)];
  const text = choice.of(
    () => make.select(),
    () => make.select(),
    () => `sa.select(${make.select()}.${choice.of("subquery('s')", "cte('c')")})`,
    () =>
      `sa.union_all(sa.select(${ref(mine)}).where(${make.condition()}), sa.select(${ref(theirs)}))`,
    () => `t.insert().values(${make.values()})`,
    () =>
      `postgresql.insert(t).values(${make.values()}).on_conflict_do_update(` +
      `index_elements=[${py(mine.name)}], set_=${make.values()})`,
    () =>
      `sa.insert(t).from_select([${py(mine.name)}], sa.select(${ref(theirs)}).where(${
        make.condition(0, u.columns)
      }))`,
    () => `sa.update(t).where(${make.condition()}).values(${make.values()})`,
    () => `t.update().where(${ref(mine)} == ${ref(theirs)}).values(${make.values()})`,
    () => `t.update().where(${make.condition()}).values(${make.values()}).values(${make.values()})`,
    () => `sa.delete(t).where(${make.condition()})`,
    () =>
      `t.delete().where(${ref(mine)}.in_(sa.select(${ref(theirs)}).where(${
        make.condition(0, u.columns)
      })))`,
  );
  return [t.line, u.line, `${choice.of("op", "op.get_bind()")}.execute(${text})`];
}
