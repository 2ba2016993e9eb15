import { objectClass, tupleClass, typeClass, typeOf } from "../runtime/builtin_classes.ts";
import { call } from "../runtime/call.ts";
import { PyClass } from "../runtime/class.ts";
import { equal } from "../runtime/compare.ts";
import { hash, keyOf, setHashKey } from "../runtime/hash.ts";
import { setUnionMembers } from "../runtime/isinstance.ts";
import { extendClass, nativeClass } from "../runtime/native.ts";
import { ellipsis, notImplemented, PyTuple } from "../runtime/objects.ts";
import { setUnionMaker } from "../runtime/operators.ts";
import { qualifiedName, repr } from "../runtime/repr.ts";
import { setAliasMaker } from "../runtime/subscript.ts";
import { type Outcome, PyObject, type Value } from "../runtime/value.ts";
import { asString } from "../runtime/objects.ts";
import { lookupAttribute } from "../runtime/attributes.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import { raise } from "../runtime/exceptions.ts";

/** A parameterised type such as `list[int]` or `Optional[str]`. */
export class PyAlias extends PyObject {
  /** What was subscripted: a class, or the special form's name. */
  readonly origin: Value;
  readonly args: readonly Value[];
  readonly label: string;

  constructor(origin: Value, args: readonly Value[], label: string) {
    super(aliasClass);
    this.origin = origin;
    this.args = args;
    this.label = label;
  }
}

/** `int | None`. */
export class PyUnion extends PyObject {
  readonly members: readonly Value[];

  constructor(members: readonly Value[]) {
    super(unionClass);
    this.members = members;
  }
}

/** A type as text inside a parameterised one: classes by their names. */
export function typeText(value: Value): string {
  if (value instanceof PyClass) return qualifiedName(value);
  if (value === ellipsis) return "...";
  if (value === null) return "None";
  return repr(value);
}

/** The items of a subscript: `X[a, b]` has two. */
export function parameters(key: Value): readonly Value[] {
  return key instanceof PyTuple && key.cls === tupleClass ? key.items : [key];
}

const aliasClass: PyClass = nativeClass({
  name: "GenericAlias",
  module: "types",
  layout: "fixed",
  methods: {
    __call__: [
      "*args, **kwargs",
      (self: PyAlias, args: Value[], keywords: Map<string, Value>): Outcome =>
        call(self.origin, args, keywords.size === 0 ? null : keywords),
    ],
    __getitem__: [
      "item, /",
      (self: PyAlias, item: Value) => new PyAlias(self.origin, parameters(item), self.label),
    ],
    __mro_entries__: [
      "bases, /",
      (self: PyAlias) => new PyTuple([self.origin instanceof PyClass ? self.origin : objectClass]),
    ],
    __repr__: [
      "",
      (self: PyAlias) =>
        `${self.label}[${self.args.length === 0 ? "()" : self.args.map(typeText).join(", ")}]`,
    ],
    __eq__: [
      "other, /",
      (self: PyAlias, other: Value) =>
        other instanceof PyAlias
          ? self.label === other.label && equal(new PyTuple(self.args), new PyTuple(other.args))
          : notImplemented,
    ],
    __or__: ["other, /", (self: PyAlias, other: Value) => makeUnion(self, other)],
    __ror__: ["other, /", (self: PyAlias, other: Value) => makeUnion(other, self)],
    __getattr__: ["name, /", (self: PyAlias, name: Value): Outcome => {
      const found = lookupAttribute(self.origin, asString(name) ?? "");
      if (found !== undefined) return found;
      throw missing(self, asString(name) ?? "");
    }],
  },
  properties: {
    __origin__: (self: PyAlias) => self.origin,
    __args__: (self: PyAlias) => new PyTuple(self.args),
  },
});
setHashKey(
  aliasClass,
  (self: PyAlias) => `\0alias${self.label}${self.args.map(typeText).join(",")}`,
);

function missing(self: PyAlias, name: string) {
  return raise("AttributeError", `'${typeOf(self).name}' object has no attribute '${name}'`);
}

const unionClass: PyClass = nativeClass({
  name: "UnionType",
  module: "types",
  layout: "fixed",
  methods: {
    __or__: ["other, /", (self: PyUnion, other: Value) => makeUnion(self, other)],
    __ror__: ["other, /", (self: PyUnion, other: Value) => makeUnion(other, self)],
    __repr__: ["", (self: PyUnion) => self.members.map(typeText).join(" | ")],
    __eq__: [
      "other, /",
      (self: PyUnion, other: Value) =>
        other instanceof PyUnion
          ? self.members.length === other.members.length &&
            self.members.every((member) => other.members.some((one) => equal(one, member)))
          : notImplemented,
    ],
    __hash__: [
      "",
      (self: PyUnion) => self.members.reduce((sum: number, one) => sum + Number(hash(one)), 0),
    ],
  },
  properties: { __args__: (self: PyUnion) => new PyTuple(self.members) },
});

function makeUnion(left: Value, right: Value): Value {
  const isType = (value: Value) =>
    value === null || value instanceof PyClass || value instanceof PyAlias ||
    value instanceof PyUnion ||
    value instanceof PyOpaque || typeof value === "string" ||
    (value instanceof PyObject && value.cls.module === "typing");
  if (!isType(left) || !isType(right)) return notImplemented;
  const members: Value[] = [];
  const noneClass = typeOf(null);
  for (const side of [left, right]) {
    for (
      const member of side instanceof PyUnion ? side.members : [side === noneClass ? null : side]
    ) {
      if (!members.some((one) => isSameType(one, member))) members.push(member);
    }
  }
  return members.length === 1 ? members[0]! : new PyUnion(members);
}

function isSameType(one: Value, other: Value): boolean {
  if (one instanceof PyOpaque || other instanceof PyOpaque) return one === other;
  return keyOf(one) === keyOf(other);
}

setUnionMaker(makeUnion);
setUnionMembers((value) => {
  if (value instanceof PyUnion) {
    return value.members.map((one) => one === null ? typeOf(null) : one);
  }
  if (
    value instanceof PyAlias &&
    (value.label === "typing.Union" || value.label === "typing.Optional")
  ) {
    const members = value.label === "typing.Optional" ? [...value.args, typeOf(null)] : value.args;
    return members.map((one) => one === null ? typeOf(null) : one);
  }
  return null;
});
setAliasMaker((origin, key) =>
  new PyAlias(
    origin,
    parameters(key),
    origin instanceof PyClass ? qualifiedName(origin) : repr(origin),
  )
);

extendClass(typeClass, {
  methods: {
    __or__: ["other, /", (self: PyClass, other: Value) => makeUnion(self, other)],
    __ror__: ["other, /", (self: PyClass, other: Value) => makeUnion(other, self)],
  },
});

export { aliasClass, unionClass };
