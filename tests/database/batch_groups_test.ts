import { assertEquals } from "@std/assert";
import { beginsTransaction, groupLength, travelsAlone } from "../../src/database/batch_groups.ts";
import type { TransactionStatus } from "../../src/database/connection.ts";

/** The groups that a list of statements is sent in. */
function groups(texts: readonly string[], status: TransactionStatus): number[] {
  const statements = texts.map((sql) => ({ sql }));
  const found: number[] = [];
  for (let start = 0; start < statements.length;) {
    const length = groupLength(statements, start, start === 0 ? status : "in-transaction");
    found.push(length);
    start += length;
  }
  return found;
}

Deno.test("groupLength() sends together what is inside a transaction", () => {
  const cases: [string[], TransactionStatus, number[]][] = [
    [["a", "b", "c"], "in-transaction", [3]],
    [["BEGIN", "a", "b"], "idle", [3]],
    [["begin;", "a"], "idle", [2]],
    [["a", "b", "COMMIT"], "in-transaction", [2, 1]],
    [["a", "ROLLBACK TO s", "b", "c"], "in-transaction", [1, 1, 2]],
    [["COPY t FROM STDIN", "a"], "in-transaction", [1, 1]],
  ];
  for (const [texts, status, expected] of cases) {
    assertEquals(groups(texts, status), expected, texts.join(" | "));
  }
});

Deno.test("groupLength() sends one at a time outside a transaction and in a failed one", () => {
  const statements = ["a", "b"].map((sql) => ({ sql }));
  assertEquals(groupLength(statements, 0, "idle"), 1);
  assertEquals(groupLength(statements, 0, "failed"), 1);
});

Deno.test("beginsTransaction() wants one BEGIN and nothing else", () => {
  const yes = ["BEGIN", " begin ; ", "BEGIN ISOLATION LEVEL SERIALIZABLE", "start transaction"];
  const no = ["BEGIN; SELECT 1", "SELECT 1; BEGIN", "BEGINNING", "START", "-- BEGIN\nSELECT 1"];
  assertEquals(yes.filter(beginsTransaction), yes);
  assertEquals(no.filter(beginsTransaction), []);
});

Deno.test("travelsAlone() overlooks nothing that ends a transaction", () => {
  const yes = [
    "COMMIT",
    "commit and chain",
    "SELECT 1; COMMIT",
    "/* so */ ROLLBACK",
    "ABORT",
    "END",
    "SELECT 1;\n  end",
    "SELECT 1; -- done\n END TRANSACTION",
    "PREPARE TRANSACTION 'x'",
    "copy t from stdin",
  ];
  const no = [
    "SELECT CASE WHEN true THEN 1 END",
    "COMMENT ON TABLE t IS 'x'",
    "CREATE TABLE t (id int, ending text)",
    "INSERT INTO t VALUES ('a'); INSERT INTO t VALUES ('b')",
    "COPY t FROM '/tmp/x'",
  ];
  assertEquals(yes.filter(travelsAlone), yes);
  assertEquals(no.filter(travelsAlone), []);
});
