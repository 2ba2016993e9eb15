/** How much text travels in one message: large enough to make waiting rare, small enough to follow. */
export const batchCharacters = 1_000_000;

/** How many items travel in one: what is kept of each until it is answered is larger than most texts. */
export const batchItems = 4000;

/** How much of it is sent first, so that the server has something to do; then twice as much, and so on. */
export const firstCharacters = 10_000;

/**
 * Cuts statements into runs, each of which ends with the statement that reaches the limit. That is
 * somewhat more than {@link batchCharacters}, at which the queue is sent, so that what a revision has
 * at its end does not travel alone.
 */
export function batches<T extends { readonly statement: { readonly sql: string } }>(
  items: readonly T[],
  limit = 1.5 * batchCharacters,
): T[][] {
  const found: T[][] = [];
  let size = limit;
  for (const item of items) {
    if (size >= limit) {
      found.push([]);
      size = 0;
    }
    found.at(-1)!.push(item);
    size += item.statement.sql.length;
  }
  return found;
}
