import type { Place } from "../errors/mod.ts";
import { addFrameFunctions, builtinNames } from "./builtins/mod.ts";
import { Machine } from "./evaluator/machine.ts";
import { Execution, type ExecutionOptions } from "./execution.ts";
import { type PreparedModule, runBody, runExpression } from "./module_body.ts";
import type { ModuleLoader } from "./module_loader.ts";
import { ModuleFinder } from "./module_finder.ts";
import { ModuleTable } from "./module_table.ts";
import { call } from "./runtime/call.ts";
import type {
  BasicLogging,
  InterpreterContext,
  LogRecord,
  ReadableFiles,
} from "./runtime/context.ts";
import type { PyException } from "./runtime/exceptions.ts";
import { PyModule } from "./runtime/objects.ts";
import type { OpaqueOrigin, PyOpaque } from "./runtime/opaque.ts";
import { setRunning } from "./runtime/running.ts";
import { SharedChanges } from "./runtime/shared_changes.ts";
import type { Keywords } from "./runtime/signature.ts";
import type { Attributes, Outcome, Value } from "./runtime/value.ts";
import { type Module, parseExpression, parseModule } from "./syntax/mod.ts";

/** What an interpreter is given of the world. Everything has a harmless default. */
export interface InterpreterOptions {
  /** Finds modules other than those of the standard library, which come first. */
  readonly loader?: ModuleLoader;
  /** `os.environ`; default: empty. */
  readonly environment?: ReadonlyMap<string, string>;
  /** What `sys.path` begins as; default: empty. */
  readonly searchPath?: readonly string[];
  /** The files that may be read; default: none. */
  readonly files?: ReadableFiles;
  /** What another interpreter has set, which in Python would run in the same process; default: nothing. */
  readonly sharedChanges?: SharedChanges;
  /** Steps (statements, loop rounds, calls) that one run may take; default 50 million. */
  readonly steps?: number;
  /** Nesting of Python calls before RecursionError; default 1000. */
  readonly recursionDepth?: number;
  /** Milliseconds since 1970; default `Date.now`. */
  readonly now?: () => number;
  /** Minutes that local time is ahead of UTC at a moment; default: what the system says. */
  readonly utcOffset?: (milliseconds: number) => number;
  readonly randomBytes?: (target: Uint8Array) => void;
  /** Built-in names besides, or instead of, those that there are. */
  readonly builtins?: Readonly<Record<string, Value>>;
  /** Takes the text of `print`; default: thrown away. */
  readonly print?: (text: string) => void;
  readonly log?: (record: LogRecord) => void;
  readonly configureLogging?: InterpreterContext["configureLogging"];
  readonly configureBasicLogging?: InterpreterContext["configureBasicLogging"];
  readonly setLogLevel?: InterpreterContext["setLogLevel"];
  /**
   * What using an unresolvable import does. `strict` (revisions): an error, except that statements
   * at module level may pass such values on. `lenient` (env.py): attributes, calls, `with` and
   * `await` give opaque values again; only where the value itself matters it is an error.
   */
  readonly opaque?: "strict" | "lenient";
  /** See {@link InterpreterContext.completeTables}; default false. */
  readonly completeTables?: boolean;
  /** What an attribute of such a value is, where the host knows; undefined to let it be. */
  readonly opaqueAttribute?: OpaqueOrigin["attribute"];
}

/** How {@link Interpreter.prepare} reads a file. */
export interface PrepareOptions {
  /** `__package__` of the file, for relative imports. */
  readonly packageName?: string;
  /** The file's text, where its tree is given. */
  readonly text?: string;
}

/**
 * Evaluates Python. One interpreter keeps the modules that were imported, so that many revisions
 * can share them; it is a sandbox: nothing outside is reached but through its options.
 */
export class Interpreter implements InterpreterContext {
  readonly environment: ReadonlyMap<string, string>;
  readonly files: ReadableFiles | null;
  readonly completeTables: boolean;
  readonly sharedChanges: SharedChanges;
  readonly #machine: Machine;
  readonly #options: InterpreterOptions;
  readonly #finder: ModuleFinder;
  readonly #modules: ModuleTable;
  #host: unknown = undefined;

  constructor(options: InterpreterOptions = {}) {
    this.#options = options;
    this.environment = options.environment ?? new Map();
    this.files = options.files ?? null;
    this.sharedChanges = options.sharedChanges ?? new SharedChanges();
    this.completeTables = options.completeTables ?? false;
    const names = builtinNames();
    const machine = new Machine(names, options.steps ?? 50_000_000, options.recursionDepth ?? 1000);
    machine.lenient = options.opaque === "lenient";
    this.#finder = new ModuleFinder(this, options.loader, machine.modules);
    this.#modules = new ModuleTable(machine, this, this.#finder, options.opaqueAttribute);
    addFrameFunctions(names, machine, (text) => this.print(text));
    for (const [name, value] of Object.entries(options.builtins ?? {})) names.set(name, value);
    this.#machine = machine;
  }

  // What native modules may ask (InterpreterContext)

  get host(): unknown {
    return this.#host;
  }

  /** Whether the running code stands in a `try` (or `with`) that could swallow a database error. */
  get guarded(): boolean {
    return this.#machine.guards > 0;
  }

  get handled(): PyException | null {
    return this.#machine.handled;
  }

  currentPlace(): Place | undefined {
    return this.#machine.tracedPlace();
  }

  innermostPlace(): Place | undefined {
    return this.#machine.place();
  }

  get lenient(): boolean {
    return this.#machine.lenient;
  }

  get searchPath(): readonly string[] {
    return this.#finder.searchPath() ?? this.#options.searchPath ?? [];
  }

  module(name: string): PyModule | undefined {
    const module = this.#machine.modules.get(name);
    return module instanceof PyModule ? module : undefined;
  }

  importModule(name: string): Outcome<PyModule | PyOpaque> {
    return this.#modules.import(name, `import ${name}`);
  }

  opaque(path: string, construct: string, reason: string): PyOpaque {
    return this.#machine.opaque(path, construct, reason);
  }

  spend(steps: number): void {
    this.#machine.spend(steps);
  }

  /** The names of the modules that have been imported. */
  moduleNames(): Iterable<string> {
    return this.#machine.modules.keys();
  }

  now(): number {
    return this.#options.now?.() ?? Date.now();
  }

  utcOffset(milliseconds: number): number {
    return this.#options.utcOffset?.(milliseconds) ??
      -new Date(milliseconds).getTimezoneOffset();
  }

  randomBytes(target: Uint8Array): void {
    if (this.#options.randomBytes) this.#options.randomBytes(target);
    else {
      // More than 64 KiB are not given at once.
      for (let at = 0; at < target.length; at += 65_536) {
        crypto.getRandomValues(target.subarray(at, at + 65_536));
      }
    }
  }

  print(text: string): void {
    this.#options.print?.(text);
  }

  log(record: LogRecord): void {
    this.#options.log?.(record);
  }

  configureLogging(path: string, options?: { readonly disableExisting: boolean }): void {
    this.#options.configureLogging?.(path, options);
  }

  configureBasicLogging(options: BasicLogging): void {
    this.#options.configureBasicLogging?.(options);
  }

  setLogLevel(logger: string, level: number): void {
    this.#options.setLogLevel?.(logger, level);
  }

  // What the host calls

  /**
   * Parses a file (given as text, or as its tree) and loads every module that it may import, so that
   * running it never waits for a file. Throws PythonSyntaxError.
   */
  async prepare(
    source: string | Module,
    path: string,
    options: PrepareOptions = {},
  ): Promise<PreparedModule> {
    const tree = typeof source === "string" ? parseModule(source, path) : source;
    const packageName = options.packageName ?? "";
    await this.#finder.findAll(tree, packageName);
    const text = typeof source === "string" ? source : options.text;
    if (text !== undefined) await this.#finder.findForBuiltins(text);
    const mayAssignInside = text === undefined || text.includes(":=");
    return { path, tree, packageName, mayAssignInside };
  }

  /** Runs a prepared file as a module: its functions can then be called. */
  runModule(
    prepared: PreparedModule,
    name: string,
    options: ExecutionOptions = {},
  ): Execution<PyModule> {
    return this.#execution(() => this.#modules.runSource(prepared, name, true), options);
  }

  /** Calls a Python function (or any callable) from outside. */
  callFunction(
    fn: Value,
    args: readonly Value[] = [],
    keywords: Keywords = null,
    options: ExecutionOptions = {},
  ): Execution {
    return this.#execution(() => call(fn, args, keywords), options);
  }

  /** Runs any computation of native code, with this interpreter's state in place. */
  run<T>(begin: () => Outcome<T>, options: ExecutionOptions = {}): Execution<T> {
    return this.#execution(begin, options);
  }

  /**
   * The value of an expression whose free names are the variables, for templates. What would have to
   * wait is an error.
   */
  evaluateExpression(
    source: string,
    variables: Attributes,
    place: { readonly path?: string; readonly line?: number } = {},
  ): Value {
    const path = place.path ?? "<expression>";
    const tree = parseExpression(source, path, place.line ?? 1);
    return this.#finish(() => runExpression(this.#machine, tree, path, variables));
  }

  /** Runs the statements of a prepared file; what they assign is put into the variables. */
  runBlock(prepared: PreparedModule, variables: Attributes): Execution<unknown> {
    return this.#execution(
      () => runBody(this.#machine, prepared, variables, true, true),
      {},
    );
  }

  #finish<T>(begin: () => Outcome<T>): T {
    const progress = this.#execution(begin, {}).start();
    if (progress.done) return progress.value;
    throw new Error("an expression of a template asked for something from outside");
  }

  #execution<T>(begin: () => Outcome<T>, options: ExecutionOptions): Execution<T> {
    return new Execution(this.#machine, begin, options, (host) => {
      const outerHost = this.#host;
      const outerContext = setRunning(this);
      this.#host = host;
      return () => {
        this.#host = outerHost;
        setRunning(outerContext);
      };
    });
  }
}
