/** `erf(x)`: a series near zero, a continued fraction away from it (DLMF 7.6.2 and 7.9.1). */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  const value = size < 2 ? erfSeries(size) : size > 6 ? 1 : 1 - erfcFraction(size);
  return x < 0 ? -value : value;
}

/** `1 - erf(x)`, exact for large x as well. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  const value = size < 2 ? 1 - erfSeries(size) : size > 27.3 ? 0 : erfcFraction(size);
  return x < 0 ? 2 - value : value;
}

function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > sum * 1e-17; n++) {
    term *= 2 * x * x / (2 * n + 1);
    sum += term;
  }
  return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
}

function erfcFraction(x: number): number {
  let value = 0;
  for (let k = 120; k > 0; k--) value = k / 2 / (x + value);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + value);
}

// Lanczos approximation with g = 607 / 128 and fifteen terms (P. Godfrey, 2001).
const G = 607 / 128;
const LANCZOS = [
  0.99999999999999709182,
  57.156235665862923517,
  -59.597960355475491248,
  14.136097974741747174,
  -0.49191381609762019978,
  0.33994649984811888699e-4,
  0.46523628927048575665e-4,
  -0.98374475304879564677e-4,
  0.15808870322491248884e-3,
  -0.21026444172410488319e-3,
  0.2174396181152126432e-3,
  -0.16431810653676389022e-3,
  0.84418223983852743293e-4,
  -0.2619083840158140867e-4,
  0.36899182659531622704e-5,
];

function lanczosSum(x: number): number {
  return LANCZOS.reduce(
    (sum, term, index) => index === 0 ? sum : sum + term / (x + index),
    LANCZOS[0]!,
  );
}

/** The gamma function; NaN at its poles. */
export function gamma(x: number): number {
  if (Number.isInteger(x)) {
    if (x <= 0) return NaN;
    if (x <= 171) {
      let result = 1;
      for (let factor = 2; factor < x; factor++) result *= factor;
      return result;
    }
    return Infinity;
  }
  if (x === Infinity) return x;
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  const shifted = x - 1;
  const base = shifted + G + 0.5;
  return Math.sqrt(2 * Math.PI) * base ** (shifted + 0.5) * Math.exp(-base) * lanczosSum(shifted);
}

/** The logarithm of the absolute value of gamma. */
export function logGamma(x: number): number {
  if (Number.isInteger(x) && x > 0 && x <= 171) return Math.log(gamma(x));
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Infinity;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  const shifted = x - 1;
  const base = shifted + G + 0.5;
  return Math.log(2 * Math.PI) / 2 + (shifted + 0.5) * Math.log(base) - base +
    Math.log(lanczosSum(shifted));
}
