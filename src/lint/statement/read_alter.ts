import { readAlterTable } from "./read_alter_table.ts";
import { onTable, wordsOf } from "./read_create.ts";
import type { StatementFacts } from "./statement.ts";
import type { TokenReader } from "./token_reader.ts";

/** Reads ALTER, from behind that word. */
export function readAlter(reader: TokenReader): StatementFacts {
  if (reader.takes("table")) {
    return reader.sees("all") ? unknown(reader) : readAlterTable(reader);
  }
  if (reader.takes("type")) return readAlterType(reader);
  if (reader.takes("domain")) {
    const name = reader.objectName();
    const adds = reader.takes("add") || reader.takes("set", "not", "null");
    const validates = reader.takes("validate") ||
      adds && !reader.rest().some(({ value }) => value === "valid");
    return { kind: "alter-domain", name, validates };
  }
  if (reader.takes("schema")) {
    const name = { schema: null, name: reader.name() };
    if (reader.takes("rename", "to")) return { kind: "rename-schema", name, to: reader.name() };
    return { kind: "other", what: "alter schema", outsideTransaction: false };
  }
  const part = reader.takesOne("trigger", "policy", "rule");
  if (part !== null) {
    return { kind: "table-part", verb: "alter", what: part, table: onTable(reader) };
  }
  const relation = reader.takesOne(
    "index",
    "sequence",
    "materialized view",
    "view",
    "foreign table",
  );
  if (relation !== null) return readRelation(reader, relation);
  const what = reader.takesOne(...OTHERS);
  if (what === null) return unknown(reader);
  // ALTER SYSTEM is refused inside a transaction.
  return { kind: "other", what: `alter ${what}`, outsideTransaction: what === "system" };
}

const OTHERS = [
  "default privileges",
  "function",
  "procedure",
  "routine",
  "aggregate",
  "extension",
  "role",
  "user",
  "group",
  "database",
  "collation",
  "operator",
  "publication",
  "subscription",
  "server",
  "statistics",
  "system",
  "text search",
  "event trigger",
  "language",
  "large object",
  "user mapping",
] as const;

function unknown(reader: TokenReader): StatementFacts {
  return { kind: "unknown", what: `ALTER ${wordsOf(reader)}` };
}

function readAlterType(reader: TokenReader): StatementFacts {
  const name = reader.objectName();
  if (reader.takes("add", "value")) {
    const ifNotExists = reader.takes("if", "not", "exists");
    const value = reader.string();
    return { kind: "add-enum-value", type: name, value, ifNotExists, positioned: !reader.ended };
  }
  if (reader.takes("rename", "value")) {
    const from = reader.string();
    reader.expects("to");
    return { kind: "rename-enum-value", type: name, from, to: reader.string() };
  }
  if (reader.takes("rename", "to")) return { kind: "rename-type", name, to: reader.name() };
  if (reader.sees("owner") || reader.sees("set", "schema")) {
    return { kind: "other", what: "alter type", outsideTransaction: false };
  }
  // Attributes of composite types: tables of the type are rewritten or locked.
  return { kind: "unknown", what: `ALTER TYPE … ${wordsOf(reader)}` };
}

function readRelation(reader: TokenReader, what: string): StatementFacts {
  if (reader.sees("all")) return unknown(reader);
  reader.takes("if", "exists");
  const name = reader.objectName();
  if (reader.takes("rename", "to")) {
    return { kind: "alter-relation", what, name, action: "rename", to: reader.name() };
  }
  const action = reader.takes("attach", "partition") ? "attach-partition" : "other";
  return { kind: "alter-relation", what, name, action, to: null };
}
