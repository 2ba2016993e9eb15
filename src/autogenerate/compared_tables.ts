import { CommandError } from "../errors/mod.ts";
import type { Metadata } from "../schema/metadata.ts";
import { nameText } from "../schema/name.ts";
import { dependencyOrder, referredTables, tableKey } from "../schema/sort_tables.ts";
import type { Table } from "../schema/table.ts";
import type { Comparison } from "./comparison.ts";
import { columnTypes, type DesiredTable, desiredTable } from "./desired_table.ts";

/** Tables by their key, under which one without a schema is one of the default schema. */
export type Tables<T> = ReadonlyMap<string, T>;

export function desiredTables(
  target: readonly Metadata[],
  defaultSchema: string | null,
  comparison: Comparison,
): Tables<DesiredTable> {
  const { versionTable } = comparison.options;
  const tables = new Map<string, DesiredTable>();
  const keys = new Set<string>();
  const types = columnTypes(target);
  for (const metadata of target) {
    const { sorted, circular } = dependencyOrder(
      metadata.tables.map((table) => [tableKey(table), table, referredTables(table)] as const),
    );
    if (circular.length > 0 && !comparison.improvements.splitForeignKeys) {
      const names = circular.map((table) => `'${nameText(table.name)}'`).sort().join(", ");
      comparison.warn(
        `Cannot correctly sort tables; there are unresolvable cycles between tables "${names}"`,
      );
    }
    for (const table of sorted) {
      const key = tableKey(table);
      if (keys.has(key)) {
        throw new CommandError(
          "duplicate_table",
          `Duplicate table keys across multiple MetaData objects: "${key}"`,
          { hint: "Let one of the metadata have the table" },
        );
      }
      keys.add(key);
      const schema = schemaText(table);
      if (nameText(table.name) === versionTable.name && schema === versionTable.schema) continue;
      const each = desiredTable(table, metadata, types, comparison.improvements.checks);
      comparison.remember(each.originals);
      tables.set(
        tableKey({ name: table.name, schema: schema === defaultSchema ? null : schema }),
        each,
      );
    }
  }
  return tables;
}

export function schemaText({ schema }: Table): string | null {
  return schema === null || schema === undefined ? null : nameText(schema);
}

export function existingTables(metadata: Metadata, comparison: Comparison): Tables<Table> {
  const { versionTable, isOwnTable } = comparison.options;
  const tables = new Map<string, Table>();
  for (const table of metadata.tables) {
    const name = nameText(table.name);
    const schema = schemaText(table);
    if (name === versionTable.name && schema === versionTable.schema) continue;
    if (isOwnTable?.(name, schema)) continue;
    if (!comparison.includesName(name, "table", { schema_name: schema })) continue;
    tables.set(tableKey({ name, schema }), table);
  }
  return tables;
}

export function keySchema(table: Table, key: string): string | null {
  return key === nameText(table.name) ? null : schemaText(table);
}
