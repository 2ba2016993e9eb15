import type { InterpreterContext, NativeModuleFactory } from "../../runtime/context.ts";
import {
  bytes,
  collect,
  type Evaluation,
  float,
  nativeClass,
  type NativeEntry,
  nativeFunction,
  nativeModule,
  PyList,
  raise,
  UnsupportedConstructError,
  type Value,
  valueError,
} from "../../runtime/mod.ts";
import { normaliseInt } from "../../runtime/int.ts";
import { intArgument, realArgument } from "../../builtins/arguments.ts";

/** Random numbers from the interpreter's source of random bytes. */
export class RandomSource {
  readonly #context: InterpreterContext;

  constructor(context: InterpreterContext) {
    this.#context = context;
  }

  bytes(count: number): Uint8Array {
    const data = new Uint8Array(count);
    this.#context.randomBytes(data);
    return data;
  }

  bits(count: number): bigint {
    let value = 0n;
    for (const byte of this.bytes(Math.ceil(count / 8))) value = value << 8n | BigInt(byte);
    return value & ((1n << BigInt(count)) - 1n);
  }

  /** At least 0, below 1, with 53 random bits. */
  unit(): number {
    return Number(this.bits(53)) / 2 ** 53;
  }

  /** An integer of at least 0 and below `limit`, all equally likely. */
  below(limit: number): number {
    if (limit <= 0) throw valueError("empty range for randrange()");
    return Math.floor(this.unit() * limit);
  }
}

function methods(source: RandomSource): Record<string, NativeEntry> {
  const pick = (items: readonly Value[]): Value => {
    if (items.length === 0) throw raise("IndexError", "Cannot choose from an empty sequence");
    return items[source.below(items.length)]!;
  };
  const shuffled = (items: readonly Value[]): Value[] => {
    const result = [...items];
    for (let index = result.length - 1; index > 0; index--) {
      const other = source.below(index + 1);
      [result[index], result[other]] = [result[other]!, result[index]!];
    }
    return result;
  };
  return {
    random: ["", () => float(source.unit())],
    uniform: [
      "a, b",
      (a: Value, b: Value) =>
        float(realArgument(a) + (realArgument(b) - realArgument(a)) * source.unit()),
    ],
    randint: [
      "a, b",
      (a: Value, b: Value) => intArgument(a) + source.below(intArgument(b) - intArgument(a) + 1),
    ],
    randrange: ["start, stop=None, step=1", (start: Value, stop: Value, step: Value) => {
      const from = stop === null ? 0 : intArgument(start);
      const to = stop === null ? intArgument(start) : intArgument(stop);
      const stride = intArgument(step);
      return from + stride * source.below(Math.ceil((to - from) / stride));
    }],
    choice: ["seq", function* (sequence: Value): Evaluation {
      return pick(yield* collect(sequence));
    }],
    choices: ["population, weights=None, *, cum_weights=None, k=1", function* (
      population: Value,
      _weights: Value,
      _cumulative: Value,
      count: Value,
    ): Evaluation {
      const items = yield* collect(population);
      return new PyList(Array.from({ length: intArgument(count) }, () => pick(items)));
    }],
    sample: ["population, k", function* (population: Value, count: Value): Evaluation {
      const items = yield* collect(population);
      if (intArgument(count) > items.length) {
        throw valueError("Sample larger than population or is negative");
      }
      return new PyList(shuffled(items).slice(0, intArgument(count)));
    }],
    shuffle: ["x", (list: PyList) => void (list.items = shuffled(list.items))],
    getrandbits: ["k, /", (count: Value) => normaliseInt(source.bits(intArgument(count)))],
    randbytes: ["n", (count: Value) => bytes(source.bytes(intArgument(count)))],
    seed: ["*args, **kwargs", () => {
      throw new UnsupportedConstructError(
        "random.seed()",
        "random.seed() cannot be evaluated: the numbers that CPython's generator gives are not reproduced here",
        { hint: "write the values into the revision" },
      );
    }],
  };
}

/** Module `random`; the numbers are never reproducible, so seeding is refused. */
export const create: NativeModuleFactory = (context) => {
  const entries = methods(new RandomSource(context));
  const asMethods = Object.fromEntries(
    Object.entries(entries).map(([name, [signature, implementation]]): [string, NativeEntry] => [
      name,
      [signature, (_self: Value, ...args: never[]) => implementation(...args)],
    ]),
  );
  const random = nativeClass({
    name: "Random",
    module: "random",
    init: ["seed=None", () => null],
    methods: asMethods,
  });
  return nativeModule("random", {
    ...Object.fromEntries(
      Object.entries(entries).map(([name, [signature, implementation]]) => [
        name,
        nativeFunction(name, signature, implementation),
      ]),
    ),
    Random: random,
    SystemRandom: nativeClass({ name: "SystemRandom", module: "random", bases: [random] }),
  });
};
