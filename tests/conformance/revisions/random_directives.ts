/** Directives with random arguments: types, columns, constraints, indexes, tables. */
import { call, type Choice, py } from "./choice.ts";
import { enumType, randomType } from "./random_types.ts";

const DEFAULTS = [
  ...[
    "sa.text('now()')",
    "sa.text(\"'a'::text\")",
    "sa.text(\"'100%'\")",
    "sa.text('a \\\\: b')",
    "sa.func.now()",
  ],
  ...[
    "sa.func.coalesce(sa.literal(1), 2)",
    "sa.false()",
    "'0'",
    "sa.func.lower('ABC')",
    "sa.null()",
  ],
  ...["sa.literal_column('1 + 1')", "sa.cast('x', sa.Text())", "sa.DefaultClause(sa.text('q()'))"],
];

function identity(choice: Choice): string {
  return call(
    "sa.Identity",
    ...choice.some(
      [0.4, () => `always=${choice.flag()}`],
      [0.3, "start=10"],
      [0.3, () => `increment=${choice.of("1", "2", "-1")}`],
      [0.15, "minvalue=1"],
      [0.1, "nomaxvalue=True"],
      [0.15, () => `cycle=${choice.flag()}`],
      [0.15, "cache=5"],
    ),
  );
}

function foreignKey(choice: Choice): string {
  return call(
    "sa.ForeignKey",
    py(choice.of("users.id", "s1.users.id", "accounts.Id", "Order.user id")),
    ...choice.some(
      [0.3, () => `ondelete=${py(choice.of("CASCADE", "SET NULL", "cascade"))}`],
      [0.2, "onupdate='NO ACTION'"],
      [0.15, () => `deferrable=${choice.flag()}`],
      [0.15, () => `initially=${py(choice.of("DEFERRED", "IMMEDIATE"))}`],
      [0.3, () => choice.of(`name=${py(choice.table())}`, "name=op.f('fk_x')")],
      [0.06, "use_alter=True"],
      [0.1, "match='FULL'"],
    ),
  );
}

/** A `Column`. */
export function column(choice: Choice, name = choice.column()): string {
  const special = choice.chance(0.14)
    ? choice.of(
      () => identity(choice),
      () => `sa.Computed('a + b'${choice.of("", ", persisted=True")})`,
      "sa.Sequence('my seq', start=1)",
    )
    : "";
  return call(
    "sa.Column",
    py(name),
    randomType(choice),
    special,
    // A unique constraint and a foreign key of one column come in the order of a set.
    choice.chance(0.1) ? foreignKey(choice) : choice.chance(0.08) ? "unique=True" : "",
    ...choice.some(
      [0.5, () => `nullable=${choice.flag()}`],
      [0.1, "primary_key=True"],
      [0.06, "index=True"],
      [0.12, () => `comment=${choice.text()}`],
      [0.04, () => `quote=True`],
      [0.03, "system=True"],
      [0.05, () => `default=${choice.of("5", "lambda: 1")}`],
      [
        special === "" ? 0.3 : 0,
        () => `server_default=${choice.of(...DEFAULTS, () => choice.text())}`,
      ],
    ),
  );
}

function condition(choice: Choice): string {
  const name = py(choice.column());
  return choice.of(
    "'x > 0'",
    "sa.text(\"x = 'a:b'\")",
    `sa.column(${name}) > ${choice.number(-5, 9)}`,
    `sa.and_(sa.column(${name}) != None, sa.column('b') == 'x%')`,
    `sa.func.length(sa.column(${name})) < 5`,
    `sa.or_(sa.column('a').is_(None), ~sa.column(${name}))`,
    "sa.column('a').like('%x%')",
    `sa.column(${name}).between(1, 'z')`,
  );
}

const named = (choice: Choice) =>
  choice.some([
    0.7,
    () => choice.of(`name=${py(choice.table())}`, `name=op.f(${py(choice.table())})`),
  ]);

function constraint(choice: Choice, columns: readonly string[]): string {
  const some = columns.slice(0, choice.number(1, Math.min(2, columns.length)));
  const list = some.map(py).join(", ");
  const late = choice.some([0.1, "deferrable=True"], [0.1, "initially='DEFERRED'"]);
  return choice.of(
    () => call("sa.PrimaryKeyConstraint", list, ...named(choice)),
    () =>
      call(
        "sa.UniqueConstraint",
        list,
        ...named(choice),
        ...late,
        ...choice.some(
          [0.2, () => `postgresql_nulls_not_distinct=${choice.flag()}`],
          [0.1, `postgresql_include=[${py(columns[0]!)}]`],
        ),
      ),
    () =>
      call(
        "sa.CheckConstraint",
        condition(choice),
        ...named(choice),
        ...choice.some([0.1, "postgresql_not_valid=True"]),
      ),
    () =>
      call(
        "sa.ForeignKeyConstraint",
        `[${list}]`,
        py(["users.id", "users.k2"].slice(0, some.length)),
        ...named(choice),
        ...late,
        ...choice.some([0.3, "ondelete='SET NULL'"], [0.1, "match='FULL'"], [
          0.1,
          "postgresql_not_valid=True",
        ]),
      ),
    () =>
      call(
        "postgresql.ExcludeConstraint",
        `(sa.column(${py(some[0]!)}), '&&')`,
        ...choice.some([0.5, "('x', '=')"]),
        ...named(choice),
        ...choice.some([0.5, "using='gist'"], [0.3, "where=sa.text('x > 1')"], [
          0.2,
          "ops={'x': 'my_ops'}",
        ]),
      ),
  );
}

function createTable(choice: Choice): string {
  const columns = choice.columns(choice.number(1, 5));
  return call(
    "op.create_table",
    py(choice.table()),
    ...columns.map((name) => column(choice, name)),
    ...choice.times(choice.of(0, 0, 1, 2), () => constraint(choice, columns)),
    ...choice.some(
      [0.2, () => `schema=${choice.schema()}`],
      [0.12, () => `comment=${choice.text()}`],
      [0.06, "postgresql_partition_by='RANGE (id)'"],
      [0.05, () => `postgresql_inherits=${choice.of("'parent'", "('p1', 'p2')")}`],
      [0.04, "prefixes=['UNLOGGED']"],
      [0.05, "if_not_exists=True"],
      [0.04, "mysql_engine='InnoDB'"],
    ),
  );
}

function createIndex(choice: Choice, table: string): string {
  const part = (): string => {
    const name = py(choice.column());
    return choice.of(
      name,
      name,
      "sa.text('lower(name)')",
      `sa.func.lower(sa.column(${name}))`,
      `sa.column(${name}).desc()`,
      `sa.desc(${name})`,
      "sa.literal_column(\"coalesce(a, 'x%')\")",
      `sa.column(${name}).asc().nulls_last()`,
      "sa.cast(sa.column('x'), sa.Text())",
    );
  };
  return call(
    "create_index",
    choice.of(py(choice.table()), "op.f('ix_a_b')"),
    table,
    `[${choice.times(choice.number(1, 3), part).join(", ")}]`,
    ...choice.some(
      [0.3, () => `unique=${choice.flag()}`],
      [table === "" ? 0 : 0.15, () => `schema=${choice.schema()}`],
      [0.2, () => `postgresql_using=${py(choice.of("gin", "btree", "GIST"))}`],
      [
        0.2,
        () => `postgresql_where=${choice.of("sa.text(\"s = '100%'\")", "sa.column('a') == 'b'")}`,
      ],
      [0.1, "postgresql_ops={'id': 'text_pattern_ops'}"],
      [0.1, "postgresql_with={'fillfactor': 70}"],
      [0.1, "postgresql_include=['id']"],
      [0.1, () => `postgresql_concurrently=${choice.flag()}`],
      [0.1, () => `if_not_exists=${choice.flag()}`],
      [0.08, () => `postgresql_nulls_not_distinct=${choice.flag()}`],
    ),
  );
}

function alterColumn(choice: Choice, table: string): string {
  const type = choice.chance(0.4);
  return call(
    "alter_column",
    table,
    py(choice.column()),
    ...choice.some(
      [0.5, () => `nullable=${choice.flag()}`],
      [type ? 1 : 0, () => `type_=${randomType(choice)}`],
      [0.5, () => `existing_type=${randomType(choice)}`],
      [0.3, () => `server_default=${choice.of("None", "False", ...DEFAULTS, () => choice.text())}`],
      [0.2, () => `existing_server_default=${choice.of("False", "None", "'x'")}`],
      [0.12, () => `new_column_name=${py(choice.column())}`],
      [0.12, () => `comment=${choice.of("None", "False", () => choice.text())}`],
      [table === "" ? 0 : 0.15, () => `schema=${choice.schema()}`],
      [type ? 0.3 : 0, () => `postgresql_using=${py(choice.of("x::integer", "a || '%'"))}`],
    ),
  );
}

const schemaOf = (choice: Choice) => choice.some([0.2, () => `schema=${choice.schema()}`]);

function addConstraint(choice: Choice): string {
  const [name, table] = [choice.of(py(choice.table()), "None"), py(choice.table())];
  return choice.of(
    () => call("create_unique_constraint", name, table, py(choice.columns(2)), ...schemaOf(choice)),
    () =>
      call(
        "create_check_constraint",
        py(choice.table()),
        table,
        condition(choice),
        ...schemaOf(choice),
      ),
    () => call("create_primary_key", name, table, py(choice.columns(2)), ...schemaOf(choice)),
    () =>
      call(
        "create_foreign_key",
        name,
        table,
        py(choice.table()),
        py(choice.columns(1)),
        py(choice.columns(1)),
        ...choice.some(
          [0.3, "ondelete='CASCADE'"],
          [0.15, "deferrable=True"],
          [0.15, "source_schema='s1'"],
          [0.15, "referent_schema='s2'"],
          [0.1, "postgresql_not_valid=True"],
        ),
      ),
  );
}

function batch(choice: Choice): readonly string[] {
  const one = (): string =>
    `    batch_op.${
      choice.of(
        () => alterColumn(choice, ""),
        () => call("add_column", column(choice)),
        () => call("drop_column", py(choice.column())),
        () => createIndex(choice, ""),
        () => call("create_unique_constraint", py(choice.table()), py(choice.columns(2))),
        () =>
          call("drop_constraint", py(choice.table()), ...choice.some([0.5, "type_='foreignkey'"])),
        () => call("create_table_comment", choice.text()),
      )
    }`;
  return [
    `with op.batch_alter_table(${py(choice.table())}${
      choice.of("", `, schema=${choice.schema()}`)
    }) as batch_op:`,
    ...choice.times(choice.number(1, 3), one),
  ];
}

/** The lines of one directive. */
export function directive(choice: Choice): readonly string[] {
  const table = py(choice.table());
  const one = (text: string) => [`op.${text}`];
  return choice.of<readonly string[]>(
    () => [createTable(choice)],
    () => [createTable(choice)],
    () =>
      one(call("drop_table", table, ...schemaOf(choice), ...choice.some([0.2, "if_exists=True"]))),
    () => one(call("add_column", table, column(choice), ...schemaOf(choice))),
    () => one(call("drop_column", table, py(choice.column()), ...schemaOf(choice))),
    () => one(alterColumn(choice, table)),
    () => one(createIndex(choice, table)),
    () => one(call("drop_index", py(choice.table()), `table_name=${table}`, ...schemaOf(choice))),
    () => one(addConstraint(choice)),
    () => one(call("drop_constraint", py(choice.table()), table, ...schemaOf(choice))),
    () => one(call("rename_table", table, py(choice.table()), ...schemaOf(choice))),
    () => one(call("create_table_comment", table, choice.text(), ...schemaOf(choice))),
    () => [`${enumType(choice)}.create(op.get_bind(), checkfirst=${choice.flag()})`],
    () => batch(choice),
  );
}
