import { nameText, quotedName } from "../../schema/name.ts";
import { nullType } from "../../schema/types.ts";
import type { ColumnReference, Expression } from "../../sql/expression.ts";
import type { FromClause, TableColumn } from "../../sql/from_clause.ts";
import type { CompoundSelect, QueryTail, Select, Statement } from "../../sql/query.ts";

import { namedColumn, resultNames } from "../../sql/result_names.ts";
import { deleteText, insertText, updateText } from "./dml_text.ts";
import { expressionText, groupedText, joinedText, listText } from "./expression_text.ts";
import { columnsOf, expandColumns, fromName, fromText, mentionCtes } from "./from_text.ts";
import { fromObjects, joinMembers } from "./from_objects.ts";
import { hasSchema, quote } from "./identifiers.ts";
import { identityOf, partName, stemOf } from "./part_name.ts";
import { nameOfPart, type Scope } from "./scope.ts";

/** Any statement on rows, without the WITH that may go before it. */
export function queryText(statement: Statement, scope: Scope): string {
  switch (statement.kind) {
    case "select":
      return selectText(statement, scope);
    case "compound":
      return compoundText(statement, scope);
    case "insert":
      return insertText(statement, scope);
    case "update":
      return updateText(statement, scope);
    case "delete":
      return deleteText(statement, scope);
    case "values":
      return `VALUES ${statement.rows.map((row) => `(${listText(row, scope)})`).join(", ")}`;
  }
}

/** A SELECT inside another statement. */
export function subqueryText(
  select: Select | CompoundSelect,
  scope: Scope,
  nameColumns = false,
): string {
  return queryText(select, { ...scope, nameColumns });
}

function selectText(select: Select, outer: Scope): string {
  mentionCtes(select.ctes, outer);
  const mentioned = mentionedFroms(select);
  const froms = displayedFroms(select, mentioned, outer.enclosing);
  const members = froms.flatMap(joinMembers);
  const enclosing = [...outer.enclosing, ...members];
  const scope: Scope = {
    ...outer,
    tables: true,
    nameColumns: false,
    enclosing,
    renamed: renamedTables(members, mentioned, outer.renamed),
  };

  // The order in which parts are written decides the numbers of made names.
  let head = "SELECT ";
  if (select.prefixes?.length) head += `${select.prefixes.join(" ")} `;
  if (select.distinct === true) head += "DISTINCT ";
  else if (select.distinct && select.distinct.length > 0) {
    head += `DISTINCT ON (${listText(select.distinct, scope)}) `;
  } else if (select.distinct) head += "DISTINCT ";
  const naming = select.labels === "table" ? "table" : outer.nameColumns ? "all" : "needed";
  let text = head + columnList(select.columns, scope, naming);
  if (select.columns.length === 0) text = text.trimEnd();
  if (froms.length > 0) {
    text += ` \nFROM ${froms.map((from) => fromText(from, scope)).join(", ")}`;
  }
  const where = joinedText(select.where ?? [], "and", scope);
  if (where) text += ` \nWHERE ${where}`;
  if (select.groupBy?.length) text += ` GROUP BY ${listText(select.groupBy, scope)}`;
  const having = joinedText(select.having ?? [], "and", scope);
  if (having) text += ` \nHAVING ${having}`;
  return text + tailText(select, scope);
}

/**
 * The tables without a schema that need another name, for PostgreSQL takes `t` and `s.t` in one FROM for the same name; what the
 * SELECT mentions of the statement around it counts as well.
 */
function renamedTables(
  members: readonly FromClause[],
  mentioned: Iterable<FromClause>,
  before: ReadonlySet<FromClause>,
): ReadonlySet<FromClause> {
  const tables = [...mentioned].flatMap(joinMembers).filter((from) => from.kind === "table");
  const taken = new Set(
    tables.filter(({ schema }) => hasSchema(schema)).map(({ name }) => nameText(name)),
  );
  if (taken.size === 0 && before.size === 0) return before;
  const renamed = members.filter((from) =>
    from.kind === "table" && !hasSchema(from.schema) && taken.has(nameText(from.name))
  );
  // A table that is listed here is called here as is said here.
  const around = [...before].filter((from) => !members.includes(from));
  return new Set([...around, ...renamed]);
}

/** All that a SELECT has its columns from, of the statements around it as well. */
function mentionedFroms({ from = [], columns, where = [] }: Select): ReadonlySet<FromClause> {
  return fromObjects([...from, ...columns, ...where]);
}

/**
 * The members of FROM: those given, then those that only columns and conditions mention; a table inside a join
 * is not listed again, and one of an enclosing statement is not listed where something else is left.
 */
function displayedFroms(
  select: Select,
  all: ReadonlySet<FromClause>,
  enclosing: readonly FromClause[],
): readonly FromClause[] {
  const hidden = new Set([...all].flatMap((from) => joinMembers(from).slice(1)));
  const froms = [...all].filter((from) => !hidden.has(from));
  if (select.correlate === false) return froms;
  const { correlate, correlateExcept } = select;
  const correlated = correlateExcept === undefined
    ? correlate ?? enclosing
    : enclosing.filter((from) => !correlateExcept.includes(from));
  const rest = froms.filter((from) => !(correlated.includes(from) && enclosing.includes(from)));
  return rest.length > 0 || correlate !== undefined ? rest : froms;
}

/** Which results get a name: those that need one, all of them, or all of them with the names of their tables. */
type Naming = "needed" | "all" | "table";

/** The list of columns, each with the name that its result has. */
export function columnList(
  columns: readonly (Expression | FromClause)[],
  scope: Scope,
  naming: Naming = "needed",
): string {
  const seen: Seen = { names: new Map(), parts: new Set(), repeated: 0 };
  return expandColumns(columns).map((column) => labelledText(column, seen, scope, naming))
    .join(", ");
}

/** The names of a list so far, each with what it stands for, and what got a made name. */
interface Seen {
  readonly names: Map<string, Expression>;
  readonly parts: Set<Expression | string>;
  /** How many columns were there before. */
  repeated: number;
}

/** A made name for a column of a list: one more than its own where the very same stands there already. */
function madeName(column: Expression, stem: string, seen: Seen, scope: Scope): string {
  const part = identityOf(column);
  const repetition = seen.parts.has(part) ? ++seen.repeated : 0;
  seen.parts.add(part);
  return nameOfPart(part, stem, repetition, scope);
}

/** What gets a made name as a result once a word stands before it. */
const isNamedAnew: ReadonlySet<Expression["kind"]> = new Set(
  ["binary", "exists", "unary"] as const,
);

function labelledText(
  column: Expression,
  seen: Seen,
  scope: Scope,
  naming: Naming,
): string {
  if (column.kind === "label") {
    seen.names.set(nameText(column.name), column);
    return `${labelOperand(column.operand, scope)} AS ${quote(column.name)}`;
  }
  const text = expressionText(column, scope);
  const made = (stem: string) => `${text} AS ${quote(madeName(column, stem, seen, scope))}`;
  switch (column.kind) {
    case "text":
    case "literalColumn":
      return text;
    case "unary":
      if (naming !== "all" && !isNamedAnew.has(column.operand.kind)) {
        // Its name is taken, though it is not written.
        const own = namedColumn(column);
        if (own !== null && !seen.names.has(nameText(own.name))) {
          seen.names.set(nameText(own.name), column);
          seen.parts.add(column);
        }
        return text;
      }
      if (namedColumn(column) === null) return made("anon");
  }
  const named = namedColumn(column);
  if (named === null) return made(stemOf(column));
  const name = named.part !== undefined
    ? partName(named.part, scope)
    : naming === "table"
    ? qualifiedName(named, scope)
    : nameText(named.name);
  const earlier = seen.names.get(name);
  if (earlier === undefined) {
    seen.names.set(name, column);
    seen.parts.add(column);
    const bare = column.kind === "column" && (naming === "needed" || column.from === null);
    return bare ? text : `${text} AS ${quote(name)}`;
  }
  const isOther = column.kind === "column" &&
    !(earlier.kind === "column" && earlier.from === column.from &&
      earlier.repetition === column.repetition);
  if (isOther) return made(name);
  // The same one again, as an object of its own perhaps.
  seen.parts.add(column);
  return made(name);
}

/** The name of a result with that of its table; one that the table has itself gets a number, one that is too long is cut. */
function qualifiedName({ name, from }: ColumnReference, scope: Scope): string {
  if (from === null) return nameText(name);
  const label = `${qualifier(from, scope)}_${nameText(name)}`;
  const taken = new Set(columnsOf(from).map((column) => nameText(column.name)));
  let free = label;
  for (let count = 1; taken.has(free); count++) free = `${label}_${count}`;
  return free.length > LONGEST_LABEL ? shortened(free, scope) : free;
}

/** What may follow the cut of a label has room up to PostgreSQL's 63 characters. */
const LONGEST_LABEL = 57;

function shortened(label: string, { state }: Scope): string {
  let short = state.shortLabels.get(label);
  if (short === undefined) {
    short = `${label.slice(0, LONGEST_LABEL)}_${(state.shortLabels.size + 1).toString(16)}`;
    state.shortLabels.set(label, short);
  }
  return short;
}

function qualifier(from: FromClause, scope: Scope): string {
  if (from.kind !== "table") {
    return fromName(from, scope).replace(/^"(.*)"$/s, "$1").replaceAll('""', '"');
  }
  const name = nameText(from.name);
  return from.schema ? `${nameText(from.schema).replaceAll(".", "_")}_${name}` : name;
}

function labelOperand(operand: Expression, scope: Scope): string {
  return groupedText(operand, { operator: "comma" }, scope);
}

const compoundWords = {
  union: "UNION",
  union_all: "UNION ALL",
  except: "EXCEPT",
  except_all: "EXCEPT ALL",
  intersect: "INTERSECT",
  intersect_all: "INTERSECT ALL",
} as const;

function compoundText(compound: CompoundSelect, scope: Scope): string {
  const parts = compound.selects.map((select) => {
    const text = queryText(select, scope);
    return select.kind === "compound" || hasTail(select) ? `(${text})` : text;
  });
  return parts.join(` ${compoundWords[compound.operator]} `) +
    tailText(compound, { ...scope, tables: false });
}

function hasTail(select: Select): boolean {
  return select.orderBy !== undefined || select.limit !== undefined ||
    select.offset !== undefined || select.fetch !== undefined || select.forUpdate !== undefined;
}

function tailText(query: QueryTail, scope: Scope): string {
  let text = "";
  if (query.orderBy?.length) text += ` ORDER BY ${orderText(query.orderBy, scope)}`;
  if (query.fetch) {
    if (query.offset) text += `\n OFFSET (${expressionText(query.offset, scope)}) ROWS`;
    text += `\n FETCH FIRST (${expressionText(query.fetch.count, scope)}) ROWS ${
      query.fetch.withTies ? "WITH TIES" : "ONLY"
    }`;
  } else {
    if (query.limit) text += ` \n LIMIT ${expressionText(query.limit, scope)}`;
    if (query.offset) {
      if (!query.limit) text += "\n LIMIT ALL";
      text += ` OFFSET ${expressionText(query.offset, scope)}`;
    }
  }
  return text + lockText(query, scope);
}

/** ORDER BY a label writes the label's name. */
function orderText(expressions: readonly Expression[], scope: Scope): string {
  const one = (expression: Expression): string => {
    if (expression.kind === "label") return quote(expression.name);
    if (expression.kind === "unary" && expression.position === "postfix") {
      const inner = expression.operand;
      if (inner.kind === "label") {
        return expressionText(
          {
            ...expression,
            operand: { kind: "literalColumn", sql: quote(inner.name), type: expression.type },
          },
          scope,
        );
      }
    }
    return expressionText(expression, scope);
  };
  return expressions.map(one).join(", ");
}

function lockText(query: QueryTail, scope: Scope): string {
  const lock = query.forUpdate;
  if (!lock) return "";
  let text = lock.read
    ? lock.keyShare ? " FOR KEY SHARE" : " FOR SHARE"
    : lock.keyShare
    ? " FOR NO KEY UPDATE"
    : " FOR UPDATE";
  if (lock.of?.length) {
    const tables = fromObjects(lock.of.map((part) => part));
    text += ` OF ${[...tables].map((from) => lockedName(from, scope)).join(", ")}`;
  }
  if (lock.nowait) text += " NOWAIT";
  if (lock.skipLocked) text += " SKIP LOCKED";
  return text;
}

function lockedName(from: FromClause, scope: Scope): string {
  return from.kind === "table" ? quote(from.name) : fromName(from, scope);
}

/** The columns that a statement gives. */
export function columnsOfSelect(statement: Statement): readonly TableColumn[] {
  switch (statement.kind) {
    case "select":
      return resultsOf(statement.columns);
    case "compound":
      return columnsOfSelect(statement.selects[0]!);
    case "values":
      return statement.columns;
    default:
      return resultsOf(statement.returning ?? []);
  }
}

function resultsOf(columns: readonly (Expression | FromClause)[]): readonly TableColumn[] {
  const expanded = expandColumns(columns);
  const seen = new Map<string, number>();
  return resultNames(expanded).flatMap((name, index): readonly TableColumn[] => {
    if (name !== null) {
      const repetition = seen.get(nameText(name)) ?? 0;
      seen.set(nameText(name), repetition + 1);
      return [{ name, type: nullType, ...(repetition > 0 ? { repetition } : {}) }];
    }
    const column = expanded[index]!;
    // Text has no columns that could be named.
    if (column.kind === "text") return [];
    // What was taken as it stands is referred to as it stands.
    if (column.kind === "literalColumn") {
      return [{ name: quotedName(column.sql, false), type: nullType }];
    }
    return [{ name: "", type: nullType, part: namedColumn(column)?.part ?? column }];
  });
}
