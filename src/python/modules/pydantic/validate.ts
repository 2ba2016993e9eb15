import { PyAlias } from "../../builtins/generic_alias.ts";
import { PyTypeAlias } from "../../builtins/type_parameters.ts";
import { PyUnresolvedAnnotation } from "../../runtime/annotation.ts";
import {
  asString,
  call,
  dictClass,
  equal,
  type Evaluation,
  frozensetClass,
  isInstance,
  isRaised,
  listClass,
  objectClass,
  PyClass,
  PyDict,
  PyException,
  PyInstance,
  PyList,
  PyObject,
  PyOpaque,
  Raised,
  repr,
  setClass,
  tuple,
  tupleClass,
  typeOf,
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { exceptionClasses } from "../../runtime/exceptions.ts";
import { exceptionText } from "../../runtime/repr.ts";
import { annotatedParts, isNone, resolveText, unionOf } from "../annotations.ts";
import { enumClass } from "../stdlib/enum/classes.ts";
import { markedValidator, parameterNames } from "./decorators.ts";
import { Invalid, validationErrorClass } from "./errors.ts";
import { checkedClasses, PLAIN_TYPES, pydanticName } from "./known_types.ts";
import { enumMember, itemsOf, plainScalar, scalarOf } from "./scalars.ts";
import { secretBytesClass, secretStrClass } from "./secret.ts";
import { isUrlClass, urlOf } from "./url.ts";
import { ownValue } from "../../../config/own_value.ts";

/** Whether a class is a model; set by the module that makes models. */
let isModel: (cls: PyClass) => boolean = () => false;

/** Says how models are told from other classes. */
export function setModelTest(test: (cls: PyClass) => boolean): void {
  isModel = test;
}

/** Whether a class is a model of pydantic. */
export function isModelClass(cls: Value): cls is PyClass {
  return cls instanceof PyClass && isModel(cls);
}

/**
 * The value that pydantic makes of one for a type, in its lax mode. Throws `Invalid`, and an `UnsupportedConstructError` for a
 * type that is not known. Limits (`gt`, `max_length` …) are not checked.
 */
export function* validate(annotation: Value, value: Value, owner: PyClass): Evaluation {
  if (value instanceof PyOpaque) return value;
  if (annotation instanceof PyUnresolvedAnnotation) throw annotation.error;
  const type = resolveText(annotation, owner);
  if (isNone(type)) {
    if (value === null) return null;
    throw new Invalid("Input should be None");
  }
  if (type instanceof PyTypeAlias) return yield* validate(type.value, value, owner);
  const members = unionOf(type);
  if (members !== null) return yield* validateUnion(members, value, owner);
  if (type instanceof PyAlias) return yield* validateAlias(type, value, owner);
  if (type instanceof PyClass) return yield* validateClass(type, value, owner);
  if (type instanceof PyOpaque) {
    const make = plainScalar(ownValue(PLAIN_TYPES, pydanticName(type.path) ?? "") ?? "");
    if (make !== undefined) return make(value);
    throw type.error("the type");
  }
  if (ANYTHING.has(formName(type)) || type instanceof PyInstance && type.cls.name === "TypeVar") {
    return value;
  }
  const collection = ownValue(COLLECTIONS, formName(type));
  if (collection !== undefined) return yield* validateClass(collection, value, owner);
  throw new UnsupportedConstructError(
    repr(type),
    `the type ${repr(type)} is not known`,
    { hint: "use a class" },
  );
}

/** The name of a form of `typing`, `typing.Any`; empty for another value. */
function formName(type: Value): string {
  const isForm = type instanceof PyObject && !(type instanceof PyOpaque) &&
    type.cls.name === "_SpecialForm";
  return isForm ? repr(type) : "";
}

/** Types of `typing` that any value is one of. */
const ANYTHING = new Set(["typing.Any", "typing.Callable", "typing.Type", "typing.Self"]);

/** Types of `typing` without a subscript. */
const COLLECTIONS: Readonly<Record<string, PyClass>> = {
  "typing.Dict": dictClass,
  "typing.Mapping": dictClass,
  "typing.MutableMapping": dictClass,
  "typing.List": listClass,
  "typing.Sequence": listClass,
  "typing.Iterable": listClass,
  "typing.Set": setClass,
  "typing.FrozenSet": frozensetClass,
  "typing.Tuple": tupleClass,
};

/** The member that the value is one of as it stands, else the first that it can be made into. */
function* validateUnion(
  members: readonly Value[],
  value: Value,
  owner: PyClass,
): Evaluation {
  if (value === null && members.some(isNone)) return null;
  for (const member of members) {
    const type = resolveText(member, owner);
    if (type instanceof PyClass && typeOf(value) === type) return value;
  }
  let first: unknown;
  for (const member of members) {
    if (isNone(member)) continue;
    try {
      return yield* validate(member, value, owner);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      first ??= error;
    }
  }
  throw first ?? new Invalid("Input should be None");
}

function* validateAlias(type: PyAlias, value: Value, owner: PyClass): Evaluation {
  const annotated = annotatedParts(type);
  if (annotated !== null) return yield* validateAnnotated(annotated, value, owner);
  const { origin, args, label } = type;
  switch (label) {
    case "typing.Literal":
      for (const item of literals(args)) {
        if (typeOf(item) === typeOf(value) && equal(item, value)) return item;
        if (item instanceof PyObject && enumValueIs(item, value)) return item;
      }
      throw new Invalid(`Input should be ${literals(args).map(repr).join(" or ")}`);
    case "typing.Final":
    case "typing.ClassVar":
    case "typing.Required":
    case "typing.NotRequired":
      return yield* validate(args[0] ?? null, value, owner);
  }
  if (!(origin instanceof PyClass)) {
    throw new UnsupportedConstructError(label, `the type ${repr(type)} is not known`);
  }
  if (origin.name === "Callable" || origin.name === "type") return value;
  return yield* validateClass(origin, value, owner, args);
}

function literals(args: readonly Value[]): readonly Value[] {
  return args.flatMap((item) =>
    item instanceof PyAlias && item.label === "typing.Literal" ? literals(item.args) : [item]
  );
}

function enumValueIs(item: PyObject, value: Value): boolean {
  return item.cls.isSubclassOf(enumClass) && item.cls.mro.length > 0 &&
    equal(item.attributes?.get("_value_") ?? null, value);
}

function* validateAnnotated(
  [type = null, ...extras]: readonly Value[],
  given: Value,
  owner: PyClass,
): Evaluation {
  let value = given;
  const validators = extras.map(markedValidator).filter((found) => found !== undefined);
  for (const extra of extras) {
    if (extra instanceof PyOpaque && /\.(StringConstraints|Discriminator|Tag)\(/.test(extra.path)) {
      throw extra.error("what it makes of the value");
    }
  }
  const plain = validators.find(({ mode }) => mode === "plain");
  for (const { mode, fn } of [...validators].reverse()) {
    if (mode === "wrap") throw unknownWrap();
    if (mode === "before") value = yield* runValidator(fn, [value]);
  }
  value = plain === undefined
    ? yield* validate(type, value, owner)
    : yield* runValidator(plain.fn, [value]);
  for (const { mode, fn } of validators) {
    if (mode === "after") value = yield* runValidator(fn, [value]);
  }
  return value;
}

export function unknownWrap(): UnsupportedConstructError {
  return new UnsupportedConstructError(
    "a validator that wraps another",
    "a validator with mode='wrap' is not evaluated here",
    { hint: "use mode='before' or mode='after'" },
  );
}

function* validateClass(
  cls: PyClass,
  value: Value,
  owner: PyClass,
  args: readonly Value[] = [],
): Evaluation {
  if (cls === objectClass) return value;
  if (isUrlClass(cls)) return urlOf(cls, value);
  if (cls === secretStrClass || cls === secretBytesClass) {
    if (typeOf(value) === cls) return value;
    if (asString(value) === null) throw new Invalid("Input should be a valid string");
    return yield* wait(call(cls, [value]));
  }
  if (checkedClasses[cls.name] === cls) return checkedValue(cls, value);
  if (isModel(cls)) return yield* validateModel(cls, value);
  if (cls.isSubclassOf(enumClass)) return enumMember(cls, value);
  const kind = collectionKind(cls);
  if (kind !== null) return yield* validateCollection(kind, value, owner, args);
  const scalar = scalarOf(cls);
  if (scalar !== undefined) return scalar(value);
  if (yield* wait(isInstance(value, cls))) return value;
  if (value instanceof PyDict && cls.namespace.has("__dataclass_fields__")) {
    return yield* wait(call(cls, [], keywordsOf(value)));
  }
  throw new Invalid(`Input should be an instance of ${cls.name}`);
}

function checkedValue(cls: PyClass, value: Value): Value {
  const make = plainScalar(PLAIN_TYPES[cls.name] ?? "");
  if (make !== undefined) return make(value);
  const construct = `${cls.module}.${cls.name}`;
  throw new UnsupportedConstructError(construct, `values of ${construct} cannot be checked`, {
    hint: "use str",
  });
}

function* validateModel(cls: PyClass, value: Value): Evaluation {
  if (typeOf(value).isSubclassOf(cls)) return value;
  if (!(value instanceof PyDict)) {
    throw new Invalid(`Input should be a valid dictionary or instance of ${cls.name}`);
  }
  try {
    return yield* wait(call(cls, [], keywordsOf(value)));
  } catch (error) {
    if (!isRaised(error, validationErrorClass)) throw error;
    const [first] = error.exception.native as readonly Invalid[];
    throw first ?? new Invalid(exceptionText(error.exception));
  }
}

function keywordsOf(dict: PyDict): ReadonlyMap<string, Value> {
  return new Map([...dict.entries()].map(([key, item]) => [asString(key) ?? repr(key), item]));
}

type CollectionKind = "list" | "tuple" | "set" | "frozenset" | "dict";

function collectionKind(cls: PyClass): CollectionKind | null {
  if (cls.module === "builtins") {
    const { name } = cls;
    return name === "list" || name === "tuple" || name === "set" || name === "frozenset" ||
        name === "dict"
      ? name
      : null;
  }
  if (!/^(collections|typing)/.test(cls.module)) return null;
  if (/Mapping$/.test(cls.name)) return "dict";
  if (/^(Abstract|Mutable)?Set$/.test(cls.name)) return "set";
  return /^(Sequence|MutableSequence|Iterable|Collection)$/.test(cls.name) ? "list" : null;
}

/** Whether the text of a variable for this type is JSON: a collection, a model, or something that holds one. */
export function isComplex(annotation: Value, owner: PyClass): boolean {
  const type = annotation instanceof PyUnresolvedAnnotation
    ? annotation
    : resolveText(annotation, owner);
  const annotated = annotatedParts(type);
  if (annotated !== null) {
    const isRaw = annotated.some((part) => part instanceof PyClass && part.name === "NoDecode");
    return !isRaw && isComplex(annotated[0]!, owner);
  }
  const cls = type instanceof PyAlias ? type.origin : type;
  if (!(cls instanceof PyClass)) return Object.hasOwn(COLLECTIONS, formName(type));
  return collectionKind(cls) !== null || isModel(cls) || cls.namespace.has("__dataclass_fields__");
}

/** The members of a union of which one at least is JSON; null for any other type. */
export function isComplexUnion(annotation: Value, owner: PyClass): boolean {
  const type = annotation instanceof PyUnresolvedAnnotation
    ? annotation
    : resolveText(annotation, owner);
  const inner = annotatedParts(type)?.[0] ?? type;
  return (unionOf(inner) ?? []).some((member) =>
    isComplex(member, owner) || isComplexUnion(member, owner)
  );
}

function* validateCollection(
  kind: CollectionKind,
  value: Value,
  owner: PyClass,
  args: readonly Value[],
): Evaluation {
  if (kind === "dict") {
    if (!(value instanceof PyDict)) throw new Invalid("Input should be a valid dictionary");
    const [keyType, itemType] = args;
    const result = new PyDict();
    for (const [key, item] of value.entries()) {
      result.set(
        keyType === undefined ? key : yield* validate(keyType, key, owner),
        itemType === undefined ? item : yield* inside(itemType, item, owner, repr(key)),
      );
    }
    return result;
  }
  const given = itemsOf(value, kind);
  const isUniform = kind !== "tuple" || args.length === 2 && repr(args[1]!) === "Ellipsis";
  const items: Value[] = [];
  for (const [index, item] of given.entries()) {
    const type = isUniform ? args[0] : args[index];
    items.push(type === undefined ? item : yield* inside(type, item, owner, String(index)));
  }
  if (kind === "list") return new PyList(items);
  if (kind === "tuple") return tuple(items);
  return yield* wait(call(kind === "set" ? setClass : frozensetClass, [new PyList(items)]));
}

function* inside(type: Value, value: Value, owner: PyClass, name: string): Evaluation {
  try {
    return yield* validate(type, value, owner);
  } catch (error) {
    throw error instanceof Invalid ? error.within(name) : error;
  }
}

/** Calls a validator of the program; what it raises to say that a value is wrong becomes `Invalid`. */
export function* runValidator(
  fn: Value,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value> | null = null,
): Evaluation {
  try {
    return yield* wait(call(fn, args, keywords));
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    throw asInvalid(error.exception) ?? error;
  }
}

function asInvalid(exception: PyException): Invalid | null {
  const is = (name: string) => exception.cls.isSubclassOf(exceptionClasses.get(name)!);
  if (is("ValueError")) return new Invalid(`Value error, ${exceptionText(exception)}`);
  return is("AssertionError") ? new Invalid(`Assertion failed, ${exceptionText(exception)}`) : null;
}

/** Whether a function takes something besides the value. */
export function takesMore(fn: Value): boolean {
  return (parameterNames(fn)?.length ?? 1) > 1;
}
