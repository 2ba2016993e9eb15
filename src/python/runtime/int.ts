/** Brings an integer into its one form: a number while it is a safe integer, else a bigint. */
export function normaliseInt(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** The integer of a whole, finite number of any size. */
export function intFromNumber(value: number): number | bigint {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  return normaliseInt(BigInt(value));
}
