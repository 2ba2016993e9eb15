import type { QueryResult } from "../database/connection.ts";
import type { CompileOptions, Dialect } from "../dialect/dialect.ts";
import {
  CommandError,
  DatabaseError,
  FileError,
  MigratorError,
  type Place,
} from "../errors/mod.ts";
import type { ContextHost, HostRequest, RevisionHost } from "../python/modules/host.ts";
import { revisionHostMark, runningHost } from "../python/modules/host.ts";
import { raisedFrom, raisedFromCompile } from "../python/modules/sqlalchemy/engine/errors.ts";
import { libraryLoader } from "../python/modules/alembic/registry.ts";
import {
  combineLoaders,
  type Execution,
  Interpreter,
  type InterpreterOptions,
  type ModuleLoader,
  Pending,
  type PreparedModule,
  type PyModule,
  PythonError,
  type Value,
} from "../python/mod.ts";
import type { Operation } from "../operations/operation.ts";
import type { Statement } from "../sql/statement.ts";
import type { BodyHost, Direction, RevisionBody, Timeouts } from "./body.ts";
import { discardedReads, mayDefine, onlyRaise } from "./python_tree.ts";
import { readTimeouts } from "./timeouts.ts";

/** What all Python revisions of one run share. */
export interface PythonRevisions {
  readonly interpreter: Interpreter;
  readonly dialect: Dialect;
  readonly compileOptions: CompileOptions;
  readonly context: ContextHost;
  /** Version as `server_version_num` gives it; undefined offline. */
  readonly serverVersion?: number;
  /** The keyword arguments of env.py's `context.run_migrations(**kw)`, for `upgrade(**kw)`. */
  readonly arguments?: ReadonlyMap<string, Value>;
}

/** One revision file. */
export interface PythonSource {
  readonly path: string;
  readonly source: string;
}

/**
 * An interpreter for revisions: what they import of alembic, sqlalchemy and sqlmodel is bound to
 * migrator's operations. `helpers` finds the project's own modules. What a revision prints or logs
 * comes out in its turn, behind the statements before it.
 */
export function revisionInterpreter(
  dialect: Dialect,
  options: Omit<InterpreterOptions, "loader" | "opaque"> & { readonly helpers?: ModuleLoader } = {},
): Interpreter {
  const { helpers, print, log, ...rest } = options;
  const library = libraryLoader(dialect);
  const inTurn = (show: () => void) => {
    const host = runningHost(interpreter);
    if (host === null) show();
    else host.note(show);
  };
  const interpreter: Interpreter = new Interpreter({
    ...rest,
    print: print && ((text) => inTurn(() => print(text))),
    log: log && ((record) => inTurn(() => log(record))),
    loader: helpers === undefined ? library : combineLoaders(library, helpers),
    opaque: "strict",
  });
  return interpreter;
}

/**
 * Reads a Python revision: parses it and finds what it imports. Nothing of it runs before its turn.
 * Throws a `PythonSyntaxError` for what is no Python.
 */
export async function loadPythonBody(
  file: PythonSource,
  revisions: PythonRevisions,
): Promise<RevisionBody> {
  const prepared = await revisions.interpreter.prepare(file.source, file.path);
  return new PythonBody(prepared, revisions);
}

class PythonBody implements RevisionBody {
  readonly #prepared: PreparedModule;
  readonly #revisions: PythonRevisions;
  #discarded: ReadonlySet<string> | null = null;
  #module: PyModule | null = null;

  constructor(prepared: PreparedModule, revisions: PythonRevisions) {
    this.#prepared = prepared;
    this.#revisions = revisions;
  }

  lacks(direction: Direction): boolean {
    return !mayDefine(this.#prepared.tree, direction);
  }

  raises(direction: Direction): { readonly message: string; readonly place: Place } | null {
    const { tree, path } = this.#prepared;
    const found = onlyRaise(tree, direction);
    return found && { message: found.message, place: { path, line: found.line } };
  }

  readonly outsideTransaction = (): boolean => false;

  /** The module's `lock_timeout` and `statement_timeout`, which mean nothing to Alembic. */
  timeouts(): Timeouts {
    return readTimeouts({
      lock: this.#module?.attributes.get("lock_timeout"),
      statement: this.#module?.attributes.get("statement_timeout"),
    }, { path: this.#prepared.path });
  }

  /** The module is run anew, so that no function sees what the other has left in its globals. */
  readonly preview = (): RevisionBody => new PythonBody(this.#prepared, this.#revisions);

  async run(direction: Direction, body: BodyHost): Promise<void> {
    const { interpreter, arguments: kw } = this.#revisions;
    const host = new HostOfBody(body, this.#revisions, () => this.#isDiscarded());
    const options = { host, enterGuard: () => host.flushBeforeGuard() };
    try {
      this.#module ??= await this.#drive(
        interpreter.runModule(this.#prepared, moduleName(this.#prepared.path), options),
        host,
      );
      const fn = this.#module.get(direction);
      if (fn === undefined) throw this.#missing(direction);
      const keywords = kw === undefined || kw.size === 0 ? null : kw;
      await this.#drive(interpreter.callFunction(fn, [], keywords, options), host);
      host.refuseUndone();
    } catch (error) {
      throw uncaught(error);
    }
  }

  #missing(direction: Direction): FileError {
    const { path } = this.#prepared;
    return new FileError("no_such_function", `${path} has no function ${direction}()`, {
      place: { path },
      hint: `define ${direction}(), with pass as its body where there is nothing to do`,
    });
  }

  /** Whether the call that runs now is a statement of its own, so that nobody reads its result. */
  #isDiscarded(): boolean {
    const place = this.#revisions.interpreter.currentPlace();
    if (place === undefined || place.path !== this.#prepared.path) return false;
    this.#discarded ??= discardedReads(this.#prepared.tree);
    return this.#discarded.has(`${place.line}:${place.column}`);
  }

  async #drive<T>(execution: Execution<T>, host: HostOfBody): Promise<T> {
    return await execution.complete(async (request) => {
      try {
        return await this.#answer(request as HostRequest, host);
      } catch (error) {
        if (!(error instanceof DatabaseError)) throw error;
        throw raisedFrom(error);
      }
    });
  }

  async #answer(request: HostRequest, host: HostOfBody): Promise<unknown> {
    switch (request.kind) {
      case "flush":
        return await host.flush();
      case "execute":
        return await host.execute(request.statement, request.place);
      case "count":
        return await host.count(request.statements, request.place);
      case "modules":
        return await this.#revisions.interpreter.prepare(
          request.names.map((name) => `import ${name}\n`).join(""),
          "<library>",
        );
      case "load":
        return await request.load();
    }
  }
}

/**
 * An error of the database or of the compiler that no Python code caught is thrown as it came; one
 * that does not say where it arose gets the place of the Python code.
 */
function uncaught(error: unknown): unknown {
  if (!(error instanceof PythonError && error.cause instanceof MigratorError)) return error;
  const { cause, place } = error;
  if (cause.place !== undefined || !(cause instanceof CommandError)) return cause;
  return new CommandError(cause.code, cause.message, { place, hint: cause.hint, cause });
}

function moduleName(path: string): string {
  const file = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return `${file.endsWith(".py") ? file.slice(0, -3) : file}_py`;
}

/** The engine's host of one body, as Python's modules see it. */
class HostOfBody implements RevisionHost {
  readonly [revisionHostMark] = true;
  readonly offline: boolean;
  readonly dialect: Dialect;
  readonly compileOptions: CompileOptions;
  readonly context: ContextHost;
  readonly serverVersion?: number;
  readonly #body: BodyHost;
  readonly #isDiscarded: () => boolean;
  #queued = 0;
  #undone: { readonly what: string; readonly place?: Place } | null = null;

  constructor(body: BodyHost, revisions: PythonRevisions, isDiscarded: () => boolean) {
    this.#body = body;
    this.#isDiscarded = isDiscarded;
    this.offline = body.offline;
    this.dialect = revisions.dialect;
    this.compileOptions = revisions.compileOptions;
    this.context = revisions.context;
    this.serverVersion = revisions.serverVersion;
  }

  get queued(): number {
    return this.#queued;
  }

  get resultUnused(): boolean {
    return this.#isDiscarded();
  }

  emit(operation: Operation, place?: Place): void {
    this.refuseUndone();
    try {
      this.#body.emit({ kind: "operation", operation, place });
    } catch (error) {
      throw error instanceof CommandError ? raisedFromCompile(error) : error;
    }
    this.#queued++;
  }

  emitStatement(statement: Statement, place?: Place): void {
    this.refuseUndone();
    this.#body.emit({ kind: "statement", statement, place });
    this.#queued++;
  }

  autocommit(active: boolean, place?: Place): void {
    this.refuseUndone();
    this.#body.emit({ kind: "autocommit", active, place });
    this.#queued++;
  }

  dependsOnDatabase(what: string, place?: Place): void {
    if (this.offline) this.#body.dependsOnDatabase?.(what, place);
  }

  readsEnvironment(what: string, place?: Place): void {
    this.#body.readsEnvironment?.(what, place);
  }

  undo(what: string, place?: Place): void {
    this.#undone ??= { what, place };
  }

  /** What is undone would count as done if the function came to its end, or went on. */
  refuseUndone(): void {
    if (this.#undone === null) return;
    const { what, place } = this.#undone;
    throw new CommandError("rolled_back", `${what} undoes all that the revision has done`, {
      place,
      hint: "raise the error again, or put what may fail into 'with session.begin_nested():'",
    });
  }

  note(note: () => void): void {
    this.#body.emit({ kind: "note", note });
  }

  /** Sends what is queued before a `try` that could swallow its error. */
  flushBeforeGuard(): Pending | undefined {
    if (this.offline || this.#queued === 0) return undefined;
    return new Pending(requestFlush());
  }

  async flush(): Promise<void> {
    this.refuseUndone();
    this.#queued = 0;
    await this.#body.flush();
  }

  /** Runs statements in one go, and gives the number of rows of each. */
  async count(
    statements: readonly Statement[],
    place?: Place,
  ): Promise<readonly (number | null)[]> {
    this.refuseUndone();
    const counts: (number | null)[] = statements.map(() => null);
    statements.forEach((statement, index) => {
      const onResult = ({ rowCount }: QueryResult) => void (counts[index] = rowCount);
      this.#body.emit({ kind: "statement", statement, place, onResult });
    });
    await this.flush();
    return counts;
  }

  async execute(statement: Statement, place?: Place) {
    this.refuseUndone();
    this.#queued = 0;
    return await this.#body.execute(statement, place);
  }
}

function* requestFlush(): Generator<unknown, Value, unknown> {
  yield { kind: "flush" } satisfies HostRequest;
  return null;
}
