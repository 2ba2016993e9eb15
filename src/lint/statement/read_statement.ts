import { UnclosedError } from "../../dialect/postgresql/sql_scanner.ts";
import { readAlter } from "./read_alter.ts";
import { onTable, readCreate, wordsOf } from "./read_create.ts";
import { LOCK_MODES, type LockMode, type StatementFacts } from "./statement.ts";
import { type Token, TokenReader, tokensOf, UnreadableError } from "./token_reader.ts";

/** A statement that has been read. */
export interface ReadStatement {
  readonly facts: StatementFacts;
  readonly tokens: readonly Token[];
}

/**
 * Reads one statement of PostgreSQL. It never throws: what is not understood is `unknown`, which nobody
 * may take for harmless.
 */
export function readStatement(sql: string): ReadStatement {
  let tokens: readonly Token[] = [];
  try {
    tokens = tokensOf(sql);
    return { facts: read(new TokenReader(tokens)), tokens };
  } catch (error) {
    if (!(error instanceof UnreadableError || error instanceof UnclosedError)) throw error;
    return { facts: { kind: "unknown", what: wordsOf(new TokenReader(tokens)) }, tokens };
  }
}

function read(reader: TokenReader): StatementFacts {
  const { next } = reader;
  if (next === undefined) return other("empty");
  if (next.kind !== "word") return reader.skipGroup() ? selects(reader) : unknown(reader);
  const verb = next.value;
  const known = Object.hasOwn(READERS, verb) ? READERS[verb] : undefined;
  if (known === undefined) return unknown(reader);
  reader.take();
  return known(reader);
}

function unknown(reader: TokenReader): StatementFacts {
  return { kind: "unknown", what: wordsOf(reader) };
}

function other(what: string, outsideTransaction = false): StatementFacts {
  return { kind: "other", what, outsideTransaction };
}

function transaction(
  verb: Extract<StatementFacts, { readonly kind: "transaction" }>["verb"],
): () => StatementFacts {
  return () => ({ kind: "transaction", verb });
}

const READERS: Readonly<Record<string, (reader: TokenReader) => StatementFacts>> = {
  create: readCreate,
  alter: readAlter,
  drop: readDrop,
  truncate: readTruncate,
  reindex: readReindex,
  cluster: readCluster,
  vacuum: readVacuum,
  analyze: (reader) => ({ kind: "analyze", tables: tablesIn(reader) }),
  analyse: (reader) => ({ kind: "analyze", tables: tablesIn(reader) }),
  lock: readLock,
  comment: readComment,
  refresh: readRefresh,
  insert: (reader) => {
    reader.expects("into");
    return { kind: "insert", table: reader.objectName(), where: false };
  },
  update: (reader) => readChange(reader, "update"),
  delete: (reader) => {
    reader.expects("from");
    return readChange(reader, "delete");
  },
  merge: (reader) => {
    reader.expects("into");
    return { ...readChange(reader, "merge"), where: true } as StatementFacts;
  },
  copy: readCopy,
  with: readWith,
  select: selects,
  values: selects,
  table: selects,
  begin: transaction("begin"),
  start: transaction("begin"),
  commit: transaction("commit"),
  end: transaction("commit"),
  rollback: (reader) => {
    reader.skipTo("to");
    return { kind: "transaction", verb: reader.ended ? "rollback" : "savepoint" };
  },
  abort: transaction("rollback"),
  savepoint: transaction("savepoint"),
  release: transaction("savepoint"),
  prepare: (reader) => reader.sees("transaction") ? transaction("other")() : other("prepare"),
  set: readSet,
  reset: (reader) => ({ kind: "set", parameter: parameterName(reader), local: false, value: "" }),
  discard: () => other("discard"),
  grant: () => other("grant"),
  revoke: () => other("revoke"),
  reassign: () => other("reassign"),
  security: () => other("security label"),
  notify: () => other("notify"),
  listen: () => other("listen"),
  unlisten: () => other("unlisten"),
  show: () => other("show"),
  checkpoint: () => other("checkpoint"),
  load: () => other("load"),
  deallocate: () => other("deallocate"),
};

function selects(reader: TokenReader): StatementFacts {
  const tokens = reader.rest();
  if (tokens.some((token) => token.kind === "word" && token.value === "into")) {
    return { kind: "unknown", what: "SELECT INTO" };
  }
  const calls = tokens.flatMap((token, index) =>
    token.kind === "word" && tokens[index + 1]?.text === "(" ? [token.value] : []
  );
  return { kind: "select", calls };
}

function readChange(reader: TokenReader, kind: "update" | "delete" | "merge"): StatementFacts {
  reader.takes("only");
  const table = reader.objectName();
  return { kind, table, where: reader.skipTo("where") !== null };
}

function readCopy(reader: TokenReader): StatementFacts {
  if (reader.seesSymbol("(")) return { kind: "select", calls: [] };
  const table = reader.objectName();
  const direction = reader.skipTo("from", "to");
  return direction === "to" ? { kind: "select", calls: [] } : { kind: "copy", table, where: false };
}

/** Behind its parts, WITH is the statement that uses them; a part that changes rows decides. */
function readWith(reader: TokenReader): StatementFacts {
  reader.takes("recursive");
  do {
    reader.name();
    reader.skipGroup();
    reader.expects("as");
    reader.takes("not");
    reader.takes("materialized");
    const part = reader.group();
    if (part.sees("insert") || part.sees("update") || part.sees("delete") || part.sees("merge")) {
      return read(part);
    }
    while (!reader.ended && !reader.seesSymbol(",") && !MAIN.some((verb) => reader.sees(verb))) {
      if (!reader.skipGroup()) reader.take();
    }
  } while (reader.takesSymbol(","));
  return read(reader);
}

const MAIN = ["select", "insert", "update", "delete", "merge", "values", "table"];

function readDrop(reader: TokenReader): StatementFacts {
  const part = reader.takesOne("trigger", "policy", "rule");
  if (part !== null) {
    return { kind: "table-part", verb: "drop", what: part, table: onTable(reader) };
  }
  const what = reader.takesOne(...DROPPED);
  if (what === null) return unknown(reader);
  if (what === "owned" || what === "user mapping") return other(`drop ${what}`);
  const concurrently = reader.takes("concurrently");
  reader.takes("if", "exists");
  const names = WITH_SIGNATURE.includes(what) ? [] : reader.objectNames();
  const cascade = reader.skipTo("cascade") !== null;
  return { kind: "drop", what, names, concurrently, cascade };
}

/** Their names are followed by types or tables. */
const WITH_SIGNATURE: readonly string[] = [
  "function",
  "procedure",
  "routine",
  "aggregate",
  "operator",
  "cast",
  "transform",
];

const DROPPED = [
  "table",
  "index",
  "materialized view",
  "view",
  "sequence",
  "schema",
  "type",
  "domain",
  "database",
  "extension",
  "foreign table",
  "foreign data wrapper",
  "function",
  "procedure",
  "routine",
  "aggregate",
  "operator",
  "cast",
  "collation",
  "conversion",
  "role",
  "user mapping",
  "user",
  "group",
  "tablespace",
  "publication",
  "subscription",
  "server",
  "statistics",
  "text search",
  "event trigger",
  "access method",
  "language",
  "transform",
  "owned",
] as const;

function readTruncate(reader: TokenReader): StatementFacts {
  reader.takes("table");
  const tables = reader.objectNames();
  return { kind: "truncate", tables, cascade: reader.skipTo("cascade") !== null };
}

function readReindex(reader: TokenReader): StatementFacts {
  const options = reader.seesSymbol("(") ? reader.group() : null;
  const what = reader.takesOne("index", "table", "schema", "database", "system");
  if (what === null) return unknown(reader);
  const concurrently = reader.takes("concurrently") || options?.skipTo("concurrently") != null;
  const name = reader.ended ? null : reader.objectName();
  return { kind: "reindex", what, name, concurrently };
}

function readCluster(reader: TokenReader): StatementFacts {
  reader.takes("verbose");
  reader.skipGroup();
  return { kind: "cluster", table: reader.ended ? null : reader.objectName() };
}

function readVacuum(reader: TokenReader): StatementFacts {
  const options = reader.seesSymbol("(") ? reader.group() : null;
  let full = options?.skipTo("full") != null && !options.sees("false") && !options.sees("off");
  for (let word; (word = reader.takesOne("full", "freeze", "verbose", "analyze")) !== null;) {
    full ||= word === "full";
  }
  return { kind: "vacuum", full, tables: tablesIn(reader) };
}

/** The tables of a list in which columns may stand behind each; none means all there are. */
function tablesIn(reader: TokenReader) {
  reader.skipGroup();
  reader.takes("verbose");
  return reader.parts().map((part) => {
    part.takes("only");
    return part.objectName();
  });
}

function readLock(reader: TokenReader): StatementFacts {
  reader.takes("table");
  const tables = reader.objectNames();
  const name = reader.takes("in") ? reader.textUntil("mode").toUpperCase() : "ACCESS EXCLUSIVE";
  const mode = LOCK_MODES.find((each): each is LockMode => each === name);
  return mode === undefined ? unknown(reader) : { kind: "lock", tables, mode };
}

function readComment(reader: TokenReader): StatementFacts {
  reader.expects("on");
  if (reader.takes("table")) return { kind: "comment", table: reader.objectName() };
  if (reader.takes("column")) {
    const parts = [reader.name()];
    while (reader.takesSymbol(".")) parts.push(reader.name());
    return { kind: "comment", table: { schema: parts.at(-3) ?? null, name: parts.at(-2) ?? "" } };
  }
  const part = reader.takesOne("constraint", "trigger", "policy", "rule");
  if (part === null) return { kind: "comment", table: null };
  reader.skipTo("on");
  return { kind: "comment", table: reader.takes("domain") ? null : reader.objectName() };
}

function readRefresh(reader: TokenReader): StatementFacts {
  reader.expects("materialized", "view");
  const concurrently = reader.takes("concurrently");
  return { kind: "refresh", name: reader.objectName(), concurrently };
}

function readSet(reader: TokenReader): StatementFacts {
  if (reader.takes("transaction")) return { kind: "transaction", verb: "savepoint" };
  const local = reader.takes("local");
  reader.takes("session");
  const parameter = parameterName(reader);
  if (!reader.takesSymbol("=")) reader.takes("to");
  const value = reader.parts().map((part) => part.textUntil()).join(", ");
  return { kind: "set", parameter, local, value };
}

function parameterName(reader: TokenReader): string {
  let name = reader.name();
  while (reader.takesSymbol(".")) name += `.${reader.name()}`;
  return name.toLowerCase();
}
