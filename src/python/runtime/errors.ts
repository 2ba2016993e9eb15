import { type ErrorDetails, MigratorError, type Place } from "../../errors/mod.ts";

/**
 * Something in a Python file that cannot be evaluated faithfully here: a construct, a module, a
 * function. Python code cannot catch it. The place is where the construct stands.
 */
export class UnsupportedConstructError extends MigratorError {
  /** What cannot be evaluated, such as `open()` or `import numpy`. */
  readonly construct: string;

  constructor(construct: string, message: string, details: ErrorDetails = {}) {
    super("unsupported_construct", message, details);
    this.construct = construct;
  }
}

/** An evaluation ran out of its budget of steps. Python code cannot catch it. */
export class BudgetExceededError extends MigratorError {
  constructor(message: string, details: ErrorDetails = {}) {
    super("evaluation_budget_exceeded", message, details);
  }
}

/** One line of a traceback: the function that was running and where. */
export interface TracebackEntry extends Place {
  readonly functionName: string;
}

/** A Python exception that no Python code caught. */
export class PythonError extends MigratorError {
  /** The exception's class, with its module unless it is a built-in: `sqlalchemy.exc.NoResultFound`. */
  readonly typeName: string;
  /** `str(exception)`. */
  readonly detail: string;
  /** Outermost call first, as Python prints it. */
  readonly traceback: readonly TracebackEntry[];
  /** The exception object (a `PyException`), for native code that wants its payload. */
  readonly exception: unknown;

  constructor(
    typeName: string,
    detail: string,
    traceback: readonly TracebackEntry[],
    exception: unknown,
    cause?: unknown,
  ) {
    super("python_error", detail === "" ? typeName : `${typeName}: ${detail}`, {
      place: traceback.at(-1),
      cause,
    });
    this.typeName = typeName;
    this.detail = detail;
    this.traceback = traceback;
    this.exception = exception;
  }
}
