import { BudgetExceededError } from "./errors.ts";
import { spend } from "./running.ts";

/** Longest string or bytes that an operation may build, in characters. */
export const MAX_TEXT = 1 << 26;
/** Longest list, tuple or range made into one, in items. */
export const MAX_ITEMS = 1 << 23;
/** Largest integer, in bits. */
export const MAX_BITS = 1 << 21;

// How much of native work counts as one step. What is made may be kept, so that these bound the memory
// of a run, too: 50 million steps make no more than 50 million items or 800 million characters.
const CHARACTERS_MADE = 16;
const CHARACTERS_READ = 1024;
const ITEMS_READ = 16;
const BITS = 64;

function refuse(what: string, size: number | bigint, limit: number): never {
  throw new BudgetExceededError(
    `${what} of ${size} is over the limit of ${limit} that evaluated code has`,
  );
}

/**
 * Raises if a string of so many characters is too long, and counts the making of it: of all of it, or of
 * what is new in it.
 */
export function checkText(length: number | bigint, made: number | bigint = length): void {
  if (length > MAX_TEXT) refuse("a string with a length", length, MAX_TEXT);
  if (made >= CHARACTERS_MADE) spend(Math.floor(Number(made) / CHARACTERS_MADE));
}

/** Raises if a sequence of so many items is too long, and counts the making of what is new in it. */
export function checkItems(length: number | bigint, made: number | bigint = length): void {
  if (length > MAX_ITEMS) refuse("a sequence with a length", length, MAX_ITEMS);
  if (made > 0) spend(Number(made));
}

/** Raises if an integer of so many bits is too large, and counts the making of it. */
export function checkBits(bits: number | bigint): void {
  if (bits > MAX_BITS) refuse("an integer with a size in bits", bits, MAX_BITS);
  if (bits >= BITS) spend(Math.floor(Number(bits) / BITS));
}

/** Raises if a text that a function gives is too long, and counts it; most are made, some were there. */
export function resultText(length: number): void {
  checkText(length, length / 4);
}

/** Counts the reading of a text, once from one end to the other. */
export function readText(length: number): void {
  if (length >= CHARACTERS_READ) spend(Math.floor(length / CHARACTERS_READ));
}

/** Counts a conversion that looks at each character by itself. */
export function convertText(length: number): void {
  if (length > 1) spend(length >> 1);
}

/** Counts the reading (or moving) of the items of a sequence. */
export function readItems(count: number): void {
  if (count >= ITEMS_READ) spend(Math.floor(count / ITEMS_READ));
}

/** Counts arithmetic that takes a time beyond the size of its operands, such as division. */
export function readBits(bits: number): void {
  if (bits >= BITS) spend(Math.floor(bits / BITS) * 4);
}
