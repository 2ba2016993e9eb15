import {
  asInt,
  asString,
  equal,
  intClass,
  isTrue,
  nativeClass,
  NativeIterator,
  notImplemented,
  type Outcome,
  plain,
  PyClass,
  PyDict,
  PyInstance,
  raise,
  repr,
  str,
  strClass,
  typeClass,
  typeError,
  type Value,
} from "../../../runtime/mod.ts";
import { binary } from "../../../runtime/operators.ts";
import { runNow } from "../../../runtime/call.ts";
import { format } from "../../../runtime/format.ts";
import { Pending } from "../../../runtime/value.ts";

import {
  canonical,
  flagMember,
  functional,
  makeMembers,
  memberOf,
  membersOf,
  nameOf,
  valueOf,
} from "./members.ts";

export const enumMeta: PyClass = nativeClass({
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

function memberText(self: PyInstance): string {
  return hasName(self) ? shownName(self) : `${self.cls.name}(${repr(valueOf(self))})`;
}

/** A combination of flags may have none. */
function hasName(self: PyInstance): boolean {
  return (self.attributes?.get("_name_") ?? null) !== null;
}

function shownName(self: PyInstance): string {
  return hasName(self) ? `${self.cls.name}.${nameOf(self)}` : self.cls.name;
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
    __copy__: ["", (self: PyInstance) => self],
    __deepcopy__: ["memo, /", (self: PyInstance) => self],
    __repr__: [
      "",
      (self: PyInstance) => `<${shownName(self)}: ${repr(valueOf(self))}>`,
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

export const intEnumClass: PyClass = nativeClass({
  name: "IntEnum",
  module: "enum",
  bases: [intClass, enumClass],
  metaclass: enumMeta,
  layout: "int",
  methods: { ...plainText, __repr__: enumRepr() },
});
export const strEnumClass: PyClass = nativeClass({
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

export const flagClass: PyClass = nativeClass({
  name: "Flag",
  module: "enum",
  bases: [enumClass],
  metaclass: enumMeta,
  methods: flagMethods,
});
export const intFlagClass: PyClass = nativeClass({
  name: "IntFlag",
  module: "enum",
  bases: [intClass, flagClass],
  metaclass: enumMeta,
  layout: "int",
  methods: { ...plainText, ...flagMethods, __repr__: enumRepr() },
});
