import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  call,
  callMethod,
  type Evaluation,
  exceptionClasses,
  hash,
  isTrue,
  nativeClass,
  nativeFunction,
  nativeModule,
  notImplemented,
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  PyNativeFunction,
  PyObject,
  PySet,
  PyTuple,
  raise,
  repr,
  tuple,
  typeError,
  typeName,
  type Value,
  valueError,
  wait,
} from "../../runtime/mod.ts";
import { equal, less } from "../../runtime/compare.ts";
import { bindArguments, type Parameter } from "../../runtime/signature.ts";
import { PyAlias } from "../../builtins/generic_alias.ts";

/** One field of a dataclass. */
class PyField extends PyObject {
  name = "";
  type: Value = null;
  default: Value | undefined;
  factory: Value | undefined;
  init = true;
  repr = true;
  compare = true;
  keywordOnly: boolean | null = null;
}

class Missing extends PyObject {}
const missing: Value = new Missing(
  nativeClass({ name: "_MISSING_TYPE", module: "dataclasses", layout: "fixed" }),
);

const fieldClass: PyClass = nativeClass({
  name: "Field",
  module: "dataclasses",
  layout: "fixed",
  methods: {
    __repr__: ["", (self: PyField) => `Field(name=${repr(self.name)},type=${repr(self.type)})`],
  },
  properties: {
    name: (self: PyField) => self.name,
    type: (self: PyField) => self.type,
    default: (self: PyField) => self.default === undefined ? missing : self.default,
    default_factory: (self: PyField) => self.factory === undefined ? missing : self.factory,
    init: (self: PyField) => self.init,
    repr: (self: PyField) => self.repr,
    compare: (self: PyField) => self.compare,
    kw_only: (self: PyField) => self.keywordOnly === true,
    metadata: () => new PyDict(),
  },
});

const fieldsOf = new WeakMap<PyClass, readonly PyField[]>();

function ownFields(value: Value): readonly PyField[] | null {
  if (!(value instanceof PyObject)) return null;
  const cls = value instanceof PyClass ? value : value.cls;
  for (const ancestor of cls.mro) {
    const fields = fieldsOf.get(ancestor);
    if (fields !== undefined) return fields;
  }
  return null;
}

const kwOnly: Value = new Missing(
  nativeClass({ name: "_KW_ONLY_TYPE", module: "dataclasses", layout: "fixed" }),
);

function isClassVariable(type: Value): boolean {
  if (type instanceof PyAlias) return type.label === "typing.ClassVar";
  const text = asString(type);
  return text !== null && /^(typing\.)?ClassVar\b/.test(text);
}

/** The fields of a class: those of its bases first, then its own, in the order of annotations. */
function collectFields(cls: PyClass, allKeywordOnly: boolean): PyField[] {
  const fields = new Map<string, PyField>();
  for (const base of [...cls.mro].reverse()) {
    if (base !== cls) {
      for (const field of fieldsOf.get(base) ?? []) fields.set(field.name, field);
    }
  }
  const annotations = cls.namespace.get("__annotations__");
  let keywordOnly = allKeywordOnly;
  for (const [key, type] of annotations instanceof PyDict ? annotations.entries() : []) {
    const name = asString(key) ?? "";
    if (type === kwOnly) {
      keywordOnly = true;
      continue;
    }
    if (isClassVariable(type)) continue;
    const given = cls.namespace.get(name);
    const field = given instanceof PyField ? given : new PyField(fieldClass);
    if (!(given instanceof PyField)) field.default = given;
    field.name = name;
    field.type = type;
    field.keywordOnly ??= keywordOnly;
    const { default: fallback } = field;
    if (
      fallback instanceof PyList || fallback instanceof PyDict ||
      (fallback instanceof PySet && !fallback.frozen)
    ) {
      throw valueError(
        `mutable default ${
          repr(fallback.cls)
        } for field ${name} is not allowed: use default_factory`,
      );
    }
    if (given instanceof PyField) {
      if (fallback === undefined) cls.undefine(name);
      else cls.define(name, fallback);
    }
    fields.set(name, field);
  }
  return [...fields.values()];
}

function parametersOf(
  fields: readonly PyField[],
): { positional: Parameter[]; keywordOnly: Parameter[] } {
  const parameter = (field: PyField): Parameter =>
    field.factory !== undefined
      ? { name: field.name, optional: true }
      : field.default === undefined
      ? { name: field.name }
      : { name: field.name, default: field.default };
  const taken = fields.filter((field) => field.init);
  const positional = taken.filter((field) => !field.keywordOnly);
  let optionalSeen = false;
  for (const field of positional) {
    const required = field.default === undefined && field.factory === undefined;
    if (required && optionalSeen) {
      throw typeError(`non-default argument '${field.name}' follows default argument`);
    }
    optionalSeen ||= !required;
  }
  return {
    positional: positional.map(parameter),
    keywordOnly: taken.filter((field) => field.keywordOnly).map(parameter),
  };
}

function defineMethod(
  cls: PyClass,
  name: string,
  signature: string,
  implementation: ConstructorParameters<typeof PyNativeFunction>[2],
): void {
  const fn = new PyNativeFunction(name, signature, implementation, true);
  fn.owner = cls;
  cls.define(name, fn);
}

function process(cls: PyClass, options: ReadonlyMap<string, Value>): PyClass {
  const option = (name: string, fallback: boolean) =>
    options.has(name) ? isTrue(options.get(name)!) : fallback;
  const fields = collectFields(cls, option("kw_only", false));
  fieldsOf.set(cls, fields);
  cls.define(
    "__dataclass_fields__",
    new PyDict(fields.map((field) => [field.name, field] as const)),
  );
  const parameters = parametersOf(fields);
  const signature = {
    positionalOnly: [{ name: "self" }],
    positional: parameters.positional,
    variadic: null,
    keywordOnly: parameters.keywordOnly,
    keywords: null,
  };
  const order = [...parameters.positional, ...parameters.keywordOnly].map(({ name }) => name);
  if (option("init", true) && !cls.namespace.has("__init__")) {
    defineMethod(cls, "__init__", "*args, **kwargs", function* (
      self: PyObject,
      args: Value[],
      keywords: Map<string, Value>,
    ): Evaluation {
      const bound = bindArguments(`${cls.qualname}.__init__`, signature, [self, ...args], keywords);
      const attributes = (self.attributes ??= new Map());
      for (const field of fields) {
        const at = order.indexOf(field.name);
        let value = at < 0 ? undefined : bound[at + 1] as Value | undefined;
        if (value === undefined) {
          if (field.factory !== undefined) value = yield* wait(call(field.factory));
          else if (field.default !== undefined) value = field.default;
          else continue;
        }
        attributes.set(field.name, value);
      }
      if (self.cls.lookup("__post_init__") !== undefined) {
        yield* wait(callMethod(self, "__post_init__"));
      }
      return null;
    });
  }
  if (option("repr", true) && !cls.namespace.has("__repr__")) {
    defineMethod(cls, "__repr__", "", (self: PyObject) => {
      const parts = fields.filter((field) => field.repr)
        .map((field) => `${field.name}=${repr(self.attributes?.get(field.name) ?? null)}`);
      return `${self.cls.qualname}(${parts.join(", ")})`;
    });
  }
  const compared = fields.filter((field) => field.compare);
  const content = (self: PyObject): Value =>
    new PyTuple(compared.map((field) => self.attributes?.get(field.name) ?? null));
  if (option("eq", true) && !cls.namespace.has("__eq__")) {
    defineMethod(
      cls,
      "__eq__",
      "other, /",
      (self: PyObject, other: Value) =>
        other instanceof PyObject && other.cls === self.cls
          ? equal(content(self), content(other))
          : notImplemented,
    );
    const frozen = option("frozen", false);
    if (!frozen && !option("unsafe_hash", false)) cls.define("__hash__", null);
    else defineMethod(cls, "__hash__", "", (self: PyObject) => hash(content(self)));
  }
  if (option("order", false)) defineOrder(cls, content);
  if (option("frozen", false)) freeze(cls);
  cls.define("__match_args__", tuple(parameters.positional.map(({ name }) => name)));
  return cls;
}

function defineOrder(cls: PyClass, content: (self: PyObject) => Value): void {
  const rules: Readonly<Record<string, (a: Value, b: Value) => boolean>> = {
    __lt__: (a, b) => less(a, b),
    __le__: (a, b) => !less(b, a),
    __gt__: (a, b) => less(b, a),
    __ge__: (a, b) => !less(a, b),
  };
  for (const [name, rule] of Object.entries(rules)) {
    defineMethod(
      cls,
      name,
      "other, /",
      (self: PyObject, other: Value) =>
        other instanceof PyObject && other.cls === self.cls
          ? rule(content(self), content(other))
          : notImplemented,
    );
  }
}

const frozenErrorClass = nativeClass({
  name: "FrozenInstanceError",
  module: "dataclasses",
  bases: [exceptionClasses.get("AttributeError")!],
});

function freeze(cls: PyClass): void {
  const refuse = (action: string) => (_self: Value, name: Value) => {
    throw raise(frozenErrorClass, `cannot ${action} field ${repr(name)}`);
  };
  defineMethod(cls, "__setattr__", "name, value, /", refuse("assign to"));
  defineMethod(cls, "__delattr__", "name, /", refuse("delete"));
}

/** A value with dataclasses in it turned into dicts or tuples. */
function unpack(
  value: Value,
  make: (fields: readonly (readonly [string, Value])[]) => Value,
): Value {
  const fields = value instanceof PyClass ? null : ownFields(value);
  if (fields !== null && value instanceof PyObject) {
    return make(
      fields.map((field) =>
        [field.name, unpack(value.attributes?.get(field.name) ?? null, make)] as const
      ),
    );
  }
  if (value instanceof PyList) return new PyList(value.items.map((item) => unpack(item, make)));
  if (value instanceof PyTuple) {
    return new PyTuple(value.items.map((item) => unpack(item, make)), value.cls);
  }
  if (value instanceof PyDict) {
    return new PyDict(
      [...value.entries()].map(([key, item]) => [unpack(key, make), unpack(item, make)] as const),
    );
  }
  return value;
}

function fieldsOrFail(value: Value, name: string): readonly PyField[] {
  const fields = ownFields(value);
  if (fields === null) throw typeError(`${name}() should be called on dataclass instances`);
  return fields;
}

/** Module `dataclasses`. */
export const create: NativeModuleFactory = () =>
  nativeModule("dataclasses", {
    dataclass: nativeFunction(
      "dataclass",
      "cls=None, /, **kwargs",
      (cls: Value, options: Map<string, Value>) => {
        if (cls instanceof PyClass) return process(cls, options);
        return nativeFunction("wrap", "cls, /", (target: Value) => {
          if (target instanceof PyClass) return process(target, options);
          throw typeError(`dataclass() needs a class, not ${typeName(target)}`);
        });
      },
    ),
    field: nativeFunction(
      "field",
      "*, default=..., default_factory=..., init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=None",
      (
        fallback: Value | undefined,
        factory: Value | undefined,
        init: Value,
        shown: Value,
        _hash: Value,
        compared: Value,
        _metadata: Value,
        keywordOnly: Value,
      ) => {
        if (fallback !== undefined && factory !== undefined) {
          throw valueError("cannot specify both default and default_factory");
        }
        const field = new PyField(fieldClass);
        field.default = fallback;
        field.factory = factory;
        field.init = isTrue(init);
        field.repr = isTrue(shown);
        field.compare = isTrue(compared);
        field.keywordOnly = keywordOnly === null ? null : isTrue(keywordOnly);
        return field;
      },
    ),
    fields: nativeFunction("fields", "class_or_instance", (value: Value) => {
      const fields = ownFields(value);
      if (fields === null) throw typeError("must be called with a dataclass type or instance");
      return new PyTuple(fields);
    }),
    asdict: nativeFunction("asdict", "obj, *, dict_factory=None", (value: Value) => {
      fieldsOrFail(value, "asdict");
      return unpack(value, (fields) => new PyDict(fields));
    }),
    astuple: nativeFunction("astuple", "obj, *, tuple_factory=None", (value: Value) => {
      fieldsOrFail(value, "astuple");
      return unpack(value, (fields) => new PyTuple(fields.map(([, item]) => item)));
    }),
    replace: nativeFunction(
      "replace",
      "obj, /, **changes",
      function* (value: PyInstance, changes: Map<string, Value>): Evaluation {
        const keywords = new Map<string, Value>();
        for (const field of fieldsOrFail(value, "replace")) {
          if (field.init) keywords.set(field.name, value.attributes?.get(field.name) ?? null);
        }
        for (const [name, item] of changes) keywords.set(name, item);
        return yield* wait(call(value.cls, [], keywords));
      },
    ),
    is_dataclass: nativeFunction(
      "is_dataclass",
      "obj",
      (value: Value) => ownFields(value) !== null,
    ),
    FrozenInstanceError: frozenErrorClass,
    MISSING: missing,
    KW_ONLY: kwOnly,
    Field: fieldClass,
  });
