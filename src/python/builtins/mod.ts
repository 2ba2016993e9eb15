import "./str.ts";
import "./sequences.ts";
import "./mappings.ts";
import "./sets.ts";
import "./numbers.ts";
import "./bytes.ts";
import "./descriptors.ts";
import "./exceptions.ts";
import "./iterators.ts";
import "./object.ts";
import "./generic_alias.ts";
import "./type_parameters.ts";
import {
  boolClass,
  bytesClass,
  classMethodClass,
  dictClass,
  floatClass,
  frozensetClass,
  intClass,
  listClass,
  objectClass,
  propertyClass,
  rangeClass,
  setClass,
  sliceClass,
  staticMethodClass,
  strClass,
  superClass,
  tupleClass,
  typeClass,
} from "../runtime/builtin_classes.ts";
import { exceptionClasses } from "../runtime/exceptions.ts";
import { UnsupportedConstructError } from "../runtime/errors.ts";
import { extendClass, nativeClass, nativeFunction } from "../runtime/native.ts";
import { ellipsis, notImplemented } from "../runtime/objects.ts";
import { raise } from "../runtime/exceptions.ts";
import type { Attributes, Value } from "../runtime/value.ts";
import type { Machine } from "../evaluator/machine.ts";
import { makeSuper } from "../evaluator/super.ts";
import { frameFunctions } from "./frame_functions.ts";
import { builtinFunctions } from "./functions.ts";

extendClass(superClass, {
  new: ["type=..., obj=..., /", (_cls: Value, type: Value | undefined, self: Value | undefined) => {
    if (type === undefined) throw raise("RuntimeError", "super(): no arguments");
    if (self === undefined) {
      throw raise("RuntimeError", "super() with one argument is not supported");
    }
    return makeSuper(type, self);
  }],
});

const classes = [
  boolClass,
  bytesClass,
  classMethodClass,
  dictClass,
  floatClass,
  frozensetClass,
  intClass,
  listClass,
  objectClass,
  propertyClass,
  rangeClass,
  setClass,
  sliceClass,
  staticMethodClass,
  strClass,
  superClass,
  tupleClass,
  typeClass,
];

/** Types whose values are not provided, but which code may still name, as in isinstance(). */
const unavailable = ["bytearray", "complex", "memoryview"].map((name) =>
  nativeClass({
    name,
    module: "builtins",
    new: ["*args, **kwargs", () => {
      throw new UnsupportedConstructError(`${name}()`, `${name} values are not provided`);
    }],
  })
);

const exit = nativeFunction("exit", "code=None, /", (code: Value) => {
  throw raise("SystemExit", code);
});

const shared: readonly (readonly [string, Value])[] = [
  ...[...classes, ...unavailable].map((cls): [string, Value] => [cls.name, cls]),
  ...exceptionClasses,
  ["EnvironmentError", exceptionClasses.get("OSError")!],
  ["IOError", exceptionClasses.get("OSError")!],
  ["Ellipsis", ellipsis],
  ["NotImplemented", notImplemented],
  ["__debug__", true],
  ["exit", exit],
  ["quit", exit],
  ...builtinFunctions(),
];

/** The built-in names; those of one interpreter are added by {@link addFrameFunctions}. */
export function builtinNames(): Attributes {
  return new Map(shared);
}

/** Adds `print`, `globals` and the others that belong to one interpreter. */
export function addFrameFunctions(
  names: Attributes,
  machine: Machine,
  print: (text: string) => void,
): void {
  for (const [name, value] of frameFunctions(machine, print)) names.set(name, value);
}
