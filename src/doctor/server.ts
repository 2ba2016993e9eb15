import type { ConnectionParameters } from "../config/connection/mod.ts";
import type { Connection } from "../database/connection.ts";
import type { Environment } from "../environment/environment.ts";
import type { Findings } from "./finding.ts";

/** The oldest server that the project's community still maintains in 2026. */
const OLDEST_MAINTAINED = 140000;

/** The connections that a run takes: one to work on, one for the lock. */
const CONNECTIONS_OF_A_RUN = 2;

const setting = (name: string) => `pg_catalog.current_setting('${name}', true)`;

const FACTS = {
  version: setting("server_version"),
  user: "current_user",
  database: "pg_catalog.current_database()",
  encoding: setting("server_encoding"),
  inRecovery: "pg_catalog.pg_is_in_recovery()",
  readOnly: setting("default_transaction_read_only"),
  standardStrings: setting("standard_conforming_strings"),
  statementTimeout: setting("statement_timeout"),
  transactionTimeout: setting("transaction_timeout"),
  idleTimeout: setting("idle_in_transaction_session_timeout"),
  free: `(SELECT LEAST(
    ${setting("max_connections")}::int - ${
    setting("superuser_reserved_connections")
  }::int - count(*),
    NULLIF((SELECT rolconnlimit FROM pg_catalog.pg_roles WHERE rolname = current_user), -1)
      - count(*) FILTER (WHERE usename = current_user))
  FROM pg_catalog.pg_stat_activity WHERE datname IS NOT NULL)`,
} as const;

type Facts = Readonly<Record<keyof typeof FACTS, string | null>>;

/** Looks at the server, the session's encryption, and the settings that a run depends on. */
export async function examineServer(
  { url }: Environment,
  parameters: ConnectionParameters,
  connection: Connection,
  findings: Findings,
): Promise<void> {
  const names = Object.keys(FACTS) as (keyof Facts)[];
  const { rows: [row] } = await connection.execute({
    sql: `SELECT ${names.map((name) => FACTS[name]).join(", ")}`,
  });
  const facts = Object.fromEntries(names.map((name, at) => [name, row![at] ?? null])) as Facts;
  findings.ok(`${url?.shown}, from ${url?.origin}`);
  const embedded = parameters.kind === "pglite" ? "embedded " : "";
  findings.ok(
    `${embedded}PostgreSQL ${facts.version}, database ${facts.database}, as ${facts.user}`,
  );
  if (connection.serverVersion < OLDEST_MAINTAINED) {
    findings.warning("this version of PostgreSQL gets no fixes any more", {
      hint: "versions from 14 on do",
    });
  }
  await examineEncryption(parameters, connection, findings);
  examineSettings(facts, findings);
  if (parameters.kind === "postgresql" && facts.free !== null) {
    examineConnections(Number(facts.free), findings);
  }
}

async function examineEncryption(
  parameters: ConnectionParameters,
  connection: Connection,
  findings: Findings,
): Promise<void> {
  if (parameters.kind === "pglite") return;
  const { rows: [row] } = await connection.execute({
    sql: `SELECT ssl, version, pg_catalog.inet_client_addr() IS NULL
      OR pg_catalog.inet_client_addr() = pg_catalog.inet_server_addr()
      FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid()`,
  });
  const [encrypted, version, isLocal] = row ?? [];
  const { mode } = parameters.ssl;
  if (encrypted === "t") {
    return findings.ok(
      mode === "verify-full" || mode === "verify-ca"
        ? `encrypted with ${version}, and the server's certificate is checked (sslmode=${mode})`
        : `encrypted with ${version}; whose server it is, is not checked (sslmode=${mode})`,
    );
  }
  if (isLocal === "t") return findings.ok("not encrypted, on this machine");
  findings.warning("not encrypted: passwords and data cross the network as they are", {
    hint: "add ?sslmode=verify-full&sslrootcert=FILE to the URL, with the server's certificates",
  });
}

function examineSettings(facts: Facts, findings: Findings): void {
  if (facts.inRecovery === "t") {
    findings.problem("the server is a hot standby, which takes no changes", {
      hint: "name the primary, or several hosts with target_session_attrs=read-write",
    });
  } else if (facts.readOnly === "on") {
    findings.problem("default_transaction_read_only is on: nothing can be changed", {
      hint: "ALTER ROLE … SET default_transaction_read_only = off, or use another role",
    });
  }
  if (facts.encoding === "UTF8") findings.ok("the database is encoded in UTF8");
  else {
    findings.warning(`the database is encoded in ${facts.encoding}, not UTF8`, {
      hint: facts.encoding === "SQL_ASCII"
        ? "nothing checks which bytes are stored as text; make a new database with UTF8"
        : "text with other characters is refused by the server",
    });
  }
  if (facts.standardStrings === "off") {
    findings.warning("standard_conforming_strings is off: backslashes in literals are escapes", {
      hint: "SQL of revisions that was written for other servers may mean something else here",
    });
  }
  for (
    const [name, value] of [
      ["statement_timeout", facts.statementTimeout],
      ["transaction_timeout", facts.transactionTimeout],
      ["idle_in_transaction_session_timeout", facts.idleTimeout],
    ] as const
  ) {
    if (value === null || /^0\D*$/.test(value)) continue;
    findings.warning(`${name} is ${value} for this role: the server ends what takes longer`, {
      hint: name === "statement_timeout"
        ? "--statement-timeout or migrator.statement_timeout sets another one for a run"
        : `ALTER ROLE … SET ${name} = 0 for the role that migrates`,
    });
  }
}

function examineConnections(free: number, findings: Findings): void {
  // The one that this is asked on is there already.
  if (free + 1 >= CONNECTIONS_OF_A_RUN) return;
  findings.problem(`${free} more connections can be opened, and a run needs one for its lock`, {
    hint: "raise max_connections or the role's CONNECTION LIMIT, or end idle sessions",
  });
}
