import { assertEquals, assertThrows } from "@std/assert";
import {
  type PostgresqlParameters,
  resolveConnection,
} from "../../../src/config/connection/mod.ts";
import { ConnectionError } from "../../../src/errors/mod.ts";
import { memoryPlatform, type MemoryWorld } from "../memory_platform.ts";

function resolve(url: string, world: MemoryWorld = {}): PostgresqlParameters {
  const found = resolveConnection(url, memoryPlatform(world));
  if (found.kind !== "postgresql") throw new Error("expected a PostgreSQL server");
  return found;
}

function hosts(url: string, world: MemoryWorld = {}): string[] {
  return resolve(url, world).hosts.map(({ host, port }) => `${host}|${port}`);
}

function refusal(url: string, world: MemoryWorld = {}): string {
  return assertThrows(() => resolveConnection(url, memoryPlatform(world)), ConnectionError).message;
}

Deno.test("resolveConnection() gives all that a plain URL says and libpq's defaults", () => {
  assertEquals(resolve("postgresql+psycopg2://u:p%40ss@db.example.org:6543/app"), {
    kind: "postgresql",
    shown: "postgresql+psycopg2://u:***@db.example.org:6543/app",
    hosts: [{ host: "db.example.org", address: null, port: 6543, password: "p@ss" }],
    user: "u",
    database: "app",
    ssl: {
      mode: "prefer",
      negotiation: "postgres",
      rootCertificate: null,
      certificate: null,
      key: null,
      keyPassword: null,
      serverNameIndication: true,
      minProtocolVersion: null,
      maxProtocolVersion: null,
    },
    options: null,
    applicationName: null,
    connectTimeout: null,
    targetSession: "any",
    shuffleHosts: false,
    channelBinding: "prefer",
    settings: {},
    warnings: [],
  });
});

Deno.test("resolveConnection() takes any driver of PostgreSQL", () => {
  const drivers = ["", "+psycopg2", "+psycopg", "+psycopg_async", "+psycopg2cffi", "+asyncpg"];
  for (const driver of [...drivers, "+pg8000"]) {
    assertEquals(hosts(`postgresql${driver}://u@h/d`), ["h|5432"]);
  }
  assertEquals(hosts("postgres://u@h/d"), ["h|5432"]);
});

Deno.test("resolveConnection() refuses other databases by name", () => {
  for (const name of ["sqlite", "mysql+pymysql", "mssql+pyodbc", "oracle"]) {
    assertEquals(refusal(`${name}://u:p@h/d`), `database '${name}' is not supported`);
  }
  assertEquals(
    refusal("driver://user:pass@localhost/dbname"),
    "the database URL is still the placeholder that init wrote",
  );
});

Deno.test("resolveConnection() finds the embedded database", () => {
  const directory = (url: string) => resolveConnection(url, memoryPlatform({ cwd: "/work" }));
  const cases: [url: string, directory: string | null][] = [
    ["pglite://", null],
    ["pglite:///path/to/dir", "/path/to/dir"],
    ["pglite:////path/to/dir", "/path/to/dir"],
    ["pglite://data/app", "/work/data/app"],
    ["pglite://./data", "/work/data"],
  ];
  for (const [url, path] of cases) {
    assertEquals(directory(url), { kind: "pglite", shown: url, directory: path });
  }
  for (const url of ["pglite:", "pglite:data", "pglite:///", "pglite:///x?y=1"]) {
    assertEquals(refusal(url), "the URL of an embedded database names no directory");
  }
});

Deno.test("resolveConnection() understands the ways to name a Unix socket", () => {
  assertEquals(hosts("postgresql://u@/d?host=/run/pg"), ["/run/pg|5432"]);
  assertEquals(hosts("postgresql://u@%2Frun%2Fpg/d"), ["/run/pg|5432"]);
  assertEquals(hosts("postgresql://u@%2Frun%2Fpg:5433/d"), ["/run/pg|5433"]);
  assertEquals(hosts("postgresql+pg8000://u@/d?unix_sock=/run/pg/.s.PGSQL.5432"), ["/run/pg|5432"]);
});

Deno.test("resolveConnection() looks for a server's socket when no host is given", () => {
  const socket = (path: string): MemoryWorld => ({ files: { [path]: "" } });
  assertEquals(hosts("postgresql:///d"), ["localhost|5432"]);
  assertEquals(hosts("postgresql:///d", socket("/tmp/.s.PGSQL.5432")), ["/tmp|5432"]);
  assertEquals(hosts("postgresql:///d", socket("/tmp/.s.PGSQL.5433")), ["localhost|5432"]);
  assertEquals(
    hosts("postgresql:///d", socket("/var/run/postgresql/.s.PGSQL.5432")),
    ["/var/run/postgresql|5432"],
  );
});

Deno.test("resolveConnection() takes several hosts in every form", () => {
  assertEquals(hosts("postgresql://u@/d?host=a,b&port=1,2"), ["a|1", "b|2"]);
  assertEquals(hosts("postgresql://u@/d?host=a,b&port=7"), ["a|7", "b|7"]);
  assertEquals(hosts("postgresql://u@/d?host=a:1&host=b:2"), ["a|1", "b|2"]);
  assertEquals(hosts("postgresql://u@/d?host=a:1&host=b"), ["a|1", "b|5432"]);
  assertEquals(hosts("postgresql://u@a:1,b:2/d"), ["a|1", "b|2"]);
  assertEquals(hosts("postgresql://u@/d?hostaddr=10.0.0.1"), ["10.0.0.1|5432"]);
  assertEquals(
    refusal("postgresql://u@/d?host=a,b,c&port=1,2"),
    "could not match 2 port numbers to 3 hosts",
  );
});

Deno.test("resolveConnection() uses the user's name for user and database", () => {
  const found = resolve("postgresql://h");
  assertEquals([found.user, found.database], ["alice", "alice"]);
  assertEquals(resolve("postgresql://bob@h").database, "bob");
  assertEquals(
    refusal("postgresql://h", { userName: null }),
    "no user name for the database is given, and the system names none",
  );
});

Deno.test("resolveConnection() prefers the URL to the service, and that to the environment", () => {
  const world: MemoryWorld = {
    env: { HOME: "/home/alice", PGUSER: "env", PGDATABASE: "env", PGAPPNAME: "env", PGTZ: "UTC" },
    files: { "/home/alice/.pg_service.conf": "[s]\nuser=svc\nhost=svc\ndbname=svc\n" },
  };
  const found = resolve("postgresql://url@/?service=s", world);
  assertEquals(
    [found.user, found.hosts[0]?.host, found.database, found.applicationName],
    ["url", "svc", "svc", "env"],
  );
  assertEquals(found.settings, { timezone: "UTC" });
});

Deno.test("resolveConnection() reads the options of asyncpg", () => {
  const found = resolve(
    "postgresql+asyncpg://u@h/d?ssl=verify-full&timeout=5&prepared_statement_cache_size=0",
  );
  assertEquals([found.ssl.mode, found.connectTimeout], ["verify-full", 5]);
  assertEquals(resolve("postgresql+asyncpg://u@h/d?ssl=true").ssl.mode, "require");
});

Deno.test("resolveConnection() finds certificates in ~/.postgresql", () => {
  const world: MemoryWorld = {
    env: { HOME: "/home/alice" },
    files: {
      "/home/alice/.postgresql/root.crt": "",
      "/home/alice/.postgresql/postgresql.crt": "",
      "/home/alice/.postgresql/postgresql.key": "",
    },
  };
  const { ssl } = resolve("postgresql://h/d", world);
  assertEquals(
    [ssl.rootCertificate, ssl.certificate, ssl.key],
    Object.keys(world.files ?? {}),
  );
  const named = resolve("postgresql://h/d?sslrootcert=ca.pem&sslcert=/c.crt&sslkey=c.key", world);
  assertEquals(
    [named.ssl.rootCertificate, named.ssl.certificate, named.ssl.key],
    ["/work/ca.pem", "/c.crt", "/work/c.key"],
  );
  const system = resolve("postgresql://h/d?sslrootcert=system", world).ssl;
  assertEquals([system.rootCertificate, system.mode], ["system", "verify-full"]);
  const bundle = "/etc/ssl/cert.pem";
  const roots = (env: Record<string, string>) =>
    resolve("postgresql://h/d?sslrootcert=system", { env, files: { [bundle]: "" } }).ssl
      .rootCertificate;
  assertEquals([roots({}), roots({ SSL_CERT_FILE: "/own.pem" })], [bundle, "/own.pem"]);
});

Deno.test("resolveConnection() refuses options in libpq's words", () => {
  const cases: [query: string, message: string][] = [
    ["foo=bar", 'invalid connection option "foo"'],
    ["sslmode=on", 'invalid sslmode value: "on"'],
    [
      "connect_timeout=soon",
      'invalid integer value "soon" for connection option "connect_timeout"',
    ],
    ["target_session_attrs=x", 'invalid target_session_attrs value: "x"'],
    ["ssl_min_protocol_version=SSL3", 'invalid ssl_min_protocol_version value: "SSL3"'],
    ["port=70000", 'invalid port number: "70000"'],
    ["sslmode=a&sslmode=b", 'connection option "sslmode" is given 2 times'],
    [
      "sslnegotiation=direct",
      'weak sslmode "prefer" may not be used with sslnegotiation=direct (use "require", "verify-ca", or "verify-full")',
    ],
    ["requirepeer=postgres", "connection option requirepeer=postgres is not supported"],
  ];
  for (const [query, message] of cases) {
    assertEquals(refusal(`postgresql://u@h/d?${query}`), message);
  }
});

Deno.test("resolveConnection() warns of a password file that others can read", () => {
  const world: MemoryWorld = {
    env: { HOME: "/home/alice" },
    files: { "/home/alice/.pgpass": "*:*:*:*:s3cret\n" },
    modes: { "/home/alice/.pgpass": 0o644 },
  };
  const found = resolve("postgresql://u@h/d", world);
  assertEquals(found.hosts[0]?.password, null);
  assertEquals(found.warnings, [
    'password file "/home/alice/.pgpass" has group or world access; permissions should be ' +
    "u=rw (0600) or less",
  ]);
  assertEquals(resolve("postgresql://u:p@h/d", world).warnings, []);
});

Deno.test("resolveConnection() looks each host up in the password file", () => {
  const world: MemoryWorld = {
    env: { HOME: "/home/alice" },
    files: {
      "/home/alice/.pgpass": "# comment\na:*:d:u:for a\nb:5432:*:u:for\\: b:ignored\n" +
        "localhost:*:*:u:socket\n*:*:*:v:for v\r\n",
    },
  };
  const passwords = (url: string) => resolve(url, world).hosts.map((host) => host.password);
  assertEquals(passwords("postgresql://u@/d?host=a,b,c"), ["for a", "for: b", null]);
  assertEquals(passwords("postgresql://u@/e?host=a,b"), [null, "for: b"]);
  assertEquals(passwords("postgresql://v@a/e"), ["for v"]);
  assertEquals(passwords("postgresql://u@/d?host=/tmp"), ["socket"]);
  assertEquals(passwords("postgresql://u@/d?host=/run/other"), [null]);
});

Deno.test("resolveConnection() says where a service file is wrong", () => {
  const world: MemoryWorld = {
    env: { PGSERVICEFILE: "/etc/svc" },
    files: { "/etc/svc": "[a]\nhost=x\n\n[b]\nhost = y\n" },
  };
  assertEquals(hosts("postgresql://u@/d?service=a", world), ["x|5432"]);
  const error = assertThrows(
    () => resolveConnection("postgresql://?service=b", memoryPlatform(world)),
    ConnectionError,
    "syntax error in service file",
  );
  assertEquals(error.place, { path: "/etc/svc", line: 5 });
  assertEquals(
    refusal("postgresql://?service=c", world),
    'definition of service "c" not found',
  );
});
