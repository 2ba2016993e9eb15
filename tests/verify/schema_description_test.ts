/** That a description has all kinds of objects: each change is seen, and its undoing leaves nothing. */
import { assert, assertEquals } from "@std/assert";
import type { Connection } from "../../src/database/connection.ts";
import { describeSchema, differences } from "../../src/verify/schema_description.ts";
import { oneDatabase } from "../migration/databases.ts";

const GIVEN = `
CREATE TABLE t (id bigint PRIMARY KEY, a text DEFAULT 'x', n integer NOT NULL, p point);
CREATE TABLE parted (id int) PARTITION BY LIST (id);
CREATE TYPE mood AS ENUM ('ok');
CREATE DOMAIN short AS text;
CREATE VIEW v AS SELECT id FROM t;
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE SEQUENCE s;
CREATE INDEX i ON t (n);
CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION noop();
CREATE POLICY pol ON t USING (true);
CREATE FOREIGN DATA WRAPPER wrapper;
CREATE SERVER far FOREIGN DATA WRAPPER wrapper`;

/** A change, what it is seen as, and what takes it back. */
const CHANGES: readonly (readonly [change: string, object: string, back: string])[] = [
  ["CREATE SCHEMA other", "schema other", "DROP SCHEMA other"],
  ["CREATE TABLE u (id int)", "table public.u", "DROP TABLE u"],
  ["CREATE UNLOGGED TABLE u (id int)", "table public.u", "DROP TABLE u"],
  ["ALTER TABLE t ADD b int", "column public.t.b", "ALTER TABLE t DROP b"],
  ["ALTER TABLE t ALTER a TYPE varchar(9)", "column public.t.a", "ALTER TABLE t ALTER a TYPE text"],
  [
    "ALTER TABLE t ALTER a SET DEFAULT 'y'",
    "column public.t.a",
    "ALTER TABLE t ALTER a SET DEFAULT 'x'",
  ],
  [
    "ALTER TABLE t ALTER a SET NOT NULL",
    "column public.t.a",
    "ALTER TABLE t ALTER a DROP NOT NULL",
  ],
  [
    "ALTER TABLE t ALTER a SET STORAGE EXTERNAL",
    "column public.t.a",
    "ALTER TABLE t ALTER a SET STORAGE EXTENDED",
  ],
  [
    "ALTER TABLE t ALTER n ADD GENERATED ALWAYS AS IDENTITY",
    "column public.t.n",
    "ALTER TABLE t ALTER n DROP IDENTITY",
  ],
  [
    'ALTER TABLE t ALTER a TYPE text COLLATE "C"',
    "column public.t.a",
    'ALTER TABLE t ALTER a TYPE text COLLATE "default"',
  ],
  ["ALTER TABLE t DROP a", "column public.t.a", "ALTER TABLE t ADD a text DEFAULT 'x'"],
  [
    "ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0) NOT VALID",
    "constraint c on public.t",
    "ALTER TABLE t DROP CONSTRAINT c",
  ],
  [
    "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES t",
    "constraint f on public.t",
    "ALTER TABLE t DROP CONSTRAINT f",
  ],
  ["ALTER TABLE t SET (fillfactor = 70)", "table public.t", "ALTER TABLE t RESET (fillfactor)"],
  [
    "ALTER TABLE t REPLICA IDENTITY FULL",
    "table public.t",
    "ALTER TABLE t REPLICA IDENTITY DEFAULT",
  ],
  [
    "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
    "table public.t",
    "ALTER TABLE t DISABLE ROW LEVEL SECURITY",
  ],
  [
    "CREATE TABLE part PARTITION OF parted FOR VALUES IN (1)",
    "table public.part",
    "DROP TABLE part",
  ],
  ["GRANT SELECT ON t TO public", "table public.t", "REVOKE SELECT ON t FROM public"],
  ["GRANT UPDATE (a) ON t TO public", "column public.t.a", "REVOKE UPDATE (a) ON t FROM public"],
  [
    "REVOKE EXECUTE ON FUNCTION one() FROM public",
    "function public.one()",
    "GRANT EXECUTE ON FUNCTION one() TO public",
  ],
  ["CREATE INDEX j ON t USING hash (a)", "index public.j", "DROP INDEX j"],
  ["CLUSTER t USING i", "index public.i", "ALTER TABLE t SET WITHOUT CLUSTER"],
  ["ALTER SEQUENCE s INCREMENT 7", "sequence public.s", "ALTER SEQUENCE s INCREMENT 1"],
  ["ALTER SEQUENCE s OWNED BY t.n", "sequence public.s", "ALTER SEQUENCE s OWNED BY NONE"],
  [
    "CREATE OR REPLACE VIEW v AS SELECT id + 0 AS id FROM t",
    "view public.v",
    "CREATE OR REPLACE VIEW v AS SELECT id FROM t",
  ],
  [
    "CREATE MATERIALIZED VIEW m AS SELECT 1 AS x",
    "materialized view public.m",
    "DROP MATERIALIZED VIEW m",
  ],
  [
    "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'",
    "enum type public.mood",
    "ALTER TYPE mood RENAME VALUE 'fine' TO 'ok'",
  ],
  ["ALTER DOMAIN short SET NOT NULL", "domain public.short", "ALTER DOMAIN short DROP NOT NULL"],
  [
    "ALTER DOMAIN short ADD CONSTRAINT k CHECK (VALUE <> '')",
    "constraint k on public.short",
    "ALTER DOMAIN short DROP CONSTRAINT k",
  ],
  ["CREATE TYPE pair AS (a int, b int)", "composite type public.pair", "DROP TYPE pair"],
  ["CREATE TYPE span AS RANGE (subtype = int)", "range type public.span", "DROP TYPE span"],
  [
    "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 2'",
    "function public.one()",
    "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
  ],
  [
    "CREATE PROCEDURE run() LANGUAGE sql AS 'SELECT 1'",
    "procedure public.run()",
    "DROP PROCEDURE run()",
  ],
  [
    "CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int)",
    "aggregate public.total(integer)",
    "DROP AGGREGATE total (int)",
  ],
  ["ALTER TABLE t DISABLE TRIGGER tr", "trigger tr on public.t", "ALTER TABLE t ENABLE TRIGGER tr"],
  ["CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING", "rule r on public.t", "DROP RULE r ON t"],
  [
    "ALTER POLICY pol ON t USING (n > 0)",
    "policy pol on public.t",
    "ALTER POLICY pol ON t USING (true)",
  ],
  ["CREATE STATISTICS st ON id, n FROM t", "statistics public.st", "DROP STATISTICS st"],
  [
    "COMMENT ON COLUMN t.a IS 'said'",
    "comment table column public.t.a",
    "COMMENT ON COLUMN t.a IS NULL",
  ],
  ["COMMENT ON INDEX i IS 'said'", "comment index public.i", "COMMENT ON INDEX i IS NULL"],
  [
    "CREATE OPERATOR === (leftarg = int, rightarg = int, function = int4eq)",
    "operator public.===(integer,integer)",
    "DROP OPERATOR === (int, int)",
  ],
  [
    "CREATE CAST (mood AS int) WITH INOUT",
    "cast (public.mood AS integer)",
    "DROP CAST (mood AS int)",
  ],
  [
    "CREATE USER MAPPING FOR public SERVER far",
    "user mapping public on server far",
    "DROP USER MAPPING FOR public SERVER far",
  ],
  ["CREATE PUBLICATION pub FOR TABLE t", "publication pub", "DROP PUBLICATION pub"],
  [
    "CREATE TEXT SEARCH CONFIGURATION words (copy = simple)",
    "text search configuration public.words",
    "DROP TEXT SEARCH CONFIGURATION words",
  ],
  [
    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO public",
    "default privileges for role ",
    "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM public",
  ],
];

function describe(connection: Connection) {
  return describeSchema(connection, {
    versionTable: { schema: "public", name: "alembic_version" },
    roles: false,
  });
}

oneDatabase(
  "describeSchema() sees every kind of change, and none when it is taken back",
  async (c) => {
    const run = (sql: string) => c.execute({ sql });
    await run(GIVEN);
    const path = await run("SHOW search_path");
    await run("CREATE TABLE alembic_version (version_num varchar(32) CONSTRAINT pk PRIMARY KEY)");
    const before = await describe(c);
    assert(
      before.size > 10 && ![...before.keys()].some((object) => /alembic_version/.test(object)),
    );
    for (const [change, object, back] of CHANGES) {
      await run(change);
      const seen = differences(before, await describe(c)).map((each) => each.object);
      assert(seen.some((each) => each.startsWith(object)), `${change}: ${seen}`);
      await run(back);
      assertEquals(differences(before, await describe(c)), [], back);
    }
    assertEquals((await run("SHOW search_path")).rows, path.rows);
  },
);

oneDatabase("describeSchema() sees the same for a role without any rights", async (c) => {
  await c.execute({ sql: GIVEN });
  const seen = await describe(c);
  await c.execute({ sql: "SET ROLE pg_signal_backend" });
  assertEquals(await describe(c), seen);
  await c.execute({ sql: "RESET ROLE" });
});
