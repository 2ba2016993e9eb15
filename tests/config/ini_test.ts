import { assertEquals, assertThrows } from "@std/assert";
import { Ini } from "../../src/config/ini.ts";
import { IniError } from "../../src/config/ini_error.ts";
import { INI_CASES } from "./ini_cases.ts";
import { INI_EXPECTED } from "./ini_expected.ts";
import { readingOf } from "./ini_reading.ts";

for (const [name, text] of Object.entries(INI_CASES)) {
  Deno.test(`Ini reads ${name} as Python does`, () => {
    assertEquals(readingOf(text), INI_EXPECTED[name]);
  });
}

Deno.test("Ini.get() ends references that make a value of no end", () => {
  const laughs = (most: string) =>
    `[a]\nx0 = ${most}\n` +
    Array.from({ length: 9 }, (_, n) => `x${n + 1} = ${`%(x${n})s`.repeat(100)}\n`).join("");
  for (const [name, text] of Object.entries({ long: laughs("ha"), empty: laughs("") })) {
    const ini = Ini.parse(text, "a.ini");
    const error = assertThrows(() => ini.get("a", "x9"), IniError);
    assertEquals(error.code, "ini_interpolation_size", name);
    assertEquals(ini.get("a", "x1"), (name === "long" ? "ha" : "").repeat(100));
  }
  const long = "x".repeat(2_000_000);
  assertEquals(Ini.parse(`[a]\nx = ${long}\n`, "a.ini").get("a", "x"), long);
});

Deno.test("Ini.set() sets an option that later references see", () => {
  const ini = Ini.parse("[a]\nx = %(y)s\n", "a.ini");
  ini.set("a", "Y", "5%%");
  assertEquals(ini.get("a", "x"), "5%");
  assertEquals(ini.getRaw("a", "y"), "5%%");
  assertEquals(ini.placeOf("a", "x"), { path: "a.ini", line: 2 });
  assertEquals(ini.placeOf("a", "y"), { path: "a.ini" });
});

Deno.test("Ini.set() refuses a lone percent sign without showing a password", () => {
  const ini = Ini.parse("[a]\n", "a.ini");
  const shown = assertThrows(() => ini.set("a", "x", "50%"), IniError, "in '50%'");
  assertEquals(shown.code, "ini_invalid_value");
  const hidden = assertThrows(() => ini.set("a", "sqlalchemy.url", "pg://u:p%40s@h"), IniError);
  assertEquals(hidden.message, "invalid interpolation syntax in the value of 'sqlalchemy.url'");
});

Deno.test("Ini.set() refuses a section that is not there", () => {
  const ini = Ini.parse("[a]\n", "a.ini");
  assertEquals(assertThrows(() => ini.set("b", "x", "1"), IniError).message, "no section: 'b'");
  ini.addSection("b");
  ini.set("b", "x", "1");
  assertEquals(ini.get("b", "x"), "1");
});

Deno.test("Ini.removeOption() removes what the section has, not what DEFAULT has", () => {
  const ini = Ini.parse("[DEFAULT]\nx = 0\n[a]\nx = 1\n", "a.ini");
  assertEquals(ini.removeOption("a", "X"), true);
  assertEquals(ini.removeOption("a", "x"), false);
  assertEquals(ini.get("a", "x"), "0");
});

Deno.test("Ini.copy() is independent of the original", () => {
  const ini = Ini.parse("[a]\nx = 1\n", "a.ini");
  const copy = ini.copy();
  copy.set("a", "x", "2");
  copy.addSection("b");
  assertEquals(ini.get("a", "x"), "1");
  assertEquals(ini.hasSection("b"), false);
});

Deno.test("IniError names file and line of the cause", () => {
  const cases: [text: string, line: number, message: string][] = [
    ["[a]\nx = 1\n\n[a]\n", 4, "section 'a' already exists"],
    ["[a]\nx = 1\nX = 2\n", 3, "option 'x' in section 'a' already exists"],
    ["\nx = 1\n", 2, "file contains no section headers: found 'x = 1'"],
    [
      "[a]\nx\ny = 1\nz\n",
      2,
      "source contains parsing errors: line 2: 'x', line 4: 'z'",
    ],
  ];
  for (const [text, line, message] of cases) {
    const error = assertThrows(() => Ini.parse(text, "dir/a.ini"), IniError);
    assertEquals(error.message, message);
    assertEquals(error.place, { path: "dir/a.ini", line });
  }
});

Deno.test("IniError never shows a password", () => {
  const texts = [
    "postgresql://user:s3cret@host/db\n",
    "[a]\npostgresql//user:s3cret@host/db no delimiter://u:s3cret@h\npostgresql\n",
    "[a]\nsqlalchemy.url = postgresql://user:s3cret%40@host/db\n",
    "[a]\nsqlalchemy.url = postgresql://user:%s3cret@host/db\n",
    "[a]\nsqlalchemy.url = postgresql://user:%(s3cret@host/db\n",
    "[a]\npassword = s3cret%\n",
  ];
  for (const text of texts) {
    const error = assertThrows(() => Ini.parse(text, "a.ini").items("a"), IniError);
    assertEquals(`${error.message} ${error.hint}`.includes("s3cret"), false, error.message);
  }
});
