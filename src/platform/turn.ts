/** Lets what else is under way have its turn: what has arrived is read, timers that are due go off. Nothing is waited for. */
export function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
