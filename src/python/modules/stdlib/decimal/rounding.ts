import { digitCount, powerOfTen } from "./number.ts";

/** The rounding modes by the names that the module gives them. */
export const ROUNDINGS = [
  "ROUND_CEILING",
  "ROUND_DOWN",
  "ROUND_FLOOR",
  "ROUND_HALF_DOWN",
  "ROUND_HALF_EVEN",
  "ROUND_HALF_UP",
  "ROUND_UP",
  "ROUND_05UP",
] as const;

export type Rounding = typeof ROUNDINGS[number];

/** A coefficient without its last `count` digits, rounded; and whether anything was lost. */
export function dropDigits(
  coefficient: bigint,
  count: number,
  negative: boolean,
  rounding: Rounding,
): { readonly coefficient: bigint; readonly inexact: boolean } {
  if (count <= 0) return { coefficient, inexact: false };
  // Beyond all digits only "something, but less than half" matters.
  const size = digitCount(coefficient);
  const [value, drop] = count > size + 1 ? [coefficient === 0n ? 0n : 1n, 2] : [coefficient, count];
  const unit = powerOfTen(drop);
  const quotient = value / unit;
  const rest = value % unit;
  if (rest === 0n) return { coefficient: quotient, inexact: false };
  const up = roundsUp(quotient, rest * 2n - unit, negative, rounding);
  return { coefficient: up ? quotient + 1n : quotient, inexact: true };
}

/** Whether the magnitude grows; `half` tells the rest from half a unit by its sign. */
function roundsUp(quotient: bigint, half: bigint, negative: boolean, rounding: Rounding): boolean {
  switch (rounding) {
    case "ROUND_UP":
      return true;
    case "ROUND_DOWN":
      return false;
    case "ROUND_CEILING":
      return !negative;
    case "ROUND_FLOOR":
      return negative;
    case "ROUND_HALF_UP":
      return half >= 0n;
    case "ROUND_HALF_DOWN":
      return half > 0n;
    case "ROUND_HALF_EVEN":
      return half > 0n || (half === 0n && quotient % 2n === 1n);
    case "ROUND_05UP":
      return quotient % 5n === 0n;
  }
}
