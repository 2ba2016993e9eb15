import { BudgetExceededError } from "./errors.ts";

/** Longest string or bytes that an operation may build, in characters. */
export const MAX_TEXT = 1 << 26;
/** Longest list, tuple or range made into one, in items. */
export const MAX_ITEMS = 1 << 23;
/** Largest integer, in bits. */
export const MAX_BITS = 1 << 21;

function refuse(what: string, size: number | bigint, limit: number): never {
  throw new BudgetExceededError(
    `${what} of ${size} is over the limit of ${limit} that evaluated code has`,
  );
}

/** Raises if a string of so many characters is too long. */
export function checkText(length: number | bigint): void {
  if (length > MAX_TEXT) refuse("a string with a length", length, MAX_TEXT);
}

/** Raises if a sequence of so many items is too long. */
export function checkItems(length: number | bigint): void {
  if (length > MAX_ITEMS) refuse("a sequence with a length", length, MAX_ITEMS);
}

/** Raises if an integer of so many bits is too large. */
export function checkBits(bits: number | bigint): void {
  if (bits > MAX_BITS) refuse("an integer with a size in bits", bits, MAX_BITS);
}
