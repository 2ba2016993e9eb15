import { assertEquals } from "@std/assert";
import { diffRepr } from "../../src/autogenerate/diff_repr.ts";
import type { Constraint } from "../../src/schema/constraint.ts";

/** What Alembic 1.20 prints, without the addresses. */
const cases: readonly (readonly [title: string, constraint: Constraint, expected: string])[] = [
  [
    "a unique constraint by its columns alone",
    { kind: "unique", name: "uq_bc", columns: ["b", "c"], deferrable: true, order: 1 },
    "('add_constraint', UniqueConstraint(Column('b', NullType(), table=<u>), Column('c', NullType(), table=<u>)))",
  ],
  [
    "a foreign key with its options",
    {
      kind: "foreignKey",
      name: "fkk",
      columns: ["b", "c"],
      referred: { table: "t" },
      referredColumns: ["a", "a2"],
      onUpdate: "CASCADE",
      deferrable: true,
      initially: "DEFERRED",
      order: 1,
    },
    "('add_fk', ForeignKeyConstraint(<sqlalchemy.sql.base.ReadOnlyColumnCollection object>, None, name='fkk', onupdate='CASCADE', deferrable=True, initially='DEFERRED', table=Table('u', MetaData(), Column('b', NullType(), ForeignKey('t.a'), table=<u>), Column('c', NullType(), ForeignKey('t.a2'), table=<u>), schema=None)))",
  ],
  [
    "a nameless foreign key into a schema",
    {
      kind: "foreignKey",
      name: null,
      columns: ["b"],
      referred: { schema: "s", table: "v" },
      referredColumns: ["a"],
      match: "FULL",
      useAlter: true,
      order: 1,
    },
    "('add_fk', ForeignKeyConstraint(<sqlalchemy.sql.base.ReadOnlyColumnCollection object>, None, use_alter=True, match='FULL', table=Table('u', MetaData(), Column('b', NullType(), ForeignKey('s.v.a'), table=<u>), schema=None)))",
  ],
];

for (const [title, constraint, expected] of cases) {
  Deno.test(`diffRepr() lists ${title}`, () => {
    assertEquals(
      diffRepr([{ kind: "addConstraint", tableName: "u", constraint }]),
      `[${expected}]`,
    );
  });
}

Deno.test("diffRepr() lists of an altered column what it is by now", () => {
  const operation = {
    kind: "alterColumn",
    tableName: "t",
    columnName: "b",
    existingType: { kind: "string", form: "VARCHAR", length: 5 },
    existingNullable: true,
    existingServerDefault: null,
    nullable: false,
  } as const;
  assertEquals(
    diffRepr([operation]),
    "[[('modify_nullable', None, 't', 'b', {'existing_type': VARCHAR(length=5), 'existing_server_default': False, 'existing_comment': None}, True, False)]]",
  );
});
