import { assertEquals } from "@std/assert";
import { BackendParser } from "../../src/database/backend_parser.ts";

const encoder = new TextEncoder();

/** A message: its letter, its length, and parts: texts as they stand, numbers as 32 bits. */
function message(letter: string, ...parts: (string | number | number[])[]): number[] {
  const body = parts.flatMap((part) =>
    typeof part === "string"
      ? [...encoder.encode(part)]
      : typeof part === "number"
      ? [part >>> 24, (part >>> 16) & 255, (part >>> 8) & 255, part & 255]
      : part
  );
  const length = body.length + 4;
  return [letter.charCodeAt(0), 0, 0, length >>> 8, length & 255, ...body];
}

const zero = [0];
const stream = [
  ...message("R", 0),
  ...message("S", "server_version\0", "15.18\0"),
  ...message("K", 4711, [9, 8, 7, 6]),
  ...message("T", [0, 1], "ü\0", 0, [0, 0], 25, [255, 255], -1, [0, 0]),
  ...message("D", [0, 3], 2, "é", -1, 0),
  ...message("C", "SELECT 1\0"),
  ...message("E", "SERROR\0", "C22012\0", "Mdivision by zero\0", "P8\0", "Vx\0", zero),
  ...message("A", 1, "channel\0", "payload\0"),
  ...message("Z", "E"),
];

const expected = [
  { name: "authentication", request: 0, data: new Uint8Array() },
  { name: "parameterStatus", parameter: "server_version", value: "15.18" },
  { name: "backendKeyData", processId: 4711, secretKey: new Uint8Array([9, 8, 7, 6]) },
  { name: "rowDescription", fields: [{ name: "ü", dataTypeID: 25 }] },
  { name: "dataRow", fields: ["é", null, ""] },
  { name: "commandComplete", text: "SELECT 1" },
  { name: "error", severity: "ERROR", code: "22012", message: "division by zero", position: "8" },
  { name: "other" },
  { name: "readyForQuery", status: "E" },
] as unknown[];

Deno.test("BackendParser.feed() reads the messages of a server, however they are cut", () => {
  for (const size of [1, 3, 7, 64, stream.length]) {
    const parser = new BackendParser();
    const found: unknown[] = [];
    for (let start = 0; start < stream.length; start += size) {
      found.push(...parser.feed(new Uint8Array(stream.slice(start, start + size))));
    }
    assertEquals(found, expected, `in pieces of ${size}`);
  }
});
