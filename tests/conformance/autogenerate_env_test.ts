/** What env.py's own functions and prefixes make of a comparison: the same files as Alembic writes. */
import { assertEquals } from "@std/assert";
import { inDirectory } from "../cli/in_process.ts";
import { runOn, type TestDatabase, testDatabase, testServer } from "../support/postgres.ts";
import { makeModelsProject } from "./support/project.ts";
import { bothTools, type Tool } from "./support/tools.ts";

const DATABASE = `CREATE TYPE status AS ENUM ('draft', 'paid');
CREATE TABLE customer (id serial PRIMARY KEY, name varchar(50), created timestamp DEFAULT now(), data text);
CREATE TABLE hidden (id serial PRIMARY KEY);
CREATE TABLE total (id bigserial PRIMARY KEY, sum integer, rate integer DEFAULT 1);
CREATE SCHEMA shop; CREATE TABLE shop.line (id serial PRIMARY KEY, note text);
CREATE SCHEMA private; CREATE TABLE private.line (id serial PRIMARY KEY);`;

const MODELS = `import enum
import sqlalchemy as sa

class Status(enum.Enum):
    draft = "draft"
    paid = "paid"

class Money(sa.types.TypeDecorator):
    impl = sa.Numeric(10, 2)
    cache_ok = True

metadata = sa.MetaData()
sa.Table("customer", metadata,
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("name", sa.String(80)),
    sa.Column("created", sa.DateTime, server_default=sa.text("clock_timestamp()")),
    sa.Column("status", sa.Enum(Status, name="status"), nullable=False),
    sa.Column("paid", Money()),
    sa.Column("note", sa.Text, nullable=False))
sa.Table("total", metadata,
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("sum", sa.BigInteger),
    sa.Column("rate", sa.Integer, server_default="2"),
    sa.Column("left_id", sa.ForeignKey("customer.id", onupdate="CASCADE", deferrable=True)),
    sa.UniqueConstraint("sum", "rate", name="uq_sum"), sa.Index("ix_rate", "rate", postgresql_where=sa.text("rate > 0")))
sa.Table("line", metadata, sa.Column("id", sa.Integer, primary_key=True), schema="shop")
sa.Table("account", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("customer_id", sa.ForeignKey("customer.id"), index=True),
    sa.Column("code", sa.String(5), server_default="x"),
    sa.Column("left", sa.Integer),
    sa.Column("email", sa.Text, unique=True, comment="of the owner"),
    sa.Column("phone", sa.Text, unique=True, index=True),
    sa.UniqueConstraint("code", "left", name="uq_code_left"),
    sa.CheckConstraint("left > 0", name="ck_left"))
other = sa.MetaData()
sa.Table("other", other, sa.Column("id", sa.Integer, primary_key=True), sa.Column("j", sa.JSON))
`;

const HEAD = `from alembic import context
from alembic.autogenerate import rewriter
from alembic.operations import ops
import sqlalchemy as sa
import models

def configure(**options):
    engine = sa.engine_from_config(context.config.get_section("alembic"), prefix="sqlalchemy.")
    with engine.connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
`;

/** It has the import of the models' types, which Alembic does not write by itself. */
const TEMPLATE = `from alembic import op
import models
import sqlalchemy as sa
\${imports if imports else ""}

revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}


def upgrade():
    \${upgrades if upgrades else "pass"}


def downgrade():
    \${downgrades if downgrades else "pass"}
`;

/** Bodies of env.py by their names, which are the ini sections that choose them. */
const CASES: Readonly<Record<string, string>> = {
  filters: `def include_object(object, name, type_, reflected, compare_to):
    if type_ == "table" and reflected and compare_to is None:
        return object.info.get("keep", name != "hidden")
    return not (type_ == "column" and name == "data")

def include_name(name, type_, parents):
    if type_ == "schema":
        return name in (None, "shop")
    return parents.get("schema_qualified_table_name") != "shop.line" or name != "note"

configure(target_metadata=[models.metadata, models.other], include_schemas=True,
          include_object=include_object, include_name=include_name)
`,
  comparators: `def compare_type(context, inspected, column, inspected_type, type_):
    return False if column.name == "sum" else None

def compare_default(context, inspected, column, inspected_default, default, rendered):
    return {"created": False, "rate": inspected_default != rendered}.get(column.name)

configure(target_metadata=models.metadata, compare_type=compare_type, compare_server_default=compare_default)
`,
  rendering: `def render_item(type_, obj, autogen_context):
    if type_ == "type" and isinstance(obj, sa.Enum):
        autogen_context.imports.add("from models import Status")
        return "sa.Enum(Status, name=%r)" % obj.name
    return False

configure(target_metadata=models.metadata, render_item=render_item, user_module_prefix="mine.",
          sqlalchemy_module_prefix="sqla.", alembic_module_prefix="alembic.", upgrade_token="upgrades")
`,
  directives: `writer = rewriter.Rewriter()

@writer.rewrites(ops.AddColumnOp)
def add_column(context, revision, op):
    if op.column.nullable:
        return op
    op.column.nullable = True
    return [op, ops.AlterColumnOp(op.table_name, op.column.name, modify_nullable=False, existing_type=op.column.type)]

def process(context, revision, directives):
    script = directives[0]
    if script.upgrade_ops.is_empty():
        directives[:] = []
        return
    writer(context, revision, directives)
    script.message = "processed"

configure(target_metadata=models.metadata, process_revision_directives=process)
`,
  callables: `import functools

class Filter:
    def __init__(self, *hidden):
        self.hidden = hidden

    def __call__(self, object, name, type_, reflected, compare_to):
        return name not in self.hidden

    def by_name(self, name, type_, parent_names):
        return not (type_ == "table" and name in self.hidden)

def types(wanted, context, inspected, column, inspected_type, type_):
    return column.name in wanted

def process(message, context, revision, directives):
    directives[0].message = message
    directives[0].imports.add("import models as more")

configure(target_metadata=models.metadata, include_object=Filter("data", "ck_left", "ix_account_customer_id"),
          include_name=Filter("total").by_name, compare_type=functools.partial(types, {"name", "sum"}),
          compare_server_default=lambda *given: None,
          render_item=lambda *given: False,
          process_revision_directives=functools.partial(process, "from a partial"))
`,
  parts: `seen = []

def render_item(type_, object, autogen_context):
    seen.append(type_)
    if type_ == "server_default":
        return "sa.text('given')"
    if type_ == "column" and object.name == "note":
        return "sa.Column('note', sa.Text(), nullable=True)"
    if type_ == "column" and object.name == "left":
        return None
    if type_ == "unique":
        return "sa.UniqueConstraint('code')"
    if type_ == "check":
        return None
    if type_ == "foreign_key":
        autogen_context.imports.update({"from models import Status", "import decimal"})
    return False

configure(target_metadata=models.metadata, render_item=render_item)
`,
  chains: `first, second = rewriter.Rewriter(), rewriter.Rewriter()

@first.rewrites(ops.MigrationScript)
def script(context, revision, op):
    op.message = "chained"
    return op

@first.rewrites(ops.CreateTableOp)
def create(context, revision, op):
    kept = [one for one in op.columns if isinstance(one, (sa.Column, sa.PrimaryKeyConstraint))]
    return ops.CreateTableOp(op.table_name, kept, comment="kept")

@second.rewrites(ops.AddColumnOp)
@second.rewrites(ops.DropColumnOp)
def columns(context, revision, op):
    return [ops.ExecuteSQLOp("SELECT 1"), op] if isinstance(op, ops.AddColumnOp) else []

@second.rewrites(ops.DropTableOp)
def tables(context, revision, op):
    yield op
    yield ops.ExecuteSQLOp("SELECT %r" % op.table_name)

configure(target_metadata=models.metadata, process_revision_directives=first.chain(second))
`,
  reordered: `writer = rewriter.Rewriter()

@writer.rewrites(ops.CreateTableOp)
def order_columns(context, revision, op):
    first = {"left": -100, "id": 1001}
    ordered = sorted(
        ((first.get(col.key, index) if isinstance(col, sa.Column) else 2000, col.copy())
         for index, col in enumerate(op.columns)), key=lambda entry: entry[0])
    return ops.CreateTableOp(op.table_name, [col for _, col in ordered], schema=op.schema, **op.kw)

configure(target_metadata=models.metadata, process_revision_directives=writer)
`,
  tables: `writer = rewriter.Rewriter()

@writer.rewrites(ops.CreateTableOp)
def through_table(context, revision, op):
    table = op.to_table()
    print([(c.name, c.unique, c.index) for c in table.columns], len(table.constraints), len(table.indexes))
    return ops.CreateTableOp.from_table(table)

configure(target_metadata=models.metadata, process_revision_directives=writer)
`,
  replaced: `writer = rewriter.Rewriter()

@writer.rewrites(ops.CreateTableOp)
def replace(context, revision, op):
    flags = [(c.name, bool(c.unique), bool(c.index)) for c in op.columns if isinstance(c, sa.Column)]
    op.columns = [
        sa.Column(c.name, sa.BigInteger, unique=c.unique, index=c.index) if getattr(c, "name", None) == "phone" else c
        for c in op.columns if isinstance(c, sa.Column)]
    op.columns.append(sa.Column("more", sa.Integer, unique=True, index=True))
    return [op, ops.ExecuteSQLOp("-- %r" % flags)]

configure(target_metadata=models.metadata, process_revision_directives=writer)
`,
  added: `writer = rewriter.Rewriter()

@writer.rewrites(ops.AddColumnOp)
def add(context, revision, op):
    column = sa.Column(op.column.name, sa.Text, unique=True, index=True)
    return [op, ops.AddColumnOp(op.table_name, column), ops.AddColumnOp.from_column_and_tablename(None, "t", column.copy())]

configure(target_metadata=models.metadata, process_revision_directives=writer)
`,
  reversed: `writer = rewriter.Rewriter()

@writer.rewrites(ops.AddConstraintOp)
@writer.rewrites(ops.CreateIndexOp)
@writer.rewrites(ops.DropTableOp)
@writer.rewrites(ops.AddColumnOp)
def twice(context, revision, op):
    return [op, op.reverse(), op.reverse().reverse()]

def process(context, revision, directives):
    writer(context, revision, directives)
    script = directives[0]
    script.upgrade_ops.reverse_into(script.downgrade_ops)

configure(target_metadata=models.metadata, process_revision_directives=process)
`,
  keywords: `writer = rewriter.Rewriter()

@writer.rewrites(ops.CreateIndexOp)
def concurrently(context, revision, op):
    op.kw["postgresql_concurrently"] = True
    op.if_not_exists = True
    return op

@writer.rewrites(ops.DropIndexOp)
def gone(context, revision, op):
    op.kw["postgresql_concurrently"] = True
    return op

@writer.rewrites(ops.CreateForeignKeyOp)
def key(context, revision, op):
    return ops.CreateForeignKeyOp(op.constraint_name, op.source_table, op.referent_table, op.local_cols,
                                  op.remote_cols, **{**op.kw, "ondelete": "CASCADE"})

@writer.rewrites(ops.CreateUniqueConstraintOp)
def unique(context, revision, op):
    op.columns.append("note")
    op.kw["deferrable"] = True
    return [op, ops.DropConstraintOp("old", op.table_name, type_="unique", schema=op.schema)]

configure(target_metadata=models.metadata, process_revision_directives=writer)
`,
  built: `from sqlalchemy.dialects import postgresql

def process(context, revision, directives):
    table = models.metadata.tables["account"]
    named = sa.Table("named", sa.MetaData(naming_convention={"uq": "uq_%(table_name)s", "pk": "pk_%(table_name)s", "ix": "ix_%(column_0_label)s"}),
        sa.Column("id", sa.Integer, primary_key=True), sa.Column("u", sa.Integer, unique=True),
        sa.Column("i", postgresql.JSONB, index=True), comment="said", prefixes=["UNLOGGED"])
    index = sa.Index("ix_of", named.c.i, postgresql_using="gin")
    unique = sa.UniqueConstraint("id", "u", name="uq_of", deferrable=True)
    named.append_constraint(unique)
    key = sa.ForeignKeyConstraint(["u"], ["named.id"], name="fk_of", ondelete="CASCADE")
    named.append_constraint(key)
    directives[0].upgrade_ops.ops = [
        ops.CreateTableOp.from_table(table),
        ops.CreateTableOp.from_table(named),
        ops.CreateTableOp.from_table(ops.CreateTableOp.from_table(named).to_table()),
        ops.CreateTableOp("fresh", [sa.Column("id", sa.Integer, primary_key=True), sa.Column("a_id", sa.ForeignKey("account.id"), type_=sa.Integer, unique=True),
            sa.Column("b", sa.Integer, index=True)], comment="new", prefixes=["UNLOGGED"]),
        ops.DropTableOp.from_table(named),
        ops.DropTableOp.from_table(named).reverse(),
        ops.AddColumnOp.from_column(named.c.u),
        ops.AddColumnOp.from_column_and_tablename("s", "t", named.c.u),
        ops.DropColumnOp.from_column_and_tablename("s", "t", named.c.u),
        ops.DropColumnOp.from_column_and_tablename("s", "t", named.c.u).reverse(),
        ops.CreateIndexOp.from_index(index), ops.DropIndexOp.from_index(index), ops.CreateIndexOp.from_index(index).reverse(),
        ops.AddConstraintOp.from_constraint(unique), ops.DropConstraintOp.from_constraint(unique),
        ops.CreateForeignKeyOp.from_constraint(key),
    ]
    directives[0].downgrade_ops.ops = []

configure(target_metadata=models.metadata, process_revision_directives=process)
`,
  nothing: `def process(context, revision, directives):
    if directives[0].upgrade_ops.is_empty():
        directives[:] = []

configure(target_metadata=sa.MetaData(), include_name=lambda name, type_, parents: False,
          process_revision_directives=process)
`,
};

/** Which files a tool writes in each case, and what is in them. */
async function written(tool: Tool): Promise<Record<string, string>> {
  await using database = await testDatabase() as TestDatabase;
  await runOn(database.url, DATABASE);
  const found: Record<string, string> = {};
  await inDirectory(async (root) => {
    await makeModelsProject(root, database.url);
    await Deno.writeTextFile(`${root}/m/script.py.mako`, TEMPLATE);
    await Deno.writeTextFile(`${root}/models.py`, MODELS);
    for (const [name, body] of Object.entries(CASES)) {
      await Deno.writeTextFile(`${root}/m/env.py`, HEAD + body);
      const own = tool.name === "migrator" ? ["--no-compare", "all", "--no-trial"] : [];
      const args = ["revision", "--autogenerate", "-m", name, "--rev-id", "a1", ...own];
      const { code, stderr } = await tool.run(args, { cwd: root });
      assertEquals(code, 0, stderr);
      const files = [...Deno.readDirSync(`${root}/m/versions`)].filter(({ isFile }) => isFile);
      const texts = await Promise.all(files.map(async (file) => {
        const path = `${root}/m/versions/${file.name}`;
        const text = await Deno.readTextFile(path);
        await Deno.remove(path);
        return `${file.name}\n${text}`;
      }));
      found[name] = texts.join("\n");
    }
  });
  return found;
}

Deno.test({
  name: "revision --autogenerate writes what Alembic writes where env.py has functions of its own",
  ignore: await bothTools() === null || await testServer() === null,
  async fn() {
    const tools = (await bothTools())!;
    const theirs = await written(tools.alembic);
    // A column that says that it is unique, beside the constraint that says it: Alembic writes that twice.
    const once = "    sa.UniqueConstraint('email')\n";
    theirs["reordered"] = theirs["reordered"]!
      .replace(once.replace("\n", ",\n") + once, once);
    assertEquals(await written(tools.migrator), theirs);
  },
});
