import { typeName, typeOf } from "../runtime/builtin_classes.ts";
import { call } from "../runtime/call.ts";
import { PyClass } from "../runtime/class.ts";
import { PyDict } from "../runtime/dict.ts";
import { UnsupportedConstructError } from "../runtime/errors.ts";
import { raise, typeError } from "../runtime/exceptions.ts";
import { nativeFunction } from "../runtime/native.ts";
import { asString, PyList, PyModule } from "../runtime/objects.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import { str } from "../runtime/repr.ts";
import { andThen, type Outcome, PyObject, type Value } from "../runtime/value.ts";
import { getAttribute } from "../runtime/attributes.ts";
import type { Frame } from "../evaluator/frame.ts";
import type { Machine } from "../evaluator/machine.ts";
import { attributeNames } from "./object.ts";
import { PyScopeDict } from "./scope_dict.ts";

const OPEN_HINT = "put the text into the revision, or run psql with the file beside it";

function localsOf(frame: Frame): PyDict {
  if (frame.scope.kind === "module") return new PyScopeDict(frame.globals);
  if (frame.namespace !== null && frame.scope.kind === "class") {
    return new PyScopeDict(frame.namespace);
  }
  const dict = new PyDict();
  for (const [name, index] of frame.scope.slots) {
    const value = frame.slots[index];
    if (value !== undefined) dict.set(name, value);
  }
  return dict;
}

/** The built-in functions that read the running frame or reach outside, for one interpreter. */
export function frameFunctions(
  machine: Machine,
  print: (text: string) => void,
): [string, Value][] {
  const frame = (): Frame => {
    const { activation } = machine;
    if (activation === null) throw raise("RuntimeError", "no frame is running");
    return activation.frame;
  };
  const refuse = (name: string, hint?: string) =>
    nativeFunction(name, "*args, **kwargs", () => {
      throw new UnsupportedConstructError(
        `${name}()`,
        `${name}() is not available: files, processes and code made at run time are out of reach of evaluated code`,
        { place: machine.place(), hint },
      );
    });
  return [
    nativeFunction("print", "*args, sep=None, end=None, file=None, flush=False", (
      args: Value[],
      separator: Value,
      end: Value,
      file: Value,
    ): Outcome | undefined => {
      const text = args.map(str).join(asString(separator) ?? " ") + (asString(end) ?? "\n");
      if (file === null) print(text);
      else if (file instanceof PyOpaque) file.refuse("print()");
      else return machine.writeTo(file, text);
      return undefined;
    }),
    nativeFunction("globals", "", () => new PyScopeDict(frame().globals)),
    nativeFunction("locals", "", () => localsOf(frame())),
    nativeFunction("vars", "object=..., /", (value: Value | undefined): Outcome => {
      if (value === undefined) return localsOf(frame());
      if (value instanceof PyObject && (value instanceof PyModule || value.attributes !== null)) {
        return getAttribute(value, "__dict__");
      }
      if (
        value instanceof PyClass ||
        (value instanceof PyObject && typeOf(value).module !== "builtins")
      ) {
        return getAttribute(value, "__dict__");
      }
      throw typeError("vars() argument must have __dict__ attribute");
    }),
    nativeFunction("dir", "object=..., /", (value: Value | undefined) =>
      new PyList(
        value === undefined ? [...localsOf(frame()).keys()].sort() : attributeNames(value),
      )),
    nativeFunction(
      "__import__",
      "name, /, *args, **kwargs",
      (name: Value): Outcome =>
        machine.importModule(asString(name) ?? typeName(name), `__import__(${str(name)})`),
    ),
    nativeFunction("open", "*args, **kwargs", (args: Value[], kw: Map<string, Value>): Outcome => {
      // Without files to be read the module has not been looked for either.
      if (!machine.hasModule("io")) return call(refuse("open", OPEN_HINT), args);
      return andThen(
        machine.importModule("io", "open()"),
        (io) =>
          andThen(getAttribute(io, "open"), (open) => call(open, args, kw.size === 0 ? null : kw)),
      );
    }),
    refuse("eval"),
    refuse("exec"),
    refuse("compile"),
    refuse("input"),
    refuse("breakpoint"),
    refuse("help"),
  ].map((fn) => [fn.name, fn]);
}
