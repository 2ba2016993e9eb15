import { assertEquals, assertThrows } from "@std/assert";
import type { SslParameters } from "../../src/config/connection/parameters.ts";
import { encryptionAttempts, tlsOptions } from "../../src/database/tls_options.ts";
import { ConnectionError } from "../../src/errors/mod.ts";
import { usualSsl } from "./parameters.ts";

const read = (path: string) => {
  if (path === "/missing") throw new Error("no such file");
  return `text of ${path}`;
};

Deno.test("encryptionAttempts() follows sslmode, and never encrypts a Unix socket", () => {
  const modes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;
  assertEquals(modes.map((mode) => encryptionAttempts(mode, false).join()), [
    "plain",
    "plain,tls",
    "tls,plain",
    "tls",
    "tls",
    "tls",
  ]);
  assertEquals(modes.map((mode) => encryptionAttempts(mode, true).join()), Array(6).fill("plain"));
});

Deno.test("tlsOptions() checks what libpq's mode checks", () => {
  const cases: [Partial<SslParameters>, checksChain: boolean, checksName: boolean, ca?: string][] =
    [
      [{ mode: "prefer" }, false, false],
      [{ mode: "prefer", rootCertificate: "/ca" }, true, false, "text of /ca"],
      [{ mode: "prefer", rootCertificate: "/missing" }, false, false],
      [{ mode: "require" }, false, false],
      [{ mode: "require", rootCertificate: "/ca" }, true, false, "text of /ca"],
      [{ mode: "verify-ca", rootCertificate: "/ca" }, true, false, "text of /ca"],
      [{ mode: "verify-full", rootCertificate: "/ca" }, true, true, "text of /ca"],
      [{ mode: "verify-full", rootCertificate: "system" }, true, true],
    ];
  for (const [changes, chain, name, ca] of cases) {
    const options = tlsOptions({ ...usualSsl, ...changes }, read);
    assertEquals(
      [options.rejectUnauthorized, options.checkServerIdentity === undefined, options.ca],
      [chain, name, ca],
      JSON.stringify(changes),
    );
  }
});

Deno.test("tlsOptions() hands over the client's certificate and the versions", () => {
  const options = tlsOptions({
    ...usualSsl,
    certificate: "/c",
    key: "/k",
    keyPassword: "pw",
    minProtocolVersion: "TLSv1.2",
    maxProtocolVersion: "TLSv1.3",
  }, read);
  const { cert, key, passphrase, minVersion, maxVersion } = options;
  assertEquals([cert, key, passphrase, minVersion, maxVersion], [
    "text of /c",
    "text of /k",
    "pw",
    "TLSv1.2",
    "TLSv1.3",
  ]);
});

Deno.test("tlsOptions() refuses what cannot be checked", () => {
  const cases: [Partial<SslParameters>, string][] = [
    [{ mode: "verify-ca" }, 'sslmode "verify-ca" needs a root certificate'],
    [{ mode: "verify-full" }, 'sslmode "verify-full" needs a root certificate'],
    [{ mode: "verify-ca", rootCertificate: "/missing" }, 'the file "/missing" of sslrootcert'],
    [{ key: "/missing" }, 'cannot read the file "/missing" of sslkey'],
    [
      { mode: "verify-full", rootCertificate: "/ca", serverNameIndication: false },
      "cannot be combined with sslsni=0",
    ],
  ];
  for (const [changes, message] of cases) {
    assertThrows(() => tlsOptions({ ...usualSsl, ...changes }, read), ConnectionError, message);
  }
});
