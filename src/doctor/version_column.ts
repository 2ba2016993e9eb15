import type { Connection } from "../database/connection.ts";
import { NEW_ID_LENGTH } from "../dialect/dialect.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import type { Environment } from "../environment/environment.ts";
import type { RevisionGraph } from "../script/graph.ts";
import { counted, type Findings } from "./finding.ts";

/** The version table as statements name it. */
export function versionTableName(
  { versionTable, versionTableSchema }: Environment["options"],
): string {
  const { quote } = postgresql;
  const table = quote(versionTable);
  return versionTableSchema ? `${quote(versionTableSchema)}.${table}` : table;
}

/**
 * Looks at what the version table is: whether it can hold the ids of the project. Gives whether its rows can be
 * read; a table that is not there has none.
 */
export async function examineVersionColumn(
  { options }: Environment,
  connection: Connection,
  graph: RevisionGraph,
  findings: Findings,
): Promise<boolean> {
  const name = versionTableName(options);
  const { rows: [row] } = await connection.execute({
    sql: `SELECT c.relkind, pg_catalog.format_type(a.atttypid, a.atttypmod), t.typcategory = 'S',
  CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 THEN a.atttypmod - 4 END,
  (SELECT pg_catalog.string_agg(attname, ', ' ORDER BY attnum) FROM pg_catalog.pg_attribute
    WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attname <> 'version_num'
      AND attnotnull AND NOT atthasdef AND attidentity = '')
FROM pg_catalog.pg_class c
LEFT JOIN pg_catalog.pg_attribute a
  ON a.attrelid = c.oid AND a.attname = 'version_num' AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
WHERE c.oid = pg_catalog.to_regclass(${postgresql.literal(name)})`,
  });
  if (row === undefined) {
    examineLengths(name, NEW_ID_LENGTH, graph, findings);
    return true;
  }
  const [kind, type, isText, length, others] = row;
  if (type === null) {
    findings.problem(`${name} has no column version_num, so it is not a version table`, {
      hint: "rename what has this name, or give the version table another one: version_table of " +
        "context.configure() in env.py",
    });
    return false;
  }
  if (kind !== "r" && kind !== "p") {
    findings.warning(`${name} is not a table, and its rows have to be written`, {
      hint: `rename it; the next upgrade makes the table, after \`migrator stamp\` with its rows`,
    });
  }
  if (isText !== "t") {
    findings.problem(`version_num of ${name} is ${type}, expected VARCHAR(${NEW_ID_LENGTH})`, {
      hint: `ALTER TABLE ${name} ALTER COLUMN version_num TYPE VARCHAR(${NEW_ID_LENGTH})`,
    });
    return false;
  }
  if (others !== null) {
    findings.problem(`a row of ${name} needs a value for ${others}, which no run writes`, {
      hint: "drop the column, or give it a default",
    });
  }
  if (length !== null) examineLengths(name, Number(length), graph, findings);
  return true;
}

function examineLengths(
  table: string,
  length: number,
  { revisions }: RevisionGraph,
  findings: Findings,
): void {
  const long = revisions.map(({ id }) => id).filter((id) => [...id].length > length);
  if (long.length === 0) return;
  const more = long.length > 1 ? `, as ${long.length - 1} more do` : "";
  findings.problem(
    `the id ${long[0]} does not fit into version_num of ${table}, which takes ${
      counted(length, "character")
    }${more}`,
    {
      hint: `ALTER TABLE ${table} ALTER COLUMN version_num TYPE VARCHAR(${
        Math.max(...long.map((id) => [...id].length))
      }), after \`migrator ensure_version\` where it is not there yet; or shorter ids`,
    },
  );
}
