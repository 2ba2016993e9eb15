import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ScramClient, ScramError } from "../../src/database/scram.ts";

const nonce = "rOprNGfwEbeRWgbNEkqO";
const serverFirst = `r=${nonce}%hvYDpWUa2RaTCAfuxFIlj,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`;

Deno.test("ScramClient says whether and to what it is bound", () => {
  const cases = [
    [{ kind: "none" }, "SCRAM-SHA-256", "n,,n=,r=x"],
    [{ kind: "possible" }, "SCRAM-SHA-256", "y,,n=,r=x"],
    [
      { kind: "bound", data: new Uint8Array([1]) },
      "SCRAM-SHA-256-PLUS",
      "p=tls-server-end-point,,n=,r=x",
    ],
  ] as const;
  for (const [channel, mechanism, first] of cases) {
    const client = new ScramClient(channel, "x");
    assertEquals([client.mechanism, client.first], [mechanism, first]);
  }
});

Deno.test("ScramClient.answer() repeats the nonce and what it is bound to", async () => {
  const answer = async (client: ScramClient) => (await client.answer(serverFirst, "pencil"));
  const plain = await answer(new ScramClient({ kind: "none" }, nonce));
  assertEquals(plain.split(",p=")[0], `c=biws,r=${nonce}%hvYDpWUa2RaTCAfuxFIlj`);
  const bound = new ScramClient({ kind: "bound", data: new Uint8Array([255, 0]) }, nonce);
  const header = atob(/^c=([^,]*)/.exec(await answer(bound))![1]!);
  assertEquals(header, "p=tls-server-end-point,,\xff\0");
});

Deno.test("ScramClient.answer() takes blanks and forms of a password as one", async () => {
  const proof = (password: string) =>
    new ScramClient({ kind: "none" }, nonce).answer(serverFirst, password);
  // RFC 4013, section 3: soft hyphen, no-break space, and the Roman numeral nine.
  assertEquals(await proof("I\u00adX"), await proof("IX"));
  assertEquals(await proof("a\u00a0b"), await proof("a b"));
  assertEquals(await proof("\u2168"), await proof("IX"));
});

Deno.test("ScramClient does not go on with a server that it cannot trust", async () => {
  const client = () => new ScramClient({ kind: "none" }, nonce);
  for (
    const [first, message] of [
      [`r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`, "nonce"],
      [`r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`, "nonce"],
      [`r=${nonce}x,i=4096`, "salt"],
      [`r=${nonce}x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=0`, "iteration"],
    ] as const
  ) {
    await assertRejects(() => client().answer(first, "pencil"), ScramError, message);
  }
  const asked = client();
  assertThrows(() => asked.verify("v="), ScramError, "could not prove");
  await asked.answer(serverFirst, "pencil");
  assertThrows(
    () => asked.verify("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="),
    ScramError,
    "could not prove",
  );
});
