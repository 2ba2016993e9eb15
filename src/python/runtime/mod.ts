/**
 * The object model of the Python evaluator and the way to bind TypeScript to it. Modules that
 * revisions import (`alembic`, `sqlalchemy`, the standard library) are written against this file.
 */
export {
  andThen,
  type Attributes,
  type Evaluation,
  type Outcome,
  Pending,
  PyObject,
  type Value,
  wait,
} from "./value.ts";
export { type ClassOptions, type Layout, PyClass, type SubclassHook } from "./class.ts";
export * from "./builtin_classes.ts";
export * from "./objects.ts";
export { PyDict } from "./dict.ts";
export { PySet } from "./set.ts";
export {
  type Implementation,
  PyBoundMethod,
  PyCallable,
  PyClassMethod,
  PyNativeFunction,
  PyNativeProperty,
  PyProperty,
  PyStaticMethod,
} from "./callable.ts";
export {
  extendClass,
  Lazy,
  lazy,
  nativeClass,
  type NativeClassOptions,
  type NativeEntry,
  nativeFunction,
  nativeModule,
  type NativePropertyEntry,
} from "./native.ts";
export { type Keywords, parseSignature, type Signature } from "./signature.ts";
export {
  attributeErrorClass,
  baseExceptionClass,
  exceptionClass,
  exceptionClasses,
  type ExceptionName,
  isRaised,
  PyException,
  raise,
  Raised,
  typeError,
  valueError,
} from "./exceptions.ts";
export {
  BudgetExceededError,
  PythonError,
  type TracebackEntry,
  UnsupportedConstructError,
} from "./errors.ts";
export { call, callMethod, callNow, runNow } from "./call.ts";
export { constructPlainly, newInstance } from "./instantiate.ts";
export {
  deleteAttribute,
  getAttribute,
  lookupAttribute,
  missingAttribute,
  setAttribute,
} from "./attributes.ts";
export { NativeIterator, PyIterator, StepIterator } from "./iterator.ts";
export { collect, collectNow, getIterator, isIterable, nextValue } from "./iteration.ts";
export { isTrue, truth } from "./truth.ts";
export { compare, type Comparison, equal, less } from "./compare.ts";
export { hash, type HashKey, identity, keyOf, setHashKey } from "./hash.ts";
export { type OpaqueOrigin, PyOpaque, refuseOpaque } from "./opaque.ts";
export type {
  BasicLogging,
  InterpreterContext,
  LogRecord,
  NativeModuleFactory,
} from "./context.ts";
export { defaultRepr, defaultStr, qualifiedName, repr, str } from "./repr.ts";
export { defaultFormat, format } from "./format.ts";
export { binary, contains, inPlace, length, toIndex, unary } from "./operators.ts";
export { deleteItem, getItem, setItem } from "./subscript.ts";
export { arithmetic, asInt } from "./arithmetic.ts";
export { running, runningPlace } from "./running.ts";
export { floatRepr } from "./float_text.ts";
export { isInstance, isSubclass } from "./isinstance.ts";
