import { isUnknown, sameOpaqueType, typesDiffer } from "../dialect/postgresql/comparison/types.ts";
import type { AlterColumn, Operation } from "../operations/operation.ts";
import type { Column, ServerDefault } from "../schema/column.ts";
import { nameText } from "../schema/name.ts";
import { typeRepr } from "../schema/type_repr.ts";
import type { ColumnChanges, ColumnPair } from "./column_pair.ts";
import { compareDefaults } from "./compare_defaults.ts";
import type { ComparedObject } from "./compare_options.ts";
import { type Comparison, qualifiedText, type TablePair } from "./comparison.ts";

/** Columns to add, then those to change, in the order of the target. */
export function compareColumns(pair: TablePair, comparison: Comparison): readonly Operation[] {
  const existing = existingColumns(pair, comparison);
  const { table, roles } = pair.desired;
  const operations: Operation[] = [];
  for (const column of table.columns) {
    const name = nameText(column.name);
    if (existing.has(name)) continue;
    if (!comparison.includes({ kind: "column", table, column }, name, "column", false, null)) {
      continue;
    }
    operations.push(addColumn(pair, column));
    comparison.info(
      "autogenerate.compare.tables",
      `Detected added column '${qualifiedText(pair.schema, pair.name)}.${name}'`,
    );
  }
  for (const column of table.columns) {
    const name = nameText(column.name);
    const other = existing.get(name);
    if (other === undefined) continue;
    const metadata = { kind: "column", table, column } as const;
    const inspected = { kind: "column", table: pair.existing, column: other } as const;
    if (!comparison.includes(metadata, name, "column", false, inspected)) continue;
    operations.push(...alterations({
      table: pair,
      name,
      existing: other,
      desired: column,
      role: roles.get(name)!,
      inspected,
      metadata,
    }, comparison));
  }
  return operations;
}

/** Columns to drop, in the order of the table. */
export function compareDroppedColumns(
  pair: TablePair,
  comparison: Comparison,
): readonly Operation[] {
  const kept = new Set(pair.desired.table.columns.map(({ name }) => nameText(name)));
  const operations: Operation[] = [];
  for (const [name, column] of existingColumns(pair, comparison)) {
    if (kept.has(name)) continue;
    const object: ComparedObject = { kind: "column", table: pair.existing, column };
    if (!comparison.includes(object, name, "column", true, null)) continue;
    operations.push({
      kind: "dropColumn",
      tableName: pair.name,
      schema: pair.schema,
      columnName: column.name,
      column: { ...column, primaryKey: undefined },
    });
    comparison.info(
      "autogenerate.compare.tables",
      `Detected removed column '${qualifiedText(pair.schema, pair.name)}.${name}'`,
    );
  }
  return operations;
}

function existingColumns(pair: TablePair, comparison: Comparison): ReadonlyMap<string, Column> {
  const columns = new Map<string, Column>();
  for (const column of pair.existing.columns) {
    const name = nameText(column.name);
    const parents = { table_name: pair.name, schema_name: pair.schema };
    if (comparison.includesName(name, "column", parents)) columns.set(name, column);
  }
  return columns;
}

function addColumn(pair: TablePair, column: Column): Operation {
  return {
    kind: "addColumn",
    tableName: pair.name,
    schema: pair.schema,
    // A revision says of a primary key that it is one in a constraint of its own.
    column: { ...column, primaryKey: undefined },
  };
}

/** The changes of one column: none, one, or two where a default must go before an identity comes. */
function alterations(pair: ColumnPair, comparison: Comparison): readonly Operation[] {
  const changes: ColumnChanges = {
    kind: "alterColumn",
    tableName: pair.table.name,
    schema: pair.table.schema,
    columnName: pair.desired.name,
  };
  const decided = askCompareType(pair, changes, comparison);
  compareNullable(pair, changes, comparison);
  const first = compareDefaults(pair, changes, comparison);
  compareComments(pair, changes, comparison);
  if (!decided) compareTypes(pair, changes, comparison);
  first.later();
  const changed = changes.nullable !== undefined || changes.type !== undefined ||
    changes.serverDefault !== undefined || changes.comment !== undefined;
  if (!changed) return [];
  return withoutConflict(changes, pair.existing);
}

/** A default, such as that of SERIAL, must be gone before an identity comes, and the other way round. */
function withoutConflict(changes: AlterColumn, existing: Column): readonly Operation[] {
  const wanted = changes.serverDefault;
  if (wanted === undefined || wanted === null) return [changes];
  const isIdentity = wanted.kind === "identity";
  const replaced = isIdentity
    ? existing.serverDefault !== undefined || existing.ownedSequence !== undefined
    : existing.identity !== undefined;
  if (!replaced) return [changes];
  const { tableName, schema, columnName, existingType, existingNullable } = changes;
  return [{
    kind: "alterColumn",
    tableName,
    schema,
    columnName,
    existingType,
    existingNullable,
    serverDefault: null,
    existingServerDefault: existing.identity ?? existing.serverDefault ?? sequenceDefault(existing),
  }, { ...changes, existingServerDefault: null }];
}

function sequenceDefault({ ownedSequence }: Column): ServerDefault {
  const sql = `nextval('${ownedSequence}'::regclass)`;
  return { kind: "expression", expression: { kind: "text", sql } };
}

/** Asks the project's own function. Whether nothing more is to be said about the type. */
function askCompareType(
  pair: ColumnPair,
  changes: ColumnChanges,
  comparison: Comparison,
): boolean {
  const { compareType } = comparison.options;
  if (compareType === false) return true;
  changes.existingType = pair.existing.type;
  if (typeof compareType !== "function") return false;
  if (!comparable(pair, comparison)) return true;
  const differs = compareType(comparison.columns(pair));
  if (differs === true) changeType(pair, changes, comparison);
  return differs !== null;
}

function comparable(pair: ColumnPair, comparison: Comparison): boolean {
  const place = `'${pair.table.name}.${pair.name}'`;
  if (isUnknown(pair.existing.type, true)) {
    comparison.info(
      "autogenerate.compare.types",
      `Couldn't determine database type for column ${place}`,
    );
    return false;
  }
  if (isUnknown(pair.desired.type, false)) {
    comparison.info(
      "autogenerate.compare.types",
      `Column ${place} has no type within the model; can't compare`,
    );
    return false;
  }
  return true;
}

function compareTypes(pair: ColumnPair, changes: ColumnChanges, comparison: Comparison): void {
  const { existing, desired } = pair;
  const { serverExpressions } = comparison.improvements;
  const ofServer = serverExpressions
    ? pair.table.normalized?.columns.get(pair.name)?.type ?? null
    : null;
  if (serverExpressions && isUnknown(existing.type, true) && !isUnknown(desired.type, false)) {
    if (!sameOpaqueType(existing.type, ofServer ?? desired.type)) {
      changeType(pair, changes, comparison);
    }
    return;
  }
  if (!comparable(pair, comparison) || !typesDiffer(existing.type, desired.type)) return;
  // The server has several names for some types: FLOAT(24) is REAL.
  if (ofServer !== null && sameOpaqueType(existing.type, ofServer)) return;
  changeType(pair, changes, comparison);
}

function changeType(pair: ColumnPair, changes: ColumnChanges, comparison: Comparison): void {
  changes.type = pair.desired.type;
  comparison.info(
    "autogenerate.compare.types",
    `Detected type change from ${typeRepr(pair.existing.type)} to ${
      typeRepr(pair.desired.type)
    } on '${pair.table.name}.${pair.name}'`,
  );
}

function compareNullable(
  { table, name, existing, desired, role }: ColumnPair,
  changes: ColumnChanges,
  comparison: Comparison,
): void {
  changes.existingNullable = existing.nullable;
  if (existing.nullable === desired.nullable) return;
  // A domain's own NOT NULL is no property of the column, and nothing that one can change there.
  const ofDomain = existing.type.kind === "domain" && existing.type.notNull === true &&
    !typesDiffer(existing.type, desired.type);
  if (ofDomain && comparison.improvements.serverExpressions) return;
  const computed = existing.computed !== undefined || desired.computed !== undefined;
  const identity = existing.identity !== undefined || desired.identity !== undefined;
  const place = `'${table.name}.${name}'`;
  if ((computed && role.nullableUnset) || identity) {
    comparison.info(
      "autogenerate.compare.constraints",
      `Ignoring nullable change on identity column ${place}`,
    );
    return;
  }
  changes.nullable = desired.nullable;
  comparison.info(
    "autogenerate.compare.constraints",
    `Detected ${desired.nullable ? "NULL" : "NOT NULL"} on column ${place}`,
  );
}

function compareComments(
  { table, name, existing, desired }: ColumnPair,
  changes: ColumnChanges,
  comparison: Comparison,
): void {
  if (existing.comment === undefined && desired.comment === undefined) return;
  changes.existingComment = existing.comment ?? null;
  if (existing.comment === desired.comment) return;
  changes.comment = desired.comment ?? null;
  comparison.info(
    "autogenerate.compare.comments",
    `Detected column comment '${table.name}.${name}'`,
  );
}
