import type { ColumnDefinition, ConstraintDefinition } from "./statement.ts";
import { textOf, type TokenReader, UnreadableError } from "./token_reader.ts";

/** The words with which something behind the type of a column begins. */
const AFTER_TYPE = [
  "collate",
  "storage",
  "compression",
  "constraint",
  "not",
  "null",
  "check",
  "default",
  "generated",
  "unique",
  "primary",
  "references",
  "deferrable",
  "initially",
  "using",
  "no",
  "enforced",
];

/** Reads the definition of a column, as CREATE TABLE and ADD COLUMN have it. */
export function readColumn(reader: TokenReader): ColumnDefinition {
  const name = reader.name();
  const type = reader.textUntil(...AFTER_TYPE);
  const constraints: ConstraintDefinition[] = [];
  const column = {
    name,
    type,
    notNull: false,
    default: null as string | null,
    generated: null as "stored" | "virtual" | null,
    identity: false,
    constraints,
  };
  let constraintName: string | null = null;
  while (!reader.ended && !reader.seesSymbol(",")) {
    const constraint = (kind: ConstraintDefinition["kind"], more = {}) => {
      constraints.push({ ...plainConstraint(kind, constraintName, [name]), ...more });
      constraintName = null;
    };
    if (reader.takes("constraint")) constraintName = reader.name();
    else if (reader.takes("not", "null")) column.notNull = true;
    else if (reader.takes("not", "valid") && constraints.length > 0) {
      constraints.push({ ...constraints.pop()!, notValid: true });
    } else if (reader.takes("default")) column.default = readDefault(reader);
    else if (reader.takes("generated")) {
      if (!reader.takes("always")) reader.expects("by", "default");
      reader.expects("as");
      if (reader.takes("identity")) {
        column.identity = true;
        reader.skipGroup();
      } else {
        reader.group();
        column.generated = reader.takes("stored") ? "stored" : "virtual";
        reader.takes("virtual");
      }
    } else if (reader.takes("check")) {
      constraint("check", { expression: textOf(reader.group().rest()) });
    } else if (reader.takes("primary", "key")) {
      column.notNull = true;
      constraint("primary-key");
    } else if (reader.takes("unique")) constraint("unique");
    else if (reader.takes("references")) {
      constraint("foreign-key", { references: reader.objectName() });
      reader.skipGroup();
    } else reader.take();
  }
  return column;
}

/** The expression of DEFAULT ends where another clause of the column begins. */
function readDefault(reader: TokenReader): string {
  return reader.textUntil(...AFTER_TYPE.filter((word) => word !== "null")).trim();
}

/** Whether a constraint comes next, rather than a column. */
export function seesConstraint(reader: TokenReader): boolean {
  return reader.sees("constraint") || reader.sees("check") || reader.sees("unique") ||
    reader.sees("primary", "key") || reader.sees("exclude") || reader.sees("foreign", "key") ||
    reader.sees("not", "null");
}

/** Reads a constraint of a table, with its name if it has one. */
export function readConstraint(reader: TokenReader): ConstraintDefinition {
  const name = reader.takes("constraint") ? reader.name() : null;
  const constraint = { ...readKind(reader, name) };
  while (!reader.ended && !reader.seesSymbol(",")) {
    if (reader.takes("not", "valid")) constraint.notValid = true;
    else if (!reader.skipGroup()) reader.take();
  }
  return constraint;
}

function readKind(reader: TokenReader, name: string | null): ConstraintDefinition {
  if (reader.takes("check")) {
    const expression = textOf(reader.group().rest());
    return { ...plainConstraint("check", name, []), expression };
  }
  if (reader.takes("foreign", "key")) {
    const columns = reader.group().leadingNames();
    reader.expects("references");
    return { ...plainConstraint("foreign-key", name, columns), references: reader.objectName() };
  }
  if (reader.takes("exclude")) return plainConstraint("exclude", name, []);
  if (reader.takes("not", "null")) return plainConstraint("not-null", name, [reader.name()]);
  const kind = reader.takes("primary", "key")
    ? "primary-key"
    : reader.takes("unique")
    ? "unique"
    : null;
  if (kind === null) throw new UnreadableError("constraint");
  if (reader.takes("using", "index")) {
    return { ...plainConstraint(kind, name, []), usingIndex: reader.name() };
  }
  if (reader.takes("nulls")) {
    reader.takes("not");
    reader.expects("distinct");
  }
  return plainConstraint(kind, name, reader.group().leadingNames());
}

function plainConstraint(
  kind: ConstraintDefinition["kind"],
  name: string | null,
  columns: readonly string[],
): ConstraintDefinition {
  return {
    kind,
    name,
    columns,
    expression: null,
    references: null,
    notValid: false,
    usingIndex: null,
  };
}
