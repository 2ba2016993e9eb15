import type { Expr, Span, Stmt } from "../syntax/ast.ts";
import type { UnsupportedConstructError } from "../runtime/errors.ts";
import type { Code, Completion, Frame, Statement } from "./frame.ts";
import { type Machine, unsupported } from "./machine.ts";
import type { Scope } from "./scope.ts";
import { compileExpression } from "./expressions.ts";
import { compileStatement } from "./statements.ts";
import { storeName } from "./names.ts";
import { letBe } from "./setup_functions.ts";
import { type Evaluation, type Outcome, Pending, type Value, wait } from "../runtime/value.ts";

/**
 * Turns the syntax tree of one file into closures. Function bodies are compiled on their first call,
 * so a file costs what is run of it.
 */
export class Compiler {
  readonly machine: Machine;
  readonly path: string;
  /** The package that relative imports start from, `__package__`. */
  readonly packageName: string;
  /** Whether the file's places are those that operations are recorded with. */
  readonly traced: boolean;
  /** Whether nothing of the file is let be: it says itself what it is for. */
  readonly whole: boolean;
  /** Whether expressions may bind names, with `:=`. */
  readonly mayAssignInside: boolean;

  constructor(
    machine: Machine,
    path: string,
    packageName: string,
    { traced, whole, mayAssignInside }: {
      readonly traced: boolean;
      readonly whole: boolean;
      readonly mayAssignInside: boolean;
    },
  ) {
    this.machine = machine;
    this.path = path;
    this.packageName = packageName;
    this.traced = traced;
    this.whole = whole;
    this.mayAssignInside = mayAssignInside;
  }

  expression(node: Expr, scope: Scope): Code {
    return compileExpression(this, node, scope);
  }

  expressions(nodes: readonly Expr[], scope: Scope): Code[] {
    const codes: Code[] = [];
    for (let index = 0; index < nodes.length; index++) {
      codes.push(compileExpression(this, nodes[index]!, scope));
    }
    return codes;
  }

  /** How a value is put into a variable of the scope. */
  store(name: string, scope: Scope): (frame: Frame, value: Value) => void {
    return storeName(name, scope);
  }

  /** Several statements as one. */
  block(body: readonly Stmt[], scope: Scope): (frame: Frame) => Outcome<Completion> {
    const { machine } = this;
    const statements = body.map((node): Statement => {
      const run = compileStatement(this, node, scope);
      return { node, run: scope.setsUp ? letBe(this, node, run, scope) : run };
    });
    return (frame) => runBlock(machine, statements, frame, 0);
  }

  unsupported(node: Span, construct: string, hint?: string): UnsupportedConstructError {
    return unsupported(this.path, node, construct, hint);
  }
}

function runBlock(
  machine: Machine,
  statements: readonly Statement[],
  frame: Frame,
  from: number,
): Outcome<Completion> {
  const { activation } = frame;
  for (let index = from; index < statements.length; index++) {
    const statement = statements[index]!;
    activation.node = statement.node;
    machine.tick();
    const completion = statement.run(frame);
    if (completion instanceof Pending) {
      return new Pending(continueBlock(machine, statements, frame, index + 1, completion));
    }
    if (completion !== undefined) return completion;
  }
  return undefined;
}

function* continueBlock(
  machine: Machine,
  statements: readonly Statement[],
  frame: Frame,
  from: number,
  first: Pending<Completion>,
): Evaluation<Completion> {
  const completion = yield* first.generator;
  if (completion !== undefined) return completion;
  for (let index = from; index < statements.length; index++) {
    const statement = statements[index]!;
    frame.activation.node = statement.node;
    machine.tick();
    const next = yield* wait(statement.run(frame));
    if (next !== undefined) return next;
  }
  return undefined;
}
