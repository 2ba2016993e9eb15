import { assertEquals, assertThrows } from "@std/assert";
import { percentFormat, PercentFormatError } from "../../src/config/percent_format.ts";

// Each result is what CPython printed for the same template and value.
const FORMATS: readonly [template: string, value: string | number, result: string][] = [
  ["%(a)s", 1, "1"],
  ["%(a)d", 3.7, "3"],
  ["%(a).2d", 5, "05"],
  ["%(a)05d", -5, "-0005"],
  ["%(a)-5d|", 5, "5    |"],
  ["%(a)+d", 5, "+5"],
  ["%(a) d", 3, " 3"],
  ["%(a)x", 255, "ff"],
  ["%(a)#x", 255, "0xff"],
  ["%(a)#06x", 255, "0x00ff"],
  ["%(a)X", 255, "FF"],
  ["%(a)o", 8, "10"],
  ["%(a)5.1f|", 3.14159, "  3.1|"],
  ["%(a).0f", 2.5, "2"],
  ["%(a)e", 12345.678, "1.234568e+04"],
  ["%(a)g", 0.00001234, "1.234e-05"],
  ["%(a)G", 1e20, "1E+20"],
  ["%(a)g", 100000, "100000"],
  ["%(a)-5.5s|", "WARNING", "WARNI|"],
  ["%(a)-5.5s|", "INFO", "INFO |"],
  ["%(a).3s", "abcdef", "abc"],
  ["%(a)5s|", "ab", "   ab|"],
  ["%(a)r", "x'y", `"x'y"`],
  ["%(a)c", "x", "x"],
  ["%(a)i%(a)u", 2, "22"],
  ["%(a)ld", 2, "2"],
  ["%(a)03d", 7, "007"],
  ["100%%, %(a)s%%", "b", "100%, b%"],
  ["plain", 1, "plain"],
];

/** Formats that would fill the memory, or that JavaScript has no result for. */
const TOO_BIG: readonly [template: string, value: string | number, message: string][] = [
  ["%(a)1000000000s", 1, "width too big"],
  ["%(a)01000000000d", 1, "width too big"],
  ["%(a).1000000000d", 1, "precision too big"],
  ["%(a).101f", 1.5, "precision too big"],
  ["%(a).101e", 1.5, "precision too big"],
  ["%(a).101g", 1.5, "precision too big"],
  ["%(a)c", 0x110000, "%c arg not in range(0x110000)"],
  ["%(a)c", -1, "%c arg not in range(0x110000)"],
];

for (const [template, value, message] of TOO_BIG) {
  Deno.test(`percentFormat() refuses ${template} with ${value}`, () => {
    assertThrows(() => percentFormat(template, { a: value }), PercentFormatError, message);
  });
}

for (const [template, value, result] of FORMATS) {
  Deno.test(`percentFormat() formats ${JSON.stringify(template)} with ${value}`, () => {
    assertEquals(percentFormat(template, { a: value }), result);
  });
}

Deno.test("percentFormat() finds a name with parentheses in it", () => {
  assertEquals(percentFormat("%(a(b))s", { "a(b)": 1 }), "1");
});

Deno.test("percentFormat() refuses what Python refuses", () => {
  const cases: [template: string, message: string][] = [
    ["%(b)s", "unknown name 'b' in the format '%(b)s'"],
    ["%(constructor)s", "unknown name 'constructor' in the format '%(constructor)s'"],
    ["50%", "incomplete format"],
    ["100% sure", "'%' must be followed by '%' or '(', found: '% sure'"],
    ["%(a", "incomplete format key"],
    ["%(a)", "incomplete format"],
    ["%(a)q", "unsupported format character 'q' at index 4 of '%(a)q'"],
    ["%(a)d", "%d format: a real number is required, not str"],
    ["%(a)c", "%c requires an int or a unicode character"],
  ];
  for (const [template, message] of cases) {
    const error = assertThrows(() => percentFormat(template, { a: "xy" }), PercentFormatError);
    assertEquals(error.message, message);
  }
});
