import { assertEquals } from "@std/assert";
import { parseForeignKeyTarget } from "../../src/schema/constraint.ts";
import { nextCreationOrder } from "../../src/schema/creation_order.ts";
import { finalName, isFinal, nameText, quotedName } from "../../src/schema/name.ts";
import { typeFor } from "../../src/schema/types.ts";

const targets = [
  ["t.c", { referred: { table: "t", schema: null }, referredColumn: "c" }],
  ["s.t.c", { referred: { table: "t", schema: "s" }, referredColumn: "c" }],
  ["a.b.t.c", { referred: { table: "t", schema: "a.b" }, referredColumn: "c" }],
  ["t", { referred: { table: "t" }, referredColumn: null }],
] as const;

for (const [target, expected] of targets) {
  Deno.test(`parseForeignKeyTarget() reads ${target}`, () => {
    assertEquals(parseForeignKeyTarget(target), expected);
  });
}

Deno.test("nextCreationOrder() rises", () => {
  const first = nextCreationOrder();
  assertEquals(nextCreationOrder() > first, true);
});

Deno.test("finalName() keeps what was said about quotation marks", () => {
  const name = finalName(quotedName("x", true));
  assertEquals([nameText(name), isFinal(name), name.quote], ["x", true, true]);
  assertEquals(isFinal("x"), false);
});

Deno.test("typeFor() resolves variants of variants", () => {
  const integer = { kind: "integer", form: "Integer" } as const;
  const text = { kind: "string", form: "Text" } as const;
  const inner = { kind: "variant", base: integer, variants: { sqlite: text } } as const;
  const outer = { kind: "variant", base: text, variants: { postgresql: inner } } as const;
  assertEquals(typeFor(outer, "postgresql"), integer);
  assertEquals(typeFor(outer, "mysql"), text);
});
