/** What env.py of a project says about the comparison, by a seed. Both tools evaluate the same file. */
import type { Chance } from "./edits_in_place.ts";

/** An env.py in words and as it is. */
export interface EnvPy {
  readonly what: string;
  /** Whether everything is compared, and everything that is found is written. */
  readonly whole: boolean;
  /** Whether all schemas are read. */
  readonly schemas: boolean;
  readonly text: string;
}

/** Arguments of `context.configure()`, and functions that they name. */
interface Said {
  readonly what: string;
  readonly given: string;
  readonly functions?: string;
}

const FILTERS: readonly Said[] = [
  {
    what: "include_object by kind",
    given: "include_object=include_object",
    functions: `def include_object(object, name, type_, reflected, compare_to):
    return type_ != "index"
`,
  },
  {
    what: "include_object by name",
    given: "include_object=include_object",
    functions: `def include_object(object, name, type_, reflected, compare_to):
    if type_ == "table" and name.startswith("p"):
        return False
    return not (name or "").endswith("_at")
`,
  },
  {
    what: "include_object by what is there",
    given: "include_object=include_object",
    functions: `def include_object(object, name, type_, reflected, compare_to):
    if reflected and compare_to is None:
        return type_ in ("index", "unique_constraint")
    return True
`,
  },
  {
    what: "include_object by the object",
    given: "include_object=include_object",
    functions: `def include_object(object, name, type_, reflected, compare_to):
    if type_ == "column":
        return object.nullable or object.primary_key or len(object.name) > 4
    if type_ == "table":
        return object.comment is None and not object.info.get("skip")
    if type_ == "foreign_key_constraint":
        return object.ondelete is None
    return object.table.name != "post"
`,
  },
  {
    what: "include_name",
    given: "include_name=include_name",
    functions: `def include_name(name, type_, parent_names):
    if type_ == "schema":
        return name in (None, "mutated", "app", "s", "sales")
    if type_ == "table":
        return not parent_names["schema_qualified_table_name"].endswith("s")
    return True
`,
  },
  {
    what: "include_name of columns",
    given: "include_name=include_name",
    functions: `def include_name(name, type_, parent_names):
    if type_ in ("column", "index", "unique_constraint", "foreign_key_constraint"):
        return not (name or "").startswith(("b", "uq")) and parent_names["table_name"] != "tag"
    return True
`,
  },
  {
    what: "compare_type=False",
    given: "compare_type=False",
  },
  {
    what: "compare_type as a function",
    given: "compare_type=compare_type",
    functions:
      `def compare_type(context, inspected_column, metadata_column, inspected_type, metadata_type):
    if isinstance(metadata_type, sa.String):
        return False
    if metadata_column.name == "number":
        return True
    return None
`,
  },
  {
    what: "compare_server_default as a function",
    given: "compare_server_default=compare_server_default",
    functions:
      `def compare_server_default(context, inspected_column, metadata_column, inspected_default, metadata_default, rendered):
    if metadata_column.name.startswith("c"):
        return inspected_default != rendered
    return None if rendered else False
`,
  },
  {
    what: "process_revision_directives that leave empty ones out",
    given: "process_revision_directives=process",
    functions: `def process(context, revision, directives):
    if directives[0].upgrade_ops.is_empty():
        directives[:] = []
`,
  },
  {
    what: "process_revision_directives that change operations",
    given: "process_revision_directives=writer",
    functions: `from alembic.autogenerate import rewriter
from alembic.operations import ops
writer = rewriter.Rewriter()


@writer.rewrites(ops.AddColumnOp)
def add_column(context, revision, op):
    if op.column.nullable is not False:
        return op
    op.column.nullable = True
    return [op, ops.AlterColumnOp(op.table_name, op.column.name, modify_nullable=False, existing_type=op.column.type, schema=op.schema)]


@writer.rewrites(ops.DropTableOp)
def drop_table(context, revision, op):
    return []
`,
  },
  {
    what: "process_revision_directives that filter",
    given: "process_revision_directives=process",
    functions: `from alembic.operations import ops


def process(context, revision, directives):
    for part in (directives[0].upgrade_ops, directives[0].downgrade_ops):
        part.ops = [each for each in part.ops if not isinstance(each, ops.CreateIndexOp)]
        for each in part.ops:
            if isinstance(each, ops.ModifyTableOps):
                each.ops = [one for one in each.ops if not isinstance(one, ops.DropColumnOp)]
`,
  },
  { what: "render_as_batch", given: "render_as_batch=True" },
];

/**
 * An env.py: that of the template for the most part, with something said about the comparison. Where `schemas` says that
 * models have tables in several, these are mostly read.
 */
export function envPy(chance: Chance, schemas: boolean): EnvPy {
  const said: Said[] = [];
  if (chance.next() < (schemas ? 0.9 : 0.4)) {
    said.push({ what: "include_schemas", given: "include_schemas=True" });
  }
  const filter = chance.next() < 0.4 ? chance.pick(FILTERS) : null;
  if (filter !== null) said.push(filter);
  if (!filter?.given.startsWith("compare_server_default") && chance.next() < 0.5) {
    said.push({ what: "compare_server_default", given: "compare_server_default=True" });
  }
  return written(said, filter === null || filter.given === "render_as_batch=True");
}

function written(said: readonly Said[], whole: boolean): EnvPy {
  return {
    what: said.map(({ what }) => what).join(", "),
    schemas: said.some(({ given }) => given === "include_schemas=True"),
    whole,
    text: `from logging.config import fileConfig

import sqlalchemy as sa
from alembic import context
from sqlalchemy import engine_from_config, pool

from models import target_metadata

config = context.config
fileConfig(config.config_file_name)


${said.map(({ functions = "" }) => functions).join("\n")}

def run(connection):
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
${said.map(({ given }) => `        ${given},\n`).join("")}    )
    with context.begin_transaction():
        context.run_migrations()


# A program that has a connection gives it, as the documentation of Alembic says.
connection = config.attributes.get("connection", None)
if connection is None:
    connectable = engine_from_config(
        config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool
    )
    with connectable.connect() as connection:
        run(connection)
else:
    run(connection)
`,
  };
}

/** An env.py that hides nothing. */
export const WHOLE: EnvPy = written([
  { what: "include_schemas", given: "include_schemas=True" },
  { what: "compare_server_default", given: "compare_server_default=True" },
], true);
