import {
  call,
  compare,
  type Evaluation,
  isTrue,
  nativeClass,
  notImplemented,
  PyClass,
  PyInstance,
  PyNativeFunction,
  raise,
  typeError,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import type { Comparison } from "../../../runtime/compare.ts";

const ORDERINGS = ["__lt__", "__le__", "__gt__", "__ge__"] as const;
type Ordering = typeof ORDERINGS[number];

/** What the comparison that is there answered, and whether both are equal if that is asked. */
type Rule = (holds: boolean, equal: () => Evaluation<boolean>) => Evaluation<boolean>;

const negation: Rule = function* (holds) {
  yield* [];
  return !holds;
};
const orEqual: Rule = function* (holds, equal) {
  return holds || (yield* equal());
};
const neither: Rule = function* (holds, equal) {
  return !holds && !(yield* equal());
};
const butNotEqual: Rule = function* (holds, equal) {
  return holds && !(yield* equal());
};
const notOrEqual: Rule = function* (holds, equal) {
  return !holds || (yield* equal());
};

const DERIVED: Readonly<Record<Ordering, Partial<Record<Ordering, Rule>>>> = {
  __lt__: { __gt__: neither, __le__: orEqual, __ge__: negation },
  __le__: { __ge__: notOrEqual, __lt__: butNotEqual, __gt__: negation },
  __gt__: { __lt__: neither, __ge__: orEqual, __le__: negation },
  __ge__: { __le__: notOrEqual, __gt__: butNotEqual, __lt__: negation },
};

/** `total_ordering`: the missing comparisons in terms of the first that is defined. */
export function totalOrdering(cls: Value): Value {
  if (!(cls instanceof PyClass)) throw typeError("total_ordering() needs a class");
  const root = ORDERINGS.find((name) => cls.lookup(name) !== undefined);
  if (root === undefined) {
    throw raise("ValueError", "must define at least one ordering operation: < > <= >=");
  }
  for (const name of ORDERINGS) {
    if (cls.lookup(name) !== undefined) continue;
    const rule = DERIVED[root][name]!;
    const method = new PyNativeFunction(
      name,
      "other, /",
      function* (self: PyInstance, other: Value): Evaluation {
        const answer = yield* wait(call(self.cls.lookup(root)!, [self, other]));
        if (answer === notImplemented) return notImplemented;
        return yield* rule(isTrue(answer), function* () {
          return isTrue(yield* wait(compare("Eq", self, other)));
        });
      },
      true,
    );
    method.owner = cls;
    cls.define(name, method);
  }
  return cls;
}

const SPECIAL: readonly (readonly [string, Comparison])[] = [
  ["__lt__", "Lt"],
  ["__le__", "LtE"],
  ["__gt__", "Gt"],
  ["__ge__", "GtE"],
  ["__eq__", "Eq"],
];

/** `cmp_to_key`: keys that compare as an old-style comparison function says. */
export function comparisonKey(order: Value): PyClass {
  const keyClass: PyClass = nativeClass({
    name: "KeyWrapper",
    module: "functools",
    shownName: "functools.KeyWrapper",
    init: ["obj", (self: PyInstance, value: Value) => {
      self.native = value;
      (self.attributes ??= new Map()).set("obj", value);
    }],
    methods: Object.fromEntries(SPECIAL.map(([name, op]) => [
      name,
      ["other, /", function* (self: PyInstance, other: Value): Evaluation {
        if (!(other instanceof PyInstance) || other.cls !== keyClass) {
          throw typeError("other argument must be K instance");
        }
        const result = yield* wait(call(order, [self.native as Value, other.native as Value]));
        return yield* wait(compare(op, result, 0));
      }] as const,
    ])),
    attributes: { __hash__: null },
  });
  return keyClass;
}
