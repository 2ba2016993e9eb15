/** The parts of a float: `mantissa * 2 ** exponent`, the mantissa at least one half in size. */
export function decompose(value: number): { readonly mantissa: number; readonly exponent: number } {
  if (value === 0 || !Number.isFinite(value)) return { mantissa: value, exponent: 0 };
  let mantissa = value;
  let exponent = 0;
  // Multiplying by powers of two is exact.
  if (Math.abs(mantissa) < 2 ** -1021) {
    mantissa *= 2 ** 60;
    exponent -= 60;
  }
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, mantissa);
  const head = view.getUint16(0);
  const stored = head >> 4 & 0x7ff;
  view.setUint16(0, head & 0x800f | 1022 << 4);
  return { mantissa: view.getFloat64(0), exponent: exponent + stored - 1022 };
}

/** `value * 2 ** exponent`, rounded once. */
export function compose(value: number, exponent: number): number {
  const { mantissa, exponent: own } = decompose(value);
  if (mantissa === 0 || !Number.isFinite(mantissa)) return mantissa;
  const total = own + exponent;
  if (total > 1024) return mantissa < 0 ? -Infinity : Infinity;
  if (total < -1080) return mantissa < 0 ? -0 : 0;
  if (total > -1000) return mantissa * 2 * 2 ** (total - 1);
  // Only the last factor can lose digits, so that they are rounded once.
  return mantissa * 2 ** -900 * 2 ** (total + 900);
}

/** The next float after one in the direction of another. */
export function neighbour(from: number, towards: number): number {
  if (Number.isNaN(from) || Number.isNaN(towards)) return NaN;
  if (from === towards) return towards;
  if (from === 0) return towards > 0 ? 5e-324 : -5e-324;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, from);
  const away = (towards > from) === (from > 0);
  view.setBigInt64(0, view.getBigInt64(0) + (away ? 1n : -1n));
  return view.getFloat64(0);
}
