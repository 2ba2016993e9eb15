/** Which columns join two mapped classes. */
import { nameText } from "../../../../schema/name.ts";
import {
  asString,
  callNow,
  collectNow,
  PyCallable,
  PyClass,
  PyList,
  PyTuple,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { element } from "../expression/element.ts";
import { asExpression } from "../expression/payload.ts";
import { columnState } from "../schema/column.ts";
import type { ColumnState } from "../schema/column_state.ts";
import { type TableState, tableState } from "../schema/table_state.ts";
import { type ColumnPair, equalColumns, foreignPairs } from "./foreign_pairs.ts";
import { type Level, levelsOf } from "./inheritance.ts";
import { tableOf } from "./table_of.ts";
import type { ClassMapping, RegistryState } from "./mapping.ts";
import type { Relation, Secondary } from "./relation.ts";
import { trimEnd } from "../../../../config/trim_end.ts";

/** The attribute of a class that stands for a column. */
export function attributeOf(mapping: ClassMapping, column: ColumnState): string {
  for (const [name, object] of mapping.allColumns()) {
    if (columnState(object) === column) return name;
  }
  for (const [name, object] of mapping.allColumns()) {
    if (nameText(columnState(object)!.name) === nameText(column.name)) return name;
  }
  throw sqlalchemyError(
    "ArgumentError",
    `${mapping.cls.name} has no attribute for the column ${nameText(column.name)}`,
  );
}

/** The tables that one side of a relationship is about. */
interface Side {
  readonly levels: readonly Level[];
  readonly columns: readonly ColumnState[];
}

function sideOf(mapping: ClassMapping): Side {
  const levels = levelsOf(mapping);
  return { levels, columns: levels.flatMap(({ table }) => table.columnStates()) };
}

/** The foreign keys from one side to the other; those that make one object of several rows are none of them. */
function pairsBetween(from: Side, to: Side): readonly ColumnPair[] {
  const own = [...from.levels, ...to.levels].flatMap(({ pairs }) => pairs);
  return from.levels.flatMap((a) => to.levels.flatMap((b) => foreignPairs(a.table, b.table)))
    .filter((pair) => !own.some((other) => other.from === pair.from && other.to === pair.to));
}

export function directionOf(
  mapping: ClassMapping,
  target: ClassMapping,
  name: string,
  keywords: ReadonlyMap<string, Value>,
): Pick<Relation, "direction" | "pairs"> {
  const [here, there] = [sideOf(mapping), sideOf(target)];
  const joined = keywords.get("primaryjoin") ?? null;
  const chosen = columnsGiven(mapping.registry, keywords.get("foreign_keys") ?? null);
  const given = joined === null ? null : joinedPairs(mapping, joined, here, there);
  const ofKeys = (pairs: readonly ColumnPair[]) =>
    chosen === null ? pairs : pairs.filter(({ from }) => chosen.includes(from));
  const up = ofKeys(
    given?.filter((pair) => isForeign(pair, here, chosen)) ?? pairsBetween(here, there),
  );
  const down = ofKeys(
    given?.filter((pair) => !isForeign(pair, here, chosen)).map(({ from, to }) => ({
      from: to,
      to: from,
    })) ?? pairsBetween(there, here),
  );
  const manyToOne = () => ({
    direction: "manyToOne" as const,
    pairs: up.map(({ from, to }) => ({
      local: attributeOf(mapping, from),
      remote: attributeOf(target, to),
    })),
  });
  const oneToMany = () => ({
    direction: "oneToMany" as const,
    pairs: down.map(({ from, to }) => ({
      local: attributeOf(mapping, to),
      remote: attributeOf(target, from),
    })),
  });
  if (mapping.root === target.root && up.length > 0 && down.length > 0) {
    const remote = columnsGiven(mapping.registry, keywords.get("remote_side") ?? null);
    return remote !== null && up.some(({ to }) => remote.includes(to)) ? manyToOne() : oneToMany();
  }
  if (new Set(up.map(({ from }) => from)).size > 0 && down.length === 0) {
    refuseSeveral(mapping, name, up);
    return manyToOne();
  }
  if (down.length > 0 && up.length === 0) {
    refuseSeveral(mapping, name, down);
    return oneToMany();
  }
  throw sqlalchemyError(
    up.length === 0 ? "NoForeignKeysError" : "AmbiguousForeignKeysError",
    `Could not determine join condition between parent/child tables on relationship ` +
      `${mapping.cls.name}.${name}`,
  );
}

/** Two keys to the same column are two relationships, of which one must be chosen. */
function refuseSeveral(mapping: ClassMapping, name: string, pairs: readonly ColumnPair[]): void {
  if (new Set(pairs.map(({ to }) => to)).size === pairs.length) return;
  throw sqlalchemyError(
    "AmbiguousForeignKeysError",
    `Could not determine join condition between parent/child tables on relationship ` +
      `${mapping.cls.name}.${name} - there are multiple foreign key paths linking the tables.`,
  );
}

function isForeign(
  { from, to }: ColumnPair,
  here: Side,
  chosen: readonly ColumnState[] | null,
) {
  const isHere = here.columns.includes(from);
  if (chosen !== null) return isHere && chosen.includes(from);
  if (from.foreignKeys.length > 0 && to.foreignKeys.length === 0) return isHere;
  return isHere && from.foreignKeys.length > 0;
}

/** The pairs of `primaryjoin=A.x == B.y`: the column of this class first. */
function joinedPairs(
  mapping: ClassMapping,
  value: Value,
  here: Side,
  there: Side,
  between: TableState | null = null,
): readonly ColumnPair[] {
  const named = (path: string) =>
    columnNamed(mapping.registry, path) ?? (between === null ? undefined : columnOf(between, path));
  const given = value instanceof PyCallable ? callNow(value) : value;
  const text = asString(given);
  const sides = text === null
    ? equalColumns(asExpression(given))
    : [...text.replace(/^\s*and_\((.*)\)\s*$/s, "$1").split(/,|&/)].map((part) => {
      const [left, right, ...more] = trimEnd(part.replace(/^[\s(]+/, ""), " \t\r\n)").split("==");
      if (left === undefined || right === undefined || more.length > 0) return null;
      const columns = [left, right].map((side) => named(side.trim()));
      return columns[0] && columns[1] ? [columns[0], columns[1]] as const : null;
    });
  if (sides === null || sides.some((side) => side === null)) {
    throw new UnsupportedConstructError(
      "relationship(primaryjoin=…)",
      `the condition of a relationship of ${mapping.cls.name} cannot be evaluated: only equal columns can`,
    );
  }
  return sides.map((side) => {
    const [left, right] = side!;
    const isLeft = here.columns.includes(left) &&
      (here.columns[0] !== there.columns[0] || left.foreignKeys.length > 0);
    return isLeft ? { from: left, to: right } : { from: right, to: left };
  });
}

/** `table.c.column` of a table. */
function columnOf(table: TableState, path: string): ColumnState | undefined {
  const [name = "", ...owner] = bareName(path).split(".")
    .toReversed();
  if (owner[0] === "c") owner.shift();
  return owner.toReversed().join(".") !== table.key
    ? undefined
    : table.columnStates().find((column) => nameText(column.name) === name);
}

/** `[A.x, A.y]`, `A.x`, or the same as a text or as a function. */
function columnsGiven(registry: RegistryState, value: Value): readonly ColumnState[] | null {
  if (value === null) return null;
  const given = value instanceof PyCallable ? callNow(value) : value;
  const text = asString(given);
  if (text !== null) {
    const parts = text.replace(/^\s*\[|\]\s*$/g, "").split(",");
    return parts.map((part) => columnNamed(registry, part.trim())).filter((column) =>
      column !== undefined
    );
  }
  const items = given instanceof PyList || given instanceof PyTuple ? given.items : [given];
  return items.flatMap((item) => columnState(item) ?? []);
}

/** A name without the `foreign(…)` and `remote(…)` around it. */
function bareName(path: string): string {
  return trimEnd(path.replace(/^(?:(?:foreign|remote)\()+/, ""), ")");
}

/** `Class.attribute` or `table.c.column`, as texts in relationships name columns. */
function columnNamed(registry: RegistryState, path: string): ColumnState | undefined {
  const parts = bareName(path).split(".");
  const name = parts.pop() ?? "";
  if (parts.at(-1) === "c") parts.pop();
  const owner = parts.pop() ?? "";
  const mapping = registry.mappings.findLast(({ cls }) => cls.name === owner);
  const column = mapping?.allColumns().get(name);
  if (column !== undefined) return columnState(column);
  const tables = registry.mappings.map(tableOf);
  return tables.find((table) => table.key === owner)?.columnStates()
    .find((column) => nameText(column.name) === name);
}

/** What `relationship(order_by=…)` says: columns, or texts that name them. */
export function orderOf(registry: RegistryState, value: Value): readonly Value[] {
  if (value === null || value === false) return [];
  const given = value instanceof PyCallable ? callNow(value) : value;
  const text = asString(given);
  if (text === null) {
    return given instanceof PyList || given instanceof PyTuple ? collectNow(given) : [given];
  }
  return text.replace(/^\s*[[(](.*)[\])]\s*$/s, "$1").split(",").filter((part) =>
    part.trim() !== ""
  )
    .map((part) => orderingNamed(registry, part) ?? refuseOrder(text));
}

/** `Class.attribute`, `.asc()`, `.desc()`, `desc(…)`; undefined for anything else. */
function orderingNamed(registry: RegistryState, text: string): Value | undefined {
  const path = /^\s*(desc\()?\s*([\w.]+?)(?:\.(asc|desc)\(\s*\))?\s*\)?\s*$/.exec(text);
  const column = path === null ? undefined : columnNamed(registry, path[2]!);
  if (path === null || column === undefined) return undefined;
  const operand = column.toExpression();
  const isDescending = path[1] !== undefined || path[3] === "desc";
  return element(
    isDescending
      ? { kind: "unary", position: "postfix", operator: "desc", operand, type: column.sqlType }
      : operand,
  );
}

function refuseOrder(text: string): never {
  throw new UnsupportedConstructError(
    "relationship(order_by=…)",
    `the order '${text}' of a relationship cannot be evaluated`,
    { hint: "give the column itself" },
  );
}

/** The table between two classes, with the columns that lead to each. */
export function secondaryOf(
  mapping: ClassMapping,
  target: ClassMapping,
  value: Value,
  keywords: ReadonlyMap<string, Value>,
): Secondary {
  const given = value instanceof PyCallable ? callNow(value) : value;
  const text = asString(given);
  const table = text === null
    ? given instanceof PyClass ? tableState(given.lookup("__table__") ?? null) : tableState(given)
    : mapping.metadata?.tables.get(text);
  if (table === undefined) {
    throw sqlalchemyError(
      "InvalidRequestError",
      `the table between ${mapping.cls.name} and ${target.cls.name} is not known`,
    );
  }
  const between: Side = { levels: [], columns: table.columnStates() };
  const side = (of: ClassMapping, first: boolean) => {
    const joined = keywords.get(first ? "primaryjoin" : "secondaryjoin") ?? null;
    const pairs = joined === null
      ? keysFrom(table, of, mapping === target ? (first ? 0 : 1) : null)
      : joinedPairs(of, joined, between, sideOf(of), table);
    return pairs.map(({ from, to }) => ({ attribute: attributeOf(of, to), column: from }));
  };
  return { table, local: side(mapping, true), remote: side(target, false) };
}

/** The keys of the table between two classes that lead to one of them; of rows of one table the first or the second. */
function keysFrom(
  table: TableState,
  of: ClassMapping,
  only: number | null,
): readonly ColumnPair[] {
  const pairs = levelsOf(of).flatMap((level) => foreignPairs(table, level.table));
  if (only !== null) return pairs.filter((_, index) => index === only);
  if (new Set(pairs.map(({ to }) => to)).size === pairs.length) return pairs;
  throw sqlalchemyError(
    "AmbiguousForeignKeysError",
    `Could not determine join condition between parent/child tables of ${of.cls.name} - ` +
      `there are multiple foreign key paths linking the tables via secondary table '${table.key}'.`,
  );
}
