import { assertEquals } from "@std/assert";
import { startPlainSession } from "../../src/database/plain_session.ts";
import type { SocketListener } from "../../src/platform/mod.ts";

/** A message of a server without fields but one number. */
function message(type: string, ...bytes: readonly number[]): Uint8Array {
  return new Uint8Array([type.charCodeAt(0), 0, 0, 0, bytes.length + 4, ...bytes]);
}

const AUTHENTICATION_OK = message("R", 0, 0, 0, 0);
const READY_FOR_QUERY = message("Z", "I".charCodeAt(0));

Deno.test("a plain session says farewell and does not wait for the server to end", async () => {
  const sent: string[] = [];
  let closed = false;
  const open = (_address: unknown, listener: SocketListener) =>
    Promise.resolve({
      write: (bytes: Uint8Array) => {
        sent.push(String.fromCharCode(bytes[0]!));
        if (sent.length > 1) return;
        listener.data(new Uint8Array([...AUTHENTICATION_OK, ...READY_FOR_QUERY]));
      },
      close: () => {
        closed = true;
        return Promise.resolve();
      },
    });
  const session = await startPlainSession(open, {
    address: { path: "/nowhere" },
    parameters: { user: "somebody" },
    password: () => "",
    timeout: 0,
    unlessEncrypted: false,
  });
  await session!.close();
  assertEquals([sent.at(-1), closed], ["X", true]);
});
