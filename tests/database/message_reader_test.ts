import { assertEquals } from "@std/assert";
import { MessageReader, readMessage } from "../../src/database/message_reader.ts";

const encoder = new TextEncoder();

function message(type: string, body: string): number[] {
  const bytes = encoder.encode(body);
  return [type.charCodeAt(0), 0, 0, bytes.length + 4 >> 8, bytes.length + 4 & 255, ...bytes];
}

Deno.test("MessageReader gives whole messages, however they were cut", () => {
  const texts = ["SELECT 1", "", "ü".repeat(200), "COMMIT"];
  const stream = Uint8Array.from(texts.flatMap((text) => message("C", `${text}\0`)));
  for (let size = 1; size <= stream.length; size++) {
    const found: unknown[] = [];
    const reader = new MessageReader((raw) => found.push(readMessage(raw)));
    for (let start = 0; start < stream.length; start += size) {
      const part = stream.slice(start, start + size);
      reader.feed(part);
      // What was fed belongs to the socket, which uses it again.
      part.fill(0);
    }
    assertEquals(found, texts.map((text) => ({ name: "commandComplete", text })), `${size} bytes`);
  }
});

Deno.test("readMessage() reads what the server reports, and leaves out what nobody asks for", () => {
  const body = "SERROR\0VERROR\0C42P01\0Mno\0P15\0Fparse.c\0\0";
  assertEquals(readMessage({ type: "E", body: encoder.encode(body) }), {
    name: "error",
    severity: "ERROR",
    code: "42P01",
    message: "no",
    position: "15",
  });
});
