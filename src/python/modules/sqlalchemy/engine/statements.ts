import type { QueryResult } from "../../../../database/connection.ts";
import { outputColumns } from "../expression/output_columns.ts";
import { CommandError } from "../../../../errors/mod.ts";
import type { BulkInsert } from "../../../../operations/operation.ts";
import { nullType, type SqlType, typeFor } from "../../../../schema/types.ts";
import type { Executable } from "../../../../sql/expression.ts";
import type { Insert, Update } from "../../../../sql/query.ts";
import type { Statement } from "../../../../sql/statement.ts";
import type { SqlValue } from "../../../../sql/value.ts";
import {
  asString,
  type Evaluation,
  PyDict,
  PyFloat,
  PyList,
  PyTuple,
  refuseOpaque,
  typeError,
  type Value,
} from "../../../runtime/mod.ts";
import { insertRow, insertValue } from "../../alembic/bulk_insert.ts";
import type { HostRequest } from "../../host.ts";
import { sqlalchemyError } from "../exc.ts";
import { columnNamed } from "../expression/from_source.ts";
import { bindOf } from "../expression/infer.ts";
import { enumMember } from "../types/enum.ts";
import { callableDefaults, withCallableDefaults } from "../schema/callable_defaults.ts";
import { resultValue } from "../types/decorator.ts";
import { typeObject } from "../types/engine.ts";
import { sqlValue } from "../values.ts";
import type { Binding } from "./binding.ts";
import { raisedFromCompile } from "./errors.ts";

/** Values for the places of a statement. */
export type Parameters = Readonly<Record<string, SqlValue>>;

/** One dict of parameters, several, or none. */
export function parameterSets(value: Value): readonly PyDict[] | PyDict | null {
  if (value === null) return null;
  refuseOpaque(value, "the parameters of execute()");
  if (value instanceof PyDict) return value;
  if (value instanceof PyList || value instanceof PyTuple) {
    if (value.items.length === 0) return null;
    return value.items.map((item) => {
      if (item instanceof PyDict) return item;
      refuseOpaque(item, "the parameters of execute()");
      throw sqlalchemyError("ArgumentError", "List argument must consist only of dictionaries");
    });
  }
  throw typeError("the parameters of execute() are a dict or a list of dicts");
}

/** A dict of parameters as plain values by name. */
export function parametersOf(dict: PyDict): Parameters {
  const entries = Array.from(
    dict.entries(),
    ([key, value]) => [asString(key) ?? "", sqlValue(value)],
  );
  return Object.fromEntries(entries);
}

/** The names that a DML statement has as parameters of its own. */
function bindNames(value: unknown, found: Set<string> = new Set(), depth = 0): ReadonlySet<string> {
  if (typeof value !== "object" || value === null || depth > 12) return found;
  const node = value as { readonly kind?: string; readonly name?: unknown };
  if (node.kind === "bind" && typeof node.name === "string") found.add(node.name);
  if (node.kind === "text" && "sql" in node) {
    for (const match of String(node.sql).matchAll(/(?<![:\w\\]):(\w+)(?!:)/g)) found.add(match[1]!);
  }
  for (const part of Object.values(value)) bindNames(part, found, depth + 1);
  return found;
}

/**
 * A statement with one dict of parameters: those that an INSERT or UPDATE does not name are values for
 * the columns of the same name.
 */
export function withParameters(
  statement: Executable,
  dict: PyDict | null,
): { readonly statement: Executable; readonly parameters?: Parameters } {
  if (dict === null) return { statement };
  if (statement.kind !== "insert" && statement.kind !== "update") {
    return { statement, parameters: parametersOf(dict) };
  }
  const own = bindNames(statement.kind === "insert" ? statement.rows : statement);
  const values = new PyDict();
  const rest = new PyDict();
  for (const [key, value] of dict.entries()) {
    (own.has(asString(key) ?? "") ? rest : values).set(key, value);
  }
  const parameters = parametersOf(rest);
  if (values.size === 0) return { statement, parameters };
  const { table } = statement;
  const assignments = [...values.entries()].map(([key, value]) => {
    const name = asString(key) ?? "";
    const column = columnNamed(table, name);
    if (column === undefined) {
      throw sqlalchemyError("CompileError", `Unconsumed column names: ${name}`);
    }
    const { type } = column;
    const made = insertValue(value, type);
    return {
      column: column.name,
      value: made.kind === "expression" ? made.expression : bindOf(value, type),
    };
  });
  const filled: Executable = statement.kind === "insert"
    ? { ...statement, rows: [[...statement.rows?.[0] ?? [], ...assignments]] } satisfies Insert
    : { ...statement, values: [...statement.values, ...assignments] } satisfies Update;
  return { statement: filled, parameters };
}

/** `execute(table.insert(), [rows])`: one INSERT of several rows; null where it is not that. */
export function rowsInsert(statement: Executable, sets: readonly PyDict[]): BulkInsert | null {
  if (
    statement.kind !== "insert" || statement.rows !== undefined || statement.returning ||
    statement.onConflict || statement.fromSelect
  ) return null;
  const defaults = callableDefaults(statement.table, "insertDefault");
  return {
    kind: "bulkInsert",
    table: statement.table,
    rows: sets.map((row) => insertRow(row, statement.table, defaults)),
  };
}

/** Compiles a statement for the server or the script of a binding. */
export function compiled(
  { host }: Binding,
  statement: Executable,
  parameters?: Parameters,
): Statement {
  try {
    return host.dialect.compileExecutable(
      withCallableDefaults(statement),
      host.compileOptions,
      parameters,
    );
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw raisedFromCompile(error);
  }
}

/** Asks for the result of a statement. */
export function* ask(binding: Binding, statement: Statement): Evaluation<QueryResult> {
  const request: HostRequest = {
    kind: "execute",
    statement,
    place: binding.context.currentPlace(),
  };
  return (yield request) as QueryResult;
}

/** What the types of a statement's columns make of decoded values; null where nothing is to be done. */
export function resultProcessor(
  statement: Executable,
): ((value: Value, index: number) => Value) | null {
  if (statement.kind === "text" || statement.kind === "values") return null;
  const types = [...outputColumns(statement)].map(([, type]) => type);
  if (!types.some(needsProcessing)) return null;
  return (value, index) => processed(value, types[index] ?? nullType);
}

function needsProcessing(type: SqlType): boolean {
  if (typeObject(type) !== undefined) return true;
  const { kind } = typeFor(type, "postgresql");
  return kind === "enum" || kind === "uuid";
}

function processed(value: Value, type: SqlType): Value {
  const object = typeObject(type);
  const plain = typeFor(type, "postgresql");
  let result = value;
  if (value !== null) {
    if (plain.kind === "enum" && object !== undefined && typeof value === "string") {
      result = enumMember(object, value) ?? value;
    } else if (plain.kind === "uuid" && plain.asUuid === false) {
      result = asText(value);
    } else if (plain.kind === "numeric" && object?.attributes?.get("asdecimal") === false) {
      result = new PyFloat(Number(asText(value)));
    } else if (plain.kind === "float" && typeof value === "object" && !(value instanceof PyFloat)) {
      result = new PyFloat(Number(asText(value)));
    }
  }
  return resultValue(object, result);
}

function asText(value: Value): string {
  const converted = sqlValue(value);
  return typeof converted === "object" && converted !== null && "text" in converted
    ? converted.text
    : String(converted);
}
