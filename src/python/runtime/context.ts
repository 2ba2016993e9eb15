import type { Place } from "../../errors/mod.ts";
import type { PyException } from "./exceptions.ts";
import type { PyModule } from "./objects.ts";
import type { PyOpaque } from "./opaque.ts";
import type { SharedChanges } from "./shared_changes.ts";
import type { Attributes, Outcome, Value } from "./value.ts";

/** The files that evaluated code may read. Paths are absolute; all but the first take what that one gives. */
export interface ReadableFiles {
  /**
   * The path without symbolic links, of what is there or would be; `null` where that does not lie where
   * looking is granted.
   */
  resolve(path: string): string | null;
  /** Whether a path that may be looked at must not be read. */
  isHidden(path: string): boolean;
  /** `null` where there is nothing, or neither of the two (a pipe, a device). */
  kind(path: string): "file" | "directory" | null;
  /** In bytes. */
  size(path: string): number;
  read(path: string): Uint8Array;
  /**
   * The content of a file of variables (`.env`), by any path: it is read wherever it is. `null` where there is none; throws
   * where it is another file that must not be read.
   */
  variables(path: string): Uint8Array | null;
  /** The names in a directory, sorted. */
  list(path: string): readonly string[];
}

/** What native modules may ask of the interpreter that they were made for. */
export interface InterpreterContext {
  /** Where the innermost running frame of a revision (or env.py) stands; undefined before any runs. */
  currentPlace(): Place | undefined;
  /** Where the innermost running frame stands, also of a module that they import. */
  innermostPlace(): Place | undefined;
  /** What its program has set in what all interpreters share. */
  readonly sharedChanges: SharedChanges;
  /** What the caller passed along with the running evaluation (`drive`); undefined outside of one. */
  readonly host: unknown;
  /**
   * Whether the running code stands in a `try` (or `with`) that could swallow a database error: then
   * what is queued must be sent at once, so that its error surfaces where Python raises it.
   */
  readonly guarded: boolean;
  /** The exception that is being handled, if any. */
  readonly handled: PyException | null;
  /** Imports a module that was found before the run; an opaque value for others. */
  importModule(name: string): Outcome<PyModule | PyOpaque>;
  /** The value of an expression whose free names are the variables. Throws `PythonError`. */
  evaluateExpression(source: string, variables: Attributes): Value;
  /**
   * Whether tables must be known in full: what would leave a table out, or a part of one, is an error then, and is
   * not let be.
   */
  readonly completeTables: boolean;
  /** Whether what does not bear on migrations is let be, where it can: in env.py and what it imports. */
  readonly lenient: boolean;
  /** The names of the modules that have been imported. */
  moduleNames(): Iterable<string>;
  /** A module that has been loaded for this interpreter, by its full dotted name. */
  module(name: string): PyModule | undefined;
  /**
   * A value that is not known, by how it came about (`Settings.SECRET_KEY`), what it needs, and why that is not to be had (a
   * clause after "which").
   */
  opaque(path: string, construct: string, reason: string): PyOpaque;
  /** Takes steps off the budget; throws `BudgetExceededError` when it is used up. */
  spend(steps: number): void;
  /** Environment variables as `os.environ` shows them. */
  readonly environment: ReadonlyMap<string, string>;
  /** The directories that modules of the program are looked for in, as it finds them in `sys.path`. */
  readonly searchPath: readonly string[];
  /** The files that may be read; `null` where there are none. */
  readonly files: ReadableFiles | null;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Minutes that local time is ahead of UTC at a moment given in milliseconds since 1970. */
  utcOffset(milliseconds: number): number;
  /** Fills the array with random bytes. */
  randomBytes(target: Uint8Array): void;
  /** Takes the text of `print`, newline included. */
  print(text: string): void;
  /** Takes what `logging` and `warnings` put out. */
  log(record: LogRecord): void;
  /** `logging.config.fileConfig(path)`: the host has read the ini's logging sections itself. */
  configureLogging(path: string, options?: { readonly disableExisting: boolean }): void;
  /** `logging.basicConfig(…)`. */
  configureBasicLogging(options: BasicLogging): void;
  /** `logging.getLogger(name).setLevel(level)`. */
  setLogLevel(logger: string, level: number): void;
}

/** The arguments of `logging.basicConfig` that say how lines look and where they go. */
export interface BasicLogging {
  readonly level?: number;
  readonly format?: string;
  readonly dateFormat?: string;
  readonly stream: "stdout" | "stderr";
  readonly force: boolean;
}

/** One call of a logger. */
export interface LogRecord {
  /** The logger's dotted name, `root` for the root logger. */
  readonly logger: string;
  /** The numeric level: 10 DEBUG, 20 INFO, 30 WARNING, 40 ERROR, 50 CRITICAL. */
  readonly level: number;
  /** The message with its arguments formatted in. */
  readonly message: string;
}

/** Makes a native module for one interpreter. Importing the file that holds it should be cheap. */
export type NativeModuleFactory = (context: InterpreterContext) => PyModule;
