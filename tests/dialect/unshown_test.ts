import { assertEquals } from "@std/assert";
import { asking } from "../../src/autogenerate/reflect_all.ts";
import { readUnshown } from "../../src/dialect/postgresql/reflection/unshown.ts";
import { freshPglite } from "../support/pglite.ts";

Deno.test("readUnshown() names what a database holds beside its tables, with what they belong to", async () => {
  const connection = await freshPglite();
  assertEquals(await readUnshown(asking(connection), connection.serverVersion), []);
  await connection.execute({
    sql:
      `CREATE TABLE room (id int, during tsrange, CONSTRAINT apart EXCLUDE USING gist (during WITH &&));
CREATE TABLE m (at date) PARTITION BY RANGE (at);
CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2020-01-01') TO ('2021-01-01') WITH (fillfactor = 70);
CREATE INDEX m1_at ON m1 (at);
COMMENT ON INDEX m1_at IS 'by day';
CREATE TYPE pair AS (one int, other int);
CREATE TYPE span AS RANGE (subtype = float8);
CREATE TYPE shown AS ENUM ('a');
COMMENT ON TYPE shown IS 'one letter';
CREATE STATISTICS st ON id, during FROM room;
CREATE SCHEMA test_s;
CREATE VIEW test_s.v AS SELECT id FROM room;
CREATE MATERIALIZED VIEW mv AS SELECT 1 AS x;
CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "Tr" BEFORE INSERT ON room FOR EACH ROW EXECUTE FUNCTION g();
CREATE POLICY mine ON room;`,
  });
  const found = await readUnshown(asking(connection), connection.serverVersion);
  assertEquals(found.map(({ kind, name }) => `${kind} ${name}`), [
    "comment on index m1_at",
    "comment on type shown",
    "composite type pair",
    "function g()",
    "materialized view mv",
    "policy mine on room",
    "range type span",
    "statistics st",
    "storage parameters of m1",
    'trigger "Tr" on room',
    "view test_s.v",
  ]);
});
