import { assertEquals } from "@std/assert";
import { encodeStatements } from "../../src/database/wire.ts";

Deno.test("encodeStatements() writes any text as UTF-8 with its length, however it lies in the buffer", () => {
  for (let filler = 480; filler < 520; filler++) {
    const sql = `${"x".repeat(filler)}ü€😀${"y".repeat(filler)}\ud800`;
    const text = new TextEncoder().encode(`${sql}\0`);
    const header = new Uint8Array(5);
    header[0] = "Q".charCodeAt(0);
    new DataView(header.buffer).setInt32(1, text.length + 4);
    assertEquals([...encodeStatements([{ sql }])], [...header, ...text]);
  }
});
