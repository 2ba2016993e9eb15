/**
 * A long history of Python revisions, made by rule so that every run measures the same: tables,
 * columns, indexes, alterations and updates, in the proportions of an application that grows.
 */
import { seededRandom } from "../tests/support/random_graph.ts";

/** One revision file. */
export interface RevisionFile {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

interface Table {
  readonly name: string;
  readonly columns: string[];
}

interface Step {
  readonly message: string;
  readonly upgrade: string;
  readonly downgrade: string;
}

/** A line of `size` revisions; the same ones for the same `size`. */
export function makeHistory(size: number): RevisionFile[] {
  const random = seededRandom(20_260_101);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const tables: Table[] = [];
  const files: RevisionFile[] = [];
  for (let number = 1; number <= size; number++) {
    const id = revisionId(number);
    const step = nextStep(number, tables, random(), pick);
    const down = number === 1 ? null : revisionId(number - 1);
    files.push({
      id,
      name: `${id}_${slug(step.message)}.py`,
      text: source(id, down, step, number),
    });
  }
  return files;
}

function nextStep(
  number: number,
  tables: Table[],
  chance: number,
  pick: <T>(list: readonly T[]) => T,
): Step {
  if (tables.length < 3 || chance < 0.12) return createTable(number, tables, pick);
  const table = pick(tables);
  if (chance < 0.47) return addColumn(number, table, pick);
  if (chance < 0.67) return createIndex(number, table, pick);
  if (chance < 0.84) return alterColumn(number, table, pick);
  return update(number, table, pick);
}

const TYPES = [
  "sa.Integer()",
  "sa.String(length=80)",
  "sa.Text()",
  "sa.Boolean()",
  "sa.DateTime(timezone=True)",
  "sa.Numeric(precision=12, scale=2)",
  "postgresql.JSONB(astext_type=sa.Text())",
  "postgresql.UUID(as_uuid=True)",
];

function createTable(number: number, tables: Table[], pick: <T>(list: readonly T[]) => T): Step {
  const name = `records_${number}`;
  const columns = Array.from({ length: 8 }, (_, n) => `field_${number}_${n}`);
  const lines = columns.map((column, n) =>
    `    sa.Column('${column}', ${TYPES[n % TYPES.length]}, nullable=True),`
  );
  const reference = tables.length === 0
    ? []
    : [`    sa.Column('parent_id', sa.Integer(), nullable=True),`];
  const foreignKey = tables.length === 0 ? [] : [
    `    sa.ForeignKeyConstraint(['parent_id'], ['${pick(tables).name}.id'], ondelete='CASCADE'),`,
  ];
  tables.push({ name, columns: ["note", ...columns] });
  return {
    message: `create ${name}`,
    upgrade: [
      `op.create_table('${name}',`,
      `    sa.Column('id', sa.Integer(), nullable=False),`,
      `    sa.Column('note', sa.String(length=200), server_default='', nullable=False),`,
      `    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),`,
      ...lines,
      ...reference,
      ...foreignKey,
      `    sa.PrimaryKeyConstraint('id', name=op.f('pk_${name}'))`,
      `    )`,
      `op.execute("INSERT INTO ${name} (note) VALUES ('one'), ('two'), ('three')")`,
    ].join("\n    "),
    downgrade: `op.drop_table('${name}')`,
  };
}

function addColumn(number: number, table: Table, pick: <T>(list: readonly T[]) => T): Step {
  const column = `added_${number}`;
  table.columns.push(column);
  const type = pick(TYPES);
  return {
    message: `add ${column} to ${table.name}`,
    upgrade: `op.add_column('${table.name}', sa.Column('${column}', ${type}, nullable=True))`,
    downgrade: `op.drop_column('${table.name}', '${column}')`,
  };
}

function createIndex(number: number, table: Table, pick: <T>(list: readonly T[]) => T): Step {
  const name = `ix_${table.name}_${number}`;
  const where = number % 3 === 0 ? `, postgresql_where=sa.text("note <> 'x'")` : "";
  const column = pick(["id", "created_at", "note"]);
  return {
    message: `index ${column} of ${table.name}`,
    upgrade:
      `op.create_index(op.f('${name}'), '${table.name}', ['${column}'], unique=False${where})`,
    downgrade: `op.drop_index(op.f('${name}'), table_name='${table.name}')`,
  };
}

function alterColumn(number: number, table: Table, pick: <T>(list: readonly T[]) => T): Step {
  const [change, back] = pick([
    ["server_default='none'", "server_default=''"],
    [`comment='changed by no. ${number}'`, "comment=None"],
    ["nullable=True", "nullable=False"],
    [
      `type_=sa.String(length=${200 + number}), existing_type=sa.String(length=200)`,
      "type_=sa.String(length=200)",
    ],
  ]);
  return {
    message: `alter note of ${table.name}`,
    upgrade: `op.alter_column('${table.name}', 'note',\n               ${change})`,
    downgrade: `op.alter_column('${table.name}', 'note',\n               ${back})`,
  };
}

function update(number: number, table: Table, pick: <T>(list: readonly T[]) => T): Step {
  const statement = pick([
    `op.execute("UPDATE ${table.name} SET note = note || '-${number}' WHERE id > 1")`,
    `op.execute(sa.table('${table.name}', sa.column('id', sa.Integer), sa.column('note', sa.String))` +
    `\n        .update().where(sa.column('id') == 1).values(note='first'))`,
    `for value in ['a', 'b']:\n        op.execute(f"UPDATE ${table.name} SET note = '{value}-${number}' WHERE id = {len(value) + 1}")`,
  ]);
  return { message: `update ${table.name}`, upgrade: statement, downgrade: "pass" };
}

function source(id: string, down: string | null, step: Step, number: number): string {
  const created = new Date(Date.UTC(2016, 0, 1) + number * 86_400_000).toISOString();
  return `"""${step.message}

Revision ID: ${id}
Revises: ${down ?? ""}
Create Date: ${created.slice(0, 10)} 09:${String(number % 60).padStart(2, "0")}:11.000${
    number % 1000
  }

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


# revision identifiers, used by Alembic.
revision: str = '${id}'
down_revision: Union[str, Sequence[str], None] = ${down === null ? "None" : `'${down}'`}
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    ${step.upgrade}


def downgrade() -> None:
    """Downgrade schema."""
    ${step.downgrade}
`;
}

/** Twelve hexadecimal digits without visible order, as Alembic's are. */
function revisionId(number: number): string {
  const high = Math.imul(number, 0x9e3779b1) >>> 0;
  const low = Math.imul(number, 0x85eb) & 0xffff;
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(4, "0");
}

function slug(message: string): string {
  return message.toLowerCase().replaceAll(/\W+/g, "_").slice(0, 40);
}
