import { assert, assertEquals } from "@std/assert";
import { scriptLiteral } from "../../../src/dialect/postgresql/script_literal.ts";
import { serverLiteral } from "../../../src/dialect/postgresql/server_literal.ts";
import type { SqlType } from "../../../src/schema/types.ts";
import { reprValue } from "../../../src/sql/python_text.ts";
import type { SqlValue } from "../../../src/sql/value.ts";
import { readLiterals, withoutEscapes } from "../cases.ts";

function outcome(work: () => string): string {
  try {
    return work();
  } catch (error) {
    return `! ${(error as Error).message}`;
  }
}

/** Whether SQLAlchemy makes text or a number of a value of another kind; here that is refused. */
function isForced(type: SqlType, value: SqlValue, script: string | undefined): boolean {
  if (script === undefined) return false;
  return type.kind === "uuid" || (type.kind === "integer" && reprValue(value).startsWith("UUID"));
}

Deno.test("scriptLiteral() writes what SQLAlchemy's literal_binds writes", () => {
  const failures: string[] = [];
  let compared = 0;
  for (const { type, value, script, fails } of readLiterals()) {
    const written = outcome(() => scriptLiteral(value, type, true));
    if (written.startsWith("! ") && isForced(type, value, script)) continue;
    // Python takes a text or a mapping for a list of its members; bytes too.
    if (type.kind === "array" && script !== undefined && !isList(value)) continue;
    // These are refused there although the text is plain.
    if (!written.startsWith("! ") && isLenient(type, value)) continue;
    compared++;
    const expected = script ??
      (fails === "type"
        ? "! No literal value renderer is available"
        : "! Could not render literal value");
    if (script === undefined ? written.startsWith(expected) : written === script) continue;
    failures.push(`${describe(type, value)}: ${written}, not ${expected}`);
  }
  assertEquals(failures, []);
  assert(compared > 1000);
});

Deno.test("serverLiteral() writes what SQLAlchemy and psycopg2 send", () => {
  const failures: string[] = [];
  let compared = 0;
  for (const { type, value, server } of readLiterals()) {
    if (server === undefined) continue;
    if (type.kind === "array" && !isList(value) && value !== null) continue;
    compared++;
    const written = outcome(() => withoutEscapes(serverLiteral(value, type)).trim());
    if (written !== server.trim()) {
      failures.push(`${describe(type, value)}: ${written}, not ${server}`);
    }
  }
  assertEquals(failures, []);
  assert(compared > 500);
});

/** A NULL in an array, and a UUID for a column that holds UUIDs as text. */
function isLenient(type: SqlType, value: SqlValue): boolean {
  const text = reprValue(value);
  return type.kind === "array" && text.includes("None") ||
    type.kind === "uuid" && text.startsWith("UUID");
}

function isList(value: SqlValue): boolean {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "list";
}

function describe(type: SqlType, value: SqlValue): string {
  return `${JSON.stringify(type)} ${reprValue(value)}`;
}
