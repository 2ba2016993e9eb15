/** Encrypted connections to a server of their own, whose certificate is signed by an own authority. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { openPostgresql } from "../../src/database/postgresql.ts";
import { ConnectionError } from "../../src/errors/mod.ts";
import { type Changes, parametersOf } from "./parameters.ts";
import { file, server } from "./tls_server.ts";
import { WAYS } from "./ways.ts";

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
