import { objectClass } from "./builtin_classes.ts";
import { PyClass } from "./class.ts";
import type { TracebackEntry } from "./errors.ts";
import { emptyTuple, PyTuple } from "./objects.ts";
import { PyObject, type Value } from "./value.ts";

/** An exception object: an instance of BaseException or a class derived from it. */
export class PyException extends PyObject {
  args: PyTuple;
  /** `raise … from cause`. */
  cause: Value = null;
  /** The exception that was being handled when this one was raised. */
  context: Value = null;
  suppressContext = false;
  /** Innermost frame first, as the exception leaves them. */
  readonly traceback: TracebackEntry[] = [];
  /** The JavaScript payload of native classes, such as the DatabaseError behind a DBAPIError. */
  native: unknown = undefined;

  constructor(cls: PyClass, args: readonly Value[] = []) {
    super(cls);
    this.args = args.length === 0 ? emptyTuple : new PyTuple(args);
  }
}

/** What is thrown in JavaScript while a Python exception is under way. */
export class Raised {
  readonly exception: PyException;

  constructor(exception: PyException) {
    this.exception = exception;
  }
}

/** Python's built-in exceptions by name (Library Reference, "Exception hierarchy"). */
const classes = new Map<string, PyClass>();

function define(base: PyClass, ...names: readonly string[]): void {
  for (const name of names) classes.set(name, new PyClass({ name, bases: [base] }));
}

function get(name: string): PyClass {
  return classes.get(name)!;
}

classes.set(
  "BaseException",
  new PyClass({ name: "BaseException", bases: [objectClass], layout: "exception" }),
);
define(get("BaseException"), "Exception", "SystemExit", "KeyboardInterrupt", "GeneratorExit");
define(
  get("Exception"),
  "StopIteration",
  "StopAsyncIteration",
  "ArithmeticError",
  "AssertionError",
  "AttributeError",
  "BufferError",
  "EOFError",
  "ImportError",
  "LookupError",
  "MemoryError",
  "NameError",
  "OSError",
  "ReferenceError",
  "RuntimeError",
  "SyntaxError",
  "SystemError",
  "TypeError",
  "ValueError",
  "Warning",
);
define(get("ArithmeticError"), "FloatingPointError", "OverflowError", "ZeroDivisionError");
define(get("ImportError"), "ModuleNotFoundError");
define(get("LookupError"), "IndexError", "KeyError");
define(get("NameError"), "UnboundLocalError");
define(
  get("OSError"),
  "BlockingIOError",
  "ChildProcessError",
  "ConnectionError",
  "FileExistsError",
  "FileNotFoundError",
  "InterruptedError",
  "IsADirectoryError",
  "NotADirectoryError",
  "PermissionError",
  "ProcessLookupError",
  "TimeoutError",
);
define(
  get("ConnectionError"),
  "BrokenPipeError",
  "ConnectionAbortedError",
  "ConnectionRefusedError",
  "ConnectionResetError",
);
define(get("RuntimeError"), "NotImplementedError", "RecursionError");
define(get("SyntaxError"), "IndentationError");
define(get("IndentationError"), "TabError");
define(get("ValueError"), "UnicodeError");
define(get("UnicodeError"), "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeTranslateError");
define(
  get("Warning"),
  "BytesWarning",
  "DeprecationWarning",
  "EncodingWarning",
  "FutureWarning",
  "ImportWarning",
  "PendingDeprecationWarning",
  "ResourceWarning",
  "RuntimeWarning",
  "SyntaxWarning",
  "UnicodeWarning",
  "UserWarning",
);

/** All built-in exception classes by name. */
export const exceptionClasses: ReadonlyMap<string, PyClass> = classes;

export const baseExceptionClass: PyClass = get("BaseException");
export const exceptionClass: PyClass = get("Exception");
export const stopIterationClass: PyClass = get("StopIteration");
export const stopAsyncIterationClass: PyClass = get("StopAsyncIteration");
export const attributeErrorClass: PyClass = get("AttributeError");
export const generatorExitClass: PyClass = get("GeneratorExit");

/** Names of built-in exceptions that {@link raise} takes. */
export type ExceptionName =
  | "ArithmeticError"
  | "AssertionError"
  | "AttributeError"
  | "EOFError"
  | "Exception"
  | "FileExistsError"
  | "FileNotFoundError"
  | "GeneratorExit"
  | "ImportError"
  | "IndexError"
  | "IsADirectoryError"
  | "KeyError"
  | "LookupError"
  | "MemoryError"
  | "ModuleNotFoundError"
  | "NameError"
  | "NotImplementedError"
  | "OSError"
  | "OverflowError"
  | "PermissionError"
  | "RecursionError"
  | "RuntimeError"
  | "StopAsyncIteration"
  | "StopIteration"
  | "SystemExit"
  | "TypeError"
  | "UnboundLocalError"
  | "UnicodeDecodeError"
  | "UnicodeEncodeError"
  | "ValueError"
  | "ZeroDivisionError";

/** Makes the throwable of a Python exception: `throw raise("ValueError", "bad")`. */
export function raise(cls: ExceptionName | PyClass, ...args: readonly Value[]): Raised {
  return new Raised(new PyException(typeof cls === "string" ? get(cls) : cls, args));
}

/** `throw typeError("…")`. */
export function typeError(message: string): Raised {
  return raise("TypeError", message);
}

/** `throw valueError("…")`. */
export function valueError(message: string): Raised {
  return raise("ValueError", message);
}

/** Whether a thrown thing is a Python exception of the class or one derived from it. */
export function isRaised(error: unknown, cls: PyClass): error is Raised {
  return error instanceof Raised && error.exception.cls.isSubclassOf(cls);
}
