import {
  call,
  isTrue,
  nativeClass,
  nativeFunction,
  type Outcome,
  PyClass,
  PyClassMethod,
  PyInstance,
  type Value,
} from "../../../runtime/mod.ts";

/** What stands behind a `declared_attr`. */
interface DeclaredAttr {
  readonly fn: Value;
  readonly cascading: boolean;
  /** What it gave for each class that it was asked for while that is mapped: asked once, as in SQLAlchemy. */
  readonly given: WeakMap<PyClass, Value>;
}

function make(cls: PyClass, fn: Value, cascading: boolean): PyInstance {
  const object = new PyInstance(cls);
  object.native = {
    fn: fn instanceof PyClassMethod ? fn.fn : fn,
    cascading,
    given: new WeakMap(),
  } satisfies DeclaredAttr;
  return object;
}

/** `declared_attr`: an attribute of a mixin that a function gives for each class. */
export const declaredAttrClass: PyClass = nativeClass({
  name: "declared_attr",
  module: "sqlalchemy.orm.decl_api",
  new: [
    "fn, cascading=False",
    (cls: PyClass, fn: Value, cascading: Value) => make(cls, fn, isTrue(cascading)),
  ],
  init: ["*args, **kw", () => {}],
  methods: {
    __get__: [
      "instance, owner=None",
      (self: PyInstance, _instance: Value, owner: Value): Outcome => valueFor(self, owner),
    ],
  },
  classMethods: {
    __class_getitem__: ["item, /", (cls: PyClass) => cls],
  },
});
// `@declared_attr.directive`, `.cascading`: the same with another name.
declaredAttrClass.define(
  "directive",
  nativeFunction("directive", "fn", (fn: Value) => make(declaredAttrClass, fn, false)),
);
declaredAttrClass.define(
  "cascading",
  nativeFunction("cascading", "fn", (fn: Value) => make(declaredAttrClass, fn, true)),
);

function valueFor(self: PyInstance, owner: Value): Outcome {
  const { fn, given } = self.native as DeclaredAttr;
  if (!(owner instanceof PyClass)) return call(fn, [owner]);
  const known = given.get(owner);
  if (known !== undefined) return known;
  const made = call(fn, [owner]);
  if (typeof made === "object" && made !== null && "generator" in made) return made;
  given.set(owner, made);
  return made;
}

/** The `declared_attr` behind a value; undefined for any other. */
export function declaredAttr(value: Value): DeclaredAttr | undefined {
  return value instanceof PyInstance && value.cls.isSubclassOf(declaredAttrClass)
    ? value.native as DeclaredAttr
    : undefined;
}
