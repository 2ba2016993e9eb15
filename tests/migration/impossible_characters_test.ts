import { assertEquals, assertThrows } from "@std/assert";
import { CommandError } from "../../src/errors/mod.ts";
import { checkCharacters } from "../../src/migration/body_compiler.ts";

Deno.test("checkCharacters() refuses what cannot be sent as it is, with the place", () => {
  const place = { path: "versions/a.py", line: 7 };
  for (const sql of ["SELECT 'a\0'", "SELECT '\ud800'", "SELECT '\udc00\ud83d'"]) {
    const error = assertThrows(() => checkCharacters({ sql }, place), CommandError, "\\u");
    assertEquals([error.code, error.place], ["impossible_character", place]);
  }
  assertThrows(() => checkCharacters({ sql: "SELECT $1", parameters: ["\0"] }), CommandError);
  const bytes = new Uint8Array([0, 0xd8]);
  checkCharacters({ sql: "SELECT '😀 é\t\x01'", parameters: ["ok", null, bytes] });
});
