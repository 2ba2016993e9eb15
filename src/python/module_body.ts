import { Compiler } from "./evaluator/compiler.ts";
import { type Completion, Frame } from "./evaluator/frame.ts";
import type { Machine } from "./evaluator/machine.ts";
import { Scope } from "./evaluator/scope.ts";
import { boundNames, type TableGuard } from "./evaluator/table_guard.ts";
import { UnsupportedConstructError } from "./runtime/errors.ts";
import { type Attributes, type Evaluation, type Outcome, Pending, wait } from "./runtime/value.ts";
import type { Expr, Module } from "./syntax/mod.ts";

/** A file that has been parsed and whose imports have been found. */
export interface PreparedModule {
  readonly path: string;
  readonly tree: Module;
  /** `__package__` of the file, for relative imports. */
  readonly packageName: string;
  /** Whether `:=` may stand somewhere in the file: then expressions can bind names. */
  readonly mayAssignInside: boolean;
}

/**
 * Runs the statements of a file; what they assign is put into `globals`. Of one that is not `whole`, statements that cannot be
 * evaluated and define no tables are let be where only tables are wanted.
 */
export function runBody(
  machine: Machine,
  { path, tree, packageName, mayAssignInside }: PreparedModule,
  globals: Attributes,
  traced: boolean,
  whole: boolean,
): Outcome<null> {
  const compiler = new Compiler(machine, path, packageName, { traced, whole, mayAssignInside });
  const scope = new Scope("module", null);
  const frame = new Frame(scope, [], null, globals, null);
  const start = tree.body[0] ?? { lineno: 1, col_offset: 0, end_lineno: 1, end_col_offset: 0 };
  machine.enter(frame, path, "<module>", traced, start);
  const { activation } = frame;
  try {
    const completion = machine.tables === null || whole
      ? compiler.block(tree.body, scope)(frame)
      : new Pending(runForTables(machine, machine.tables, compiler, tree, scope, frame));
    return completion instanceof Pending ? new Pending(goOn(machine, frame, completion)) : null;
  } catch (error) {
    throw machine.leaving(error, activation);
  } finally {
    machine.activation = activation.back;
  }
}

/**
 * Runs the statements of a module one by one. One that cannot be evaluated and cannot define tables leaves what it binds
 * unknown, so that the tables that follow it are found.
 */
function* runForTables(
  machine: Machine,
  tables: TableGuard,
  compiler: Compiler,
  { body }: Module,
  scope: Scope,
  frame: Frame,
): Evaluation<Completion> {
  for (const statement of body) {
    try {
      yield* wait(compiler.block([statement], scope)(frame));
    } catch (error) {
      if (!(error instanceof UnsupportedConstructError)) throw error;
      if (tables.mayDefine(statement, frame.globals)) throw error;
      machine.activation = frame.activation;
      for (const name of boundNames(statement)) {
        frame.globals.set(name, machine.opaque(name, error.construct, error.message));
      }
    }
  }
  return undefined;
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
  const compiler = new Compiler(machine, path, "", {
    traced: true,
    whole: true,
    mayAssignInside: true,
  });
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
