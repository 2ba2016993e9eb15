/** `repr(float)`: the shortest digits that read back the same, in Python's layout. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const sign = value < 0 ? "-" : "";
  const { digits, exponent } = shortest(Math.abs(value));
  if (exponent < -4 || exponent >= 16) return sign + exponential(digits, exponent);
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return `${sign}${digits.padEnd(exponent + 1, "0")}.0`;
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

/** Shortest round-trip digits and the decimal exponent of the first of them. */
export function shortest(value: number): { readonly digits: string; readonly exponent: number } {
  const [mantissa, exponent] = value.toExponential().split("e") as [string, string];
  return { digits: mantissa.replace(".", ""), exponent: Number(exponent) };
}

function exponential(digits: string, exponent: number): string {
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${mantissa}e${exponentText(exponent)}`;
}

/** An exponent with its sign and at least two digits. */
export function exponentText(exponent: number): string {
  return `${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** The exact value of a finite, non-negative double as a fraction. */
function fraction(value: number): { numerator: bigint; denominator: bigint } {
  let exponent = 0;
  let mantissa = value;
  while (mantissa !== 0 && !Number.isInteger(mantissa)) {
    // Multiplying by a power of two is exact.
    mantissa *= 2;
    exponent++;
    if (exponent > 1100) break;
  }
  return { numerator: BigInt(mantissa), denominator: 1n << BigInt(exponent) };
}

/** Integer nearest to numerator / denominator, ties to even. */
export function roundHalfEven(numerator: bigint, denominator: bigint): bigint {
  let quotient = numerator / denominator;
  const twice = (numerator - quotient * denominator) * 2n;
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) quotient += 1n;
  return quotient;
}

/** `value * 10 ** places` rounded half to even, for a finite value that is not negative. */
function scaled(value: number, places: number): bigint {
  const { numerator, denominator } = fraction(value);
  return places >= 0
    ? roundHalfEven(numerator * 10n ** BigInt(places), denominator)
    : roundHalfEven(numerator, denominator * 10n ** BigInt(-places));
}

/** Digits with a fixed number of places after the point, as `%.*f` of a non-negative value. */
export function fixedText(value: number, places: number): string {
  const digits = scaled(value, places).toString().padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** `places + 1` significant digits and the exponent of the first, correctly rounded. */
export function significant(
  value: number,
  places: number,
): { readonly digits: string; readonly exponent: number } {
  if (value === 0) return { digits: "0".repeat(places + 1), exponent: 0 };
  let { exponent } = shortest(value);
  for (;;) {
    const digits = scaled(value, places - exponent).toString();
    if (digits.length === places + 1) return { digits, exponent };
    exponent += digits.length > places + 1 ? 1 : -1;
  }
}

/** `round(value, places)` of a float: correctly rounded, ties to even. */
export function roundFloat(value: number, places: number): number {
  if (!Number.isFinite(value) || places > 323) return value;
  if (places < -308) return value < 0 ? -0 : 0;
  const magnitude = Math.abs(value);
  const digits = scaled(magnitude, places).toString();
  const result = Number(`${digits}e${-places}`);
  return value < 0 || Object.is(value, -0) ? -result : result;
}
