import { Compiler } from "./evaluator/compiler.ts";
import { type Completion, Frame } from "./evaluator/frame.ts";
import type { Machine } from "./evaluator/machine.ts";
import { Scope } from "./evaluator/scope.ts";
import { type Attributes, type Evaluation, type Outcome, Pending } from "./runtime/value.ts";
import type { Expr, Module } from "./syntax/mod.ts";

/** A file that has been parsed and whose imports have been found. */
export interface PreparedModule {
  readonly path: string;
  readonly tree: Module;
  /** `__package__` of the file, for relative imports. */
  readonly packageName: string;
}

/** Runs the statements of a file; what they assign is put into `globals`. */
export function runBody(
  machine: Machine,
  { path, tree, packageName }: PreparedModule,
  globals: Attributes,
  traced: boolean,
): Outcome<null> {
  const compiler = new Compiler(machine, path, packageName, traced);
  const scope = new Scope("module", null);
  const frame = new Frame(scope, [], null, globals, null);
  const start = tree.body[0] ?? { lineno: 1, col_offset: 0, end_lineno: 1, end_col_offset: 0 };
  machine.enter(frame, path, "<module>", traced, start);
  const { activation } = frame;
  try {
    const completion = compiler.block(tree.body, scope)(frame);
    return completion instanceof Pending ? new Pending(goOn(machine, frame, completion)) : null;
  } catch (error) {
    throw machine.leaving(error, activation);
  } finally {
    machine.activation = activation.back;
  }
}

function* goOn(machine: Machine, frame: Frame, pending: Pending<Completion>): Evaluation<null> {
  const { activation } = frame;
  machine.activation = activation;
  try {
    yield* pending.generator;
    return null;
  } catch (error) {
    throw machine.leaving(error, activation);
  } finally {
    machine.activation = activation.back;
  }
}

/** The value of an expression whose free names are the variables. */
export function runExpression(
  machine: Machine,
  tree: Expr,
  path: string,
  variables: Attributes,
): Outcome {
  const compiler = new Compiler(machine, path, "", true);
  const scope = new Scope("module", null);
  const frame = new Frame(scope, [], null, variables, null);
  machine.enter(frame, path, "<expression>", true, tree);
  const { activation } = frame;
  try {
    return compiler.expression(tree, scope)(frame);
  } catch (error) {
    throw machine.leaving(error, activation);
  } finally {
    machine.activation = activation.back;
  }
}
