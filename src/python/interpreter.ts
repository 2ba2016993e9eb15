import { formatPlace, type Place } from "../errors/mod.ts";
import { addFrameFunctions, builtinNames } from "./builtins/mod.ts";
import { Compiler } from "./evaluator/compiler.ts";
import { findImports } from "./evaluator/find_imports.ts";
import { type Completion, Frame } from "./evaluator/frame.ts";
import { docstringOf } from "./evaluator/functions.ts";
import { Machine } from "./evaluator/machine.ts";
import { Scope } from "./evaluator/scope.ts";
import { Execution, type ExecutionOptions } from "./execution.ts";
import type { LoadedModule, ModuleLoader } from "./module_loader.ts";
import { standardLibrary } from "./modules/stdlib/registry.ts";
import type { BasicLogging, InterpreterContext, LogRecord } from "./runtime/context.ts";
import { call } from "./runtime/call.ts";
import type { PyException } from "./runtime/exceptions.ts";
import { PyModule } from "./runtime/objects.ts";
import { setRunning } from "./runtime/running.ts";
import { UnsupportedConstructError } from "./runtime/errors.ts";
import { Raised } from "./runtime/exceptions.ts";
import { exceptionText } from "./runtime/repr.ts";
import { type OpaqueOrigin, PyOpaque } from "./runtime/opaque.ts";
import type { Keywords } from "./runtime/signature.ts";
import {
  andThen,
  type Attributes,
  type Evaluation,
  type Outcome,
  Pending,
  type Value,
} from "./runtime/value.ts";
import { type Expr, type Module, parseExpression, parseModule } from "./syntax/mod.ts";

/** What an interpreter is given of the world. Everything has a harmless default. */
export interface InterpreterOptions {
  /** Finds modules other than those of the standard library, which come first. */
  readonly loader?: ModuleLoader;
  /** `os.environ`; default: empty. */
  readonly environment?: ReadonlyMap<string, string>;
  /** Steps (statements, loop rounds, calls) that all runs may take together; default 50 million. */
  readonly steps?: number;
  /** Nesting of Python calls before RecursionError; default 1000. */
  readonly recursionDepth?: number;
  /** Milliseconds since 1970; default `Date.now`. */
  readonly now?: () => number;
  /** Minutes that local time is ahead of UTC at a moment; default: what the system says. */
  readonly utcOffset?: (milliseconds: number) => number;
  readonly randomBytes?: (target: Uint8Array) => void;
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
  /** What an attribute of such a value is, where the host knows; undefined to let it be. */
  readonly opaqueAttribute?: OpaqueOrigin["attribute"];
}

/** A file that has been parsed and whose imports have been found. */
export interface PreparedModule {
  readonly path: string;
  readonly tree: Module;
  readonly packageName: string;
}

/** How {@link Interpreter.prepare} reads a file. */
export interface PrepareOptions {
  /** `__package__` of the file, for relative imports. */
  readonly packageName?: string;
}

/**
 * Evaluates Python. One interpreter keeps the modules that were imported, so that many revisions
 * can share them; it is a sandbox: nothing outside is reached but through its options.
 */
export class Interpreter implements InterpreterContext {
  readonly environment: ReadonlyMap<string, string>;
  readonly #machine: Machine;
  readonly #options: InterpreterOptions;
  readonly #found = new Map<string, LoadedModule | null>();
  #host: unknown = undefined;

  constructor(options: InterpreterOptions = {}) {
    this.#options = options;
    this.environment = options.environment ?? new Map();
    const names = builtinNames();
    const machine = new Machine(names, options.steps ?? 50_000_000, options.recursionDepth ?? 1000);
    machine.lenient = options.opaque === "lenient";
    machine.importModule = (name, construct) => this.#import(name, construct);
    machine.hasModule = (name) => machine.modules.has(name) || Boolean(this.#found.get(name));
    machine.opaque = (path, construct, reason) => this.#opaque(path, construct, { reason });
    addFrameFunctions(names, machine, (text) => this.print(text));
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

  module(name: string): PyModule | undefined {
    const module = this.#machine.modules.get(name);
    return module instanceof PyModule ? module : undefined;
  }

  importModule(name: string): Outcome<PyModule | PyOpaque> {
    return this.#import(name, `import ${name}`);
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
    else crypto.getRandomValues(target);
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
    await this.#findAll(tree, packageName);
    return { path, tree, packageName };
  }

  /** Runs a prepared file as a module: its functions can then be called. */
  runModule(
    prepared: PreparedModule,
    name: string,
    options: ExecutionOptions = {},
  ): Execution<PyModule> {
    return this.#execution(() => this.#runSource(prepared, name, true), options);
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
    return this.#finish(() => this.#evaluate(tree, path, variables));
  }

  /** Runs statements; what they assign is put into the variables. */
  executeBlock(source: string, variables: Attributes, path = "<block>"): void {
    const tree = parseModule(source, path);
    this.#finish(() => this.#runBody({ path, tree, packageName: "" }, variables, true));
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

  #evaluate(tree: Expr, path: string, variables: Attributes): Outcome {
    const machine = this.#machine;
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

  // Modules

  async #findAll(tree: Module, packageName: string): Promise<void> {
    for (const name of findImports(tree, packageName)) await this.#find(name);
  }

  async #find(name: string): Promise<void> {
    if (this.#found.has(name) || name === "" || name === "__future__") return;
    const parent = name.slice(0, Math.max(0, name.lastIndexOf(".")));
    if (parent !== "") {
      await this.#find(parent);
      if (!this.#found.get(parent)) return;
    }
    const found = await standardLibrary.load(name) ?? await this.#options.loader?.load(name);
    this.#found.set(name, found ?? null);
    if (found?.kind !== "source") return;
    const tree = parseModule(found.source, found.path);
    this.#trees.set(name, tree);
    await this.#findAll(tree, packageOf(name, found));
  }

  readonly #trees = new Map<string, Module>();

  #import(name: string, construct: string): Outcome<PyModule | PyOpaque> {
    const known = this.#machine.modules.get(name);
    if (known !== undefined) return known;
    const dot = name.lastIndexOf(".");
    if (dot < 0) return this.#load(name, construct);
    return andThen(this.#import(name.slice(0, dot), construct), (parent) => {
      if (parent instanceof PyOpaque) {
        return new PyOpaque(parent.origin, name);
      }
      return andThen(this.#load(name, construct), (module) => {
        parent.attributes.set(name.slice(dot + 1), module);
        return module;
      });
    });
  }

  #load(name: string, construct: string): Outcome<PyModule | PyOpaque> {
    const { modules } = this.#machine;
    const already = modules.get(name);
    if (already !== undefined) return already;
    const found = this.#found.get(name);
    if (found === undefined || found === null) return this.#opaque(name, construct, {});
    switch (found.kind) {
      case "refused":
        return this.#opaque(name, construct, found);
      case "native": {
        const module = found.create(this);
        module.isNative = true;
        modules.set(name, module);
        return module;
      }
      case "source": {
        const tree = this.#trees.get(name)!;
        const prepared = { path: found.path, tree, packageName: packageOf(name, found) };
        const run = () => this.#runSource(prepared, name, false);
        return this.#runImported(run, name, construct);
      }
    }
  }

  /**
   * A module that cannot be evaluated is one whose values are not known; what needs them will say so.
   * Where much is let be (env.py), so is a module that raises.
   */
  #runImported(
    run: () => Outcome<PyModule>,
    name: string,
    construct: string,
  ): Outcome<PyModule | PyOpaque> {
    const giveUp = (error: unknown): PyOpaque => {
      const reason = failureText(error);
      if (reason === null || (error instanceof Raised && !this.#machine.lenient)) throw error;
      const opaque = this.#opaque(name, construct, { reason });
      this.#machine.modules.set(name, opaque);
      return opaque;
    };
    let outcome: Outcome<PyModule>;
    try {
      outcome = run();
    } catch (error) {
      return giveUp(error);
    }
    return outcome instanceof Pending ? new Pending(settled(outcome, giveUp)) : outcome;
  }

  #opaque(
    path: string,
    construct: string,
    why: { readonly reason?: string; readonly hint?: string },
  ): PyOpaque {
    const machine = this.#machine;
    const place = machine.place() ?? { path: "<unknown>" };
    const origin: OpaqueOrigin = {
      construct,
      place,
      reason: why.reason,
      hint: why.hint ??
        `replace what is used of it by plain Python in ${formatPlace({ path: place.path })}`,
      attribute: this.#options.opaqueAttribute,
      propagates: () => machine.lenient || (machine.activation?.frame.scope.kind === "module"),
    };
    return new PyOpaque(origin, path);
  }

  #runSource(prepared: PreparedModule, name: string, traced: boolean): Outcome<PyModule> {
    const { modules } = this.#machine;
    const module = new PyModule(name);
    const { attributes } = module;
    attributes.set("__file__", prepared.path);
    attributes.set("__package__", prepared.packageName);
    attributes.set("__doc__", docstringOf(prepared.tree.body));
    attributes.set("__builtins__", null);
    // A module that is imported while it runs is seen half-made, as in Python. Revisions have names
    // of their own that nothing imports.
    if (!traced) modules.set(name, module);
    return andThen(this.#runBody(prepared, attributes, traced), () => module);
  }

  #runBody(prepared: PreparedModule, globals: Attributes, traced: boolean): Outcome<null> {
    const machine = this.#machine;
    const { path, tree, packageName } = prepared;
    const compiler = new Compiler(machine, path, packageName, traced);
    const scope = new Scope("module", null);
    const frame = new Frame(scope, [], null, globals, null);
    const start = tree.body[0] ?? { lineno: 1, col_offset: 0, end_lineno: 1, end_col_offset: 0 };
    machine.enter(frame, path, "<module>", traced, start);
    const { activation } = frame;
    try {
      const completion = compiler.block(tree.body, scope)(frame);
      if (completion instanceof Pending) return new Pending(this.#goOn(frame, completion));
      return null;
    } catch (error) {
      throw machine.leaving(error, activation);
    } finally {
      machine.activation = activation.back;
    }
  }

  *#goOn(frame: Frame, pending: Pending<Completion>): Evaluation<null> {
    const machine = this.#machine;
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
}

function* settled(
  pending: Pending<PyModule>,
  giveUp: (error: unknown) => PyOpaque,
): Evaluation<PyModule | PyOpaque> {
  try {
    return yield* pending.generator;
  } catch (error) {
    return giveUp(error);
  }
}

/** Why a module could not be evaluated; null for what is no matter of the module. */
function failureText(error: unknown): string | null {
  if (error instanceof Raised) {
    const { exception } = error;
    return `raised ${exception.cls.name}: ${exceptionText(exception)}`;
  }
  if (!(error instanceof UnsupportedConstructError)) return null;
  const place = error.place === undefined ? "" : ` (${formatPlace(error.place)})`;
  return `cannot be evaluated: ${error.message}${place}`;
}

/** The package that a module's relative imports start from. */
function packageOf(name: string, module: LoadedModule): string {
  if (module.kind === "source" && module.isPackage) return name;
  return name.slice(0, Math.max(0, name.lastIndexOf(".")));
}
