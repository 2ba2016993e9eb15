import {
  asString,
  boolClass,
  bytes,
  bytesClass,
  call,
  callMethod,
  collectNow,
  float,
  floatClass,
  intClass,
  isRaised,
  PyBytes,
  type PyClass,
  PyFloat,
  PyList,
  PyObject,
  PyTuple,
  repr,
  runNow,
  strClass,
  typeOf,
  UnsupportedConstructError,
  type Value,
} from "../../runtime/mod.ts";
import { exceptionClasses } from "../../runtime/exceptions.ts";
import { canonical, memberOf, valueOf } from "../stdlib/enum/members.ts";
import { Invalid } from "./errors.ts";
import { ownValue } from "../../../config/own_value.ts";

const TRUE = new Set(["1", "true", "t", "yes", "y", "on"]);
const FALSE = new Set(["0", "false", "f", "no", "n", "off"]);

function boolean(value: Value): Value {
  if (typeof value === "boolean") return value;
  const text = asString(value)?.toLowerCase() ??
    (value instanceof PyFloat ? String(value.value) : String(value));
  if (TRUE.has(text)) return true;
  if (FALSE.has(text)) return false;
  throw new Invalid("Input should be a valid boolean, unable to interpret input");
}

function integer(value: Value): Value {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof PyFloat && Number.isInteger(value.value)) {
    return runNow(call(intClass, [value]));
  }
  const text = asString(value)?.trim();
  if (text === undefined) {
    const parent = typeOf(value).isSubclassOf(intClass);
    if (parent) return value;
    throw new Invalid("Input should be a valid integer");
  }
  const match = /^([+-]?\d+(?:_\d+)*)(?:\.0*)?$/.exec(text);
  if (match === null) {
    throw new Invalid("Input should be a valid integer, unable to parse string as an integer");
  }
  return runNow(call(intClass, [match[1]!]));
}

function real(value: Value): Value {
  if (value instanceof PyFloat) return value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
    return float(Number(value));
  }
  const text = asString(value)?.trim();
  if (text === undefined) throw new Invalid("Input should be a valid number");
  return parsed(
    floatClass,
    [text],
    "Input should be a valid number, unable to parse string as a number",
  );
}

function text(value: Value): Value {
  if (asString(value) !== null) return value;
  throw new Invalid("Input should be a valid string");
}

function binary(value: Value): Value {
  if (value instanceof PyBytes) return value;
  const text = asString(value);
  if (text !== null) return bytes(new TextEncoder().encode(text));
  throw new Invalid("Input should be a valid bytes");
}

/** What a class makes of a text; `Invalid` where it raises. */
function parsed(cls: Value, args: readonly Value[], message: string): Value {
  try {
    return runNow(call(cls, args));
  } catch (error) {
    if (FAILURES.some((name) => isRaised(error, exceptionClasses.get(name)!))) {
      throw new Invalid(message);
    }
    throw error;
  }
}

const FAILURES = ["ValueError", "TypeError", "ArithmeticError"];

function fromIso(cls: PyClass, value: Value, what: string): Value {
  if (value instanceof PyObject && typeOf(value).isSubclassOf(cls)) return value;
  const text = asString(value);
  if (text === null) throw unknownForm(what);
  const message = `Input should be a valid ${what}`;
  try {
    return runNow(callMethod(cls, "fromisoformat", [text.trim().replace(/[Zz]$/, "+00:00")]));
  } catch (error) {
    if (isRaised(error, exceptionClasses.get("ValueError")!)) throw new Invalid(message);
    throw error;
  }
}

function duration(cls: PyClass, value: Value): Value {
  if (typeOf(value).isSubclassOf(cls)) return value;
  if (typeof value !== "number" && !(value instanceof PyFloat)) throw unknownForm("timedelta");
  return runNow(call(cls, [0, value]));
}

function unknownForm(what: string): UnsupportedConstructError {
  return new UnsupportedConstructError(
    `a ${what} of pydantic`,
    `this form of a ${what} is not read here`,
    { hint: "write it in ISO 8601" },
  );
}

/** The member of an enumeration that a value stands for. */
export function enumMember(cls: PyClass, value: Value): Value {
  if (value instanceof PyObject && value.cls === cls) return value;
  const members = canonical(cls);
  const asNumber = asString(value) !== null &&
    members.every((member) => typeof valueOf(member) === "number");
  for (const candidate of asNumber ? [value, Number(asString(value))] : [value]) {
    try {
      return runNow(memberOf(cls, candidate));
    } catch (error) {
      if (!isRaised(error, exceptionClasses.get("ValueError")!)) throw error;
    }
  }
  const shown = members.map((member) => repr(valueOf(member)));
  const list = shown.length < 2 ? shown[0] : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
  throw new Invalid(`Input should be ${list}`);
}

/** What makes a value one of a class, by the full name of the class; undefined for one that is not known. */
export function scalarOf(cls: PyClass): ((value: Value) => Value) | undefined {
  for (const base of cls.mro) {
    const make = SCALARS[`${base.module}.${base.name}`];
    if (make !== undefined) return (value) => make(value, base);
  }
  return undefined;
}

/** The class of Python with this full name that text is made into, where it needs no module. */
export function plainScalar(name: string): ((value: Value) => Value) | undefined {
  const cls = ownValue(PLAIN_CLASSES, name);
  return cls === undefined ? undefined : (value) => SCALARS[name]!(value, cls);
}

const PLAIN_CLASSES: Readonly<Record<string, PyClass>> = {
  "builtins.str": strClass,
  "builtins.int": intClass,
  "builtins.float": floatClass,
  "builtins.bool": boolClass,
  "builtins.bytes": bytesClass,
};

const SCALARS: Readonly<Record<string, (value: Value, cls: PyClass) => Value>> = {
  "builtins.bool": boolean,
  "builtins.int": integer,
  "builtins.float": real,
  "builtins.str": text,
  "builtins.bytes": binary,
  "pathlib.PurePath": (value, cls) => {
    if (typeOf(value).isSubclassOf(cls)) return value;
    if (asString(value) === null) throw new Invalid("Input is not a valid path");
    return runNow(call(cls, [value]));
  },
  "pathlib.Path": (value, cls) => SCALARS["pathlib.PurePath"]!(value, cls),
  "uuid.UUID": (value, cls) =>
    typeOf(value).isSubclassOf(cls) ? value : parsed(cls, [value], "Input should be a valid UUID"),
  "decimal.Decimal": (value, cls) => {
    if (typeOf(value).isSubclassOf(cls)) return value;
    const given = value instanceof PyFloat ? String(value.value) : value;
    return parsed(cls, [given], "Input should be a valid decimal");
  },
  "datetime.datetime": (value, cls) => fromIso(cls, value, "datetime"),
  "datetime.date": (value, cls) => fromIso(cls, value, "date"),
  "datetime.time": (value, cls) => fromIso(cls, value, "time"),
  "datetime.timedelta": (value, cls) => duration(cls, value),
};

/** The items of what may stand for a list, a set or a tuple. */
export function itemsOf(value: Value, what: string): readonly Value[] {
  if (value instanceof PyList || value instanceof PyTuple) return value.items;
  if (value instanceof PyObject && ITERABLES.has(typeOf(value).name)) return collectNow(value);
  throw new Invalid(`Input should be a valid ${what}`);
}

const ITERABLES = new Set(["set", "frozenset", "generator", "dict_keys", "dict_values", "range"]);
