import { assertEquals } from "@std/assert";
import type { VersionTable } from "../../../src/dialect/mod.ts";
import { postgresql } from "../../../src/dialect/mod.ts";

// Printed by Alembic 1.20 offline, for context.configure() with these options.
const cases: readonly (readonly [string, VersionTable, readonly string[]])[] = [
  ["with its usual name", { name: "alembic_version", primaryKey: true }, [
    "CREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL, \n    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n);",
    "INSERT INTO alembic_version (version_num) VALUES ('r1') RETURNING alembic_version.version_num;",
    "UPDATE alembic_version SET version_num='r2' WHERE alembic_version.version_num = 'r1';",
    "DELETE FROM alembic_version WHERE alembic_version.version_num = 'r2';",
    "SELECT alembic_version.version_num \nFROM alembic_version;",
  ]],
  ["with a name in quotation marks", { name: "My Versions", primaryKey: true }, [
    `CREATE TABLE "My Versions" (\n    version_num VARCHAR(32) NOT NULL, \n    CONSTRAINT "My Versions_pkc" PRIMARY KEY (version_num)\n);`,
    `INSERT INTO "My Versions" (version_num) VALUES ('r1') RETURNING "My Versions".version_num;`,
    `UPDATE "My Versions" SET version_num='r2' WHERE "My Versions".version_num = 'r1';`,
    `DELETE FROM "My Versions" WHERE "My Versions".version_num = 'r2';`,
    `SELECT "My Versions".version_num \nFROM "My Versions";`,
  ]],
  ["in a schema", { name: "v", schema: "a.b", primaryKey: true }, [
    `CREATE TABLE "a.b".v (\n    version_num VARCHAR(32) NOT NULL, \n    CONSTRAINT v_pkc PRIMARY KEY (version_num)\n);`,
    `INSERT INTO "a.b".v (version_num) VALUES ('r1') RETURNING "a.b".v.version_num;`,
    `UPDATE "a.b".v SET version_num='r2' WHERE "a.b".v.version_num = 'r1';`,
    `DELETE FROM "a.b".v WHERE "a.b".v.version_num = 'r2';`,
    `SELECT "a.b".v.version_num \nFROM "a.b".v;`,
  ]],
  ["without a primary key", { name: "alembic_version", primaryKey: false }, [
    "CREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL\n);",
    "INSERT INTO alembic_version (version_num) VALUES ('r1');",
    "UPDATE alembic_version SET version_num='r2' WHERE alembic_version.version_num = 'r1';",
    "DELETE FROM alembic_version WHERE alembic_version.version_num = 'r2';",
    "SELECT alembic_version.version_num \nFROM alembic_version;",
  ]],
];

for (const [what, table, expected] of cases) {
  Deno.test(`postgresql.versionTable() writes the statements of a table ${what}`, () => {
    const sql = postgresql.versionTable(table);
    const written = [
      sql.create,
      sql.insert("r1"),
      sql.update("r1", "r2"),
      sql.delete("r2"),
      sql.select,
    ].map((text) => postgresql.scriptText({ sql: text }));
    assertEquals(written, expected);
  });
}
