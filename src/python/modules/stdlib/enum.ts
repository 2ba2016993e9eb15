import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asInt,
  asString,
  callNow,
  equal,
  intClass,
  isTrue,
  nativeClass,
  nativeFunction,
  NativeIterator,
  nativeModule,
  notImplemented,
  type Outcome,
  plain,
  propertyClass,
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
  raise,
  repr,
  str,
  strClass,
  typeClass,
  typeError,
  typeName,
  type Value,
  valueError,
} from "../../runtime/mod.ts";
import { createClass } from "../../runtime/create_class.ts";
import { binary } from "../../runtime/operators.ts";
import { collectNow } from "../../runtime/iteration.ts";
import { runNow } from "../../runtime/call.ts";
import { format } from "../../runtime/format.ts";
import { Pending, PyObject } from "../../runtime/value.ts";

/** What an enumeration knows of its members: by name, aliases included, and in order. */
interface Members {
  readonly byName: Map<string, PyInstance>;
  readonly inOrder: PyInstance[];
}

function membersOf(cls: PyClass): Members {
  return cls.native instanceof Object && "byName" in cls.native
    ? cls.native as Members
    : { byName: new Map(), inOrder: [] };
}

/** `auto()`: replaced by a generated value when the class is made. */
class PyAuto extends PyObject {
  /** For `A | B` in a class body, where A and B are still to get their values. */
  readonly combine: readonly [op: "BitOr" | "BitAnd" | "BitXor", left: Value, right: Value] | null;

  constructor(cls: PyClass, combine: PyAuto["combine"] = null) {
    super(cls);
    this.combine = combine;
  }
}

const combining = (op: "BitOr" | "BitAnd" | "BitXor") => (self: PyAuto, other: Value): Value =>
  new PyAuto(self.cls, [op, self, other]);

const autoClass = nativeClass({
  name: "auto",
  module: "enum",
  layout: "fixed",
  new: ["", (cls: PyClass) => new PyAuto(cls)],
  methods: {
    __or__: ["other, /", combining("BitOr")],
    __ror__: ["other, /", combining("BitOr")],
    __and__: ["other, /", combining("BitAnd")],
    __xor__: ["other, /", combining("BitXor")],
  },
});

const enumMeta: PyClass = nativeClass({
  name: "EnumType",
  module: "enum",
  bases: [typeClass],
  methods: {
    __call__: [
      "value=..., names=None, *args, module=None, qualname=None, type=None, start=1, **kwargs",
      (
        cls: PyClass,
        value: Value | undefined,
        names: Value,
        _rest: Value[],
        ...options: Value[]
      ): Outcome => {
        if (value === undefined) {
          throw typeError(`${cls.name}() missing 1 required positional argument: 'value'`);
        }
        if (names === null) return memberOf(cls, value);
        return new Pending(functional(cls, value, names, options[2]!, options[3]!));
      },
    ],
    __iter__: ["", (cls: PyClass) => new NativeIterator(canonical(cls))],
    __reversed__: ["", (cls: PyClass) => new NativeIterator([...canonical(cls)].reverse())],
    __len__: ["", (cls: PyClass) => canonical(cls).length],
    __bool__: ["", () => true],
    __contains__: ["value, /", (cls: PyClass, value: Value) => {
      if (value instanceof PyInstance && value.cls.isSubclassOf(enumClass)) {
        return value.cls === cls;
      }
      return membersOf(cls).inOrder.some((member) => equal(valueOf(member), value));
    }],
    __getitem__: ["name, /", (cls: PyClass, name: Value) => {
      const member = membersOf(cls).byName.get(asString(name) ?? "");
      if (member === undefined) throw raise("KeyError", name);
      return member;
    }],
    __repr__: [
      "",
      (cls: PyClass) =>
        `<${cls.isSubclassOf(flagClass) && cls !== flagClass ? "flag" : "enum"} '${cls.name}'>`,
    ],
    __setattr__: ["name, value, /", (cls: PyClass, name: Value, value: Value) => {
      const text = asString(name) ?? "";
      if (membersOf(cls).byName.has(text)) {
        throw raise("AttributeError", `cannot reassign member '${text}'`);
      }
      cls.define(text, value);
    }],
  },
  properties: {
    __members__: (cls: PyClass) => new PyDict(membersOf(cls).byName),
  },
});

/** The members that iteration shows: for flags those of a single bit. */
function canonical(cls: PyClass): readonly PyInstance[] {
  const { inOrder } = membersOf(cls);
  if (!cls.isSubclassOf(flagClass)) return inOrder;
  return inOrder.filter((member) => {
    const value = Number(asInt(plain(valueOf(member))) ?? 0);
    return value > 0 && (value & (value - 1)) === 0;
  });
}

function valueOf(member: PyObject): Value {
  return member.attributes?.get("_value_") ?? null;
}

function nameOf(member: PyObject): string {
  return asString(member.attributes?.get("_name_") ?? null) ?? "";
}

/** `Color(value)`. */
function memberOf(cls: PyClass, value: Value): Outcome {
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
function* functional(cls: PyClass, name: Value, names: Value, type: Value, start: Value) {
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
function makeMembers(cls: PyClass): void {
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
function flagMember(cls: PyClass, value: number): PyInstance {
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

function memberText(self: PyInstance): string {
  const name = self.attributes?.get("_name_");
  return name === null || name === undefined
    ? `${self.cls.name}(${repr(valueOf(self))})`
    : `${self.cls.name}.${nameOf(self)}`;
}

function readOnly(name: string) {
  return {
    get: (self: PyInstance) => self.attributes?.get(`_${name}_`) ?? null,
    set: (self: PyInstance) => {
      throw raise("AttributeError", `<enum '${self.cls.name}'> cannot set attribute '${name}'`);
    },
  };
}

/** `enum.Enum`. */
export const enumClass: PyClass = nativeClass({
  name: "Enum",
  module: "enum",
  metaclass: enumMeta,
  methods: {
    __str__: ["", memberText],
    __repr__: [
      "",
      (self: PyInstance) => `<${memberText(self).replace(/\(.*\)$/, "")}: ${repr(valueOf(self))}>`,
    ],
    __format__: [
      "spec, /",
      (self: PyInstance, spec: Value) => format(str(self), asString(spec) ?? ""),
    ],
  },
  properties: { name: readOnly("name"), value: readOnly("value") },
  onSubclass: makeMembers,
});

/** For classes whose members print as their plain values (IntEnum, StrEnum, IntFlag). */
const plainText = {
  __str__: ["", (self: PyInstance) => str(self.native as Value)] as const,
  __format__: [
    "spec, /",
    (self: PyInstance, spec: Value) => format(self.native as Value, asString(spec) ?? ""),
  ] as const,
};

const intEnumClass: PyClass = nativeClass({
  name: "IntEnum",
  module: "enum",
  bases: [intClass, enumClass],
  metaclass: enumMeta,
  layout: "int",
  methods: { ...plainText, __repr__: enumRepr() },
});
const strEnumClass: PyClass = nativeClass({
  name: "StrEnum",
  module: "enum",
  bases: [strClass, enumClass],
  metaclass: enumMeta,
  layout: "str",
  methods: { ...plainText, __repr__: enumRepr() },
});

function enumRepr() {
  return ["", (self: PyInstance) => `<${memberText(self)}: ${repr(valueOf(self))}>`] as const;
}

const bitwise = (op: "BitOr" | "BitAnd" | "BitXor") => (self: PyInstance, other: Value): Value => {
  const right = other instanceof PyInstance && other.cls === self.cls
    ? valueOf(other)
    : self.cls.layout === "int" && asInt(plain(other)) !== null
    ? plain(other)
    : null;
  if (right === null) return notImplemented;
  const bits = runNow(binary(op, valueOf(self), right));
  return flagMember(self.cls, Number(bits));
};

const flagMethods = {
  __or__: ["other, /", bitwise("BitOr")],
  __and__: ["other, /", bitwise("BitAnd")],
  __xor__: ["other, /", bitwise("BitXor")],
  __ror__: ["other, /", bitwise("BitOr")],
  __rand__: ["other, /", bitwise("BitAnd")],
  __invert__: ["", (self: PyInstance) => {
    const all = canonical(self.cls).reduce((bits, member) => bits | Number(valueOf(member)), 0);
    return flagMember(self.cls, all & ~Number(valueOf(self)));
  }],
  __contains__: [
    "other, /",
    (self: PyInstance, other: PyInstance) =>
      (Number(valueOf(self)) & Number(valueOf(other))) === Number(valueOf(other)),
  ],
  __iter__: ["", (self: PyInstance) =>
    new NativeIterator(
      canonical(self.cls).filter((one) => (Number(valueOf(one)) & Number(valueOf(self))) !== 0),
    )],
  __len__: [
    "",
    (self: PyInstance) =>
      canonical(self.cls).filter((one) => (Number(valueOf(one)) & Number(valueOf(self))) !== 0)
        .length,
  ],
  __bool__: ["", (self: PyInstance) => isTrue(valueOf(self))],
} as const;

const flagClass: PyClass = nativeClass({
  name: "Flag",
  module: "enum",
  bases: [enumClass],
  metaclass: enumMeta,
  methods: flagMethods,
});
const intFlagClass: PyClass = nativeClass({
  name: "IntFlag",
  module: "enum",
  bases: [intClass, flagClass],
  metaclass: enumMeta,
  layout: "int",
  methods: { ...plainText, ...flagMethods, __repr__: enumRepr() },
});

const unique = nativeFunction("unique", "enumeration", (cls: Value) => {
  if (!(cls instanceof PyClass)) {
    throw typeError(`unique() needs an enumeration, not ${typeName(cls)}`);
  }
  const aliases = [...membersOf(cls).byName].filter(([name, member]) => nameOf(member) !== name)
    .map(([name, member]) => `${name} -> ${nameOf(member)}`);
  if (aliases.length === 0) return cls;
  throw valueError(`duplicate values found in ${repr(cls)}: ${aliases.join(", ")}`);
});

/** Whether a class is an enumeration, with its members in order: for types made of them. */
export function enumMembers(
  cls: Value,
): readonly { name: string; value: Value; member: PyInstance }[] | null {
  if (!(cls instanceof PyClass) || !cls.isSubclassOf(enumClass)) return null;
  return [...membersOf(cls).byName].map(([name, member]) => ({
    name,
    value: valueOf(member),
    member,
  }));
}

/** Module `enum`. */
export const create: NativeModuleFactory = () =>
  nativeModule("enum", {
    Enum: enumClass,
    IntEnum: intEnumClass,
    StrEnum: strEnumClass,
    Flag: flagClass,
    IntFlag: intFlagClass,
    EnumMeta: enumMeta,
    EnumType: enumMeta,
    auto: autoClass,
    unique,
    property: propertyClass,
  });
