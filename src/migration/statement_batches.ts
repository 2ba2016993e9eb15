/** How much text travels in one message: large enough to make waiting rare, small enough to follow. */
export const batchCharacters = 1_000_000;

/** Cuts statements into runs of about {@link batchCharacters}; a larger one is a run of its own. */
export function batches<T extends { readonly statement: { readonly sql: string } }>(
  items: readonly T[],
  limit = batchCharacters,
): T[][] {
  const found: T[][] = [];
  let size = 0;
  for (const item of items) {
    const length = item.statement.sql.length;
    const last = found.at(-1);
    if (last === undefined || size + length > limit) {
      found.push([item]);
      size = length;
    } else {
      last.push(item);
      size += length;
    }
  }
  return found;
}
