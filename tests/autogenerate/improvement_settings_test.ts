import { assertEquals, assertThrows } from "@std/assert";
import {
  type ImprovementFlags,
  readImprovements,
} from "../../src/autogenerate/improvement_settings.ts";
import { noImprovements } from "../../src/autogenerate/mod.ts";
import { CommandError } from "../../src/errors/mod.ts";

const cases: readonly (readonly [Record<string, string>, ImprovementFlags, object])[] = [
  [{}, {}, {}],
  [{ "migrator.compare_checks": " Off ", "migrator.rebuild_enums": "1" }, {}, {
    checks: false,
    rebuildEnums: true,
  }],
  [{ "migrator.compare_checks": "off" }, { compare: ["checks"] }, { checks: true }],
  [{ "migrator.compare_enums": "on" }, { noCompare: ["all"] }, noImprovements],
  [{}, { noCompare: ["all"], compare: ["on-server"] }, {
    ...noImprovements,
    serverExpressions: true,
  }],
];

Deno.test("readImprovements() takes a flag by name before 'all', and both before the ini", () => {
  for (const [ini, flags, wanted] of cases) {
    assertEquals(readImprovements((key) => ini[key] ?? null, flags), wanted);
  }
});

Deno.test("readImprovements() refuses what is neither true nor false, or both", () => {
  assertThrows(
    () => readImprovements(() => "maybe"),
    CommandError,
    "migrator.compare_enums must be true or false, not 'maybe'",
  );
  assertThrows(
    () => readImprovements(() => null, { compare: ["checks"], noCompare: ["enums", "checks"] }),
    CommandError,
    "--compare checks and --no-compare checks exclude each other",
  );
});
