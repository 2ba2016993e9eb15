import { parameters, PyAlias } from "../../builtins/generic_alias.ts";
import { createClass } from "../../runtime/create_class.ts";
import {
  asString,
  collectNow,
  equal,
  type Evaluation,
  getIterator,
  nativeClass,
  notImplemented,
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  PyTuple,
  repr,
  tuple,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { abcMetaClass } from "../stdlib/abc.ts";
import { dumps } from "../stdlib/json/encode.ts";
import { loads } from "../stdlib/json/decode.ts";
import { fill } from "./fill.ts";
import { enterModel, modelOf } from "./model_fields.ts";
import { setModelTest, validate } from "./validate.ts";

setModelTest((cls) => modelOf(cls) !== undefined);

/** The metaclass of models. */
export const modelMetaClass: PyClass = nativeClass({
  name: "ModelMetaclass",
  module: "pydantic._internal._model_construction",
  bases: [abcMetaClass],
  new: [
    "name, bases, namespace, **kw",
    function* (meta: PyClass, name: Value, bases: Value, namespace: PyDict): Evaluation {
      const attributes = new Map<string, Value>();
      for (const [key, value] of namespace.entries()) attributes.set(asString(key) ?? "", value);
      const above = (bases as PyTuple).items as PyClass[];
      return yield* createClass(meta, asString(name) ?? "", above, attributes, new Map());
    },
  ],
  init: [
    "name, bases, namespace, **kw",
    (cls: PyClass, _name: Value, _bases: Value, _namespace: Value, kw: Map<string, Value>) =>
      enterModel(cls, kw),
  ],
});

/** The values of the fields of an object, and those it was given besides. */
function fieldsOf(self: PyInstance): [string, Value][] {
  const { fields, privates } = modelOf(self.cls)!;
  const extra = [...self.attributes ?? []].filter(([name]) =>
    !fields.has(name) && !privates.has(name)
  );
  const own = [...fields.keys()].map((name): [string, Value] => [
    name,
    self.attributes?.get(name) ?? null,
  ]);
  return [...own, ...extra];
}

function dump(self: PyInstance, options: ReadonlyMap<string, Value>): PyDict {
  const names = (option: string): ReadonlySet<string> | null => {
    const given = options.get(option) ?? null;
    return given === null ? null : new Set(collectNow(given).map((name) => asString(name) ?? ""));
  };
  const [include, exclude] = [names("include"), names("exclude")];
  const result = new PyDict();
  for (const [name, value] of fieldsOf(self)) {
    if (include !== null && !include.has(name) || exclude?.has(name)) continue;
    if (value === null && options.get("exclude_none") === true) continue;
    result.set(name, dumped(value, options));
  }
  return result;
}

function dumped(value: Value, options: ReadonlyMap<string, Value>): Value {
  const inner = new Map([...options].filter(([name]) => name !== "include" && name !== "exclude"));
  if (value instanceof PyInstance && modelOf(value.cls) !== undefined) return dump(value, inner);
  if (value instanceof PyList) return new PyList(value.items.map((item) => dumped(item, inner)));
  if (value instanceof PyTuple) return tuple(value.items.map((item) => dumped(item, inner)));
  if (value instanceof PyDict) {
    return new PyDict([...value.entries()].map(([key, item]) => [key, dumped(item, inner)]));
  }
  return value;
}

function copy(self: PyInstance, update: Value): PyInstance {
  const made = new PyInstance(self.cls);
  made.attributes = new Map(self.attributes);
  if (update instanceof PyDict) {
    for (const [name, value] of update.entries()) made.attributes.set(asString(name) ?? "", value);
  }
  return made;
}

/** `pydantic.BaseModel`. */
export const baseModelClass: PyClass = nativeClass({
  name: "BaseModel",
  module: "pydantic.main",
  metaclass: modelMetaClass,
  init: [
    "**data",
    (self: PyInstance, data: Map<string, Value>) => fill(self, modelOf(self.cls)!, data),
  ],
  classMethods: {
    __class_getitem__: [
      "item, /",
      (cls: PyClass, item: Value) =>
        new PyAlias(cls, parameters(item), `${cls.module}.${cls.qualname}`),
    ],
    model_validate: ["obj, **kw", (cls: PyClass, value: Value) => validate(cls, value, cls)],
    parse_obj: ["obj", (cls: PyClass, value: Value) => validate(cls, value, cls)],
    model_validate_json: ["json_data, **kw", function* (cls: PyClass, text: Value): Evaluation {
      return yield* validate(cls, yield* wait(loads(text, new Map())), cls);
    }],
    model_construct: [
      "_fields_set=None, **values",
      (cls: PyClass, _set: Value, values: Map<string, Value>) => {
        const made = new PyInstance(cls);
        made.attributes = new Map(values);
        return made;
      },
    ],
    model_rebuild: ["**kw", () => null],
    update_forward_refs: ["**kw", () => null],
  },
  methods: {
    model_post_init: ["context, /", () => null],
    model_dump: [
      "**options",
      (self: PyInstance, options: Map<string, Value>) => dump(self, options),
    ],
    dict: ["**options", (self: PyInstance, options: Map<string, Value>) => dump(self, options)],
    model_dump_json: [
      "**options",
      (self: PyInstance, options: Map<string, Value>) => dumps(dump(self, options), new Map()),
    ],
    model_copy: ["*, update=None, deep=False", copy],
    copy: ["*, update=None, deep=False, **kw", copy],
    __eq__: [
      "other, /",
      (self: PyInstance, other: Value) =>
        other instanceof PyInstance && other.cls === self.cls
          ? equal(PyDict.fromMap(new Map(fieldsOf(self))), PyDict.fromMap(new Map(fieldsOf(other))))
          : notImplemented,
    ],
    __iter__: [
      "",
      (self: PyInstance) => getIterator(new PyList(fieldsOf(self).map((pair) => tuple(pair)))),
    ],
    __repr__: ["", (self: PyInstance) => `${self.cls.qualname}(${shown(self, ", ")})`],
    __str__: ["", (self: PyInstance) => shown(self, " ")],
  },
});

function shown(self: PyInstance, separator: string): string {
  return fieldsOf(self).map(([name, value]) => `${name}=${repr(value)}`).join(separator);
}

enterModel(baseModelClass, new Map());
