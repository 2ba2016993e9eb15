import { assertEquals } from "@std/assert";
import { printable } from "../../src/config/printable.ts";
import { findingText, hanging } from "../../src/cli/review/findings_text.ts";
import { bytesText, rowsText } from "../../src/cli/review/plan_text.ts";
import { FILE_RULES, finding } from "../../src/lint/finding.ts";

Deno.test("bytesText() and rowsText() leave two or three digits", () => {
  const bytes = [0, 512, 8192, 16384, 999_999, 1_200_000_000, 5e12].map(bytesText);
  assertEquals(bytes, ["0 B", "512 B", "8.0 kB", "16 kB", "977 kB", "1.1 GB", "4.5 TB"]);
  const rows = [0, 999, 1000, 9_940, 12_345, 3_400_000, 2e9].map(rowsText);
  assertEquals(rows, ["~0", "~999", "~1.0 k", "~9.9 k", "~12 k", "~3.4 M", "~2.0 G"]);
});

Deno.test("printable() writes out what would steer a terminal, and leaves lines and letters", () => {
  assertEquals(printable("a\x1b[2J\x07b\u009b\r\nc\tä…"), "a\\x1b[2J\\x07b\\x9b\\x0d\nc\tä…");
});

Deno.test("findingText() never breaks the name of the rule", () => {
  const found = finding(FILE_RULES["unreadable-revision"], {
    about: "x",
    revision: "a",
    place: null,
  });
  const lines = (columns: number) => findingText(found, "error: ", "       ", columns);
  assertEquals(lines(80), ["error: Revision that cannot be evaluated: x [unreadable-revision]"]);
  assertEquals(lines(50), [
    "error: Revision that cannot be evaluated: x",
    "       [unreadable-revision]",
  ]);
});

Deno.test("hanging() puts something else in the place of the first indentation", () => {
  assertEquals(hanging("- ", "  ", "one two three", 9), ["- one two", "  three"]);
});
