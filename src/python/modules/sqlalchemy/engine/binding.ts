import type { Operation } from "../../../../operations/operation.ts";
import {
  type Evaluation,
  type InterpreterContext,
  type Outcome,
  Pending,
  PyInstance,
  PyOpaque,
  typeName,
  type Value,
} from "../../../runtime/mod.ts";
import type { HostRequest, RevisionHost } from "../../host.ts";
import { sqlalchemyError } from "../exc.ts";

/** What stands behind a Connection, an Engine or a Session of a running revision. */
export class Binding {
  readonly host: RevisionHost;
  readonly context: InterpreterContext;

  constructor(host: RevisionHost, context: InterpreterContext) {
    this.host = host;
    this.context = context;
  }
}

const bindings = new WeakMap<PyInstance, Binding>();

/** Ties a Python object to the binding that it stands for. */
export function bindObject(object: PyInstance, binding: Binding): PyInstance {
  bindings.set(object, binding);
  return object;
}

/** The binding behind a Python object; null if it has none. */
export function bindingOf(value: Value): Binding | null {
  return value instanceof PyInstance ? bindings.get(value) ?? null : null;
}

/** The binding that a `bind` argument must have. */
export function requireBinding(value: Value, what: string): Binding {
  const binding = bindingOf(value);
  if (binding !== null) return binding;
  if (value instanceof PyOpaque) return value.refuse(`the bind of ${what}()`);
  if (value === null) {
    throw sqlalchemyError("UnboundExecutionError", `${what}() needs a bind, such as op.get_bind()`);
  }
  throw sqlalchemyError(
    "ArgumentError",
    `${what}() expects a bind such as op.get_bind(), got ${typeName(value)}`,
  );
}

/** Sends an operation through the bind that a method such as `Enum.create(bind)` was given. */
export function emitThrough(bind: Value, operation: Operation, what: string): Outcome {
  const { host, context } = requireBinding(bind, what);
  host.emit(operation, context.currentPlace());
  return settle(host, context, null);
}

/**
 * The value, after the queue has been sent where a `try` around the running call could catch an error
 * of the database: so the error appears where Python would raise it.
 */
export function settle(
  host: RevisionHost,
  context: InterpreterContext,
  value: Value,
): Outcome {
  if (!context.guarded) return value;
  if (!host.offline) return new Pending(flushed(value));
  host.dependsOnDatabase?.("except around a statement", context.currentPlace());
  return value;
}

/** Waits until what is queued has run; an error of the database comes up here. */
export function* sendQueued({ host }: Binding): Evaluation<void> {
  if (!host.offline && host.queued > 0) yield { kind: "flush" } satisfies HostRequest;
}

function* flushed(value: Value): Evaluation {
  yield { kind: "flush" } satisfies HostRequest;
  return value;
}
