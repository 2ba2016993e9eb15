import type { ClassDef } from "../syntax/ast.ts";
import { typeClass } from "../runtime/builtin_classes.ts";
import { call } from "../runtime/call.ts";
import { PyClass } from "../runtime/class.ts";
import { createClass, deriveMetaclass, resolveBases } from "../runtime/create_class.ts";
import { PyDict } from "../runtime/dict.ts";
import { PyTuple } from "../runtime/objects.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import { typeParameterMaker } from "../runtime/type_parameters.ts";
import {
  type Attributes,
  type Evaluation,
  type Outcome,
  Pending,
  type Value,
  wait,
} from "../runtime/value.ts";
import { declareBindings } from "./bindings.ts";
import type { Compiler } from "./compiler.ts";
import { collectElements } from "./elements.ts";
import { type Code, Frame } from "./frame.ts";
import { docstringOf, qualify } from "./functions.ts";
import { Scope } from "./scope.ts";
import { typeParameterScope } from "./type_parameters.ts";

/** `class`: runs the body in a namespace of its own and has the metaclass make the class. */
export function compileClass(compiler: Compiler, node: ClassDef, scope: Scope): Code {
  const qualname = qualify(scope, node.name);
  const parameters = typeParameterScope(node.type_params, scope);
  const around = parameters?.scope ?? scope;
  const inner = new Scope("class", around, { className: node.name });
  inner.qualname = qualname;
  // Only `global` and `nonlocal` matter: everything else lives in the namespace.
  declareBindings(node.body, inner, compiler.mayAssignInside);
  const statement = new ClassStatement(compiler, node, inner, qualname, {
    bases: collectElements(compiler, node.bases, around),
    keywords: node.keywords.map((keyword) => compiler.expression(keyword.value, around)),
  });
  if (parameters === null) return (frame) => new Pending(statement.define(frame, []));
  return (outer) => {
    const { frame, variables } = parameters.enter(outer);
    return new Pending(statement.define(frame, [typeParameterMaker().generic(variables)]));
  };
}

class ClassStatement {
  readonly #compiler: Compiler;
  readonly #node: ClassDef;
  readonly #scope: Scope;
  readonly #qualname: string;
  readonly #bases: (frame: Frame) => Outcome<Value[]>;
  readonly #keywords: readonly Code[];
  #body: ReturnType<Compiler["block"]> | null = null;

  constructor(
    compiler: Compiler,
    node: ClassDef,
    scope: Scope,
    qualname: string,
    { bases, keywords }: {
      readonly bases: (frame: Frame) => Outcome<Value[]>;
      readonly keywords: readonly Code[];
    },
  ) {
    this.#compiler = compiler;
    this.#node = node;
    this.#scope = scope;
    this.#qualname = qualname;
    this.#bases = bases;
    this.#keywords = keywords;
  }

  /** `more` are bases after those that are written. */
  *define(frame: Frame, more: readonly Value[]): Evaluation {
    const compiler = this.#compiler;
    const { machine } = compiler;
    const node = this.#node;
    const given = [...yield* wait(this.#bases(frame)), ...more];
    const keywords = new Map<string, Value>();
    for (let index = 0; index < node.keywords.length; index++) {
      const { arg } = node.keywords[index]!;
      if (arg === null) throw compiler.unsupported(node, "**keywords of a class");
      keywords.set(arg, yield* wait(this.#keywords[index]!(frame)));
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
    namespace.set("__qualname__", this.#qualname);
    const docstring = docstringOf(node.body);
    if (docstring !== null) namespace.set("__doc__", docstring);
    const own = new Frame(this.#scope, [], frame, frame.globals, namespace);
    machine.enter(own, compiler.path, node.name, compiler.traced, node);
    const { activation } = own;
    this.#body ??= compiler.block(node.body, this.#scope);
    try {
      yield* wait(this.#body(own));
    } catch (error) {
      throw machine.leaving(error, activation);
    } finally {
      machine.activation = activation.back;
    }

    const cls = yield* make(node.name, classes, namespace, keywords, basesTuple);
    if (cls instanceof PyClass) own.definedClass = cls;
    return cls;
  }
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
