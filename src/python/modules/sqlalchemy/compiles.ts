import {
  asString,
  call,
  callMethod,
  getAttribute,
  nativeClass,
  nativeFunction,
  type PyClass,
  PyInstance,
  runNow,
  type Value,
} from "../../runtime/mod.ts";
import { dialectObject } from "./engine/dialect_object.ts";
import { columnElementClass } from "./expression/classes.ts";
import { setElementText } from "./expression/payload.ts";
import { setTypeWriter } from "./types/engine.ts";

/** Functions that write elements of a class, given by `@compiles(cls, "dialect")`. */
const writers = new WeakMap<PyClass, Map<string, Value>>();

/** `sqlalchemy.ext.compiler.compiles`. */
export const compiles = nativeFunction(
  "compiles",
  "class_, *specs",
  (cls: PyClass, specs: Value[]) =>
    nativeFunction("decorate", "fn", (fn: Value) => {
      const known = writers.get(cls) ?? new Map<string, Value>();
      writers.set(cls, known);
      const names = specs.length === 0 ? ["default"] : specs.map((spec) => asString(spec) ?? "");
      for (const name of names) known.set(name, fn);
      return fn;
    }),
);

/** What such a function gets as its compiler. */
const compilerClass: PyClass = nativeClass({
  name: "PGDDLCompiler",
  module: "sqlalchemy.dialects.postgresql.base",
  methods: {
    process: [
      "element, **kw",
      (_self: PyInstance, element: Value) => callMethod(element, "__str__"),
    ],
    visit_create_column: [
      "element, **kw",
      (_self: PyInstance, element: Value) => callMethod(element, "__str__"),
    ],
  },
  properties: {
    sql_compiler: (self: PyInstance) => self,
    type_compiler: (self: PyInstance) => self,
    dialect: () => dialectObject(),
    preparer: () => runNow(getAttribute(dialectObject(), "identifier_preparer")),
  },
});

/** The text that a `@compiles` function gives for an element; undefined where its class has none. */
export function compiledText(element: PyInstance): string | undefined {
  for (const cls of element.cls.mro) {
    const known = writers.get(cls);
    const fn = known?.get("postgresql") ?? known?.get("default");
    if (fn === undefined) continue;
    const text = runNow(call(fn, [element, new PyInstance(compilerClass)]));
    return asString(text) ?? undefined;
  }
  return undefined;
}

setTypeWriter(compiledText);
setElementText((element) =>
  element.cls.isSubclassOf(columnElementClass) ? compiledText(element) : undefined
);
