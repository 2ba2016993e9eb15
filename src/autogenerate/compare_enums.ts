import { isNative } from "../dialect/postgresql/type_text.ts";
import { namedTypeIn, typesOfTable } from "../dialect/postgresql/named_types.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import { qualified, quote } from "../dialect/postgresql/identifiers.ts";
import { verbatimText } from "../dialect/postgresql/reflection/text.ts";
import { stringLiteral } from "../dialect/postgresql/server_literal.ts";
import type { Operation } from "../operations/operation.ts";
import type { Column } from "../schema/column.ts";
import { existingType } from "../schema/existing_type.ts";
import type { Metadata } from "../schema/metadata.ts";
import { type Name, nameText } from "../schema/name.ts";
import type { Table } from "../schema/table.ts";
import type { EnumType, SqlType } from "../schema/types.ts";
import { reprText } from "../sql/python_text.ts";
import { compileOptions } from "./column_pair.ts";
import type { Comparison } from "./comparison.ts";
import { type Change, operationsOf } from "../operations/change.ts";

/** What is to be done about types around the other changes, and what takes it back. */
export interface TypeChanges {
  readonly before: readonly Operation[];
  readonly after: readonly Operation[];
  /** Before and after the other changes are taken back. */
  readonly backBefore: readonly Operation[];
  readonly backAfter: readonly Operation[];
  /** The other changes, whose new tables do not create what is there by then. */
  readonly upgrade: readonly Change[];
  readonly downgrade: readonly Change[];
}

/** Both sides, with what is to be done about tables. */
export interface ComparedTypes {
  readonly target: readonly Metadata[];
  readonly database: Metadata;
  readonly defaultSchema: string | null;
  readonly serverVersion: number;
  readonly upgrade: readonly Change[];
  readonly downgrade: readonly Change[];
}

/**
 * Compares enumerations. CREATE TABLE brings the types that it needs, also when it takes a DROP TABLE back; all else
 * that tables need of types is here: types that a new column of an old table uses, values that come, types that
 * nothing uses any more, and the same on the way back.
 */
export function compareEnums(sides: ComparedTypes, comparison: Comparison): TypeChanges {
  const keyOf = (type: EnumType) => {
    const schema = type.schema === undefined ? null : nameText(type.schema);
    return JSON.stringify([
      schema === sides.defaultSchema ? null : schema,
      nameText(type.name!),
    ]);
  };
  const byKey = (types: readonly SqlType[]) =>
    new Map(types.filter(isNamedEnum).map((type) => [keyOf(type), type]));
  const wanted = byKey(sides.target.flatMap(({ types }) => types));
  const own = byKey(sides.database.types);
  // A type may be in a schema whose tables are not compared.
  const found = new Map([...byKey(sides.database.typesElsewhere ?? []), ...own]);
  const before: Operation[] = [];
  const after: Operation[] = [];
  const backBefore: Operation[] = [];
  const backAfter: Operation[] = [];

  const broughtUp = byKey(broughtTypes(sides.upgrade));
  const broughtBack = byKey(broughtTypes(sides.downgrade));
  for (const [key, type] of wanted) {
    const existing = found.get(key);
    if (existing === undefined) {
      if (!broughtUp.has(key)) before.push({ kind: "createType", type });
      backAfter.push({ kind: "dropType", type });
      say(comparison, `Detected added enum ${reprText(nameText(type.name!))}`);
      continue;
    }
    const columns = columnsOf(sides.database, (each) => keyOf(each) === key);
    const change = valueChange(existing, type, columns, sides, comparison);
    before.push(...change.up.map(execute));
    backAfter.push(...change.down.map(execute));
  }
  const left = byKey(remainingTypes(sides));
  for (const [key, type] of own) {
    if (wanted.has(key) || left.has(key)) continue;
    // A type that no column has used is not the models' to drop.
    if (columnsOf(sides.database, (each) => keyOf(each) === key).length === 0) continue;
    after.push({ kind: "dropType", type });
    if (!broughtBack.has(key)) backBefore.push({ kind: "createType", type });
    say(comparison, `Detected removed enum ${reprText(nameText(type.name!))}`);
  }
  const madeOf = (operations: readonly Operation[]) =>
    operations.flatMap((each) => each.kind === "createType" ? [keyOf(each.type as EnumType)] : []);
  const dropped = after.flatMap((each) =>
    each.kind === "dropType" ? [keyOf(each.type as EnumType)] : []
  );
  const stay = new Set([...found.keys(), ...wanted.keys()]).difference(new Set(dropped));
  return {
    before,
    after,
    backBefore,
    backAfter,
    upgrade: creatingOnce(sides.upgrade, [...found.keys(), ...madeOf(before)], keyOf),
    downgrade: creatingOnce(sides.downgrade, [...stay, ...madeOf(backBefore)], keyOf),
  };
}

/** The changes, of which each CREATE TABLE leaves the enumerations alone that are there by then. */
function creatingOnce(
  changes: readonly Change[],
  there: readonly string[],
  keyOf: (type: EnumType) => string,
): readonly Change[] {
  const present = new Set(there);
  return changes.map((change) => {
    if (change.kind !== "createTable") return change;
    const { table } = change;
    const columns = table.columns.map((column): Column => {
      const type = existingType(
        column.type,
        (each) => each.kind === "enum" && isNamedEnum(each) && present.has(keyOf(each)),
      );
      return { ...column, type };
    });
    for (const type of table.columns.map(({ type }) => namedTypeIn(type))) {
      if (type !== null && isNamedEnum(type)) present.add(keyOf(type));
    }
    return { ...change, table: { ...table, columns } };
  });
}

function say(comparison: Comparison, message: string): void {
  comparison.info("autogenerate.compare.types", message);
}

function isNamedEnum(type: SqlType): type is EnumType {
  return type.kind === "enum" && type.name !== undefined && nameText(type.name) !== "" &&
    isNative(type);
}

function execute(sql: string): Operation {
  return { kind: "execute", statement: verbatimText(sql) };
}

/** The types that CREATE TABLE makes among the changes. */
function broughtTypes(changes: readonly Change[]): readonly SqlType[] {
  const memory = { createdTypes: new Set<string>() };
  return changes.flatMap(operationsOf).flatMap((operation) =>
    operation.kind === "createTable"
      ? typesOfTable(operation.table.columns, operation.table.schema, memory)
      : []
  );
}

/** The types of the columns that the database has after the changes, those of new columns aside. */
function remainingTypes({ database, upgrade }: ComparedTypes): readonly SqlType[] {
  const gone = new Set<string>();
  const place = (schema: Name | null | undefined, table: Name, column: Name | null) =>
    JSON.stringify([
      schema === null || schema === undefined ? null : nameText(schema),
      nameText(table),
      column === null ? null : nameText(column),
    ]);
  for (const operation of upgrade.flatMap(operationsOf)) {
    if (operation.kind === "dropTable") {
      gone.add(place(operation.schema, operation.tableName, null));
    } else if (
      operation.kind === "dropColumn" ||
      (operation.kind === "alterColumn" && operation.type !== undefined)
    ) {
      gone.add(place(operation.schema, operation.tableName, operation.columnName));
    }
  }
  return database.tables.filter(({ schema, name }) => !gone.has(place(schema, name, null)))
    .flatMap(({ schema, name, columns }) =>
      columns.filter((column) => !gone.has(place(schema, name, column.name)))
    )
    .map(({ type }) => namedTypeIn(type)).filter((type) => type !== null);
}

/** A column whose type, or the type of whose elements, is an enumeration. */
interface EnumColumn {
  readonly table: Table;
  readonly column: Column;
}

function columnsOf(
  { tables }: Metadata,
  isWanted: (type: EnumType) => boolean,
): readonly EnumColumn[] {
  return tables.flatMap((table) =>
    table.columns.filter((column) => {
      const type = namedTypeIn(column.type);
      return type !== null && isNamedEnum(type) && isWanted(type);
    }).map((column) => ({ table, column }))
  );
}

/** Statements that give an enumeration other values, and those that take that back. */
interface ValueChange {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

function valueChange(
  existing: EnumType,
  wanted: EnumType,
  columns: readonly EnumColumn[],
  sides: ComparedTypes,
  comparison: Comparison,
): ValueChange {
  const name = reprText(nameText(existing.name!));
  const target = new Set(wanted.values);
  const had = new Set(existing.values);
  const added = wanted.values.filter((value) => !had.has(value));
  const removed = existing.values.filter((value) => !target.has(value));
  const kept = wanted.values.filter((value) => had.has(value));
  const reordered = kept.some((value, index) =>
    value !== existing.values.filter((each) => target.has(each))[index]
  );
  if (added.length === 0 && removed.length === 0 && !reordered) return { up: [], down: [] };
  const rebuilt: ValueChange = {
    up: rebuild(existing, wanted.values, columns),
    down: rebuild(existing, existing.values, columns),
  };
  const { rebuildEnums } = comparison.improvements;
  if ((removed.length > 0 || reordered) && rebuildEnums) {
    say(comparison, `Detected changed values of enum ${name}`);
    return rebuilt;
  }
  if (removed.length > 0 || reordered) {
    comparison.warn(
      `enum ${name} has values in the database that the models lack, or in another order: ` +
        `${[...existing.values].join(", ")} instead of ${[...wanted.values].join(", ")}; ` +
        "they are left as they are, since only making the type anew changes that",
    );
    // What is missing is added all the same, each beside a value that is there.
    if (reordered) return { up: [], down: [] };
  }
  if (added.length === 0) return { up: [], down: [] };
  added.forEach((value) =>
    say(comparison, `Detected added value ${reprText(value)} of enum ${name}`)
  );
  // A value cannot be used in the transaction that adds it, and before PostgreSQL 12 not added in one.
  const usable = sides.serverVersion >= 120000 && !isUsed(added, sides.upgrade);
  if (!usable && removed.length === 0) return rebuilt;
  return { up: additions(existing, wanted.values), down: rebuilt.down };
}

function additions(existing: EnumType, values: readonly string[]): readonly string[] {
  const type = typeName(existing);
  const present = [...existing.values];
  return values.flatMap((value, index) => {
    if (present.includes(value)) return [];
    const previous = values[index - 1];
    const next = values.slice(index + 1).find((each) => present.includes(each));
    let position = "";
    if (previous !== undefined) {
      if (previous !== present.at(-1)) position = ` AFTER ${literal(previous)}`;
      present.splice(present.indexOf(previous) + 1, 0, value);
    } else {
      if (next !== undefined) position = ` BEFORE ${literal(next)}`;
      present.splice(next === undefined ? present.length : present.indexOf(next), 0, value);
    }
    return [`ALTER TYPE ${type} ADD VALUE ${literal(value)}${position}`];
  });
}

/** Whether one of the values stands in a default of a column that comes or changes. */
function isUsed(values: readonly string[], changes: readonly Change[]): boolean {
  const texts = changes.flatMap(operationsOf).map((operation) => {
    const value = operation.kind === "addColumn"
      ? operation.column.serverDefault
      : operation.kind === "alterColumn"
      ? operation.serverDefault
      : undefined;
    if (value?.kind === "string") return `'${value.value}'`;
    if (value?.kind !== "expression") return "";
    return postgresql.ddlExpression(value.expression, compileOptions);
  });
  return values.some((value) => texts.some((text) => text.includes(literal(value))));
}

/** Makes the type anew under its name and moves the columns to it; a row with a value that it lacks is an error. */
function rebuild(
  type: EnumType,
  values: readonly string[],
  columns: readonly EnumColumn[],
): readonly string[] {
  const name = typeName(type);
  const old = `${nameText(type.name!)}_old`;
  return [
    `ALTER TYPE ${name} RENAME TO ${quote(old)}`,
    `CREATE TYPE ${name} AS ENUM (${values.map(literal).join(", ")})`,
    ...columns.flatMap(({ table, column }) => {
      const alter = `ALTER TABLE ${qualified(table.name, table.schema)} ALTER COLUMN ${
        quote(column.name)
      }`;
      const isArray = column.type.kind === "array";
      const suffix = isArray ? "[]" : "";
      const value = column.serverDefault?.kind === "expression"
        ? postgresql.ddlExpression(column.serverDefault.expression, compileOptions)
        : null;
      return [
        ...(value === null ? [] : [`${alter} DROP DEFAULT`]),
        `${alter} TYPE ${name}${suffix} USING ${
          quote(column.name)
        }::text${suffix}::${name}${suffix}`,
        ...(value === null ? [] : [`${alter} SET DEFAULT ${value}`]),
      ];
    }),
    `DROP TYPE ${qualified(old, type.schema)}`,
  ];
}

function typeName(type: EnumType): string {
  return qualified(type.name!, type.schema);
}

function literal(value: string): string {
  return stringLiteral(value).trim();
}
