/** Whether an error says that JavaScript's stack is used up: what is RecursionError in Python. */
export function isStackExhausted(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes("call stack");
}
