import type { ReferredTable } from "./constraint.ts";
import type { DialectOption } from "./dialect_options.ts";
import { type Name, nameText } from "./name.ts";
import type { Table } from "./table.ts";

/** The names in `postgresql_inherits`: one, or a list. */
export function inheritedNames({ dialectOptions }: Pick<Table, "dialectOptions">): readonly Name[] {
  const given = dialectOptions?.postgresql_inherits ?? [];
  const names: readonly DialectOption[] = Array.isArray(given) ? given : [given as DialectOption];
  return names.map((each) => isMarked(each) ? each : String(each));
}

function isMarked(option: DialectOption): option is { readonly name: string } {
  return typeof option === "object" && option !== null && "name" in option;
}

/** The tables that a table inherits from, in order. */
export function inheritedTables(table: Pick<Table, "dialectOptions">): readonly ReferredTable[] {
  return inheritedNames(table).map((name) =>
    typeof name === "string" || name.quote !== false
      ? { table: nameText(name) }
      : writtenTable(name.name)
  );
}

/** The tables without which one cannot be made: those that it inherits from, or that whose partition it is. */
export function parentTables(
  table: Pick<Table, "dialectOptions" | "partitionOf">,
): readonly ReferredTable[] {
  const { partitionOf } = table;
  return [...inheritedTables(table), ...(partitionOf === undefined ? [] : [partitionOf])];
}

/** `"A schema".name`, as it is written in SQL. */
export function writtenTable(sql: string): ReferredTable {
  const parts = sql.match(/"(?:[^"]|"")+"|[^".]+/g) ?? [];
  const [table, schema] = parts.toReversed().map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part
  );
  return { table: table ?? sql, schema: schema ?? null };
}
