import { nameText } from "../../schema/name.ts";
import type { Expression } from "../../sql/expression.ts";
import type {
  CommonTableExpression,
  FromClause,
  TableColumn,
  TableFunction,
} from "../../sql/from_clause.ts";
import { expressionText, listText } from "./expression_text.ts";
import { functionText } from "./function_text.ts";
import { qualified, quote } from "./identifiers.ts";
import { anonymousName, type Scope } from "./scope.ts";
import { columnsOfSelect, queryText, subqueryText } from "./select_text.ts";
import { textClauseText } from "./text_clause.ts";
import { typeText } from "./type_text.ts";

/** How columns of a table are prefixed: its name, with its schema where it has one. */
export function fromName(from: FromClause, scope: Scope): string {
  switch (from.kind) {
    case "table":
      return scope.renamed.has(from) ? madeName(from, scope) : qualified(from.name, from.schema);
    case "cte":
      cteText(from, scope);
      return quote(from.name);
    case "alias":
    case "subquery":
    case "values":
      return from.name === null ? madeName(from, scope) : quote(from.name);
    case "tableFunction":
      return from.name === undefined || from.name === null
        ? madeName(from, scope)
        : quote(from.name);
    case "join":
    case "textFrom":
      return "";
  }
}

function madeName(from: FromClause, scope: Scope): string {
  const existing = scope.state.names.get(from);
  if (existing !== undefined) return existing;
  const stem = from.kind === "table"
    ? nameText(from.name)
    : from.kind === "alias" && from.element.kind === "table"
    ? nameText(from.element.name)
    : from.kind === "tableFunction"
    ? nameText(from.stem ?? "anon")
    : "anon";
  const made = quote(anonymousName(stem, scope));
  scope.state.names.set(from, made);
  return made;
}

/** A member of FROM. */
export function fromText(from: FromClause, scope: Scope): string {
  switch (from.kind) {
    case "table": {
      const name = qualified(from.name, from.schema);
      return scope.renamed.has(from) ? `${name} AS ${fromName(from, scope)}` : name;
    }
    case "alias":
      return `${
        from.element.kind === "table"
          ? qualified(from.element.name, from.element.schema)
          : functionText(from.element.call, scope)
      } AS ${fromName(from, scope)}`;
    case "join": {
      const word = from.full ? "FULL OUTER JOIN" : from.outer ? "LEFT OUTER JOIN" : "JOIN";
      const left = fromText(from.left, scope);
      const right = fromText(from.right, scope);
      return `${left} ${word} ${from.right.kind === "join" ? `(${right})` : right} ON ${
        expressionText(from.on, scope)
      }`;
    }
    case "subquery":
      return `${from.lateral ? "LATERAL " : ""}(${
        subqueryText(
          from.select,
          { ...scope, enclosing: from.lateral ? scope.enclosing : [] },
          true,
        )
      }) AS ${fromName(from, scope)}`;
    case "cte":
      return fromName(from, scope);
    case "tableFunction": {
      const lateral = from.lateral ? "LATERAL " : "";
      const ordinality = from.withOrdinality ? " WITH ORDINALITY" : "";
      return `${lateral}${functionText(from.call, scope)}${ordinality} AS ${fromName(from, scope)}${
        derivedColumns(from)
      }`;
    }
    case "values": {
      const rows = from.rows.map((row) => `(${listText(row, scope)})`).join(", ");
      if (from.name === null) return `(VALUES ${rows})`;
      const columns = from.columns.map((column) => quote(column.name)).join(", ");
      return `(VALUES ${rows}) AS ${quote(from.name)} (${columns})`;
    }
    case "textFrom":
      return textClauseText(from.text, scope);
  }
}

function derivedColumns({ columns, renderDerived, withTypes }: TableFunction): string {
  if (!renderDerived) return "";
  const list = columns.map(({ name, type }) =>
    withTypes ? `${quote(name)} ${typeText(type)}` : quote(name)
  );
  return `(${list.join(", ")})`;
}

/** Writes a WITH clause once, where the statement first refers to it. */
function cteText(cte: CommonTableExpression, scope: Scope): void {
  const { ctes } = scope.state;
  const written = [...ctes.keys()].some((other) =>
    other === cte || nameText(other.name) === nameText(cte.name)
  );
  if (written) return;
  // Its place is taken before it is written, so that a recursive one finds itself.
  ctes.set(cte, "");
  if (cte.recursive) scope.state.recursive = true;
  const body = queryText(cte.statement, { ...scope, enclosing: [], nameColumns: true });
  const columns = cte.columns ??
    (cte.recursive ? columnsOf(cte).map((column) => column.name) : undefined);
  const list = columns?.length ? `(${columns.map((name) => quote(name)).join(", ")})` : "";
  const materialized = cte.materialized === undefined
    ? ""
    : cte.materialized
    ? "MATERIALIZED "
    : "NOT MATERIALIZED ";
  // What this one refers to must stand before it.
  ctes.delete(cte);
  ctes.set(cte, `${quote(cte.name)}${list} AS ${materialized}\n(${body})`);
}

/** Puts WITH before a statement that refers to common table expressions. */
export function withCtes(text: string, scope: Scope): string {
  const { ctes, recursive } = scope.state;
  if (ctes.size === 0) return text;
  return `WITH ${recursive ? "RECURSIVE " : ""}${[...ctes.values()].join(", \n")}\n ${text}`;
}

/** Refers to a WITH clause that the statement only carries along (`add_cte()`). */
export function mentionCtes(
  ctes: readonly CommonTableExpression[] | undefined,
  scope: Scope,
): void {
  for (const cte of ctes ?? []) cteText(cte, scope);
}

/** The columns that a table gives to a SELECT of the whole of it. */
export function columnsOf(from: FromClause): readonly TableColumn[] {
  switch (from.kind) {
    case "table":
    case "tableFunction":
    case "values":
      return from.columns;
    case "alias":
      return from.element.columns;
    case "join":
      return [];
    case "subquery":
      return columnsOfSelect(from.select);
    case "cte":
      return columnsOfSelect(from.statement);
    case "textFrom":
      return [];
  }
}

/** A whole table in a list of columns, as its columns one by one. */
export function expandColumns(
  columns: readonly (Expression | FromClause)[],
): readonly Expression[] {
  return columns.flatMap((column): readonly Expression[] => {
    if (!isFrom(column)) return [column];
    if (column.kind === "join") return expandColumns([column.left, column.right]);
    return columnsOf(column).map((each) => ({
      kind: "column",
      name: each.name,
      type: each.type,
      from: column,
      ...(each.part === undefined ? {} : { part: each.part }),
      ...(each.repetition === undefined ? {} : { repetition: each.repetition }),
    }));
  });
}

const fromKinds = new Set([
  "table",
  "alias",
  "join",
  "subquery",
  "cte",
  "tableFunction",
  "values",
  "textFrom",
]);

/** Whether a value is a table and not an expression. */
export function isFrom(value: Expression | FromClause): value is FromClause {
  return fromKinds.has(value.kind);
}
