import type { FunctionDef, Node, Stmt } from "../syntax/ast.ts";
import { UnsupportedConstructError } from "../runtime/errors.ts";
import { type Evaluation, type Outcome, Pending } from "../runtime/value.ts";
import type { Compiler } from "./compiler.ts";
import type { Completion, Frame, Statement } from "./frame.ts";
import type { Scope } from "./scope.ts";
import { boundNames } from "./table_guard.ts";
import { compileTarget } from "./targets.ts";

/**
 * Functions that set up an application do much besides telling where its database is: they open log files, register handlers, start
 * clients of services. What cannot be evaluated of that is let be where nothing that was asked for depends on it.
 */
export function setsUpApplication({ name, args }: FunctionDef): boolean {
  const parameters = [...args.posonlyargs, ...args.args, ...args.kwonlyargs];
  return /^(create|make|build)_\w*app/.test(name) ||
    parameters.some(({ arg }) => /^(flask_)?app(lication)?$/.test(arg));
}

/** A statement that leaves what it binds unknown where it cannot be evaluated, unless it may define tables or decides about the rest. */
export function letBe(
  compiler: Compiler,
  node: Stmt,
  run: Statement["run"],
  scope: Scope,
): (frame: Frame) => Outcome<Completion> {
  const giveUp = (error: unknown, frame: Frame): undefined => {
    const { machine } = compiler;
    if (!(error instanceof UnsupportedConstructError)) throw error;
    if (decides(node) || machine.tables?.mayDefine(node, frame.globals)) throw error;
    machine.activation = frame.activation;
    const unknown = (name: string) => machine.opaque(name, error.construct, error.message);
    if (node._type === "Assign") {
      for (const target of node.targets) {
        const stored = compileTarget(compiler, target, scope)(frame, unknown("the value"));
        if (stored instanceof Pending) throw error;
      }
    } else {
      for (const name of boundNames(node)) compiler.store(name, scope)(frame, unknown(name));
    }
  };
  return (frame) => {
    try {
      const outcome = run(frame);
      return outcome instanceof Pending ? new Pending(finish(outcome, frame)) : outcome;
    } catch (error) {
      return giveUp(error, frame);
    }
  };
  function* finish(pending: Pending<Completion>, frame: Frame): Evaluation<Completion> {
    try {
      return yield* pending.generator;
    } catch (error) {
      return giveUp(error, frame);
    }
  }
}

/** Whether a statement says how its function goes on, or sets what the application is configured with. */
function decides(node: Stmt): boolean {
  return node._type !== "Assign" && find(node);
}

const LEAVING = new Set(["Return", "Raise", "Break", "Continue", "Yield", "YieldFrom"]);
const CONFIGURING = /^(from_\w+|update|setdefault)$/;

function find(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(find);
  if (typeof value !== "object" || value === null || !("_type" in value)) return false;
  const node = value as Node;
  if (LEAVING.has(node._type)) return true;
  if (/^(FunctionDef|AsyncFunctionDef|ClassDef|Lambda)$/.test(node._type)) return false;
  if (node._type === "Assign" && node.targets.some(isConfig)) return true;
  if (
    node._type === "Call" && node.func._type === "Attribute" && CONFIGURING.test(node.func.attr) &&
    isConfigObject(node.func.value)
  ) return true;
  return Object.values(node).some(find);
}

/** `app.config["KEY"]` */
function isConfig(node: Node): boolean {
  return node._type === "Subscript" && isConfigObject(node.value);
}

function isConfigObject(node: Node): boolean {
  return node._type === "Attribute" && node.attr === "config" ||
    node._type === "Name" && node.id === "config";
}
