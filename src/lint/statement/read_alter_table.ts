import { readColumn, readConstraint, seesConstraint } from "./read_column.ts";
import type { AlterAction, FactsOf } from "./statement.ts";
import { type TokenReader, UnreadableError } from "./token_reader.ts";

/** Reads ALTER TABLE, from behind the word TABLE. */
export function readAlterTable(reader: TokenReader): FactsOf<"alter-table"> {
  reader.takes("if", "exists");
  reader.takes("only");
  const table = reader.objectName();
  reader.takesSymbol("*");
  return { kind: "alter-table", table, actions: reader.parts().map(readAction) };
}

function readAction(reader: TokenReader): AlterAction {
  if (reader.takes("add")) return readAdd(reader);
  if (reader.takes("drop")) return readDrop(reader);
  if (reader.takes("alter")) return readAlterColumn(reader);
  if (reader.takes("rename")) return readRename(reader);
  if (reader.takes("set")) return readSet(reader);
  if (reader.takes("validate", "constraint")) {
    return { kind: "validate-constraint", constraint: reader.name() };
  }
  if (reader.takes("attach", "partition")) {
    const partition = reader.objectName();
    return { kind: "attach-partition", partition, isDefault: reader.sees("default") };
  }
  if (reader.takes("detach", "partition")) {
    return {
      kind: "detach-partition",
      partition: reader.objectName(),
      concurrently: reader.takes("concurrently"),
      finalize: reader.takes("finalize"),
    };
  }
  const inherit = reader.takes("inherit");
  if (inherit || reader.takes("no", "inherit")) {
    return { kind: "inherit", parent: reader.objectName(), inherit };
  }
  if (reader.takes("cluster", "on") || reader.takes("reset")) return { kind: "setting" };
  const switching = reader.takesOne("enable", "disable");
  if (switching !== null) {
    if (!reader.takes("always")) reader.takes("replica");
    if (reader.takes("trigger")) return { kind: "trigger", enable: switching === "enable" };
    return { kind: "catalogue", what: `${switching} ${reader.textUntil()}` };
  }
  const what = reader.takesOne("owner to", "replica identity", "force", "no force", "of", "not of");
  return { kind: "catalogue", what: what ?? unknownAction(reader) };
}

function readAdd(reader: TokenReader): AlterAction {
  if (seesConstraint(reader)) return { kind: "add-constraint", constraint: readConstraint(reader) };
  reader.takes("column");
  const ifNotExists = reader.takes("if", "not", "exists");
  return { kind: "add-column", column: readColumn(reader), ifNotExists };
}

function readDrop(reader: TokenReader): AlterAction {
  const isConstraint = reader.takes("constraint");
  if (!isConstraint) reader.takes("column");
  reader.takes("if", "exists");
  const name = reader.name();
  return isConstraint
    ? { kind: "drop-constraint", constraint: name }
    : { kind: "drop-column", column: name };
}

function readAlterColumn(reader: TokenReader): AlterAction {
  if (reader.takes("constraint")) return { kind: "catalogue", what: "alter constraint" };
  reader.takes("column");
  const column = reader.name();
  if (reader.takes("set", "data", "type") || reader.takes("type")) {
    const type = reader.textUntil("using", "collate");
    if (reader.takes("collate")) reader.objectName();
    const using = reader.takes("using") ? reader.textUntil() : null;
    return { kind: "alter-type", column, type, using };
  }
  if (reader.takes("set", "not", "null")) return { kind: "set-not-null", column };
  if (reader.takes("drop", "not", "null")) return { kind: "drop-not-null", column };
  if (reader.takes("set", "default")) return { kind: "set-default", column };
  if (reader.takes("drop", "default")) return { kind: "drop-default", column };
  if (reader.takes("set", "expression")) return { kind: "set-expression", column };
  if (reader.takes("set", "statistics")) return { kind: "set-statistics", column };
  const isOption = reader.takes("set") && reader.seesSymbol("(") || reader.takes("reset");
  if (isOption) return { kind: "set-statistics", column };
  return { kind: "alter-column", column, what: reader.textUntil() };
}

function readRename(reader: TokenReader): AlterAction {
  if (reader.takes("to")) return { kind: "rename", to: reader.name() };
  if (reader.takes("constraint")) {
    const constraint = reader.name();
    reader.expects("to");
    return { kind: "rename-constraint", constraint, to: reader.name() };
  }
  reader.takes("column");
  const column = reader.name();
  reader.expects("to");
  return { kind: "rename-column", column, to: reader.name() };
}

function readSet(reader: TokenReader): AlterAction {
  if (reader.takes("schema")) return { kind: "set-schema", schema: reader.name() };
  if (reader.takes("logged")) return { kind: "set-logged" };
  if (reader.takes("unlogged")) return { kind: "set-unlogged" };
  if (reader.takes("tablespace")) return { kind: "set-tablespace" };
  if (reader.takes("access", "method")) return { kind: "set-access-method" };
  if (reader.seesSymbol("(") || reader.takes("without", "cluster")) return { kind: "setting" };
  return unknownAction(reader);
}

function unknownAction(reader: TokenReader): never {
  throw new UnreadableError(`ALTER TABLE … ${reader.textUntil()}`);
}
