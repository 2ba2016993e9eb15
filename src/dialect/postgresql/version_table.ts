import type { Statement } from "../../sql/statement.ts";
import { NEW_ID_LENGTH, type VersionTable, type VersionTableSql } from "../dialect.ts";
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
  const updating = (from: string, to: string) =>
    `UPDATE ${name} SET version_num=${to} WHERE ${column} = ${from}`;
  const deleting = (revision: string) => `DELETE FROM ${name} WHERE ${column} = ${revision}`;
  return {
    exists: relationExists(table.name, table.schema, tableKinds),
    create:
      `CREATE TABLE ${name} (\n\tversion_num VARCHAR(${NEW_ID_LENGTH}) NOT NULL${primaryKey}\n)`,
    idLength: `SELECT CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 ` +
      `THEN a.atttypmod - 4 END FROM pg_catalog.pg_attribute a ` +
      `JOIN pg_catalog.pg_type t ON t.oid = a.atttypid ` +
      `WHERE a.attrelid = pg_catalog.to_regclass(${stringLiteral(name)}) ` +
      `AND a.attname = 'version_num' AND NOT a.attisdropped`,
    select: `SELECT ${column} \nFROM ${name}`,
    insert: (revision) =>
      `INSERT INTO ${name} (version_num) VALUES (${stringLiteral(revision)})${
        table.primaryKey ? ` RETURNING ${column}` : ""
      }`,
    update: (from, to) => updating(stringLiteral(from), stringLiteral(to)),
    updateOne: (from, to) => meetingOne(updating("$1", "$2"), [from, to]),
    deleteAll: `DELETE FROM ${name}`,
    delete: (revision) => deleting(stringLiteral(revision)),
    deleteOne: (revision) => meetingOne(deleting("$1"), [revision]),
    rowsMet: (message) => {
      const count = /(\d+) rows met instead of one/.exec(message);
      return count === null ? null : Number(count[1]);
    },
  };
}

/** A number that is none makes the server refuse it, and its message repeats the text, in whatever language. */
function meetingOne(change: string, parameters: readonly string[]): Statement {
  const sql = `WITH met AS (${change} RETURNING 1) ` +
    `SELECT CASE pg_catalog.count(*) WHEN 1 THEN 1 ` +
    `ELSE pg_catalog.concat(pg_catalog.count(*), ' rows met instead of one')::int END FROM met`;
  return { sql, parameters, isRepeated: true };
}
