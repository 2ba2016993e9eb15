/**
 * A server whose certificate is signed by an authority of the tests' own, with all the certificates that can be wrong.
 * Each test file has its own: files run side by side, and one lets its server show other certificates.
 */
import { join } from "@std/path";
import { runOn, type TestServer } from "../support/postgres.ts";
import { privateCluster } from "../support/postgres_cluster.ts";

/** The password of the key `locked.key`. */
export const KEY_PASSWORD = "open sesame";

function openssl(directory: string, ...args: string[]): void {
  const { success, stderr } = new Deno.Command("openssl", { args, cwd: directory }).outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/**
 * Makes an authority, a server's certificate for `localhost` and a client's for the user `holder`; and of each one
 * that has expired, and one of an authority that nobody knows.
 */
function makeCertificates(directory: string): void {
  const run = (...args: string[]) => openssl(directory, ...args);
  const key = ["-newkey", "rsa:2048", "-nodes"];
  const authority = ["-addext", "basicConstraints=critical,CA:TRUE", "-days", "2"];
  for (const name of ["ca", "other"]) {
    const files = ["-keyout", `${name}.key`, "-out", `${name}.crt`, "-subj", `/CN=${name}`];
    run("req", "-x509", ...key, ...files, ...authority);
  }
  run("x509", "-in", "ca.crt", "-signkey", "ca.key", "-days", "-1", "-out", "ca_expired.crt");
  Deno.writeTextFileSync(join(directory, "server.ext"), "subjectAltName=DNS:localhost\n");
  Deno.writeTextFileSync(join(directory, "client.ext"), "keyUsage=digitalSignature\n");
  for (const [name, subject] of [["server", "/CN=localhost"], ["client", "/CN=holder"]] as const) {
    run("req", ...key, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", subject);
    const sign = (by: string, days: string, out: string) =>
      run(
        ..."x509 -req -CAcreateserial".split(" "),
        ...["-in", `${name}.csr`, "-extfile", `${name}.ext`, "-days", days, "-out", out],
        ...["-CA", `${by}.crt`, "-CAkey", `${by}.key`],
      );
    sign("ca", "2", `${name}.crt`);
    sign("ca", "-1", `${name}_expired.crt`);
    sign("other", "2", `${name}_other.crt`);
    Deno.chmodSync(join(directory, `${name}.key`), 0o600);
  }
  run(..."rsa -aes256 -in client.key -out locked.key -passout".split(" "), `pass:${KEY_PASSWORD}`);
  Deno.copyFileSync(join(directory, "client.key"), join(directory, "readable.key"));
  Deno.chmodSync(join(directory, "locked.key"), 0o600);
  Deno.chmodSync(join(directory, "readable.key"), 0o644);
}

function hasOpenssl(): boolean {
  try {
    return new Deno.Command("openssl", { args: ["version"], stdout: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

/** The server, or `null` where there are no programs for it. */
export const server: TestServer | null = hasOpenssl()
  ? await privateCluster({
    name: Deno.mainModule.split("/").slice(-2).join("-"),
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

/** The path of a certificate or key. */
export const file = (name: string): string => `${server!.socketDirectory}/${name}`;
