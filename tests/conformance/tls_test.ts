/**
 * Encrypted connections beside those of psycopg2, whose libpq knows what psql 15 does not: `sslnegotiation`, and
 * `sslrootcert=system`.
 */
import { assertEquals } from "@std/assert";
import { type Attempt, byUs, ENCRYPTED, urlOf, whole } from "../database/tls_attempt.ts";
import { file, server } from "../database/tls_server.ts";
import { yardstick } from "../support/yardstick.ts";

const ORACLE = new URL("tls_oracle.py", import.meta.url).pathname;

const MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
const user = "encrypted";

/** What is tried, with the ports of two proxies that speak TLS at once, the second without a word about the protocol. */
function attempts(direct: number, silent: number): readonly Attempt[] {
  const system = { sslrootcert: "system" };
  const ours = { SSL_CERT_FILE: "ca.crt" };
  const options = { sslnegotiation: "direct", sslmode: "verify-full", sslrootcert: "ca.crt" };
  return [
    ...["postgres", "direct"].flatMap((sslnegotiation) =>
      MODES.map((sslmode) => ({ user, options: { sslnegotiation, sslmode } } as const))
    ),
    { user, options: { sslnegotiation: "direct" } },
    { user, options: { sslnegotiation: "nonsense", sslmode: "require" } },
    { user, options: { sslmode: "require" }, env: { PGSSLNEGOTIATION: "direct" } },
    { user, options: { sslmode: "require" }, env: { PGSSLNEGOTIATION: "nonsense" } },
    ...MODES.map((sslmode): Attempt => ({ ...at(direct), options: { ...options, sslmode } })),
    { ...at(direct), options },
    { ...at(direct), options: { ...options, sslrootcert: "other.crt" } },
    { ...at(direct), options, host: "elsewhere" },
    { ...at(direct), options: { ...options, sslnegotiation: "postgres" } },
    { ...at(direct), options: { ...options, sslrootcert: "system" }, env: ours },
    { ...at(silent), options },
    { ...at(silent), options: { ...options, sslmode: "require" } },
    { user, options: system },
    { user, options: system, env: ours },
    ...MODES.map((sslmode): Attempt => ({ user, options: { ...system, sslmode }, env: ours })),
    { user, options: system, env: ours, host: "elsewhere" },
    { user, options: system, env: { SSL_CERT_FILE: "other.crt" } },
    { user, options: system, env: { SSL_CERT_FILE: "none.crt" } },
    { user, options: system, env: { ...ours, PGSSLMODE: "require" } },
    { user, env: { ...ours, PGSSLROOTCERT: "system" } },
  ];
}

/** The server trusts this user whether its session is encrypted or not, as it is not behind a proxy. */
const at = (port: number) => ({ user: "postgres", port } as const);

Deno.test({
  name:
    "openConnection() lets in and refuses what libpq does where TLS begins at once, and of the system's authorities",
  ignore: server === null,
  async fn() {
    const python = await yardstick();
    if (python === null) return;
    using direct = startProxy(["postgresql"]);
    using silent = startProxy([]);
    const all = attempts(direct.port, silent.port);
    const asked = all.map((tried) => ({
      url: urlOf(tried),
      env: { ...whole(tried.env), HOME: "/nonexistent" },
      sql: ENCRYPTED,
    }));
    const { stdout, stderr } = await python.run([ORACLE], { stdin: JSON.stringify(asked) });
    assertEquals(stderr, "");
    const [version, answers] = JSON.parse(stdout) as [number, [string, string][]];
    assertEquals(Math.trunc(version / 10000) >= 17, true, `libpq ${version}`);
    for (const [index, tried] of all.entries()) {
      const [outcome, message] = await byUs(tried);
      const [wanted, words] = answers[index]!;
      const title = `${JSON.stringify(tried)}: ${message}; libpq: ${words}`;
      assertEquals(outcome, wanted, title);
      // What is refused before anybody is asked is refused in the same words.
      if (/^(?:weak|invalid)/.test(words)) assertEquals(message, words, title);
    }
  },
});

/** Takes connections that begin with TLS on to the server, without it. */
function startProxy(alpnProtocols: string[]): { readonly port: number } & Disposable {
  const listener = Deno.listenTls({
    hostname: "127.0.0.1",
    port: 0,
    cert: Deno.readTextFileSync(file("server.crt")),
    key: Deno.readTextFileSync(file("server.key")),
    alpnProtocols,
  });
  const open = new Set<Deno.Conn>();
  const serve = async (client: Deno.TlsConn) => {
    const { port, hostname } = new URL(server!.url);
    const backend = await Deno.connect({ port: Number(port), hostname });
    open.add(client).add(backend);
    await Promise.allSettled([
      client.readable.pipeTo(backend.writable),
      backend.readable.pipeTo(client.writable),
    ]);
  };
  void (async () => {
    for await (const client of listener) void serve(client).catch(() => {});
  })().catch(() => {/* The listener was closed. */});
  return {
    port: listener.addr.port,
    [Symbol.dispose]: () => {
      listener.close();
      for (const connection of open) {
        try {
          connection.close();
        } catch { /* Closed by the other side. */ }
      }
    },
  };
}
