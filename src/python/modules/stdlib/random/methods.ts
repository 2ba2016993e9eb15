import {
  bytes,
  collect,
  type Evaluation,
  float,
  getItem,
  length,
  type NativeEntry,
  PyDict,
  PyList,
  PySet,
  raise,
  setItem,
  typeError,
  type Value,
  valueError,
  wait,
} from "../../../runtime/mod.ts";
import { normaliseInt } from "../../../runtime/int.ts";
import { toIndex } from "../../../runtime/operators.ts";
import { intArgument, realArgument } from "../../../builtins/arguments.ts";
import type { RandomGenerator } from "./generator.ts";

/** Gives the generator of a method's `self`. */
type Find = (self: Value) => RandomGenerator;

function range(generator: RandomGenerator, start: Value, stop: Value, stepValue: Value): Value {
  const from = BigInt(toIndex(start));
  const step = BigInt(toIndex(stepValue));
  if (stop === null) {
    if (step !== 1n) throw typeError("Missing a non-None stop argument");
    if (from > 0n) return normaliseInt(generator.below(from));
    throw valueError("empty range for randrange()");
  }
  const to = BigInt(toIndex(stop));
  const width = to - from;
  if (step === 1n) {
    if (width > 0n) return normaliseInt(from + generator.below(width));
    throw valueError(`empty range for randrange() (${from}, ${to}, ${width})`);
  }
  if (step === 0n) throw valueError("zero step for randrange()");
  const count = step > 0n ? (width + step - 1n) / step : (width + step + 1n) / step;
  if (count <= 0n || (width > 0n) !== (step > 0n)) {
    throw valueError("empty range for randrange()");
  }
  return normaliseInt(from + step * generator.below(count));
}

function* sample(
  generator: RandomGenerator,
  population: Value,
  count: Value,
  counts: Value,
): Evaluation {
  if (population instanceof PySet || population instanceof PyDict) {
    throw typeError("Population must be a sequence.  For dicts or sets, use sorted(d).");
  }
  let items = yield* collect(population);
  if (counts !== null) {
    const times = (yield* collect(counts)).map(intArgument);
    if (times.length !== items.length) {
      throw valueError("The number of counts does not match the population");
    }
    items = items.flatMap((item, index) => Array<Value>(times[index]!).fill(item));
  }
  const wanted = intArgument(count);
  if (wanted < 0 || wanted > items.length) {
    throw valueError("Sample larger than population or is negative");
  }
  return new PyList(
    generator.samplePositions(items.length, wanted).map((position) => items[position]!),
  );
}

function* choices(
  generator: RandomGenerator,
  population: Value,
  weights: Value,
  cumulative: Value,
  count: Value,
): Evaluation {
  const items = yield* collect(population);
  const wanted = intArgument(count);
  if (weights === null && cumulative === null) {
    if (items.length === 0 && wanted > 0) throw raise("IndexError", "list index out of range");
    return new PyList(
      Array.from(
        { length: Math.max(0, wanted) },
        () => items[Math.floor(generator.unit() * items.length)]!,
      ),
    );
  }
  if (weights !== null && cumulative !== null) {
    throw typeError("Cannot specify both weights and cumulative weights");
  }
  let sums = (yield* collect(weights ?? cumulative)).map(realArgument);
  if (weights !== null) {
    let total = 0;
    sums = sums.map((weight) => total += weight);
  }
  if (sums.length !== items.length) {
    throw valueError("The number of weights does not match the population");
  }
  const total = sums.at(-1) ?? 0;
  if (total <= 0) throw valueError("Total of weights must be greater than zero");
  if (!Number.isFinite(total)) throw valueError("Total of weights must be finite");
  return new PyList(
    Array.from({ length: Math.max(0, wanted) }, () => {
      const point = generator.unit() * total;
      const place = sums.findIndex((sum) => point < sum);
      return items[place < 0 ? items.length - 1 : place]!;
    }),
  );
}

const reals = (values: readonly Value[]) => values.map((value) => realArgument(value));

/** The methods of `random.Random` that draw numbers. */
export function drawingMethods(find: Find): Record<string, NativeEntry> {
  const drawing = (draw: (generator: RandomGenerator, ...args: number[]) => number) =>
  (
    self: Value,
    ...args: Value[]
  ) => float(draw(find(self), ...reals(args)));
  return {
    random: ["", drawing((generator) => generator.unit())],
    uniform: ["a, b", drawing((generator, a, b) => a! + (b! - a!) * generator.unit())],
    gauss: ["mu=0, sigma=1", drawing((generator, mu, sigma) => generator.gauss(mu!, sigma!))],
    normalvariate: [
      "mu=0, sigma=1",
      drawing((generator, mu, sigma) => generator.normal(mu!, sigma!)),
    ],
    lognormvariate: [
      "mu, sigma",
      drawing((generator, mu, sigma) => Math.exp(generator.normal(mu!, sigma!))),
    ],
    expovariate: [
      "lambd",
      drawing((generator, rate) => -Math.log(1 - generator.unit()) / rate!),
    ],
    triangular: [
      "low=0, high=1, mode=None",
      (self: Value, low: Value, high: Value, mode: Value) =>
        float(
          find(self).triangular(
            realArgument(low),
            realArgument(high),
            mode === null ? null : realArgument(mode),
          ),
        ),
    ],
    randint: [
      "a, b",
      (self: Value, a: Value, b: Value) =>
        range(find(self), a, normaliseInt(BigInt(toIndex(b)) + 1n), 1),
    ],
    randrange: [
      "start, stop=None, step=1",
      (self: Value, start: Value, stop: Value, step: Value) => range(find(self), start, stop, step),
    ],
    getrandbits: ["k, /", (self: Value, count: Value) => {
      const wanted = intArgument(count);
      if (wanted < 0) throw valueError("number of bits must be non-negative");
      return normaliseInt(find(self).bits(wanted));
    }],
    randbytes: ["n", (self: Value, count: Value) => bytes(find(self).bytes(intArgument(count)))],
    choice: ["seq", function* (self: Value, sequence: Value): Evaluation {
      const count = yield* wait(length(sequence));
      if (count === 0) throw raise("IndexError", "Cannot choose from an empty sequence");
      return yield* wait(getItem(sequence, find(self).index(count)));
    }],
    choices: [
      "population, weights=None, *, cum_weights=None, k=1",
      (self: Value, population: Value, weights: Value, cumulative: Value, count: Value) =>
        choices(find(self), population, weights, cumulative, count),
    ],
    sample: [
      "population, k, *, counts=None",
      (self: Value, population: Value, count: Value, counts: Value) =>
        sample(find(self), population, count, counts),
    ],
    shuffle: ["x", function* (self: Value, list: Value): Evaluation {
      if (list instanceof PyList) {
        find(self).shuffle(list.items);
        return null;
      }
      const items = yield* collect(list);
      find(self).shuffle(items);
      for (const [index, item] of items.entries()) yield* wait(setItem(list, index, item));
      return null;
    }],
  };
}
