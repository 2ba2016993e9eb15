import type { ClassDef } from "../syntax/ast.ts";
import { typeClass } from "../runtime/builtin_classes.ts";
import { call } from "../runtime/call.ts";
import { PyClass } from "../runtime/class.ts";
import { createClass, deriveMetaclass, resolveBases } from "../runtime/create_class.ts";
import { PyDict } from "../runtime/dict.ts";
import { PyTuple } from "../runtime/objects.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import { type Attributes, type Evaluation, Pending, type Value, wait } from "../runtime/value.ts";
import { declareBindings } from "./bindings.ts";
import type { Compiler } from "./compiler.ts";
import { collectElements } from "./elements.ts";
import { type Code, Frame } from "./frame.ts";
import { docstringOf, nameScope, qualify } from "./functions.ts";
import { Scope } from "./scope.ts";

/** `class`: runs the body in a namespace of its own and has the metaclass make the class. */
export function compileClass(compiler: Compiler, node: ClassDef, scope: Scope): Code {
  const { machine } = compiler;
  const qualname = qualify(scope, node.name);
  const inner = new Scope("class", scope, { className: node.name });
  nameScope(inner, qualname);
  // Only `global` and `nonlocal` matter: everything else lives in the namespace.
  declareBindings(node.body, inner);
  const bases = collectElements(compiler, node.bases, scope);
  const keywordNodes = node.keywords;
  const keywordCodes = keywordNodes.map((keyword) => compiler.expression(keyword.value, scope));
  let body: ReturnType<Compiler["block"]> | null = null;
  const docstring = docstringOf(node.body);

  function* define(frame: Frame): Evaluation {
    const given = yield* wait(bases(frame));
    const keywords = new Map<string, Value>();
    for (let index = 0; index < keywordNodes.length; index++) {
      const { arg } = keywordNodes[index]!;
      if (arg === null) throw compiler.unsupported(node, "**keywords of a class");
      keywords.set(arg, yield* wait(keywordCodes[index]!(frame)));
    }
    const unknown = [...given, ...keywords.values()].find((value) => value instanceof PyOpaque);
    if (unknown instanceof PyOpaque) {
      machine.tables?.refuseClass(node, given, unknown, machine.activation);
      return new PyOpaque(unknown.origin, `class ${node.name}(${unknown.path})`);
    }
    const basesTuple = new PyTuple(given);
    const classes = yield* resolveBases(given, basesTuple);

    const namespace: Attributes = new Map();
    namespace.set("__module__", frame.globals.get("__name__") ?? "__main__");
    namespace.set("__qualname__", qualname);
    if (docstring !== null) namespace.set("__doc__", docstring);
    const own = new Frame(inner, [], frame, frame.globals, namespace);
    machine.enter(own, compiler.path, node.name, compiler.traced, node);
    const { activation } = own;
    body ??= compiler.block(node.body, inner);
    try {
      yield* wait(body(own));
    } catch (error) {
      throw machine.leaving(error, activation);
    } finally {
      machine.activation = activation.back;
    }

    const cls = yield* make(node.name, classes, namespace, keywords, basesTuple);
    if (cls instanceof PyClass) own.definedClass = cls;
    return cls;
  }
  return (frame) => new Pending(define(frame));
}

function* make(
  name: string,
  bases: readonly PyClass[],
  namespace: Attributes,
  keywords: Map<string, Value>,
  given: PyTuple,
): Evaluation {
  const explicit = keywords.get("metaclass");
  keywords.delete("metaclass");
  const start = explicit instanceof PyClass ? explicit : typeClass;
  const metaclass = deriveMetaclass(start, bases);
  const custom = explicit !== undefined && !(explicit instanceof PyClass);
  if (given.items.some((base) => !(base instanceof PyClass))) {
    namespace.set("__orig_bases__", given);
  }
  if (!custom && metaclass === typeClass) {
    return yield* createClass(metaclass, name, bases, namespace, keywords);
  }
  const dict = PyDict.fromMap(namespace);
  return yield* wait(
    call(
      custom ? explicit : metaclass,
      [name, new PyTuple(bases), dict],
      keywords.size === 0 ? null : keywords,
    ),
  );
}
