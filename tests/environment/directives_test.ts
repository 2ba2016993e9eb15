/** `process_revision_directives` of env.py: what functions see, and what becomes of what they do. */
import { assertEquals } from "@std/assert";
import { postgresql } from "../../src/dialect/mod.ts";
import {
  processRevisionDirectives,
  type RevisionScript,
} from "../../src/environment/directives/process.ts";
import { targetOptions } from "../../src/environment/target_options.ts";
import { pythonBodies } from "../../src/render/mod.ts";
import { operationsOfPython } from "../support/python_operations.ts";
import { runProject } from "./env_run.ts";

const UPGRADE = `op.create_table('t',
sa.Column('b', sa.Integer(), nullable=True),
sa.Column('id', sa.Integer(), nullable=False),
sa.PrimaryKeyConstraint('id'),
sa.UniqueConstraint('b', name='uq')
)
op.create_index('ix', 't', ['b'], unique=True, postgresql_using='gin')
op.add_column('u', sa.Column('x', sa.Integer(), server_default=sa.text('1'), nullable=False))
op.alter_column('u', 'y',
           existing_type=sa.INTEGER(),
           type_=sa.BigInteger(),
           existing_nullable=True)
op.create_foreign_key('fk', 'u', 't', ['y'], ['id'], ondelete='CASCADE')
op.create_check_constraint('ck', 'u', 'x > 1')
op.drop_constraint('old', 'u', type_='unique')
op.drop_column('u', 'z')
op.drop_table('gone')`;

interface Seen {
  readonly scripts: readonly RevisionScript[];
  /** The upgrade of the first script, as it would be written. */
  readonly upgrade: string;
}

/** What the function (with the lines before it) makes of a revision that does {@link UPGRADE}. */
async function process(lines: string, upgrade = UPGRADE): Promise<Seen> {
  const changes = upgrade === "" ? [] : await operationsOfPython(upgrade);
  let scripts: readonly RevisionScript[] = [];
  const { error } = await runProject({
    envPy: `from alembic import context
import sqlalchemy as sa
from alembic.operations import ops
from alembic.autogenerate import rewriter
${lines}
context.configure(url="postgresql://h/d", target_metadata=sa.MetaData(),
                  process_revision_directives=process)
with context.begin_transaction():
    context.run_migrations()
`,
    files: {},
    url: "postgresql://h/d",
    command: { name: "revision", options: { autogenerate: true } },
    migrate: (environment) => {
      const configuration = environment.configuration!;
      const { processRevisionDirectives: functions } = targetOptions(configuration);
      scripts = processRevisionDirectives(
        [{
          id: "abc",
          message: "message",
          head: "head",
          splice: false,
          branchLabel: null,
          versionPath: null,
          dependsOn: [],
          imports: [],
          parts: [{
            upgradeToken: "upgrades",
            downgradeToken: "downgrades",
            upgrade: changes,
            downgrade: [],
          }],
        }],
        functions,
        configuration.migrationContext(),
        ["before"],
      );
      return Promise.resolve();
    },
  });
  if (error !== null) throw new Error(error);
  const written = pythonBodies(
    { upgrade: scripts[0]?.parts[0]?.upgrade ?? [], downgrade: [] },
    postgresql,
  ).upgrade.split("\n").slice(1, -1).map((line) => line.slice(4)).join("\n");
  return { scripts, upgrade: written };
}

Deno.test("a function that does nothing leaves every operation as it was", async () => {
  const { upgrade } = await process("def process(context, revision, directives): pass");
  assertEquals(upgrade, UPGRADE);
});

Deno.test("a function that finds no operations can leave the revision out", async () => {
  const lines = `
def process(context, revision, directives):
    if directives[0].upgrade_ops.is_empty():
        directives[:] = []
`;
  assertEquals((await process(lines, "")).scripts, []);
  assertEquals((await process(lines)).scripts.length, 1);
});

Deno.test("a function can name the revision, its message, its place and its imports", async () => {
  const { scripts } = await process(`
def process(context, revision, directives):
    script, = directives
    assert revision == ("before",)
    script.rev_id = "0001"
    script.message = script.message + "!"
    script.head = "base"
    script.depends_on = ["x"]
    script.imports.add("import mine")
`);
  const { id, message, head, dependsOn, imports } = scripts[0]!;
  assertEquals([id, message, head, dependsOn, imports], [
    "0001",
    "message!",
    "base",
    ["x"],
    ["import mine"],
  ]);
});

Deno.test("a function can take operations out, by class and by name, and put others in", async () => {
  const { upgrade } = await process(`
def process(context, revision, directives):
    upgrade = directives[0].upgrade_ops
    upgrade.ops = [
        op for op in upgrade.ops
        if not isinstance(op, (ops.DropTableOp, ops.CreateTableOp, ops.CreateIndexOp))
        and getattr(op, "constraint_name", None) not in ("fk", "old")
    ]
    upgrade.ops.insert(0, ops.ExecuteSQLOp("SELECT 1"))
    upgrade.ops[1].column.nullable = True
    upgrade.ops[2].modify_nullable = False
    upgrade.ops.append(ops.DropColumnOp("u", "w", schema="s"))
    upgrade.ops.append(ops.CreateTableOp("n", [sa.Column("id", sa.Integer, primary_key=True)]))
    upgrade.ops.append(ops.CreateIndexOp("ix_n", "n", ["id"], unique=True))
    upgrade.ops.append(ops.CreateForeignKeyOp("fk_n", "u", "n", ["x"], ["id"], ondelete="CASCADE"))
`);
  assertEquals(
    upgrade,
    `op.execute('SELECT 1')
op.add_column('u', sa.Column('x', sa.Integer(), server_default=sa.text('1'), nullable=True))
op.alter_column('u', 'y',
           existing_type=sa.INTEGER(),
           type_=sa.BigInteger(),
           nullable=False)
op.create_check_constraint('ck', 'u', 'x > 1')
op.drop_column('u', 'z')
op.drop_column('u', 'w', schema='s')
op.create_table('n',
sa.Column('id', sa.Integer(), nullable=False),
sa.PrimaryKeyConstraint('id')
)
op.create_index('ix_n', 'n', ['id'], unique=True)
op.create_foreign_key('fk_n', 'u', 'n', ['x'], ['id'], ondelete='CASCADE')`,
  );
});

Deno.test("a rewriter can copy the parts of a table, and change what operations hold", async () => {
  const { upgrade } = await process(`
writer = rewriter.Rewriter()

@writer.rewrites(ops.CreateTableOp)
def key_first(context, revision, op):
    parts = sorted((part.copy() for part in op.columns), key=lambda part: getattr(part, "key", "z"), reverse=True)
    made = ops.CreateTableOp(op.table_name, parts, schema=op.schema, **op.kw)
    return [made, ops.CreateTableOp.from_table(made.to_table()), made.reverse()]

@writer.rewrites(ops.CreateIndexOp)
def concurrently(context, revision, op):
    op.kw["postgresql_concurrently"] = True
    op.columns.append("id")
    return op

@writer.rewrites(ops.ModifyTableOps)
def nothing_else(context, revision, op):
    return []

def process(context, revision, directives):
    ops_ = directives[0].upgrade_ops.ops
    ops_[0].columns.append(sa.Column("a", sa.Text, unique=True))
    del ops_[2:]
    writer(context, revision, directives)
`);
  const table = `op.create_table('t',
sa.Column('id', sa.Integer(), nullable=False),
sa.Column('b', sa.Integer(), nullable=True),
sa.Column('a', sa.Text(), nullable=True),
sa.PrimaryKeyConstraint('id'),
sa.UniqueConstraint('a'),
sa.UniqueConstraint('b', name='uq')
)`;
  assertEquals(
    upgrade,
    `${table}
${table}
op.drop_table('t')
op.create_index('ix', 't', ['b', 'id'], unique=True, postgresql_using='gin', postgresql_concurrently=True)`,
  );
});

Deno.test("a rewriter replaces operations by their class", async () => {
  const { upgrade } = await process(`
process = rewriter.Rewriter()

@process.rewrites(ops.CreateTableOp)
def first_the_key(context, revision, op):
    op.columns = sorted(op.columns, key=lambda c: isinstance(c, sa.Column) and not c.primary_key
                        and c.name != "id")
    return op

@process.rewrites(ops.AddColumnOp)
def in_two_steps(context, revision, op):
    op.column.nullable = True
    return [op, ops.AlterColumnOp(op.table_name, op.column.name, modify_nullable=False,
                                  existing_type=op.column.type)]

@process.rewrites(ops.DropTableOp)
def never(context, revision, op):
    return []
`);
  const lines = upgrade.split("\n");
  assertEquals(lines.slice(0, 3), [
    "op.create_table('t',",
    "sa.Column('id', sa.Integer(), nullable=False),",
    "sa.Column('b', sa.Integer(), nullable=True),",
  ]);
  assertEquals(lines.slice(7, 11), [
    "op.add_column('u', sa.Column('x', sa.Integer(), server_default=sa.text('1'), nullable=True))",
    "op.alter_column('u', 'x',",
    "           existing_type=sa.Integer(),",
    "           nullable=False)",
  ]);
  assertEquals(upgrade.includes("drop_table"), false);
});
