import { type CommandError, DatabaseError } from "../../../../errors/mod.ts";
import {
  exceptionClasses,
  PyClass,
  PyDict,
  PyException,
  PyInstance,
  Raised,
  type Value,
} from "../../../runtime/mod.ts";
import { errorClass, type SqlalchemyErrorName } from "../exc.ts";

/** The DBAPI's own exceptions, as `error.orig` shows them. */
const driverErrors = new Map<string, PyClass>();

function driverClass(name: string, module = "psycopg2.errors", base?: PyClass): PyClass {
  let cls = driverErrors.get(name);
  if (cls === undefined) {
    cls = new PyClass({ name, module, bases: [base ?? exceptionClasses.get("Exception")!] });
    driverErrors.set(name, cls);
  }
  return cls;
}

/** The classes of psycopg2 that PEP 249 asks for. */
export const psycopg2Error: PyClass = driverClass("Error", "psycopg2");
const driverDatabaseError = driverClass("DatabaseError", "psycopg2", psycopg2Error);
/** Those classes by name, for `import psycopg2`. */
export const psycopg2Classes: Readonly<Record<string, PyClass>> = {
  Error: psycopg2Error,
  DatabaseError: driverDatabaseError,
  InterfaceError: driverClass("InterfaceError", "psycopg2", psycopg2Error),
  ...Object.fromEntries(
    [
      "DataError",
      "IntegrityError",
      "InternalError",
      "NotSupportedError",
      "OperationalError",
      "ProgrammingError",
    ].map((name) => [name, driverClass(name, "psycopg2", driverDatabaseError)]),
  ),
};

/** Names of frequent conditions as psycopg2 spells them (PostgreSQL manual, appendix A). */
const conditions: Readonly<Record<string, string>> = {
  "0A000": "FeatureNotSupported",
  "22001": "StringDataRightTruncation",
  "22003": "NumericValueOutOfRange",
  "22007": "InvalidDatetimeFormat",
  "22012": "DivisionByZero",
  "22023": "InvalidParameterValue",
  "22P02": "InvalidTextRepresentation",
  "23000": "IntegrityConstraintViolation",
  "23502": "NotNullViolation",
  "23503": "ForeignKeyViolation",
  "23505": "UniqueViolation",
  "23514": "CheckViolation",
  "23P01": "ExclusionViolation",
  "25001": "ActiveSqlTransaction",
  "25P01": "NoActiveSqlTransaction",
  "25P02": "InFailedSqlTransaction",
  "2BP01": "DependentObjectsStillExist",
  "3D000": "InvalidCatalogName",
  "3F000": "InvalidSchemaName",
  "40001": "SerializationFailure",
  "40P01": "DeadlockDetected",
  "42501": "InsufficientPrivilege",
  "42601": "SyntaxError",
  "42602": "InvalidName",
  "42701": "DuplicateColumn",
  "42702": "AmbiguousColumn",
  "42703": "UndefinedColumn",
  "42704": "UndefinedObject",
  "42710": "DuplicateObject",
  "42712": "DuplicateAlias",
  "42723": "DuplicateFunction",
  "42725": "AmbiguousFunction",
  "42803": "GroupingError",
  "42804": "DatatypeMismatch",
  "42809": "WrongObjectType",
  "42846": "CannotCoerce",
  "42883": "UndefinedFunction",
  "42939": "ReservedName",
  "42P01": "UndefinedTable",
  "42P06": "DuplicateSchema",
  "42P07": "DuplicateTable",
  "42P16": "InvalidTableDefinition",
  "42P17": "InvalidObjectDefinition",
  "42P18": "IndeterminateDatatype",
  "55000": "ObjectNotInPrerequisiteState",
  "55006": "ObjectInUse",
  "55P03": "LockNotAvailable",
  "55P04": "UnsafeNewEnumValueUsage",
  "57014": "QueryCanceled",
  "P0001": "RaiseException",
};

/** The class of PEP 249 that psycopg2 gives an SQLSTATE, by its class (first two characters). */
function baseName(sqlstate: string): SqlalchemyErrorName {
  const group = sqlstate.slice(0, 2);
  if (group === "0A") return "NotSupportedError";
  if (group === "22") return "DataError";
  if (group === "23") return "IntegrityError";
  if (["20", "21", "3D", "3F", "42", "44"].includes(group)) return "ProgrammingError";
  if (["08", "26", "27", "28", "34", "40", "53", "54", "55", "57", "58", "HV"].includes(group)) {
    return "OperationalError";
  }
  if (
    ["24", "25", "2B", "2D", "2F", "38", "39", "3B", "F0", "P0", "XX"].includes(group)
  ) return "InternalError";
  return "DatabaseError";
}

/** The classes of `psycopg2.errors` by name. */
export function conditionClasses(): Readonly<Record<string, PyClass>> {
  return Object.fromEntries(
    Object.entries(conditions).map(([sqlstate, name]) => {
      const base = psycopg2Classes[baseName(sqlstate)] ?? driverDatabaseError;
      return [name, driverClass(name, "psycopg2.errors", base)] as const;
    }),
  );
}

/** SQLAlchemy's numbers for its pages about errors. */
const pages: Readonly<Partial<Record<SqlalchemyErrorName, string>>> = {
  DatabaseError: "4xp6",
  DataError: "9h9h",
  IntegrityError: "gkpj",
  InternalError: "2j85",
  NotSupportedError: "tw8g",
  OperationalError: "e3q8",
  ProgrammingError: "f405",
};

/** `psycopg2`'s message: the server's, then DETAIL and HINT in lines of their own. */
function driverMessage(error: DatabaseError): string {
  const { detail, serverHint, position } = error.report;
  let message = `${error.message}\n`;
  if (position !== undefined && error.sql !== undefined) {
    message += pointTo(error.sql, position);
  }
  if (detail) message += `DETAIL:  ${detail}\n`;
  if (serverHint) message += `HINT:  ${serverHint}\n`;
  return message;
}

/** `LINE 1: SELECT x` and a caret, as libpq shows a position. */
function pointTo(sql: string, position: number): string {
  const before = [...sql].slice(0, position - 1).join("");
  const number = before.split("\n").length;
  const line = sql.split("\n")[number - 1] ?? "";
  const column = before.length - (before.lastIndexOf("\n") + 1);
  const label = `LINE ${number}: `;
  return `${label}${line}\n${" ".repeat(label.length + column)}^\n`;
}

/** The Python exception of an error of the database, for `except` clauses of a revision to catch. */
export function raisedFrom(error: DatabaseError): Raised {
  const sqlstate = error.report.sqlstate ?? "";
  const name = baseName(sqlstate);
  const condition = conditions[sqlstate];
  const base = psycopg2Classes[name] ?? driverDatabaseError;
  const cls = condition === undefined ? base : driverClass(condition, "psycopg2.errors", base);
  const message = driverMessage(error);
  const original = new PyException(cls, [message]);
  original.attributes = new Map<string, Value>([
    ["pgcode", sqlstate === "" ? null : sqlstate],
    ["pgerror", `${error.report.severity ?? "ERROR"}:  ${message}`],
    ["diag", diagnostics(error)],
  ]);
  const page = pages[name];
  const lines = [
    `(${cls.module === "psycopg2" ? "psycopg2" : cls.module}.${cls.name}) ${message}`,
    ...(error.sql === undefined ? [] : [`[SQL: ${error.sql}]`]),
    ...(page === undefined
      ? []
      : [`(Background on this error at: https://sqlalche.me/e/20/${page})`]),
  ];
  const exception = new PyException(errorClass(name), [lines.join("\n")]);
  exception.native = error;
  exception.attributes = new Map<string, Value>([
    ["orig", original],
    ["statement", error.sql ?? null],
    ["params", new PyDict()],
    ["code", page ?? null],
    ["connection_invalidated", false],
  ]);
  return new Raised(exception);
}

/** The Python exception of a statement that cannot be written, for `except` clauses to catch. */
export function raisedFromCompile(error: CommandError): Raised {
  const missing = error.message.startsWith("A value is required for bind parameter");
  const exception = missing
    ? new PyException(errorClass("StatementError"), [
      `(sqlalchemy.exc.InvalidRequestError) ${error.message}`,
    ])
    : new PyException(errorClass("CompileError"), [error.message]);
  exception.native = error;
  return new Raised(exception);
}

const diagnosticsClass = new PyClass({
  name: "Diagnostics",
  module: "psycopg2.extensions",
  bases: [exceptionClasses.get("BaseException")!.bases[0]!],
});

function diagnostics(error: DatabaseError): Value {
  const object = new PyInstance(diagnosticsClass);
  const { report } = error;
  object.attributes = new Map<string, Value>([
    ["sqlstate", report.sqlstate ?? null],
    ["severity", report.severity ?? null],
    ["message_primary", error.message],
    ["message_detail", report.detail ?? null],
    ["message_hint", report.serverHint ?? null],
    ["schema_name", report.schema ?? null],
    ["table_name", report.table ?? null],
    ["column_name", report.column ?? null],
    ["constraint_name", report.constraint ?? null],
  ]);
  return object;
}
