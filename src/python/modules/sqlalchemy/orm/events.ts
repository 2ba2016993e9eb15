/** Events of mapped objects and of Sessions. */
import {
  type Evaluation,
  nativeClass,
  PyClass,
  PyInstance,
  PyNativeFunction,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { connectionOf } from "../engine/connection.ts";
import { type Listener, listenersFor, refuseUnheard, tell } from "../event.ts";
import { instanceStateOf, mapperClass, mapperOf } from "./inspected.ts";
import { mappingOfObject } from "./mapping_lookup.ts";
import type { SessionState } from "./session_state.ts";

/** The events of objects that are written. */
export type ObjectEvent = `${"before" | "after"}_${"insert" | "update" | "delete"}`;

/** The events of a Session that are told with nothing but the Session. */
export type SessionEvent = "before_commit" | "after_commit" | "after_rollback";

/** What listeners are given as the context of a flush. */
const flushContextClass: PyClass = nativeClass({
  name: "UOWTransaction",
  module: "sqlalchemy.orm.unitofwork",
  methods: { __getattr__: ["name", refusedAttribute("flush context")] },
});

function refusedAttribute(what: string) {
  return (_self: PyInstance, name: Value): never => {
    throw new UnsupportedConstructError(
      `${what}.${String(name)}`,
      `'${String(name)}' of the ${what} of an event cannot be evaluated`,
    );
  };
}

/** Tells of what happens to the rows of objects. */
export function* tellOfObjects(
  session: SessionState,
  event: ObjectEvent,
  instances: readonly PyInstance[],
): Evaluation<void> {
  for (const instance of instances) {
    const mapping = mappingOfObject(instance);
    const listeners = listenersFor(
      event,
      ({ target, propagate }) =>
        target instanceof PyNativeFunction || target === mapperClass || target === mapping.cls ||
        (propagate && target instanceof PyClass && mapping.cls.isSubclassOf(target)),
    );
    if (listeners.length === 0) continue;
    for (const listener of listeners) {
      yield* tell([listener], {
        mapper: mapperOf(mapping),
        connection: connectionOf(session.begin()),
        target: listener.raw ? instanceStateOf(instance) : instance,
      });
    }
  }
}

const makers = new WeakMap<PyInstance, PyInstance>();

/** Keeps in mind what has made a Session. */
export function rememberMaker(session: PyInstance, maker: PyInstance): void {
  makers.set(session, maker);
}

function isOfSession(session: PyInstance): (target: Value) => boolean {
  const maker = makers.get(session);
  return (target) =>
    target === session || (maker !== undefined && makerBehind(target) === maker) ||
    (target instanceof PyClass && session.cls.isSubclassOf(target));
}

function sessionListeners(session: PyInstance, event: string): readonly Listener[] {
  const isMeant = isOfSession(session);
  return listenersFor(event, ({ target }) => isMeant(target));
}

/** Refuses to run a statement that listeners would have to be told of: they may change it. */
export function refuseUnheardStatements(session: PyInstance): void {
  refuseUnheard(["do_orm_execute"], isOfSession(session));
}

/** The `sessionmaker` itself, or that of a `scoped_session`. */
function makerBehind(target: Value): Value {
  if (!(target instanceof PyInstance)) return null;
  return (target.native as { readonly factory?: Value } | undefined)?.factory ?? target;
}

/** Tells of a Session. */
export function* tellOfSession(session: PyInstance, event: SessionEvent): Evaluation<void> {
  yield* tell(sessionListeners(session, event), { session });
}

/** Tells of a flush. */
export function* tellOfFlush(
  session: PyInstance,
  event: "before_flush" | "after_flush" | "after_flush_postexec",
): Evaluation<void> {
  const listeners = sessionListeners(session, event);
  if (listeners.length === 0) return;
  const context = new PyInstance(flushContextClass);
  yield* tell(listeners, {
    session,
    flush_context: context,
    ...(event === "before_flush" ? { instances: null } : {}),
  });
}
