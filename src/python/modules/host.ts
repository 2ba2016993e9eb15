import type { CompileOptions, Dialect } from "../../dialect/dialect.ts";
import type { QueryResult } from "../../database/connection.ts";
import type { Place } from "../../errors/mod.ts";
import type { Operation } from "../../operations/operation.ts";
import type { Statement } from "../../sql/statement.ts";
import {
  type Evaluation,
  type InterpreterContext,
  UnsupportedConstructError,
  type Value,
} from "../runtime/mod.ts";

/** What the modules of a running revision yield to whoever drives the evaluation. */
export type HostRequest =
  /** Run what is queued; answered with undefined, or with the `DatabaseError` thrown in. */
  | { readonly kind: "flush" }
  /** Run what is queued and then this; answered with a {@link QueryResult}. */
  | { readonly kind: "execute"; readonly statement: Statement; readonly place?: Place }
  /** Run what is queued and these together; answered with a number of rows for each, `null` where it is not known. */
  | { readonly kind: "count"; readonly statements: readonly Statement[]; readonly place?: Place }
  /** Make modules of the standard library importable that native code needs; answered with undefined. */
  | { readonly kind: "modules"; readonly names: readonly string[] }
  /** Load a file of the program that is seldom needed; answered with what it gives. */
  | { readonly kind: "load"; readonly load: () => Promise<unknown> };

/** Loads a file of the program that is seldom needed. */
export function* loadFile<T>(load: () => Promise<T>): Evaluation<T> {
  const request: HostRequest = { kind: "load", load };
  return (yield request) as T;
}

/** Another revision, as one that runs asks for it. */
export interface FoundRevision {
  readonly id: string;
  readonly downRevisions: readonly string[];
  readonly doc: string;
  readonly path: string;
  /** The name to import it by; `null` where it is no Python file. */
  readonly module: string | null;
}

/** What `alembic.context` can tell inside a revision. */
export interface ContextHost {
  /** The options of the command line's `-x`, as given. */
  readonly xArguments: readonly string[];
  /** `context.config`; left out where there is none. */
  readonly config?: () => Value;
  /** The options of `context.configure()` that a revision may look at through `get_context().opts`. */
  readonly options?: ReadonlyMap<string, Value>;
  /** Another revision by its id, or a part of it; a text that says why where there is none. */
  readonly findRevision?: (id: string) => Promise<FoundRevision | string>;
  /** The tables that migrator keeps for itself, which a list of all tables leaves out as with Alembic they are not there. */
  readonly isOwnTable?: (name: string) => boolean;
  /** `connection.engine.url` as a Python object; left out where it is not known. */
  readonly url?: () => Value;
}

/** What a running revision sends its operations to and asks for results. */
export interface RevisionHost {
  readonly [revisionHostMark]: true;
  /** True when SQL is written out instead of run. */
  readonly offline: boolean;
  readonly dialect: Dialect;
  readonly compileOptions: CompileOptions;
  readonly context: ContextHost;
  /** Version as `server_version_num` gives it, such as 150018; undefined offline. */
  readonly serverVersion?: number;
  /** Whether the result of the running call is thrown away, so that it need not be waited for. */
  readonly resultUnused: boolean;
  /** How many items wait to be sent. */
  readonly queued: number;
  emit(operation: Operation, place?: Place): void;
  emitStatement(statement: Statement, place?: Place): void;
  autocommit(active: boolean, place?: Place): void;
  /** Offline: says that the revision may do something else where there is a database. */
  dependsOnDatabase?(what: string, place?: Place): void;
  /** Says that the revision goes by what the program was started with: variables, arguments of `-x`. */
  readsEnvironment?(what: string, place?: Place): void;
  /** Says that all of the revision is undone: it can only fail from here on, by `what` unless by an error of its own. */
  undo?(what: string, place?: Place): void;
  /** Shows something when all that was sent before is done. */
  note(show: () => void): void;
}

/** The answer to an execute request. */
export type Answer = QueryResult;

/** What {@link RevisionHost}s have, so that modules can tell them from what else may drive an evaluation. */
export const revisionHostMark: unique symbol = Symbol("revision host");

/** The host of the running revision, or `null` where none is running. */
export function runningHost(context: Pick<InterpreterContext, "host">): RevisionHost | null {
  const { host } = context;
  const isRevision = typeof host === "object" && host !== null && revisionHostMark in host;
  return isRevision ? host as RevisionHost : null;
}

/** The host of the running revision; an error that names `use` where none is running. */
export function revisionHost(context: InterpreterContext, use: string): RevisionHost {
  const host = runningHost(context);
  if (host !== null) return host;
  throw new UnsupportedConstructError(use, `${use} can only be used while a revision runs`, {
    place: context.currentPlace(),
    hint: "move the call into upgrade() or downgrade()",
  });
}
