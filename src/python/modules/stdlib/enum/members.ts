import {
  asInt,
  asString,
  callNow,
  equal,
  intClass,
  type Outcome,
  plain,
  PyCallable,
  PyClass,
  PyClassMethod,
  PyDict,
  PyFloat,
  PyInstance,
  PyList,
  PyNativeProperty,
  PyProperty,
  PyStaticMethod,
  PyTuple,
  repr,
  str,
  strClass,
  typeError,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { createClass } from "../../../runtime/create_class.ts";
import { binary } from "../../../runtime/operators.ts";
import { collectNow } from "../../../runtime/iteration.ts";
import { runNow } from "../../../runtime/call.ts";
import { PyObject } from "../../../runtime/value.ts";

import { PyAuto } from "./auto.ts";
import { enumClass, enumMeta, flagClass, strEnumClass } from "./classes.ts";

/** What an enumeration knows of its members: by name, aliases included, and in order. */
interface Members {
  readonly byName: Map<string, PyInstance>;
  readonly inOrder: PyInstance[];
}

export function membersOf(cls: PyClass): Members {
  return cls.native instanceof Object && "byName" in cls.native
    ? cls.native as Members
    : { byName: new Map(), inOrder: [] };
}

/** The members that iteration shows: for flags those of a single bit. */
export function canonical(cls: PyClass): readonly PyInstance[] {
  const { inOrder } = membersOf(cls);
  if (!cls.isSubclassOf(flagClass)) return inOrder;
  return inOrder.filter((member) => {
    const value = Number(asInt(plain(valueOf(member))) ?? 0);
    return value > 0 && (value & (value - 1)) === 0;
  });
}

export function valueOf(member: PyObject): Value {
  return member.attributes?.get("_value_") ?? null;
}

export function nameOf(member: PyObject): string {
  return asString(member.attributes?.get("_name_") ?? null) ?? "";
}

/** `Color(value)`. */
export function memberOf(cls: PyClass, value: Value): Outcome {
  if (value instanceof PyInstance && value.cls === cls) return value;
  const { inOrder } = membersOf(cls);
  const found = inOrder.find((member) => equal(valueOf(member), value));
  if (found !== undefined) return found;
  const missing = cls.lookup("_missing_");
  if (missing instanceof PyClassMethod) {
    const result = callNow(missing.fn, [cls, value]);
    if (result !== null) return result;
  }
  if (cls.isSubclassOf(flagClass)) {
    const int = asInt(plain(value));
    if (int !== null) return flagMember(cls, Number(int));
  }
  throw valueError(`${repr(value)} is not a valid ${cls.qualname}`);
}

/** `Enum("Color", "RED GREEN")`. */
export function* functional(cls: PyClass, name: Value, names: Value, type: Value, start: Value) {
  const namespace = new Map<string, Value>([["__module__", "__main__"]]);
  const text = asString(names);
  let next = Number(asInt(start) ?? 1);
  const add = (key: Value, value: Value) => namespace.set(asString(key) ?? "", value);
  if (text !== null) {
    for (const word of text.split(/[\s,]+/).filter(Boolean)) add(word, next++);
  } else if (names instanceof PyDict) {
    for (const [key, value] of names.entries()) {
      add(key, value);
    }
  } else {
    for (const item of collectNow(names)) {
      if (item instanceof PyTuple) add(item.items[0]!, item.items[1]!);
      else add(item, next++);
    }
  }
  const bases = type instanceof PyClass ? [type, cls] : [cls];
  return yield* createClass(enumMeta, asString(name) ?? "", bases, namespace, new Map());
}

function isMember(name: string, value: Value): boolean {
  if (/^__.*__$/.test(name) || /^_[a-z_]+_$/.test(name)) return false;
  if (value instanceof PyCallable || value instanceof PyProperty) return false;
  if (value instanceof PyStaticMethod || value instanceof PyClassMethod) return false;
  if (value instanceof PyNativeProperty) return false;
  return !(value instanceof PyInstance && value.cls.lookup("__get__") !== undefined);
}

/** Turns the plain values in a new enumeration's namespace into members. */
export function makeMembers(cls: PyClass): void {
  for (const base of cls.mro.slice(1)) {
    if (base !== enumClass && base.cls === enumMeta && membersOf(base).inOrder.length > 0) {
      throw typeError(`<enum '${cls.name}'> cannot extend ${repr(base)}`);
    }
  }
  const members: Members = { byName: new Map(), inOrder: [] };
  cls.native = members;
  const ignored = cls.namespace.get("_ignore_");
  const ignore = new Set(
    typeof ignored === "string"
      ? ignored.split(/[\s,]+/)
      : ignored === undefined
      ? []
      : collectNow(ignored).map((name) => asString(name) ?? ""),
  );
  const generated: Value[] = [];
  const autos = new Map<PyAuto, Value>();
  for (const [name, raw] of [...cls.namespace]) {
    if (!isMember(name, raw) || ignore.has(name)) continue;
    const value = resolveAuto(cls, name, raw, generated, autos);
    generated.push(value);
    const member = makeMember(cls, name, value);
    const same = members.inOrder.find((other) => equal(valueOf(other), valueOf(member)));
    if (same === undefined) members.inOrder.push(member);
    members.byName.set(name, same ?? member);
    cls.define(name, same ?? member);
  }
}

function resolveAuto(
  cls: PyClass,
  name: string,
  raw: Value,
  before: readonly Value[],
  autos: Map<PyAuto, Value>,
): Value {
  if (raw instanceof PyTuple && raw.items.some((item) => item instanceof PyAuto)) {
    return new PyTuple(raw.items.map((item) => resolveAuto(cls, name, item, before, autos)));
  }
  if (!(raw instanceof PyAuto)) return raw;
  const known = autos.get(raw);
  if (known !== undefined) return known;
  const value = raw.combine === null ? generateValue(cls, name, before) : runNow(
    binary(
      raw.combine[0],
      resolveAuto(cls, name, raw.combine[1], before, autos),
      resolveAuto(cls, name, raw.combine[2], before, autos),
    ),
  );
  autos.set(raw, value);
  return value;
}

/** What `auto()` stands for. */
function generateValue(cls: PyClass, name: string, before: readonly Value[]): Value {
  const generate = cls.lookup("_generate_next_value_");
  if (generate !== undefined) {
    const fn = generate instanceof PyStaticMethod ? generate.fn : generate;
    return callNow(fn, [name, 1, before.length, new PyList([...before])]);
  }
  if (cls.isSubclassOf(strEnumClass)) return name.toLowerCase();
  const numbers = before.map((value) => asInt(plain(value))).filter((value) => value !== null);
  const last = numbers.length === 0 ? 0 : Math.max(...numbers.map(Number));
  if (cls.isSubclassOf(flagClass)) return last === 0 ? 1 : 2 ** (Math.floor(Math.log2(last)) + 1);
  return last + 1;
}

function makeMember(cls: PyClass, name: string, value: Value): PyInstance {
  const args = value instanceof PyTuple ? value.items : [value];
  const create = cls.lookup("__new__");
  let member: PyInstance;
  if (create instanceof PyStaticMethod && cls.layout === "object") {
    member = callNow(create.fn, [cls, ...args]) as PyInstance;
  } else if (
    create instanceof PyStaticMethod && create.fn instanceof PyCallable && isPython(create)
  ) {
    member = callNow(create.fn, [cls, ...args]) as PyInstance;
  } else {
    member = new PyInstance(cls);
    switch (cls.layout) {
      case "str":
        member.native = args.length === 1 ? str(args[0]!) : callNow(strClass, args);
        break;
      case "int":
        member.native = callNow(intClass, args);
        break;
      case "float":
        member.native = args[0] instanceof PyFloat ? args[0] : new PyFloat(Number(args[0]));
    }
  }
  const attributes = (member.attributes ??= new Map());
  if (!attributes.has("_value_")) {
    attributes.set(
      "_value_",
      cls.layout === "object" ? value : args.length === 1 ? plain(value) : member.native as Value,
    );
  }
  attributes.set("_name_", name);
  attributes.set("__objclass__", cls);
  attributes.set("_sort_order_", membersOf(cls).inOrder.length);
  const init = cls.lookup("__init__");
  if (init instanceof PyCallable && cls.layout !== "exception") callNow(init, [member, ...args]);
  return member;
}

function isPython(create: PyStaticMethod): boolean {
  return !(create.fn instanceof PyObject && create.fn.cls.name === "builtin_function_or_method");
}

/** A member for a combination of flags, made when first asked for. */
export function flagMember(cls: PyClass, value: number): PyInstance {
  const { inOrder } = membersOf(cls);
  const known = inOrder.find((member) => equal(valueOf(member), value));
  if (known !== undefined) return known;
  const all = canonical(cls).reduce((bits, member) => bits | Number(valueOf(member)), 0);
  if (value < 0 || (value & ~all) !== 0) {
    if (value < 0) return flagMember(cls, value & all);
    throw valueError(`<flag '${cls.name}'> invalid value ${value}`);
  }
  const member = new PyInstance(cls);
  if (cls.layout === "int") member.native = value;
  const parts = canonical(cls).filter((one) => (Number(valueOf(one)) & value) !== 0).map(nameOf);
  member.attributes = new Map<string, Value>([
    ["_value_", value],
    ["_name_", parts.length === 0 ? null : parts.join("|")],
  ]);
  return member;
}
