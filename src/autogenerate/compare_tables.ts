import type { Change } from "../operations/change.ts";
import type { Operation } from "../operations/operation.ts";
import type { Column } from "../schema/column.ts";
import { nameText } from "../schema/name.ts";
import { dependencyOrder, referredKey, referredTables, tableKey } from "../schema/sort_tables.ts";
import type { Table } from "../schema/table.ts";
import { reprText } from "../sql/python_text.ts";
import { compareChecks } from "./compare_checks.ts";
import { compareColumns, compareDroppedColumns } from "./compare_columns.ts";
import { compareForeignKeys, dropForeignKey } from "./compare_foreign_keys.ts";
import { compareIndexes } from "./compare_indexes.ts";
import { keySchema, schemaText, type Tables } from "./compared_tables.ts";
import { type Comparison, qualifiedText, type TablePair } from "./comparison.ts";
import type { DesiredTable } from "./desired_table.ts";

export function addedTables(
  desired: Tables<DesiredTable>,
  existing: Tables<Table>,
  comparison: Comparison,
): readonly Change[] {
  const changes: Change[] = [];
  const later: Change[] = [];
  const waiting = new Set([...desired.keys()].filter((key) => !existing.has(key)));
  for (const [key, each] of desired) {
    if (existing.has(key)) continue;
    const { table } = each;
    const name = nameText(table.name);
    const schema = keySchema(table, key);
    if (!comparison.includes({ kind: "table", table }, name, "table", false, null)) continue;
    waiting.delete(key);
    const { whole, split } = comparison.improvements.splitForeignKeys
      ? splitForeignKeys(table, waiting)
      : { whole: table, split: [] };
    changes.push({ kind: "createTable", table: withKey(whole, each) });
    comparison.info(
      "autogenerate.compare.tables",
      `Detected added table ${reprText(qualifiedText(schema, name))}`,
    );
    const indexes = compareIndexes(
      { schema, name, desired: each, existing: null, normalized: null },
      comparison,
    );
    changes.push(...modifyTable(name, schema, indexes));
    later.push(...modifyTable(name, schema, split));
  }
  return [...changes, ...later];
}

/** A table whose primary key is NOT NULL unless the author says else: an annotation does not, once it is copied. */
function withKey(table: Table, { roles }: DesiredTable): Table {
  const isUnset = ({ name, nullable }: Column) => {
    const role = roles.get(nameText(name));
    return nullable === true && role?.inPrimaryKey === true && role.nullableUnset;
  };
  if (!table.columns.some(isUnset)) return table;
  const columns = table.columns.map((each) => isUnset(each) ? { ...each, nullable: false } : each);
  return { ...table, columns };
}

/** What CREATE TABLE can hold, and the foreign keys to tables that are not there yet. */
function splitForeignKeys(
  table: Table,
  waiting: ReadonlySet<string>,
): { readonly whole: Table; readonly split: readonly Operation[] } {
  const isLater = (each: Table["constraints"][number]) =>
    each.kind === "foreignKey" &&
    (each.useAlter === true || waiting.has(referredKey(each)));
  const split = table.constraints.filter(isLater);
  if (split.length === 0) return { whole: table, split: [] };
  return {
    whole: { ...table, constraints: table.constraints.filter((each) => !split.includes(each)) },
    split: split.map((constraint) => ({
      kind: "addConstraint",
      tableName: table.name,
      schema: table.schema,
      constraint: constraint.kind === "foreignKey"
        ? { ...constraint, useAlter: undefined }
        : constraint,
    })),
  };
}

export function removedTables(
  desired: Tables<DesiredTable>,
  existing: Tables<Table>,
  comparison: Comparison,
): readonly Change[] {
  const removed = [...existing].filter(([key]) => !desired.has(key));
  const { sorted, circular } = dependencyOrder(
    removed.map(([key, table]) => [key, table, referredTables(table)] as const),
  );
  const changes: Change[] = [];
  const earlier: Change[] = [];
  for (const table of [...sorted].reverse()) {
    const name = nameText(table.name);
    const schema = schemaText(table);
    sayOwnedSequences(table, comparison);
    if (!comparison.includes({ kind: "table", table }, name, "table", true, null)) continue;
    const indexes = compareIndexes(
      { schema, name, desired: null, existing: table, normalized: null },
      comparison,
    );
    changes.push(...modifyTable(name, schema, indexes));
    let dropped: Table = { ...table, indexes: [] };
    if (comparison.improvements.splitForeignKeys && circular.includes(table)) {
      const own = tableKey({ name, schema });
      const keys = table.constraints.filter((each) =>
        each.kind === "foreignKey" &&
        referredKey(each) !== own
      );
      dropped = {
        ...dropped,
        constraints: dropped.constraints.filter((each) => !keys.includes(each)),
      };
      earlier.push(...modifyTable(
        name,
        schema,
        keys.map((key) =>
          dropForeignKey(key as Parameters<typeof dropForeignKey>[0], { name, schema })
        ),
      ));
    }
    changes.push({ kind: "dropTable", tableName: table.name, schema, table: dropped });
    comparison.info(
      "autogenerate.compare.tables",
      `Detected removed table ${reprText(qualifiedText(schema, name))}`,
    );
  }
  return [...earlier, ...changes];
}

function modifyTable(
  tableName: string,
  schema: string | null,
  operations: readonly Operation[],
): readonly Change[] {
  return operations.length === 0 ? [] : [{ kind: "modifyTable", tableName, schema, operations }];
}

/** Says which columns of a table that was read are taken for SERIAL. */
export function sayOwnedSequences({ name, columns }: Table, comparison: Comparison): void {
  for (const { ownedSequence, name: column } of columns) {
    if (ownedSequence === undefined) continue;
    comparison.info(
      "ddl.postgresql",
      `Detected sequence named '${ownedSequence}' as owned by integer column '${nameText(name)}(${
        nameText(column)
      })', assuming SERIAL and omitting`,
    );
  }
}

export function changedTable(pair: TablePair, comparison: Comparison): readonly Change[] {
  const { name, schema, desired, existing } = pair;
  const tables = [desired.table, existing].map((table) => ({ kind: "table", table }) as const);
  if (!comparison.includes(tables[0]!, name, "table", false, tables[1]!)) return [];
  return modifyTable(name, schema, [
    ...compareColumns(pair, comparison),
    ...compareIndexes(pair, comparison),
    ...compareForeignKeys(pair, comparison),
    ...compareTableComment(pair),
    ...(comparison.improvements.checks ? compareChecks(pair, comparison) : []),
    ...compareDroppedColumns(pair, comparison),
  ]);
}

function compareTableComment(pair: TablePair): readonly Operation[] {
  const { name: tableName, schema, desired, existing } = pair;
  const comment = desired.table.comment ?? null;
  const existingComment = existing.comment ?? null;
  if (comment === existingComment) return [];
  return comment === null
    ? [{ kind: "dropTableComment", tableName, schema, existingComment }]
    : [{ kind: "createTableComment", tableName, schema, comment, existingComment }];
}
