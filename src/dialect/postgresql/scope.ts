import { CommandError } from "../../errors/mod.ts";
import { nullType, type SqlType } from "../../schema/types.ts";
import type { BindParameter, Expression } from "../../sql/expression.ts";
import type { CommonTableExpression, FromClause } from "../../sql/from_clause.ts";
import type { SqlValue } from "../../sql/value.ts";
import { type CompileOptions, doublesBackslashes } from "../dialect.ts";
import { placeText } from "./percent_signs.ts";
import { isKind, scriptLiteral } from "./script_literal.ts";
import { serverLiteral } from "./server_literal.ts";
import { trimBoth } from "../../config/trim_end.ts";

/** What is counted and gathered while one statement is written. Most statements have nothing of it. */
export class StatementState {
  #anonymous?: Map<string, number>;
  #parts?: Map<Expression | string, Map<string, string>>;
  #names?: Map<FromClause, string>;
  #shortLabels?: Map<string, string>;
  #ctes?: Map<CommonTableExpression, string>;
  recursive = false;

  /** How many names were made from each stem (`anon_1`, `count_2`). */
  get anonymous(): Map<string, number> {
    return this.#anonymous ??= new Map();
  }

  /** Names that were made for nameless parts, by their stems. */
  get parts(): Map<Expression | string, Map<string, string>> {
    return this.#parts ??= new Map();
  }

  /** Names that were made for nameless tables. */
  get names(): Map<FromClause, string> {
    return this.#names ??= new Map();
  }

  /** What became of names of results that were too long. */
  get shortLabels(): Map<string, string> {
    return this.#shortLabels ??= new Map();
  }

  /** WITH clauses met, in order, as text by name. */
  get ctes(): Map<CommonTableExpression, string> {
    return this.#ctes ??= new Map();
  }
}

/** How the parts of a statement are to be written. */
export interface Scope {
  /** Writes a value. */
  literal(value: SqlValue, type: SqlType): string;
  /** What stands in the place of a parameter without a value. */
  missing(name: string, type: SqlType): string;
  /** Whether to double backslashes in texts that are written directly. */
  readonly doubleBackslashes: boolean;
  /** Whether columns are written with their table. */
  readonly tables: boolean;
  /** Whether an operator is around: PostgreSQL's own operators are in parentheses inside another. */
  readonly insideOperator: boolean;
  /** Whether the columns of a SELECT are written with their names, as in FROM (SELECT …). */
  readonly nameColumns: boolean;
  /** Tables of the statements around this one, which a subquery does not list again. */
  readonly enclosing: readonly FromClause[];
  /** Tables that get a made name, for others of their name stand beside them. */
  readonly renamed: ReadonlySet<FromClause>;
  readonly state: StatementState;
  /** Values for the places of `text()` and of named parameters. */
  readonly parameters: Readonly<Record<string, SqlValue>>;
}

const NONE: ReadonlySet<FromClause> = new Set();

/** For what stands beside an operator. */
export function withinOperator(scope: Scope): Scope {
  return scope.insideOperator ? scope : { ...scope, insideOperator: true };
}

/** For expressions in DDL: values are written into the text and columns without their table. */
export function ddlScope(options: CompileOptions): Scope {
  const double = doublesBackslashes(options);
  return {
    literal: (value, type) => scriptLiteral(value, type, double),
    missing: () => "NULL",
    doubleBackslashes: double,
    tables: false,
    insideOperator: false,
    nameColumns: false,
    enclosing: [],
    renamed: NONE,
    state: new StatementState(),
    parameters: {},
  };
}

/** For statements on rows: as a script writes them, or as they are sent to a server. */
export function statementScope(
  options: CompileOptions,
  parameters: Readonly<Record<string, SqlValue>> = {},
): Scope {
  const shared = {
    tables: true,
    insideOperator: false,
    nameColumns: false,
    enclosing: [],
    renamed: NONE,
    state: new StatementState(),
    parameters,
  };
  if (!options.offline) {
    return {
      ...shared,
      literal: serverLiteral,
      missing: (name) => {
        throw new CommandError(
          "missing_parameter",
          `A value is required for bind parameter '${name}'`,
          { hint: `Give a value, or write \\:${name} if the colon is meant as it stands` },
        );
      },
      doubleBackslashes: false,
    };
  }
  const double = doublesBackslashes(options);
  const script = {
    ...shared,
    // SQLAlchemy writes NaN and its like as bare words, which are columns to a server.
    literal: (value: SqlValue, type: SqlType) =>
      options.standardStrings && isNoFiniteNumber(value)
        ? serverLiteral(value, type)
        : scriptLiteral(value, type, double),
    doubleBackslashes: double,
  };
  if (options.literalBinds === false) {
    const mark = (name: string) => options.paramstyle === "pyformat" ? placeText(name) : `:${name}`;
    return { ...script, missing: mark };
  }
  return { ...script, missing: () => "NULL" };
}

function isNoFiniteNumber(value: SqlValue): boolean {
  return typeof value === "number"
    ? !Number.isFinite(value)
    : isKind(value, "decimal") && !/\d/.test(value.text);
}

/** The list that an expanding parameter holds, each member as text. */
export function expandedList(bind: BindParameter, scope: Scope): readonly string[] {
  const value = bind.name !== undefined && Object.hasOwn(scope.parameters, bind.name)
    ? scope.parameters[bind.name]!
    : bind.value;
  if (typeof value === "object" && value !== null && "kind" in value && value.kind === "list") {
    return value.items.map((item) => memberText(item, bind.type, scope));
  }
  throw new CommandError(
    "invalid_value",
    `The parameter '${bind.name ?? ""}' is expanding and needs a list of values`,
  );
}

/** A tuple among the members stands in parentheses. */
function memberText(item: SqlValue, type: SqlType, scope: Scope): string {
  if (typeof item === "object" && item !== null && "kind" in item && item.kind === "list") {
    return `(${item.items.map((each) => memberText(each, nullType, scope)).join(", ")})`;
  }
  return scope.literal(item, type.kind === "null" ? typeOfValue(item) : type);
}

/**
 * A value that is given along with a statement. Where nothing says its type, a list is written as the server gets it: scripts have no
 * form for it.
 */
export function givenText(value: SqlValue, type: SqlType, scope: Scope): string {
  if (type.kind !== "null") return scope.literal(value, type);
  return isKind(value, "list")
    ? serverLiteral(value, nullType)
    : scope.literal(value, typeOfValue(value));
}

/** A parameter: its value, or what stands for a missing one. */
export function bindText(bind: BindParameter, scope: Scope, typeHint: SqlType = nullType): string {
  if (bind.expanding) return `(${expandedList(bind, scope).join(", ")})`;
  const type = bind.type.kind === "null" ? typeHint : bind.type;
  if (bind.name !== undefined && Object.hasOwn(scope.parameters, bind.name)) {
    return givenText(scope.parameters[bind.name]!, type, scope);
  }
  if (bind.value === undefined) return scope.missing(bind.name ?? "param_1", type);
  return scope.literal(bind.value, type);
}

/** The next name of a series: `anon_1`, `anon_2`, … */
export function anonymousName(name: string, scope: Scope, isRepeated = false): string {
  // SQLAlchemy keeps the names of what comes again apart by an underscore more.
  const stem = trimBoth(name.replace(/[%() $]+/g, "_"), "_") + (isRepeated ? "_" : "");
  const number = (scope.state.anonymous.get(stem) ?? 0) + 1;
  scope.state.anonymous.set(stem, number);
  return `${stem}_${number}`;
}

/** The made name of a part of a statement, which it keeps wherever else it stands in the statement. */
export function nameOfPart(
  part: Expression | string,
  stem: string,
  repetition: number,
  scope: Scope,
): string {
  const { parts } = scope.state;
  const names = parts.get(part) ?? new Map<string, string>();
  parts.set(part, names);
  const key = `${repetition} ${stem}`;
  const name = names.get(key) ?? anonymousName(stem, scope, repetition > 0);
  names.set(key, name);
  return name;
}

/** The type that SQLAlchemy gives a value of which it knows nothing else. */
export function typeOfValue(value: SqlValue): SqlType {
  if (value === null) return nullType;
  switch (typeof value) {
    case "boolean":
      return { kind: "boolean", form: "Boolean" };
    case "bigint":
      return { kind: "integer", form: "Integer" };
    case "number":
      return { kind: "float", form: "Float" };
    case "string":
      return { kind: "string", form: "String" };
  }
  if (value instanceof Uint8Array) return { kind: "binary", form: "LargeBinary" };
  switch (value.kind) {
    case "decimal":
      return { kind: "numeric", form: "Numeric" };
    case "date":
      return { kind: "date", form: "Date" };
    case "datetime":
      return { kind: "datetime", form: "DateTime" };
    case "time":
      return { kind: "time", form: "Time" };
    case "interval":
      return { kind: "interval", form: "Interval" };
    case "uuid":
      return { kind: "uuid", form: "Uuid" };
    case "enum":
      return value.isValue ? typeOfValue(value.value) : nullType;
    default:
      return nullType;
  }
}
