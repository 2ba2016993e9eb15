/**
 * Encrypted connections beside those of psql: the same URL and the same variables are tried by both on a server whose
 * certificates are changed in between.
 */
import { assertEquals } from "@std/assert";
import { runOn } from "../support/postgres.ts";
import { postgresProgram } from "../support/postgres_cluster.ts";
import { type Attempt, byUs, ENCRYPTED, urlOf, whole } from "./tls_attempt.ts";
import { file, KEY_PASSWORD, server } from "./tls_server.ts";

const psql = server === null ? null : postgresProgram("psql");

/** `t`, `f`, or `refused`. */
async function byPsql(tried: Attempt): Promise<string> {
  const { stdout, success } = await new Deno.Command(psql!, {
    args: ["-X", "-w", "-A", "-t", "-c", ENCRYPTED, urlOf(tried)],
    env: { HOME: "/nonexistent", ...whole(tried.env) },
    stdin: "null",
  }).output();
  return success ? new TextDecoder().decode(stdout).trim() : "refused";
}

const ca = { sslrootcert: "ca.crt" };
const client = { ...ca, sslmode: "verify-ca", sslcert: "client.crt", sslkey: "client.key" };
const encrypted = (options: Attempt["options"], host?: string): Attempt => ({
  user: "encrypted",
  options,
  host,
});
const holder = (options: Readonly<Record<string, string>>): Attempt => ({
  user: "holder",
  options: { ...client, ...options },
});

/** What is tried with each certificate of the server. */
const CASES: Readonly<Record<string, readonly Attempt[]>> = {
  "server.crt": [
    ...["disable", "allow", "prefer", "require"].flatMap((sslmode) =>
      (["postgres", "encrypted", "plain"] as const).map((user) => ({ user, options: { sslmode } }))
    ),
    ...["allow", "prefer", "require", "verify-ca", "verify-full"].flatMap((sslmode) =>
      ["ca.crt", "other.crt", "ca_expired.crt", "none.crt", "server.key"].map((sslrootcert) =>
        encrypted({ sslmode, sslrootcert })
      )
    ),
    encrypted({ sslmode: "verify-ca" }),
    encrypted({ sslmode: "verify-full" }),
    encrypted({ sslmode: "verify-ca", ...ca }, "127.0.0.1"),
    encrypted({ sslmode: "verify-full", ...ca }, "127.0.0.1"),
    encrypted({ sslmode: "verify-full", ...ca }, "elsewhere"),
    encrypted({ sslmode: "nonsense" }),
    ...(["postgres", "plain"] as const).flatMap((user) =>
      ["other.crt", "none.crt"].map((sslrootcert) => ({
        user,
        options: { sslmode: "allow", sslrootcert },
      }))
    ),
    { user: "holder", options: { ...client, sslmode: "allow" } },
    { user: "postgres", env: { PGSSLMODE: "allow" } },
    encrypted({ sslmode: "require", ssl_min_protocol_version: "TLSv1.3" }),
    encrypted({
      sslmode: "require",
      ssl_min_protocol_version: "TLSv1.3",
      ssl_max_protocol_version: "TLSv1.2",
    }),
    encrypted({ sslmode: "require", ssl_min_protocol_version: "nonsense" }),
    encrypted({ channel_binding: "require" }),
    encrypted({ channel_binding: "require", sslmode: "disable" }),
    { user: "postgres", options: { channel_binding: "require" } },
    holder({}),
    holder({ sslmode: "require" }),
    { user: "holder", options: { sslmode: "verify-ca", ...ca } },
    holder({ sslcert: "client_expired.crt" }),
    holder({ sslcert: "client_other.crt" }),
    holder({ sslcert: "server.crt", sslkey: "server.key" }),
    holder({ sslkey: "server.key" }),
    holder({ sslkey: "none.key" }),
    holder({ sslcert: "none.crt" }),
    holder({ sslkey: "readable.key" }),
    holder({ sslkey: "locked.key" }),
    holder({ sslkey: "locked.key", sslpassword: "wrong" }),
    holder({ sslkey: "locked.key", sslpassword: KEY_PASSWORD }),
    { user: "encrypted", env: { PGSSLMODE: "verify-full", PGSSLROOTCERT: "ca.crt" } },
    { user: "encrypted", env: { PGSSLMODE: "verify-full", PGSSLROOTCERT: "other.crt" } },
    { user: "encrypted", env: { PGSSLMODE: "disable" } },
    { user: "encrypted", env: { PGSSLMODE: "disable" }, options: { sslmode: "require" } },
    { user: "plain", env: { PGREQUIRESSL: "1" } },
    { user: "holder", env: { PGSSLCERT: "client.crt", PGSSLKEY: "client.key" } },
    { user: "postgres", env: { PGCHANNELBINDING: "require" } },
  ],
  "server_expired.crt": ["allow", "prefer", "require", "verify-ca", "verify-full"].flatMap((
    sslmode,
  ) => [
    encrypted({ sslmode, ...ca }),
    ...sslmode.startsWith("verify") ? [] : [encrypted({ sslmode })],
  ]),
  "server_other.crt": ["allow", "require", "verify-ca", "verify-full"].map((sslmode) =>
    encrypted({ sslmode, ...ca })
  ),
};

Deno.test({
  name: "openConnection() lets in and refuses what psql does, and says why",
  ignore: psql === null,
  async fn() {
    const differences: string[] = [];
    for (const [certificate, cases] of Object.entries(CASES)) {
      await show(certificate);
      for (const tried of cases) {
        const [outcome, message] = await byUs(tried);
        const title = `${certificate} ${JSON.stringify(tried)}: ${message}`;
        const wanted = await byPsql(tried);
        if (outcome !== wanted) differences.push(`psql: ${wanted}, migrator: ${outcome}: ${title}`);
        assertEquals(message === "", outcome !== "refused", title);
      }
    }
    await show("server.crt");
    // A root certificate that is named and is not there says that somebody wants it checked.
    assertEquals(differences.map((each) => each.replace(/\/tmp\/[^"]*\//, "")), [
      'psql: t, migrator: refused: server.crt {"user":"encrypted","options":{"sslmode":"require","sslrootcert":"none.crt"}}: ' +
      'cannot read the file "none.crt" of sslrootcert',
    ]);
  },
});

/** Lets the server show a certificate to all who come. */
async function show(certificate: string): Promise<void> {
  await runOn(server!.url, `ALTER SYSTEM SET ssl_cert_file = '${file(certificate)}'`);
  await runOn(server!.url, "SELECT pg_reload_conf()");
  for (let attempt = 0; attempt < 500; attempt++) {
    const rows = await runOn(server!.url, "SHOW ssl_cert_file");
    if (rows[0]![0]!.endsWith(`/${certificate}`)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the server does not show ${certificate}`);
}
