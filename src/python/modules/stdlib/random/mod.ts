import type { InterpreterContext, NativeModuleFactory } from "../../../runtime/context.ts";
import {
  float,
  nativeClass,
  type NativeEntry,
  nativeFunction,
  nativeModule,
  PyClass,
  PyFloat,
  PyInstance,
  PyTuple,
  raise,
  tuple,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { refused } from "../refused.ts";
import { RandomGenerator } from "./generator.ts";
import { drawingMethods } from "./methods.ts";
import { seedWords } from "./seed.ts";
import { MersenneTwister, SystemBits } from "./twister.ts";

/** A generator with bits from the interpreter's source. */
export function systemGenerator(context: InterpreterContext): RandomGenerator {
  return new RandomGenerator(new SystemBits((target) => context.randomBytes(target)));
}

/** Makes the classes and the methods of one interpreter. */
function randomClasses(context: InterpreterContext) {
  const twister = (seed: Value): MersenneTwister => {
    if (seed !== null) return new MersenneTwister(seedWords(seed));
    const words = new Uint8Array(624 * 4);
    context.randomBytes(words);
    return new MersenneTwister(new Uint32Array(words.buffer));
  };
  const find = (self: Value): RandomGenerator => {
    const instance = self as PyInstance;
    // A subclass may have an __init__ of its own that does not call this one's.
    instance.native ??= new RandomGenerator(twister(null));
    return instance.native as RandomGenerator;
  };
  const state: Record<string, NativeEntry> = {
    seed: ["a=None, version=2", (self: Value, seed: Value) => {
      const generator = find(self);
      generator.source = twister(seed);
      generator.nextGauss = null;
    }],
    getstate: ["", (self: Value) => {
      const { source, nextGauss } = find(self);
      return tuple([
        3,
        tuple((source as MersenneTwister).state),
        nextGauss === null ? null : float(nextGauss),
      ]);
    }],
    setstate: ["state", (self: Value, value: Value) => {
      const [version, words, next] = value instanceof PyTuple ? value.items : [];
      if (version !== 3 || !(words instanceof PyTuple)) {
        throw valueError(
          `state with version ${String(version)} passed to Random.setstate() of version 3`,
        );
      }
      const generator = find(self);
      const source = new MersenneTwister([0]);
      source.state = words.items.map(Number);
      generator.source = source;
      generator.nextGauss = next instanceof PyFloat ? next.value : null;
    }],
  };
  const methods = { ...drawingMethods(find), ...state };
  const random: PyClass = nativeClass({
    name: "Random",
    module: "random",
    init: ["x=None", (self: PyInstance, seed: Value) => {
      self.native = new RandomGenerator(twister(seed));
    }],
    methods,
  });
  const unsupported = () => {
    throw raise(
      "NotImplementedError",
      "System entropy source does not have state.",
    );
  };
  const system: PyClass = nativeClass({
    name: "SystemRandom",
    module: "random",
    bases: [random],
    init: ["*args, **kwargs", (self: PyInstance) => {
      self.native = systemGenerator(context);
    }],
    methods: {
      seed: ["*args, **kwargs", () => null],
      getstate: ["", unsupported],
      setstate: ["state", unsupported],
    },
  });
  return { random, system, methods };
}

/**
 * Module `random`. Seeded generators give the numbers that CPython's give; distributions that go
 * through transcendental functions may differ from them in the last digit.
 */
export const create: NativeModuleFactory = (context) => {
  const { random, system, methods } = randomClasses(context);
  const shared = new PyInstance(random);
  return nativeModule("random", {
    ...Object.fromEntries(
      Object.entries(methods).map(([name, [signature, implementation]]) => [
        name,
        nativeFunction(
          name,
          signature,
          (...args: never[]) => implementation(shared as never, ...args),
        ),
      ]),
    ),
    Random: random,
    SystemRandom: system,
    ...refused("random", [
      "betavariate",
      "gammavariate",
      "paretovariate",
      "vonmisesvariate",
      "weibullvariate",
    ], "draw with uniform() or gauss(), or write the values into the revision"),
  });
};
