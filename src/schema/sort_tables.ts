import { nameText } from "./name.ts";
import type { Table } from "./table.ts";

/** The key of a table among others: its name, after that of its schema where it has one. */
export function tableKey({ name, schema }: Pick<Table, "name" | "schema">): string {
  return schema ? `${nameText(schema)}.${nameText(name)}` : nameText(name);
}

/** The keys of the tables that a table's foreign keys refer to. */
function references(table: Table): ReadonlySet<string> {
  const keys = table.columns.flatMap(({ foreignKeys }) => foreignKeys ?? []);
  const constraints = table.constraints.filter((constraint) => constraint.kind === "foreignKey");
  return new Set(
    [...keys, ...constraints].filter(({ useAlter }) => useAlter !== true).map(({ referred }) =>
      tableKey({ name: referred.table, schema: referred.schema })
    ),
  );
}

/**
 * Tables in the order of SQLAlchemy's `sorted_tables`: by their keys, in rounds, each with those that refer only to
 * tables of the rounds before. What a circle of foreign keys holds back comes last, by key.
 */
export function sortTables(tables: readonly Table[]): readonly Table[] {
  const inKeyOrder = [...tables].sort((a, b) => tableKey(a) < tableKey(b) ? -1 : 1);
  const waiting = new Map(inKeyOrder.map((table) => [tableKey(table), table]));
  const needed = new Map(inKeyOrder.map((table) => [table, references(table)]));
  const sorted: Table[] = [];
  while (waiting.size > 0) {
    const round = [...waiting].filter(([key, table]) =>
      [...needed.get(table)!].every((other) => other === key || !waiting.has(other))
    );
    for (const [key, table] of round.length > 0 ? round : waiting) {
      sorted.push(table);
      waiting.delete(key);
    }
  }
  return sorted;
}
