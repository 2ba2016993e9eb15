/** Metadata written as models is read back as the same metadata. */
import { assertEquals } from "@std/assert";
import { postgresql } from "../../../src/dialect/mod.ts";
import { readTargetMetadata } from "../../../src/environment/target_metadata.ts";
import { schemaJson, schemaModels, schemaSql } from "../../../src/render/mod.ts";
import type { Metadata } from "../../../src/schema/metadata.ts";
import { runProject } from "../../environment/env_run.ts";

/** The metadata that a file of models defines. */
async function metadataOf(models: string, expression: string): Promise<Metadata> {
  let found: Metadata | undefined;
  const { error } = await runProject({
    envPy: `from alembic import context
import models
context.configure(url="postgresql://h/d", target_metadata=models.${expression})
with context.begin_transaction():
    context.run_migrations()
`,
    files: { "/work/models.py": models },
    url: "postgresql://h/d",
    command: { name: "revision", options: { autogenerate: true } },
    migrate: (environment) => {
      found = readTargetMetadata(environment).metadata[0];
      return Promise.resolve();
    },
  });
  if (error !== null) throw new Error(`${error}\n${models}`);
  return found!;
}

const MODELS = `import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
metadata = sa.MetaData()
sa.Table(
    "account", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("email", sa.String(80), nullable=False, unique=True, comment="it's"),
    sa.Column("class", sa.Text, index=True),
    sa.Column("2nd", sa.Numeric(10, 2), server_default="0"),
    sa.Column("mood", sa.Enum("sad", "ok", name="mood")),
    sa.Column("tags", postgresql.ARRAY(sa.Text), server_default=sa.text("'{}'::text[]")),
    sa.Column("data", postgresql.JSONB, nullable=False),
    sa.Column("made", sa.DateTime(timezone=True), server_default=sa.func.now()),
    sa.Column("twice", sa.Integer, sa.Computed("id * 2", persisted=True)),
    sa.CheckConstraint("id > 0", name="positive"),
    sa.Index("ix_lower", sa.text("lower(email)"), unique=True,
             postgresql_where=sa.text("email <> ''")),
    comment="who can log in",
)
sa.Table(
    "log-entry", metadata,
    sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    sa.Column("at", sa.TIMESTAMP, nullable=False),
    sa.UniqueConstraint("account_id", "at", name="once"),
    schema=None,
)
sa.Table(
    "item", metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("parent", sa.BigInteger, sa.ForeignKey("shop.item.number", name="fk_parent")),
    schema="shop",
)
`;

let original: Promise<Metadata> | undefined;
/** The metadata of {@link MODELS}, read once. */
const theOriginal = () => original ??= metadataOf(MODELS, "metadata");

for (const [style, expression] of [["sqlalchemy", "Base.metadata"]] as const) {
  Deno.test(`schemaModels() as ${style} are read back as what they were written from`, async () => {
    const metadata = await theOriginal();
    const text = schemaModels(metadata, style, postgresql);
    const again = await metadataOf(text, expression);
    const sorted = (sql: string) => sql.split("\n\n").toSorted();
    assertEquals(
      sorted(schemaSql(again, postgresql)),
      sorted(schemaSql(metadata, postgresql)),
      text,
    );
    assertEquals(schemaModels(again, style, postgresql), text);
  });
}

Deno.test("schemaSql() makes types, then tables after those that they refer to, then circles", async () => {
  const metadata = await metadataOf(
    `import sqlalchemy as sa
metadata = sa.MetaData()
sa.Table("a", metadata, sa.Column("id", sa.Integer, primary_key=True),
         sa.Column("b", sa.Integer, sa.ForeignKey("b.id", name="a_b")))
sa.Table("b", metadata, sa.Column("id", sa.Integer, primary_key=True),
         sa.Column("a", sa.Integer, sa.ForeignKey("a.id", name="b_a")),
         sa.Column("m", sa.Enum("x", name="m")))
`,
    "metadata",
  );
  const statements = schemaSql(metadata, postgresql).split("\n\n").map((each) =>
    each.split(/\s*\(/)[0]!.replace(/ ADD .*/, "")
  );
  assertEquals(statements, [
    "CREATE TYPE m AS ENUM",
    "CREATE TABLE a",
    "CREATE TABLE b",
    "ALTER TABLE a",
  ]);
});

Deno.test("schemaJson() names everything and gives types and expressions as SQL", async () => {
  const json = schemaJson(await theOriginal(), postgresql) as {
    tables: readonly Record<string, unknown>[];
  };
  const [account] = json.tables;
  assertEquals(json.tables.map(({ schema, name }) => [schema, name]), [
    [null, "account"],
    [null, "log-entry"],
    ["shop", "item"],
  ]);
  assertEquals(account!.primary_key, {
    name: null,
    columns: ["id"],
    deferrable: false,
    initially: null,
    options: {},
    comment: null,
  });
  assertEquals((account!.columns as readonly unknown[])[3], {
    name: "2nd",
    type: "NUMERIC(10, 2)",
    nullable: true,
    primary_key: false,
    serial: false,
    default: "'0'",
    identity: null,
    computed: null,
    inherited: false,
    comment: null,
  });
  assertEquals(account!.indexes, [
    { name: "ix_account_class", unique: false, expressions: ["class"], options: {} },
    {
      name: "ix_lower",
      unique: true,
      expressions: ["lower(email)"],
      options: { where: "email <> ''" },
    },
  ]);
});
