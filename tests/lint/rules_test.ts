import { assertEquals, assertMatch } from "@std/assert";
import { SchemaModel } from "../../src/lint/effect/schema_model.ts";
import { Examiner } from "../../src/lint/examine.ts";
import type { Example, Rule } from "../../src/lint/rule.ts";
import { RULES } from "../../src/lint/rules/mod.ts";
import { splitSql } from "../../src/script/sql_split.ts";

/** The ids of the rules that find something in an example: of all that count without being asked for, and of one. */
function findings(
  { given = "", sql, autocommit = false, serverVersion }: Example,
  also?: Rule,
): string[] {
  const examiner = new Examiner(new SchemaModel(), {
    rules: RULES.filter((rule) => !rule.optional || rule === also),
    serverVersion: serverVersion ?? null,
  });
  for (const { text } of splitSql(given, { path: "given" })) {
    examiner.next({ sql: text, transaction: 1 });
  }
  examiner.startRun();
  return splitSql(sql, { path: "example" }).flatMap(({ text }) =>
    examiner.next({ sql: text, transaction: autocommit ? null : 1 }).problems
      .map(({ rule, about }) => {
        assertMatch(about, /\S/);
        return rule.id;
      })
  );
}

for (const rule of RULES) {
  Deno.test(`${rule.id} finds its bad example, and nothing in its good one`, () => {
    assertEquals(findings(rule.bad, rule), [rule.id]);
    assertEquals(findings(rule.good, rule), []);
  });
}

Deno.test("rules have ids of their own, and texts that a sentence can be made of", () => {
  assertEquals(new Set(RULES.map(({ id }) => id)).size, RULES.length);
  for (const { id, title, why, safe } of RULES) {
    assertMatch(id, /^[a-z]+(-[a-z]+)*$/);
    assertMatch(title, /^[A-Z].*[^.]$/);
    assertMatch(why, /^[A-Za-z].*\.$/);
    assertMatch(safe, /^.*\.$/);
  }
});

Deno.test("unknown-statement does not take a call of a function for harmless", () => {
  assertEquals(findings({ sql: "SELECT create_partitions('orders')" }), ["unknown-statement"]);
  assertEquals(findings({ sql: "SELECT setval('s', (SELECT max(id) FROM t))" }), []);
});
