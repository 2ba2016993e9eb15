import { formatPlace, isStackExhausted, type Place } from "../../errors/mod.ts";
import { BudgetExceededError, UnsupportedConstructError } from "../runtime/errors.ts";
import { callMethod } from "../runtime/call.ts";
import { raise, Raised } from "../runtime/exceptions.ts";
import type { PyModule } from "../runtime/objects.ts";
import type { PyOpaque } from "../runtime/opaque.ts";
import type { Attributes, Outcome, Value } from "../runtime/value.ts";
import type { Activation, Frame, Handled } from "./frame.ts";
import type { TableGuard } from "./table_guard.ts";

/** The state that all code of one interpreter shares while it runs. */
export class Machine {
  /** The innermost running activation. */
  activation: Activation | null = null;
  /** The exception being handled, for a bare `raise` and for `__context__`. */
  handled: Handled = null;
  /** Depth of the activation that the JavaScript stack's present segment started with. */
  segmentBase = 0;
  /** How many `try` bodies that could catch a database error are under way. */
  guards = 0;
  /** Asked before such a body starts: the host sends what is queued, so errors surface outside it. */
  enterGuard: (() => Outcome<Value> | undefined) | null = null;
  /** Statements, loop rounds and calls that the present run may still make. */
  steps: number;
  /** What each run starts with. */
  readonly stepLimit: number;
  /** Where all tables must be known: tells what may define some. */
  tables: TableGuard | null = null;
  /** Whether what comes of unresolved imports may be passed on everywhere (env.py). */
  lenient = false;
  /** `print(…, file=f)`. */
  writeTo: (file: Value, text: string) => Outcome = (file, text) =>
    callMethod(file, "write", [text]);
  readonly recursionLimit: number;
  readonly builtins: Attributes;
  readonly modules: Map<string, PyModule | PyOpaque> = new Map();

  constructor(builtins: Attributes, steps: number, recursionLimit: number) {
    this.builtins = builtins;
    this.steps = steps;
    this.stepLimit = steps;
    this.recursionLimit = recursionLimit;
  }

  /** The module, run if it has not been; an opaque value for one that cannot be resolved. */
  importModule: (name: string, construct: string) => Outcome<PyModule | PyOpaque> = () => {
    throw raise("ImportError", "imports are not possible here");
  };
  /** Looks for a module of the project that nothing has asked for yet. */
  findModule: (name: string) => Outcome<null> = () => null;
  /** Whether a module of that name can be imported. */
  hasModule: (name: string) => boolean = (name) => this.modules.has(name);
  /** The opaque value of something that cannot be resolved, at the running place. */
  opaque: (path: string, construct: string, reason: string) => PyOpaque = () => {
    throw raise("ImportError", "imports are not possible here");
  };

  /** Counts one step of work. */
  tick(): void {
    if (--this.steps < 0) this.#exhausted();
  }

  /** Counts several steps at once, for loops of native code. */
  spend(steps: number): void {
    this.steps -= steps;
    if (this.steps < 0) this.#exhausted();
  }

  #exhausted(): never {
    throw new BudgetExceededError(
      "the evaluated code takes too many steps: it seems not to end",
      { place: this.place() },
    );
  }

  /** Where the innermost activation stands. */
  place(): Place | undefined {
    return this.activation === null ? undefined : placeOf(this.activation);
  }

  /** Where the innermost activation of a traced file (revision, env.py) stands. */
  tracedPlace(): Place | undefined {
    for (let at = this.activation; at !== null; at = at.back) if (at.traced) return placeOf(at);
    return undefined;
  }

  /** Starts an activation; {@link leave} ends it. */
  enter(
    frame: Frame,
    path: string,
    functionName: string,
    traced: boolean,
    node: Activation["node"],
  ): void {
    this.tick();
    const back = this.activation;
    const depth = back === null ? 1 : back.depth + 1;
    if (depth > this.recursionLimit) {
      throw raise("RecursionError", "maximum recursion depth exceeded");
    }
    const activation: Activation = {
      path,
      functionName,
      traced,
      node,
      back,
      depth,
      frame,
    };
    frame.activation = activation;
    this.activation = activation;
  }

  /**
   * What an error becomes as it leaves an activation: Python exceptions get a traceback line,
   * errors of the evaluator the place they lack, an exhausted stack becomes RecursionError.
   */
  leaving(error: unknown, activation: Activation): unknown {
    let leaving = error;
    if (isStackExhausted(error)) {
      leaving = raise("RecursionError", "maximum recursion depth exceeded");
    }
    if (leaving instanceof Raised) {
      const { traceback } = leaving.exception;
      if (traceback.length < 2000) {
        traceback.push({ ...placeOf(activation), functionName: activation.functionName });
      }
    } else if (
      (leaving instanceof UnsupportedConstructError || leaving instanceof BudgetExceededError) &&
      leaving.place === undefined
    ) Object.assign(leaving, { place: placeOf(activation) });
    else if (error instanceof RangeError && OUT_OF_MEMORY.test(error.message)) {
      leaving = new BudgetExceededError(
        `the evaluated code makes a value that is too large: ${error.message}`,
        { place: placeOf(activation), cause: error },
      );
    } else if (
      leaving === error &&
      (error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError)
    ) {
      // Native code met a value it was not made for: say where, rather than show its insides.
      leaving = new UnsupportedConstructError(
        "this use of a native function",
        `the arguments of this call are not supported: ${error.message}`,
        { place: placeOf(activation), cause: error },
      );
    }
    return leaving;
  }
}

/** What JavaScript says of a value that is larger than any may be. */
const OUT_OF_MEMORY =
  /^Invalid (string|(typed )?array( buffer)?) length|BigInt size|allocation failed/i;

/** The place of what an activation evaluates; columns count from 1. */
export function placeOf({ path, node }: Activation): Place {
  return { path, line: node.lineno, column: node.col_offset + 1 };
}

/** The error for a construct that is not evaluated at all. */
export function unsupported(
  path: string,
  node: Activation["node"],
  construct: string,
  hint?: string,
): UnsupportedConstructError {
  const place = { path, line: node.lineno, column: node.col_offset + 1 };
  return new UnsupportedConstructError(
    construct,
    `${construct} cannot be evaluated (${formatPlace(place)})`,
    { place, hint },
  );
}
