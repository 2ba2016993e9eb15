/** Classes whose rows are in several tables: in the one of the class that they derive from, and in their own. */
import { nameText } from "../../../../schema/name.ts";
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import { type PyInstance, UnsupportedConstructError, type Value } from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { conjunction } from "../expression/conjunction.ts";
import type { FromSource } from "../expression/from_source.ts";
import { booleanType } from "../expression/infer.ts";
import { asExpression } from "../expression/payload.ts";
import { columnState } from "../schema/column.ts";
import type { ColumnState } from "../schema/column_state.ts";
import type { TableState } from "../schema/table_state.ts";
import { columnOver, keyColumns, type MappedColumn } from "./columns.ts";
import { type ColumnPair, equalColumns, foreignPairs } from "./foreign_pairs.ts";
import type { ClassMapping } from "./mapping.ts";
import { tableOf } from "./table_of.ts";

/** One of the tables in which objects of a class have rows. */
export interface Level {
  readonly table: TableState;
  /** Its columns for the parts of the objects' key. */
  readonly key: readonly ColumnState[];
  /** Which columns refer to those of the levels before it. */
  readonly pairs: readonly ColumnPair[];
}

/** The class itself and those that it derives from, the topmost first. */
function chainOf(mapping: ClassMapping): readonly ClassMapping[] {
  return mapping.inherits === null ? [mapping] : [...chainOf(mapping.inherits), mapping];
}

const levels = new WeakMap<ClassMapping, readonly Level[]>();

/** The tables of a class, that of the topmost class first. */
export function levelsOf(mapping: ClassMapping): readonly Level[] {
  const known = levels.get(mapping);
  if (known !== undefined) return known;
  const made = mapping.inherits === null
    ? [{
      table: tableOf(mapping),
      key: keyColumns(mapping).map(({ state }) => state),
      pairs: [],
    }]
    : mapping.localTable === null
    ? levelsOf(mapping.inherits)
    : [...levelsOf(mapping.inherits), ownLevel(mapping, levelsOf(mapping.inherits))];
  levels.set(mapping, made);
  return made;
}

function ownLevel(mapping: ClassMapping, above: readonly Level[]): Level {
  const table = tableOf(mapping);
  const pairs = inheritedPairs(mapping, table, above);
  const key = above.at(-1)!.key.map((part) => pairs.find(({ to }) => to === part)?.from);
  if (pairs.length > 0 && !key.includes(undefined)) {
    return { table, key: key as ColumnState[], pairs };
  }
  throw sqlalchemyError(
    "NoForeignKeysError",
    `Can't determine the inherit condition between inherited table '${
      nameText(above.at(-1)!.table.name)
    }' and inheriting table '${nameText(table.name)}'`,
  );
}

/** From the foreign keys, or as `inherit_condition` says. */
function inheritedPairs(
  mapping: ClassMapping,
  table: TableState,
  above: readonly Level[],
): readonly ColumnPair[] {
  const given = mapping.mapperArguments.get("inherit_condition") ?? null;
  if (given === null) return above.flatMap((level) => foreignPairs(table, level.table));
  const sides = equalColumns(asExpression(given));
  if (sides === null || sides.some((side) => side === null)) {
    throw new UnsupportedConstructError(
      "inherit_condition",
      `the inherit_condition of ${mapping.cls.name} cannot be evaluated: only equal columns can`,
    );
  }
  const own = new Set(table.columnStates());
  return sides.map((side) => {
    const [left, right] = side!;
    return own.has(left) ? { from: left, to: right } : { from: right, to: left };
  });
}

/** Whether objects of a class have rows in more than one table. */
export function isJoined(mapping: ClassMapping): boolean {
  return chainOf(mapping).filter(({ localTable }) => localTable !== null).length > 1;
}

/** The columns of a class that are in one of its tables, by the attributes that stand for them. */
export function columnsAt(mapping: ClassMapping, { table }: Level): readonly MappedColumn[] {
  const from = table.toFrom();
  return chainOf(mapping).flatMap(({ columns }) =>
    [...columns].map(([attribute, column]) => ({ attribute, state: columnState(column)! }))
      .filter(({ state }) => state.from === from)
  );
}

const places = new WeakMap<ClassMapping, FromClause>();

/** Where the rows of a class are: its table, or the tables joined. */
export function placeOf(mapping: ClassMapping): FromClause {
  let place = places.get(mapping);
  if (place === undefined) {
    const [first, ...rest] = levelsOf(mapping);
    place = rest.reduce<FromClause>((left, { table, pairs }) => ({
      kind: "join",
      left,
      right: table.toFrom(),
      on: conjunction(pairs.map(equalPair)),
    }), first!.table.toFrom());
    places.set(mapping, place);
  }
  return place;
}

/** That the columns of a pair are equal. */
export function equalPair({ from, to }: ColumnPair): Expression {
  return {
    kind: "binary",
    operator: "eq",
    left: columnOver(to, null),
    right: columnOver(from, null),
    type: booleanType,
  };
}

/** Such a class as a member of FROM. */
export class JoinedClass implements FromSource {
  readonly #mapping: ClassMapping;

  constructor(mapping: ClassMapping) {
    this.#mapping = mapping;
  }

  toFrom(): FromClause {
    return placeOf(this.#mapping);
  }

  columns(): ReadonlyMap<string, PyInstance> {
    return this.#mapping.allColumns();
  }

  /** ON between one of its tables and another. */
  joinTo(other: FromSource): Expression | null {
    for (const { table } of levelsOf(this.#mapping)) {
      const own = table.joinTo(other);
      if (own !== null) return own;
      const theirs = "joinTo" in other ? (other as TableState).joinTo(table) : null;
      if (theirs !== null) return theirs;
    }
    return null;
  }
}

/** Refuses what is not known of classes whose rows are in several tables. */
export function refuseJoined(mapping: ClassMapping, what: string): void {
  if (!isJoined(mapping)) return;
  throw new UnsupportedConstructError(
    `${what} of joined table inheritance`,
    `${what} of ${mapping.cls.name}, whose rows are in several tables, cannot be evaluated`,
    { hint: `use the tables themselves: ${mapping.cls.name}.__table__` },
  );
}

/** Gives an object the values by which its rows in different tables belong together. */
export function tieLevels(instance: PyInstance, mapping: ClassMapping, level: Level): void {
  const attributes = instance.attributes!;
  const [first] = levelsOf(mapping);
  const names = columnsAt(mapping, first!);
  level.key.forEach((state, index) => {
    const value: Value = attributes.get(
      names.find((column) => column.state === first!.key[index])!.attribute,
    ) ?? null;
    const own = columnsAt(mapping, level).find((column) => column.state === state);
    if (own !== undefined) attributes.set(own.attribute, value);
  });
}
