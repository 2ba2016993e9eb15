/** Encrypted connections to a server of their own, whose certificate is signed by an own authority. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { openPostgresql } from "../../src/database/postgresql.ts";
import { ConnectionError } from "../../src/errors/mod.ts";
import { runOn, type TestServer } from "../support/postgres.ts";
import { privateCluster } from "../support/postgres_cluster.ts";
import { type Changes, parametersOf } from "./parameters.ts";
import { WAYS } from "./ways.ts";

/** Makes an authority, a server's certificate for `localhost` and a client's for the user `holder`. */
function makeCertificates(directory: string): void {
  const openssl = (...args: string[]) => {
    const { success, stderr } = new Deno.Command("openssl", { args, cwd: directory }).outputSync();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
  };
  const key = ["-newkey", "rsa:2048", "-nodes"];
  const authority = ["-addext", "basicConstraints=critical,CA:TRUE", "-days", "2"];
  openssl(
    "req",
    "-x509",
    ...key,
    "-keyout",
    "ca.key",
    "-out",
    "ca.crt",
    "-subj",
    "/CN=tests",
    ...authority,
  );
  Deno.writeTextFileSync(join(directory, "server.ext"), "subjectAltName=DNS:localhost\n");
  Deno.writeTextFileSync(join(directory, "client.ext"), "keyUsage=digitalSignature\n");
  for (const [name, subject] of [["server", "/CN=localhost"], ["client", "/CN=holder"]] as const) {
    openssl("req", ...key, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", subject);
    const signing = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2"];
    openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      ...signing,
      "-out",
      `${name}.crt`,
      "-extfile",
      `${name}.ext`,
    );
    Deno.chmodSync(join(directory, `${name}.key`), 0o600);
  }
}

const server: TestServer | null = hasOpenssl()
  ? await privateCluster({
    name: "tls",
    prepare: makeCertificates,
    settings: [
      "ssl = on",
      "ssl_cert_file = '{directory}/server.crt'",
      "ssl_key_file = '{directory}/server.key'",
      "ssl_ca_file = '{directory}/ca.crt'",
    ],
    access: [
      "hostssl all holder 127.0.0.1/32 cert",
      "hostssl all encrypted 127.0.0.1/32 scram-sha-256",
      "hostnossl all plain 127.0.0.1/32 md5",
      "host all postgres 127.0.0.1/32 trust",
    ],
  })
  : null;
if (server !== null) {
  await runOn(
    server.url,
    `CREATE ROLE holder LOGIN; CREATE ROLE encrypted LOGIN PASSWORD 'test';
     SET password_encryption = md5; CREATE ROLE plain LOGIN PASSWORD 'test'`,
  );
}
const file = (name: string) => `${server!.socketDirectory}/${name}`;

function hasOpenssl(): boolean {
  try {
    return new Deno.Command("openssl", { args: ["version"], stdout: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

/** Whether the session is encrypted, and with which version. */
async function encryption(changes: Changes): Promise<string | null> {
  const connection = await openPostgresql(
    parametersOf(server!.url, changes),
    Deno.readTextFileSync,
    way.openSocket,
  );
  try {
    const { rows } = await connection.execute({
      sql: "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
    });
    return rows[0]![0]!;
  } finally {
    await connection.close();
  }
}

/** The way that is being tested. */
let way = WAYS[0]!;

function test(title: string, body: () => Promise<void>): void {
  for (const each of WAYS) {
    Deno.test({
      name: `openPostgresql() ${title}, ${each.name}`,
      ignore: server === null,
      fn: () => {
        way = each;
        return body();
      },
    });
  }
}

test("encrypts as sslmode and the server want it", async () => {
  const refused = "no pg_hba.conf entry";
  const cases = [
    ["disable", null, refused, null],
    ["allow", null, "TLSv1.3", null],
    ["prefer", "TLSv1.3", "TLSv1.3", null],
    ["require", "TLSv1.3", "TLSv1.3", refused],
  ] as const;
  for (const [mode, ...expected] of cases) {
    for (const [index, user] of ["postgres", "encrypted", "plain"].entries()) {
      const changes = { user, ssl: { mode } };
      const wanted = expected[index]!;
      if (wanted === refused) {
        await assertRejects(() => encryption(changes), ConnectionError, refused);
      } else assertEquals(await encryption(changes), wanted, `${mode} for ${user}`);
    }
  }
});

test("checks the certificate's authority and name as sslmode says", async () => {
  const cases = [
    ["require", "127.0.0.1", "ca.crt", null],
    ["require", "127.0.0.1", "client.crt", /certificate/],
    ["verify-ca", "127.0.0.1", "ca.crt", null],
    ["verify-ca", "localhost", "client.crt", /certificate/],
    ["verify-full", "localhost", "ca.crt", null],
    ["verify-full", "127.0.0.1", "ca.crt", /does not match certificate/],
    ["verify-full", "localhost", "client.crt", /certificate/],
    ["verify-full", "localhost", "system", /certificate/],
  ] as const;
  for (const [mode, host, root, failure] of cases) {
    const rootCertificate = root === "system" ? root : file(root);
    const changes = { user: "encrypted", host: { host }, ssl: { mode, rootCertificate } };
    if (failure === null) assertEquals(await encryption(changes), "TLSv1.3");
    else {
      const error = await assertRejects(() => encryption(changes), ConnectionError);
      assert(failure.test(error.message), `${mode} ${host} ${root}: ${error.message}`);
    }
  }
});

test("checks the name, and not the address, where both are given", async () => {
  const ssl = { mode: "verify-full", rootCertificate: file("ca.crt") } as const;
  const at = (host: string) => ({ user: "encrypted", ssl, host: { host, address: "127.0.0.1" } });
  assertEquals(await encryption(at("localhost")), "TLSv1.3");
  await assertRejects(() => encryption(at("elsewhere")), ConnectionError, "does not match");
});

test("shows the client's certificate", async () => {
  const ssl = { mode: "verify-ca", rootCertificate: file("ca.crt") } as const;
  const shown = { ...ssl, certificate: file("client.crt"), key: file("client.key") };
  assertEquals(await encryption({ user: "holder", ssl: shown }), "TLSv1.3");
  await assertRejects(() => encryption({ user: "holder", ssl }), ConnectionError, "certificate");
});

test("binds to the channel where that is required", async () => {
  const binding = { channelBinding: "require", ssl: { mode: "require" } } as const;
  assertEquals(await encryption({ user: "encrypted", ...binding }), "TLSv1.3");
  await assertRejects(() => encryption(binding), ConnectionError, "channel_binding=require");
});

test("keeps to the versions of TLS that are allowed, and sends no name if asked", async () => {
  const user = "encrypted";
  const ssl = { mode: "require", maxProtocolVersion: "TLSv1.2" } as const;
  assertEquals(await encryption({ user, ssl }), "TLSv1.2");
  const nameless = { mode: "require", serverNameIndication: false } as const;
  assertEquals(await encryption({ user, ssl: nameless }), "TLSv1.3");
});

test("reports a wrong password over TLS once, with the server's first answer", async () => {
  const error = await assertRejects(
    () => encryption({ user: "encrypted", host: { password: "wrong" } }),
    ConnectionError,
  );
  assertEquals(error.sqlstate, "28P01");
  assert(error.message.includes('password authentication failed for user "encrypted"'));
});
