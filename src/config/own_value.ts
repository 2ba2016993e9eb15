/**
 * What a table has under a name that comes from outside; `undefined` where it has none. `table[name]` would find what
 * every object of JavaScript has as well, under names such as `constructor`.
 */
export function ownValue<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
