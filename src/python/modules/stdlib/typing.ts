import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  dictClass,
  frozensetClass,
  listClass,
  nativeClass,
  nativeFunction,
  nativeModule,
  notImplemented,
  objectClass,
  PyClass,
  PyDict,
  PyModule,
  PyObject,
  PyTuple,
  setClass,
  tupleClass,
  typeClass,
  typeOf,
  type Value,
} from "../../runtime/mod.ts";
import { collectNow } from "../../runtime/iteration.ts";
import { parameters, PyAlias, PyUnion } from "../../builtins/generic_alias.ts";
import {
  genericClass,
  subscriptable,
  typeAliasClass,
  typeVarClass,
} from "../../builtins/type_parameters.ts";
import { makeAbstractCollections } from "./collections_abc.ts";
import { namedTuple } from "./named_tuple.ts";

/** A special form such as `Any` or `Optional`: it means something only when subscripted. */
class PyForm extends PyObject {
  readonly name: string;
  readonly origin: Value;

  constructor(cls: PyClass, name: string, origin: Value) {
    super(cls);
    this.name = name;
    this.origin = origin;
  }
}

const formClass: PyClass = nativeClass({
  name: "_SpecialForm",
  module: "typing",
  layout: "fixed",
  methods: {
    __getitem__: ["item, /", (self: PyForm, item: Value) => {
      const args = parameters(item);
      if (self.name === "Union" && args.length === 1) return args[0]!;
      return new PyAlias(self.origin, args, `typing.${self.name}`);
    }],
    __call__: [
      "*args, **kwargs",
      (self: PyForm, args: Value[]) =>
        self.origin instanceof PyClass ? self.origin : args[0] ?? null,
    ],
    __mro_entries__: [
      "bases, /",
      (self: PyForm) => new PyTuple([self.origin instanceof PyClass ? self.origin : objectClass]),
    ],
    __or__: ["other, /", (self: PyForm, other: Value) => new PyUnion([self, other])],
    __ror__: ["other, /", (self: PyForm, other: Value) => new PyUnion([other, self])],
    __instancecheck__: [
      "value, /",
      (self: PyForm, value: Value) =>
        self.origin instanceof PyClass ? typeOf(value).isSubclassOf(self.origin) : notImplemented,
    ],
    __repr__: ["", (self: PyForm) => `typing.${self.name}`],
  },
});

const FORMS = [
  "Annotated",
  "Any",
  "AnyStr",
  "ClassVar",
  "Concatenate",
  "Final",
  "ForwardRef",
  "Literal",
  "LiteralString",
  "Never",
  "NoReturn",
  "NotRequired",
  "Optional",
  "ReadOnly",
  "Required",
  "Self",
  "Text",
  "TypeAlias",
  "TypeGuard",
  "Union",
  "Unpack",
];
const BUILT_IN: Readonly<Record<string, PyClass>> = {
  Dict: dictClass,
  DefaultDict: dictClass,
  OrderedDict: dictClass,
  Counter: dictClass,
  List: listClass,
  Set: setClass,
  FrozenSet: frozensetClass,
  Tuple: tupleClass,
  Type: typeClass,
};
const ABSTRACT = [
  "Awaitable",
  "Callable",
  "Collection",
  "Container",
  "Generator",
  "Hashable",
  "ItemsView",
  "Iterable",
  "Iterator",
  "KeysView",
  "Mapping",
  "MappingView",
  "MutableMapping",
  "MutableSequence",
  "MutableSet",
  "Reversible",
  "Sequence",
  "Sized",
  "ValuesView",
];
const UNKNOWN = [
  "AsyncGenerator",
  "AsyncIterable",
  "AsyncIterator",
  "Coroutine",
  "ContextManager",
  "AsyncContextManager",
  "Deque",
  "Pattern",
  "Match",
  "IO",
  "TextIO",
  "BinaryIO",
  "AbstractSet",
];

/** Field names, types and defaults of a class body with annotations. */
function annotatedFields(
  namespace: ReadonlyMap<string, Value>,
): { names: string[]; defaults: Value[] } {
  const annotations = namespace.get("__annotations__");
  const names = annotations instanceof PyDict
    ? [...annotations.keys()].map((name) => asString(name) ?? "")
    : [];
  const defaults = names.filter((name) => namespace.has(name)).map((name) => namespace.get(name)!);
  return { names, defaults };
}

function namespaceOf(value: Value): Map<string, Value> {
  const map = new Map<string, Value>();
  if (value instanceof PyDict) {
    for (const [key, item] of value.entries()) map.set(asString(key) ?? "", item);
  }
  return map;
}

const namedTupleMeta: PyClass = nativeClass({
  name: "NamedTupleMeta",
  module: "typing",
  bases: [typeClass],
  new: [
    "name, bases, namespace, **kwargs",
    (_meta: PyClass, name: Value, _bases: Value, body: Value) => {
      const namespace = namespaceOf(body);
      const { names, defaults } = annotatedFields(namespace);
      const cls = namedTuple(
        asString(name) ?? "",
        names,
        asString(namespace.get("__module__") ?? "") ?? "",
        defaults,
      );
      for (const [key, value] of namespace) {
        if (!names.includes(key) && key !== "__qualname__") cls.define(key, value);
      }
      return cls;
    },
  ],
  methods: {
    __call__: ["name, *args, **kwargs", (cls: PyClass, name: Value, args: Value[]) => {
      if (cls !== namedTupleClass) {
        // `class X(NamedTuple)` calls the metaclass with name, bases and namespace.
        return null;
      }
      const fields = args[0] === undefined
        ? []
        : collectNow(args[0]).map((pair) => collectNow(pair)[0]!);
      return namedTuple(
        asString(name) ?? "",
        fields.map((field) => asString(field) ?? ""),
        "__main__",
      );
    }],
  },
});
const namedTupleClass: PyClass = nativeClass({
  name: "NamedTuple",
  module: "typing",
  metaclass: namedTupleMeta,
});

const typedDictMeta: PyClass = nativeClass({
  name: "TypedDictMeta",
  module: "typing",
  bases: [typeClass],
  new: [
    "name, bases, namespace, **kwargs",
    (meta: PyClass, name: Value, _bases: Value, body: Value) => {
      const cls = new PyClass({
        name: asString(name) ?? "",
        module: "__main__",
        bases: [dictClass],
        metaclass: meta,
        attributes: namespaceOf(body),
      });
      return cls;
    },
  ],
  methods: {
    // A typed dict is a plain dict at run time.
    __call__: ["*args, **kwargs", (_cls: PyClass, args: Value[], keywords: Map<string, Value>) => {
      const dict = args[0] instanceof PyDict ? new PyDict(args[0].entries()) : new PyDict();
      for (const [key, value] of keywords) dict.set(key, value);
      return dict;
    }],
  },
});
const typedDictClass: PyClass = nativeClass({
  name: "TypedDict",
  module: "typing",
  metaclass: typedDictMeta,
});

const same = (name: string) => nativeFunction(name, "arg, /", (value: Value) => value);

let shared: PyModule | null = null;

/** Module `typing`: annotations are kept, never checked. */
export const create: NativeModuleFactory = (context) =>
  shared ??= make(makeAbstractCollections(context));

function make(abstract: PyModule): PyModule {
  const form = (name: string, origin: Value): Value => new PyForm(formClass, name, origin);
  return nativeModule("typing", {
    ...Object.fromEntries(FORMS.map((name) => [name, form(name, name)])),
    ...Object.fromEntries(Object.entries(BUILT_IN).map(([name, cls]) => [name, form(name, cls)])),
    ...Object.fromEntries(ABSTRACT.map((name) => [name, form(name, abstract.get(name) ?? null)])),
    ...Object.fromEntries(UNKNOWN.map((name) => [name, form(name, name)])),
    Generic: genericClass,
    Protocol: subscriptable("Protocol"),
    NamedTuple: namedTupleClass,
    TypedDict: typedDictClass,
    TypeVar: typeVarClass,
    ParamSpec: typeVarClass,
    TypeVarTuple: typeVarClass,
    TypeAliasType: typeAliasClass,
    TYPE_CHECKING: false,
    cast: nativeFunction("cast", "typ, val", (_type: Value, value: Value) => value),
    overload: same("overload"),
    override: same("override"),
    final: same("final"),
    no_type_check: same("no_type_check"),
    runtime_checkable: same("runtime_checkable"),
    assert_never: nativeFunction("assert_never", "arg, /", () => null),
    assert_type: nativeFunction("assert_type", "val, typ, /", (value: Value) => value),
    reveal_type: same("reveal_type"),
    NewType: nativeFunction(
      "NewType",
      "name, tp",
      (name: Value) => nativeFunction(asString(name) ?? "NewType", "x, /", (value: Value) => value),
    ),
    get_type_hints: nativeFunction("get_type_hints", "obj, **kwargs", (value: Value) => {
      const found = value instanceof PyClass ? value.lookup("__annotations__") : undefined;
      return found instanceof PyDict ? new PyDict(found.entries()) : new PyDict();
    }),
    get_origin: nativeFunction(
      "get_origin",
      "tp",
      (value: Value) => value instanceof PyAlias ? value.origin : null,
    ),
    get_args: nativeFunction(
      "get_args",
      "tp",
      (value: Value) =>
        new PyTuple(
          value instanceof PyAlias ? value.args : value instanceof PyUnion ? value.members : [],
        ),
    ),
  });
}
