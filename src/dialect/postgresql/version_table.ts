import type { VersionTable, VersionTableSql } from "../dialect.ts";
import { relationExists, tableKinds } from "./conditional.ts";
import { qualified, quote } from "./identifiers.ts";
import { stringLiteral } from "./server_literal.ts";

/** The statements on the table that records what was applied, as Alembic writes them. */
export function versionTableSql(table: VersionTable): VersionTableSql {
  const name = qualified(table.name, table.schema);
  const column = `${name}.version_num`;
  const primaryKey = table.primaryKey
    ? `, \n\tCONSTRAINT ${quote(`${table.name}_pkc`)} PRIMARY KEY (version_num)`
    : "";
  return {
    exists: relationExists(table.name, table.schema, tableKinds),
    create: `CREATE TABLE ${name} (\n\tversion_num VARCHAR(32) NOT NULL${primaryKey}\n)`,
    select: `SELECT ${column} \nFROM ${name}`,
    insert: (revision) =>
      `INSERT INTO ${name} (version_num) VALUES (${stringLiteral(revision)})${
        table.primaryKey ? ` RETURNING ${column}` : ""
      }`,
    update: (from, to) =>
      `UPDATE ${name} SET version_num=${stringLiteral(to)} WHERE ${column} = ${
        stringLiteral(from)
      }`,
    deleteAll: `DELETE FROM ${name}`,
    delete: (revision) => `DELETE FROM ${name} WHERE ${column} = ${stringLiteral(revision)}`,
  };
}
