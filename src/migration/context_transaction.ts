/** A transaction around one or all migrations; ending it twice does nothing. */
export interface ContextTransaction {
  /** False where the settings (or who opened the connection) put the transaction elsewhere. */
  readonly isReal: boolean;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** Where there is nothing to begin or end. */
export const noTransaction: ContextTransaction = Object.freeze({
  isReal: false,
  commit: () => Promise.resolve(),
  rollback: () => Promise.resolve(),
});

/** Runs `work` in a transaction: committed at its end, rolled back if it throws. */
export async function within<T>(
  transaction: ContextTransaction,
  work: () => Promise<T>,
): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // What went wrong first is what the user must hear, even if the session is lost by now.
    await transaction.rollback().catch(() => {});
    throw error;
  }
  await transaction.commit();
  return result;
}
