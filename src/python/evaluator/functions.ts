import { isStackExhausted } from "../../errors/mod.ts";
import { BudgetExceededError } from "../runtime/errors.ts";
import type {
  Arguments,
  AsyncFunctionDef,
  Expr,
  FunctionDef,
  Lambda,
  Span,
  Stmt,
} from "../syntax/ast.ts";
import { functionClass } from "../runtime/builtin_classes.ts";
import { PyCallable } from "../runtime/callable.ts";
import { PyDict } from "../runtime/dict.ts";
import { PyTuple } from "../runtime/objects.ts";
import {
  bindArguments,
  type BoundArguments,
  type Keywords,
  type Parameter,
  type Signature,
} from "../runtime/signature.ts";
import {
  andThen,
  type Attributes,
  DeepCall,
  type Evaluation,
  type Outcome,
  Pending,
  type Value,
} from "../runtime/value.ts";
import { annotationValue } from "./annotation_value.ts";
import { declareBindings } from "./bindings.ts";
import type { Compiler } from "./compiler.ts";
import { PyCoroutine } from "./coroutine.ts";
import { type Code, type Completion, Frame, Returned } from "./frame.ts";
import { PyAsyncGenerator, PyGenerator } from "./generator.ts";
import type { Machine } from "./machine.ts";
import { setsUpApplication } from "./setup_functions.ts";
import { Scope } from "./scope.ts";
import { evaluateAll } from "./strict.ts";
import { typeParameterScope } from "./type_parameters.ts";

/** What all functions made by one `def` share: its body, compiled on the first call. */
export class FunctionCode {
  readonly name: string;
  readonly qualname: string;
  readonly path: string;
  readonly traced: boolean;
  readonly machine: Machine;
  readonly node: Span;
  readonly scope: Scope;
  readonly docstring: Value;
  readonly isAsync: boolean;
  readonly #compile: (scope: Scope) => (frame: Frame) => Outcome<Completion>;
  #body: ((frame: Frame) => Outcome<Completion>) | null = null;

  constructor(
    compiler: Compiler,
    options: {
      readonly name: string;
      readonly qualname: string;
      readonly node: Span;
      readonly scope: Scope;
      readonly docstring: Value;
      readonly isAsync: boolean;
      readonly compile: (scope: Scope) => (frame: Frame) => Outcome<Completion>;
    },
  ) {
    this.name = options.name;
    this.qualname = options.qualname;
    this.path = compiler.path;
    this.traced = compiler.traced;
    this.machine = compiler.machine;
    this.node = options.node;
    this.scope = options.scope;
    this.docstring = options.docstring;
    this.isAsync = options.isAsync;
    this.#compile = options.compile;
  }

  get body(): (frame: Frame) => Outcome<Completion> {
    return this.#body ??= this.#compiled();
  }

  #compiled(): (frame: Frame) => Outcome<Completion> {
    try {
      return this.#compile(this.scope);
    } catch (error) {
      if (!isStackExhausted(error)) throw error;
      throw new BudgetExceededError(
        `${this.qualname}() is nested too deeply to be evaluated`,
        { place: { path: this.path, line: this.node.lineno, column: this.node.col_offset + 1 } },
      );
    }
  }
}

/** A function defined by Python code. */
export class PyFunction extends PyCallable {
  readonly code: FunctionCode;
  name: string;
  qualname: string;
  readonly signature: Signature;
  /** The frame that the function was defined in. */
  readonly closure: Frame;
  annotations: () => PyDict;
  readonly #positional: number;

  constructor(
    code: FunctionCode,
    signature: Signature,
    closure: Frame,
    annotations: () => PyDict,
  ) {
    super(functionClass);
    this.code = code;
    this.name = code.name;
    this.qualname = code.qualname;
    this.signature = signature;
    this.closure = closure;
    this.annotations = annotations;
    const { positionalOnly, positional, variadic, keywordOnly, keywords } = signature;
    this.#positional = variadic === null && keywords === null && keywordOnly.length === 0
      ? positionalOnly.length + positional.length
      : -1;
  }

  get globals(): Attributes {
    return this.closure.globals;
  }

  override invoke(args: readonly Value[], keywords: Keywords): Outcome {
    const { machine } = this.code;
    const depth = machine.activation?.depth ?? 0;
    return depth - machine.segmentBase < SEGMENT
      ? this.#run(args, keywords)
      : new Pending(deepCall(machine, depth, () => this.#run(args, keywords)));
  }

  #run(args: readonly Value[], keywords: Keywords): Outcome {
    const { code } = this;
    const slots = keywords === null && args.length === this.#positional
      ? args.slice()
      : this.#bind(args, keywords);
    const { body, scope } = code;
    const frame = new Frame(scope, slots, this.closure, this.closure.globals, null);
    if (scope.isGenerator) {
      return code.isAsync
        ? new PyAsyncGenerator(code, frame, body)
        : new PyGenerator(code, frame, body);
    }
    if (code.isAsync) return new PyCoroutine(code.qualname, () => runBody(code, frame, body));
    return runBody(code, frame, body);
  }

  #bind(args: readonly Value[], keywords: Keywords): (Value | undefined)[] {
    const { signature } = this;
    const bound: BoundArguments = bindArguments(this.qualname, signature, args, keywords);
    if (signature.variadic !== null) {
      const at = signature.positionalOnly.length + signature.positional.length;
      bound[at] = new PyTuple(bound[at] as Value[]);
    }
    if (signature.keywords !== null) {
      bound[bound.length - 1] = PyDict.fromMap(bound.at(-1) as Map<string, Value>);
    }
    return bound as (Value | undefined)[];
  }
}

/**
 * How many Python calls may nest on one stretch of the JavaScript stack, which would not hold the
 * thousand that Python allows.
 */
const SEGMENT = 60;

function* deepCall(machine: Machine, depth: number, run: () => Outcome): Evaluation {
  const base = machine.segmentBase;
  try {
    return (yield new DeepCall(() => {
      machine.segmentBase = depth;
      return run();
    })) as Value;
  } finally {
    machine.segmentBase = base;
  }
}

/** Runs a function's body in a new activation. */
export function runBody(
  code: FunctionCode,
  frame: Frame,
  body: (frame: Frame) => Outcome<Completion>,
): Outcome {
  const { machine } = code;
  machine.enter(frame, code.path, code.qualname, code.traced, code.node);
  const { activation } = frame;
  try {
    const completion = body(frame);
    if (completion instanceof Pending) return new Pending(continueBody(machine, frame, completion));
    return completion instanceof Returned ? completion.value : null;
  } catch (error) {
    throw machine.leaving(error, activation);
  } finally {
    machine.activation = activation.back;
  }
}

function* continueBody(
  machine: Machine,
  frame: Frame,
  pending: Pending<Completion>,
): Evaluation {
  const { activation } = frame;
  machine.activation = activation;
  try {
    const completion = yield* pending.generator;
    return completion instanceof Returned ? completion.value : null;
  } catch (error) {
    throw machine.leaving(error, activation);
  } finally {
    machine.activation = activation.back;
  }
}

/** The scope of a function: parameters first, in the order that arguments are bound in. */
function functionScope(args: Arguments, parent: Scope, isAsync: boolean): Scope {
  const scope = new Scope("function", parent, { isAsync });
  const declare = (name: string) => scope.declare(scope.mangle(name));
  for (const arg of args.posonlyargs) declare(arg.arg);
  for (const arg of args.args) declare(arg.arg);
  if (args.vararg !== null) declare(args.vararg.arg);
  for (const arg of args.kwonlyargs) declare(arg.arg);
  if (args.kwarg !== null) declare(args.kwarg.arg);
  return scope;
}

/** How the signature is made when the `def` runs, once the values of the defaults are known. */
interface SignatureMaker {
  readonly defaults: readonly Code[];
  readonly make: (values: readonly Value[]) => Signature;
}

const NO_PARAMETERS: Signature = {
  positionalOnly: [],
  positional: [],
  variadic: null,
  keywordOnly: [],
  keywords: null,
};

/** What most functions of revisions have. */
const TAKES_NOTHING: SignatureMaker = { defaults: [], make: () => NO_PARAMETERS };

function signatureMaker(compiler: Compiler, node: Arguments, scope: Scope): SignatureMaker {
  const { posonlyargs, args, vararg, kwonlyargs, kwarg } = node;
  if (
    posonlyargs.length + args.length + kwonlyargs.length === 0 && vararg === null && kwarg === null
  ) return TAKES_NOTHING;
  const positionalNames = [...posonlyargs, ...args].map((arg) => scope.mangle(arg.arg));
  const keywordNames = kwonlyargs.map((arg) => scope.mangle(arg.arg));
  const keywordDefaults = node.kw_defaults.filter((value): value is Expr => value !== null);
  const defaults = compiler.expressions([...node.defaults, ...keywordDefaults], scope);
  const firstDefault = positionalNames.length - node.defaults.length;
  return {
    defaults,
    make: (values) => {
      const parameters = positionalNames.map((name, index): Parameter =>
        index < firstDefault ? { name } : { name, default: values[index - firstDefault]! }
      );
      let next = node.defaults.length;
      const keywordOnly = keywordNames.map((name, index): Parameter =>
        node.kw_defaults[index] === null ? { name } : { name, default: values[next++]! }
      );
      return {
        positionalOnly: parameters.slice(0, posonlyargs.length),
        positional: parameters.slice(posonlyargs.length),
        variadic: vararg === null ? null : scope.mangle(vararg.arg),
        keywordOnly,
        keywords: kwarg === null ? null : scope.mangle(kwarg.arg),
      };
    },
  };
}

/** The text of a block's docstring, or None. */
export function docstringOf(body: readonly Stmt[]): Value {
  const first = body[0];
  if (first?._type !== "Expr" || first.value._type !== "Constant") return null;
  return first.value.type === "str" ? first.value.value : null;
}

/** `def`: evaluates the defaults and makes the function. Decorators are the statement's matter. */
export function compileFunction(
  compiler: Compiler,
  node: FunctionDef | AsyncFunctionDef,
  scope: Scope,
): Code {
  const isAsync = node._type === "AsyncFunctionDef";
  const parameters = typeParameterScope(node.type_params, scope);
  const around = parameters?.scope ?? scope;
  const inner = functionScope(node.args, around, isAsync);
  const code = new FunctionCode(compiler, {
    name: node.name,
    qualname: qualify(scope, node.name),
    node,
    scope: inner,
    docstring: docstringOf(node.body),
    isAsync,
    compile: (own) => {
      declareBindings(node.body, own, compiler.mayAssignInside);
      own.setsUp = compiler.machine.lenient && !compiler.whole && node._type === "FunctionDef" &&
        setsUpApplication(node);
      return compiler.block(node.body, own);
    },
  });
  inner.qualname = `${code.qualname}.<locals>`;
  const { defaults, make } = signatureMaker(compiler, node.args, scope);
  const annotations = annotationMaker(compiler, node, around);
  return (frame) => {
    const values = evaluateAll(defaults, frame);
    const define = (ready: readonly Value[]) => {
      const closure = parameters?.enter(frame).frame ?? frame;
      return new PyFunction(code, make(ready), closure, () => annotations(closure));
    };
    return values instanceof Pending ? andThen(values, define) : define(values);
  };
}

/** The qualified name of something defined in a scope. */
export function qualify(scope: Scope, name: string): string {
  let at: Scope | null = scope;
  while (at !== null && at.kind === "comprehension") at = at.parent;
  return at === null || at.qualname === null || at.globals.has(name)
    ? name
    : `${at.qualname}.${name}`;
}

/** Annotations are evaluated only when asked for, as few ever are. */
function annotationMaker(
  compiler: Compiler,
  node: FunctionDef | AsyncFunctionDef,
  scope: Scope,
): (frame: Frame) => PyDict {
  return (frame) => {
    const { posonlyargs, args, vararg, kwonlyargs, kwarg } = node.args;
    const all = [...posonlyargs, ...args, vararg, ...kwonlyargs, kwarg];
    const dict = new PyDict();
    const add = (name: string, annotation: Expr | null | undefined) => {
      if (!annotation) return;
      const value = annotationValue(compiler.expression(annotation, scope), annotation, frame);
      if (!(value instanceof Pending)) dict.set(name, value);
    };
    for (const arg of all) if (arg !== null) add(arg.arg, arg.annotation);
    add("return", node.returns);
    return dict;
  };
}

/** `lambda`. */
export function compileLambda(compiler: Compiler, node: Lambda, scope: Scope): Code {
  const inner = functionScope(node.args, scope, false);
  const code = new FunctionCode(compiler, {
    name: "<lambda>",
    qualname: qualify(scope, "<lambda>"),
    node,
    scope: inner,
    docstring: null,
    isAsync: false,
    compile: (own) => {
      const body = compiler.expression(node.body, own);
      return (frame) => andThen(body(frame), (value) => new Returned(value));
    },
  });
  const { defaults, make } = signatureMaker(compiler, node.args, scope);
  return (frame) =>
    andThen(
      evaluateAll(defaults, frame),
      (values) => new PyFunction(code, make(values), frame, () => new PyDict()),
    );
}
