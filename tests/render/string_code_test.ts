import { assertEquals } from "@std/assert";
import { keyCode, stringCode } from "../../src/render/typescript/string_code.ts";

/** Texts that have something in them that a literal of TypeScript could swallow. */
const texts: readonly string[] = [
  "",
  "plain",
  "it's",
  'say "hi"',
  `it's "both" and 'both'`,
  "back\\slash \\n \\u0041",
  "line\nline\n",
  "windows\r\nline",
  "tab\there",
  "`backticks` and ${places} and $${more}",
  "\n`${'in a template'}` \\${x} \\`",
  "$1 :name %(x)s %% ; -- comment",
  "$$ body; $$ $tag$ x $tag$",
  "zero\0 bell\x07 escape\x1b",
  "\u2028\u2029\u00a0\ufeff\u200b",
  "Straße 漢字 😀 \ud800",
  "*/ // <!-- </script>",
];

for (const text of texts) {
  Deno.test(`stringCode() keeps ${JSON.stringify(text)}`, () => {
    assertEquals(new Function(`"use strict"; return ${stringCode(text)};`)(), text);
  });
}

for (const key of [...texts, "plain_name", "two words", "__proto__", "constructor"]) {
  Deno.test(`keyCode() keeps ${JSON.stringify(key)}`, () => {
    const object = new Function(`"use strict"; return { ${keyCode(key)}: 1 };`)();
    assertEquals(Object.entries(object), [[key, 1]]);
  });
}

Deno.test("stringCode() uses the quotation marks that need fewer escapes", () => {
  assertEquals(stringCode("it's"), `"it's"`);
  assertEquals(stringCode('"a" is it\'s'), `'"a" is it\\'s'`);
  assertEquals(stringCode("a\nb"), "`a\nb`");
});
