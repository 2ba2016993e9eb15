import { readColumn, readConstraint, seesConstraint } from "./read_column.ts";
import type {
  ColumnDefinition,
  ConstraintDefinition,
  ObjectName,
  StatementFacts,
} from "./statement.ts";
import type { TokenReader } from "./token_reader.ts";

/** Reads CREATE, from behind that word. */
export function readCreate(reader: TokenReader): StatementFacts {
  const replace = reader.takes("or", "replace");
  const temporary = (reader.takes("global") || reader.takes("local"), false) ||
    reader.takes("temporary") || reader.takes("temp");
  reader.takes("unlogged");
  if (reader.takes("table")) return readTable(reader, temporary);
  const unique = reader.takes("unique");
  if (reader.takes("index")) return readIndex(reader, unique);
  reader.takes("recursive");
  const materialized = reader.takes("materialized");
  if (reader.takes("view")) {
    reader.takes("if", "not", "exists");
    return { kind: "create-view", name: reader.objectName(), materialized, replace };
  }
  if (reader.takes("type")) return readType(reader);
  reader.takes("constraint");
  const part = reader.takesOne("trigger", "policy", "rule");
  if (part !== null) {
    return { kind: "table-part", verb: "create", what: part, table: onTable(reader) };
  }
  if (reader.takes("statistics")) {
    const from = reader.skipTo("from");
    return { kind: "create-statistics", table: from === null ? null : reader.objectName() };
  }
  const what = reader.takesOne(...OTHERS);
  if (what === null) return { kind: "unknown", what: `CREATE ${wordsOf(reader)}` };
  const outsideTransaction = ["database", "tablespace", "subscription"].includes(what);
  return { kind: "other", what: `create ${what}`, outsideTransaction };
}

/** What is created without touching a table that is there. */
const OTHERS = [
  "schema",
  "sequence",
  "function",
  "procedure",
  "aggregate",
  "extension",
  "domain",
  "role",
  "user",
  "group",
  "database",
  "tablespace",
  "cast",
  "collation",
  "conversion",
  "operator",
  "publication",
  "subscription",
  "server",
  "foreign data wrapper",
  "foreign table",
  "text search",
  "transform",
  "access method",
  "event trigger",
  "language",
  "trusted language",
] as const;

/** The words that tell what a statement is about, for people. */
export function wordsOf(reader: TokenReader): string {
  const words = reader.rest().map((token) => token.kind === "word" ? token.text : "…");
  return words.slice(0, 3).join(" ").toUpperCase();
}

/** The table behind the next ON, for what belongs to one. */
export function onTable(reader: TokenReader): ObjectName {
  // An event may be "UPDATE OF a", a rule "ON UPDATE TO t".
  for (;;) {
    const word = reader.skipTo("on", "to");
    if (word === null) return reader.objectName();
    const event = ["select", "insert", "update", "delete"].some((each) => reader.takes(each));
    if (!event) return reader.objectName();
  }
}

function readTable(reader: TokenReader, temporary: boolean): StatementFacts {
  const ifNotExists = reader.takes("if", "not", "exists");
  const table = reader.objectName();
  const columns: ColumnDefinition[] = [];
  const constraints: ConstraintDefinition[] = [];
  const partitionOf = reader.takes("partition", "of") ? reader.objectName() : null;
  if (reader.seesSymbol("(")) {
    for (const part of reader.group().parts()) {
      if (seesConstraint(part)) constraints.push(readConstraint(part));
      else if (!part.takes("like")) columns.push(readColumn(part));
    }
  }
  let inherits: readonly ObjectName[] = [];
  let asQuery = false;
  for (let word; (word = reader.skipTo("inherits", "as")) !== null;) {
    if (word === "as") {
      asQuery = true;
      break;
    }
    inherits = reader.group().objectNames();
  }
  return {
    kind: "create-table",
    table,
    ifNotExists,
    temporary,
    columns,
    constraints,
    partitionOf,
    inherits,
    asQuery,
  };
}

function readIndex(reader: TokenReader, unique: boolean): StatementFacts {
  const concurrently = reader.takes("concurrently");
  const ifNotExists = reader.takes("if", "not", "exists");
  const index = reader.sees("on") ? null : reader.objectName().name;
  reader.expects("on");
  reader.takes("only");
  const table = reader.objectName();
  if (reader.takes("using")) reader.objectName();
  const columns = reader.group().parts().map((part) => {
    if (part.seesSymbol("(")) return null;
    const name = part.name();
    return part.seesSymbol("(") || part.seesSymbol(".") ? null : name;
  });
  return { kind: "create-index", index, table, unique, columns, concurrently, ifNotExists };
}

function readType(reader: TokenReader): StatementFacts {
  const name = reader.objectName();
  const isEnum = reader.takes("as", "enum");
  const labels = isEnum ? reader.group().parts().map((part) => part.string()) : null;
  return { kind: "create-type", name, labels };
}
