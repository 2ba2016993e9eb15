import { assertEquals, assertThrows } from "@std/assert";
import { decodeSource, PythonSyntaxError } from "../../../src/python/syntax/mod.ts";

function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

Deno.test("decodeSource decodes as the coding comment says", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["x = '\xc3\xa9'", "x = 'é'"],
    ["\xef\xbb\xbfx", "x"],
    ["# -*- coding: latin-1 -*-\n'\xe9\x80'", "# -*- coding: latin-1 -*-\n'é\x80'"],
    [
      "#!/bin/sh\n# vim: fileencoding=iso_8859_1\n'\xe9'",
      "#!/bin/sh\n# vim: fileencoding=iso_8859_1\n'é'",
    ],
    ["# coding=cp1252\n'\x80'", "# coding=cp1252\n'€'"],
    ["# coding: euc-jp\n'\xc6\xfc'", "# coding: euc-jp\n'日'"],
    // Not in the first two lines, or behind code: no coding comment.
    ["\n\n# coding: latin-1\n'\xc3\xa9'", "\n\n# coding: latin-1\n'é'"],
    ["x\n# coding: latin-1\n'\xc3\xa9'", "x\n# coding: latin-1\n'é'"],
  ];
  for (const [source, text] of cases) assertEquals(decodeSource(bytes(source), "x.py"), text);
});

Deno.test("decodeSource rejects unknown encodings and bytes that are not of the encoding", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["# coding: klingon\n", "unknown encoding: klingon"],
    ["'\xe9'", "(unicode error) 'utf-8' codec can't decode the file"],
    ["\xef\xbb\xbf# coding: latin-1\n", "encoding problem: latin-1 with BOM"],
  ];
  for (const [source, reason] of cases) {
    const error = assertThrows(() => decodeSource(bytes(source), "x.py"), PythonSyntaxError);
    assertEquals(error.reason, reason);
  }
});
