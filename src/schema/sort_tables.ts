import type { ReferredTable } from "./constraint.ts";
import { nameText } from "./name.ts";
import { parentTables } from "./parent_tables.ts";
import type { Table } from "./table.ts";

/** The key of a table among others: its name, after that of its schema where it has one. */
export function tableKey({ name, schema }: Pick<Table, "name" | "schema">): string {
  return schema ? `${nameText(schema)}.${nameText(name)}` : nameText(name);
}

/** The key of the table that a foreign key refers to. */
export function referredKey({ referred }: { readonly referred: ReferredTable }): string {
  return tableKey({ name: referred.table, schema: referred.schema });
}

/**
 * The keys of the tables that a table needs before it: those that its foreign keys point to, but for those with
 * `use_alter`, and those that it inherits from or is a partition of.
 */
export function referredTables(table: Table): ReadonlySet<string> {
  const keys = new Set<string>();
  const add = (key: { readonly referred: ReferredTable; readonly useAlter?: boolean }) => {
    if (key.useAlter !== true) keys.add(referredKey(key));
  };
  table.columns.forEach((column) => column.foreignKeys?.forEach(add));
  for (const constraint of table.constraints) if (constraint.kind === "foreignKey") add(constraint);
  for (const parent of parentTables(table)) add({ referred: parent });
  return keys;
}

/** Things in an order in which each stands after those that it needs. */
export interface DependencyOrder<T> {
  readonly sorted: readonly T[];
  /** Those that need each other in a circle; what they need was not heeded. */
  readonly circular: readonly T[];
}

/**
 * Orders things as SQLAlchemy's `sorted_tables` does: by key, in layers of which each needs only what is in those
 * before it.
 */
export function dependencyOrder<T>(
  items: Iterable<readonly [key: string, item: T, needs: ReadonlySet<string>]>,
): DependencyOrder<T> {
  const all = [...items].sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
  const known = new Set(all.map(([key]) => key));
  const needs = new Map(
    all.map(([key, , of]) => [key, [...of].filter((each) => each !== key && known.has(each))]),
  );
  const order = layers([...needs.keys()], needs);
  const circular = new Set(order === null ? inCircles(needs) : []);
  const sorted = order ??
    layers(
      [...needs.keys()],
      new Map([...needs].map(([key, of]) => [key, circular.has(key) ? [] : of])),
    )!;
  const byKey = new Map(all.map(([key, item]) => [key, item]));
  return {
    sorted: sorted.map((key) => byKey.get(key)!),
    circular: all.filter(([key]) => circular.has(key)).map(([, item]) => item),
  };
}

/** Tables in the order of SQLAlchemy's `sorted_tables`. */
export function sortTables(tables: readonly Table[]): readonly Table[] {
  return dependencyOrder(tables.map((table) => [tableKey(table), table, referredTables(table)]))
    .sorted;
}

/** Layer after layer; null where a circle leaves no next one. */
function layers(
  keys: readonly string[],
  needs: ReadonlyMap<string, readonly string[]>,
): string[] | null {
  const done = new Set<string>();
  let waiting = keys;
  while (waiting.length > 0) {
    const ready = waiting.filter((key) => needs.get(key)!.every((each) => done.has(each)));
    if (ready.length === 0) return null;
    ready.forEach((key) => done.add(key));
    waiting = waiting.filter((key) => !done.has(key));
  }
  return [...done];
}

/** The keys that come back to themselves. */
function inCircles(needs: ReadonlyMap<string, readonly string[]>): string[] {
  return [...needs.keys()].filter((start) => {
    const seen = new Set<string>();
    const open = [...needs.get(start)!];
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      if (key === start) return true;
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(...needs.get(key)!);
    }
    return false;
  });
}
