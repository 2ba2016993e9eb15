import type { Connection } from "../database/connection.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import type { Environment } from "../environment/environment.ts";
import type { HistoryState } from "../migration/history/state.ts";
import { migrate } from "../migration/migrate.ts";
import {
  appliedRevisions,
  changedFiles,
  missingRevisions,
  unfinishedSteps,
} from "../migration/mod.ts";
import {
  checksumOfFile,
  describeMissingHistory,
  historySettings,
} from "../project/history_settings.ts";
import { formatRevisionLine } from "../script/format.ts";
import type { ExaminedProject } from "./environment.ts";
import { counted, type Findings } from "./finding.ts";
import { examineVersionColumn, versionTableName } from "./version_column.ts";

/** Looks at the version table, what this role may do with it, and what the history says of it. */
export async function examineVersionTable(
  environment: Environment,
  connection: Connection,
  project: ExaminedProject,
  findings: Findings,
): Promise<void> {
  if (!await examineRights(environment, connection, findings)) return;
  const { config, graph, platform } = project;
  if (!await examineVersionColumn(environment, connection, graph, findings)) return;
  const settings = historySettings({ noHistory: false }, config, platform);
  const read: { rows: readonly string[]; history: HistoryState | null }[] = [];
  await migrate(environment, {
    command: {
      readsHistory: "last",
      plan: (rows, history = null) => {
        read.push({ rows, history });
        return [];
      },
    },
    graph: () => graph,
    dialect: postgresql,
    loadBody: () => Promise.reject(new TypeError("no revision is run")),
    report: () => {},
    write: () => {},
    history: settings,
  });
  for (const { rows, history } of read) {
    examineRows(rows, project, history, findings);
    examineHistory(rows, project, history, findings);
    if (settings === undefined || history === null || history.writable) continue;
    const { exists } = history;
    const [message, hint] = describeMissingHistory({ table: settings.table, exists })
      .split("\n  hint: ");
    findings.warning(message!, { hint });
  }
}

/** Whether the rows can be read at all. */
async function examineRights(
  { options }: Environment,
  connection: Connection,
  findings: Findings,
): Promise<boolean> {
  const { quote, literal } = postgresql;
  const name = versionTableName(options);
  const path = "pg_catalog.string_to_array(pg_catalog.replace(pg_catalog.replace(" +
    `pg_catalog.current_setting('search_path'), '$user', current_user::text), '"', ''), ', ')`;
  // A schema that the role may not use is none of its search path.
  const schema = options.versionTableSchema
    ? literal(options.versionTableSchema)
    : `COALESCE(pg_catalog.current_schema(), (SELECT nspname FROM pg_catalog.pg_namespace
      WHERE nspname = ANY (${path}) ORDER BY pg_catalog.array_position(${path}, nspname::text) LIMIT 1))`;
  const right = (privilege: string) => `pg_catalog.has_table_privilege(found, '${privilege}')`;
  const { rows: [row] } = await connection.execute({
    sql: `SELECT name, use, "create", found IS NOT NULL, ${right("SELECT")},
  ${right("INSERT")} AND ${right("UPDATE")} AND ${right("DELETE")}
FROM (SELECT name, use, "create", CASE WHEN use THEN pg_catalog.to_regclass(${
      literal(name)
    }) END AS found
  FROM (SELECT ${schema} AS name) AS wanted LEFT JOIN (
    SELECT nspname, pg_catalog.has_schema_privilege(oid, 'USAGE') AS use,
      pg_catalog.has_schema_privilege(oid, 'CREATE') AS "create" FROM pg_catalog.pg_namespace
  ) AS namespace ON nspname = name) AS t`,
  });
  const [schemaName, mayUse, mayCreate, exists, mayRead, mayWrite] = row!;
  if (schemaName === null || mayUse === null) {
    findings.problem(
      schemaName === null
        ? "no schema of the search path exists"
        : `the schema ${schemaName} does not exist`,
      {
        hint: "CREATE SCHEMA it first, or name another one in search_path or version_table_schema",
      },
    );
    return false;
  }
  const grant = (rights: string, on: string) => ({
    hint: `GRANT ${rights} ON ${on} TO the role that migrates`,
  });
  const schemaGrant = grant("USAGE, CREATE", `SCHEMA ${quote(schemaName!)}`);
  if (mayUse !== "t") {
    findings.problem(`this role may not use the schema ${schemaName}`, schemaGrant);
    return false;
  }
  if (mayCreate === "t") findings.ok(`this role may create tables in schema ${schemaName}`);
  else {
    const message = `this role may not create tables in schema ${schemaName}`;
    if (exists === "t") findings.warning(message, schemaGrant);
    else findings.problem(`${message}, and the version table is not there yet`, schemaGrant);
  }
  if (exists !== "t") return true;
  const tableGrant = grant("SELECT, INSERT, UPDATE, DELETE", name);
  if (mayRead !== "t") findings.problem(`this role may not read ${name}`, tableGrant);
  else if (mayWrite !== "t") findings.problem(`this role may not write ${name}`, tableGrant);
  else findings.ok(`this role may read and write ${name}`);
  return mayRead === "t";
}

function examineRows(
  rows: readonly string[],
  { graph }: ExaminedProject,
  history: HistoryState | null,
  findings: Findings,
): void {
  const missing = missingRevisions(graph, rows, history);
  for (const id of missing) {
    findings.problem(`${id || "an empty id"} is applied, and this checkout has no file of it`, {
      hint:
        "get the files that the database was migrated with; `migrator current` says how far it is ahead",
    });
  }
  const known = [...new Set(rows)].filter((id) => graph.get(id) !== undefined);
  for (const id of known.filter((each) => rows.indexOf(each) !== rows.lastIndexOf(each))) {
    findings.problem(`the row ${id} is there more than once`, {
      hint: "delete all but one of them; a primary key on version_num keeps others from coming",
    });
  }
  const tips = new Set(graph.allCurrent(known).map(({ id }) => id));
  for (const id of known.filter((each) => !tips.has(each))) {
    findings.problem(`the row ${id} says what another row says already`, {
      hint:
        `a revision above it is applied too; delete the row ${id}, or set the rows right with ` +
        "`migrator stamp --purge`",
    });
  }
  const at = known.map((id) => formatRevisionLine(graph, graph.get(id)!)).join(", ");
  const pending = graph.revisions.length - appliedRevisions(graph, known).length;
  if (rows.length === 0) findings.ok("nothing is applied: the database is at base");
  else if (at !== "") findings.ok(`at ${at}`);
  findings.ok(pending === 0 ? "nothing is pending" : `${counted(pending, "revision")} pending`);
}

function examineHistory(
  rows: readonly string[],
  { graph, platform }: ExaminedProject,
  history: HistoryState | null,
  findings: Findings,
): void {
  const checksum = (revision: { readonly path: string }) =>
    checksumOfFile(revision, platform.files);
  for (const revision of changedFiles(graph, rows, history, checksum)) {
    const { finishedAt } = history!.last.get(revision.id)!;
    findings.warning(`${revision.id} has changed since it ran on ${finishedAt}`, {
      place: { path: revision.path },
      hint: "bring the file back, and put the change into a new revision",
    });
  }
  for (const { revision, direction } of unfinishedSteps(history)) {
    findings.problem(`the ${direction} of ${revision} is unfinished: a part has been committed`, {
      hint: `run it again to go on with it, or see \`migrator resolve ${revision}\``,
    });
  }
  if (history !== null && history.exists) {
    findings.ok(`the history has ${counted(history.last.size, "revision")}`);
  }
}
