/** `sqlalchemy.event`: functions of a program that are called when something happens to its objects, sessions and tables. */
import {
  asString,
  call,
  type Evaluation,
  isTrue,
  nativeFunction,
  PyClass,
  PyInstance,
  PyNativeFunction,
  PyOpaque,
  running,
  typeName,
  UnsupportedConstructError,
  type Value,
  wait,
} from "../../runtime/mod.ts";

/** What events happen to, with the events that are told of and the names of what listeners are given. */
const EVENTS = {
  mapper: {
    names: [
      "before_insert",
      "after_insert",
      "before_update",
      "after_update",
      "before_delete",
      "after_delete",
      "load",
      "init",
    ],
    has: (target: Value) =>
      (target instanceof PyClass && !isOneOf(target, LIBRARY)) ||
      (target instanceof PyNativeFunction && ["mapper", "Mapper"].includes(target.name)) ||
      isOneOf(target, ["Mapper"]),
  },
  attribute: {
    names: ["set"],
    has: (target: Value) =>
      isOneOf(target, ["Column"]) && isOneOf(target, ["InstrumentedAttribute"]),
  },
  session: {
    names: [
      "before_flush",
      "after_flush",
      "after_flush_postexec",
      "before_commit",
      "after_commit",
      "after_rollback",
    ],
    has: (target: Value) => isOneOf(target, ["Session", "sessionmaker", "scoped_session"]),
  },
  engine: {
    names: ["connect", "first_connect"],
    has: (target: Value) => isOneOf(target, ["Engine"]),
  },
  table: {
    names: ["before_create", "after_create", "before_drop", "after_drop"],
    has: (target: Value) => isOneOf(target, ["Table", "MetaData"]),
  },
} as const;

/** What engines and their pools tell of. */
const ENGINE_EVENTS = new Set([
  "before_cursor_execute",
  "after_cursor_execute",
  "before_execute",
  "after_execute",
  "handle_error",
  "engine_connect",
  "engine_disposed",
  "do_connect",
  "connect",
  "first_connect",
  "checkout",
  "checkin",
  "reset",
  "invalidate",
  "close",
  "begin",
  "commit",
  "rollback",
]);

const LIBRARY = ["Session", "sessionmaker", "scoped_session", "Table", "MetaData", "Engine"];

/** Whether a value is one of SQLAlchemy's classes, derives from it, or is an object of it. */
function isOneOf(value: Value, names: readonly string[]): boolean {
  const cls = value instanceof PyClass ? value : value instanceof PyInstance ? value.cls : null;
  return cls?.mro.some(({ name, module }) =>
    names.includes(name) && module.startsWith("sqlalchemy")
  ) ?? false;
}

/** A function that is called at an event. */
export interface Listener {
  readonly target: Value;
  readonly event: string;
  readonly fn: Value;
  /** Whether it counts for classes that derive from the target. */
  readonly propagate: boolean;
  /** Whether it is called once at most. */
  readonly once: boolean;
  /** Whether it is called with keywords. */
  readonly named: boolean;
  /** Whether what it gives counts. */
  readonly retval: boolean;
  /** Whether it is given what stands beside an object in place of the object. */
  readonly raw: boolean;
}

/** The listeners of each program, in the order in which they are called. */
const programs = new WeakMap<object, Listener[]>();

function listenersOfProgram(): Listener[] {
  const key = running().sharedChanges;
  let known = programs.get(key);
  if (known === undefined) programs.set(key, known = []);
  return known;
}

/** A listener that cannot be called. */
interface Unheard {
  readonly target: Value;
  readonly event: string;
  readonly reason: string;
}

const unheard = new WeakMap<object, Unheard[]>();

function unheardOfProgram(): Unheard[] {
  const key = running().sharedChanges;
  let known = unheard.get(key);
  if (known === undefined) unheard.set(key, known = []);
  return known;
}

/** Refuses to go on where something happens that a program listens for and that nobody is told of. */
export function refuseUnheard(
  events: readonly string[],
  isMeant: (target: Value) => boolean,
): void {
  const found = unheard.get(running().sharedChanges)?.find(({ event, target }) =>
    events.includes(event) && isMeant(target)
  );
  if (found !== undefined) throw unknownEvent(found.event, found.reason);
}

function listen(target: Value, event: Value, fn: Value, kw: ReadonlyMap<string, Value>): void {
  const name = asString(event) ?? "";
  refuseUnknown(target, name, kw);
  const listener: Listener = {
    target,
    event: name,
    fn,
    propagate: isTrue(kw.get("propagate") ?? false),
    once: isTrue(kw.get("once") ?? false),
    named: isTrue(kw.get("named") ?? false),
    retval: isTrue(kw.get("retval") ?? false),
    raw: isTrue(kw.get("raw") ?? false),
  };
  if (isTrue(kw.get("insert") ?? false)) listenersOfProgram().unshift(listener);
  else listenersOfProgram().push(listener);
}

/** Why a listener cannot be called; `null` where it can. */
function unknownReason(
  target: Value,
  event: string,
  kw: ReadonlyMap<string, Value>,
): string | null {
  // An engine that is not known here is one through which nothing is sent: its use is an error.
  if (target instanceof PyOpaque && ENGINE_EVENTS.has(event)) return null;
  const isKnown = Object.values(EVENTS).some(({ names, has }) =>
    (names as readonly string[]).includes(event) && has(target)
  );
  const name = target instanceof PyClass ? target.name : typeName(target);
  if (!isKnown) return `of ${name} cannot be listened for`;
  const isRaw = isTrue(kw.get("raw") ?? false) &&
    !/^(?:before|after)_(?:insert|update|delete)$/.test(event);
  return isRaw ? "cannot be listened for with raw=True" : null;
}

function refuseUnknown(target: Value, event: string, kw: ReadonlyMap<string, Value>): void {
  const reason = unknownReason(target, event, kw);
  if (reason === null) return;
  throw unknownEvent(event, reason);
}

function unknownEvent(event: string, reason: string): UnsupportedConstructError {
  const known = Object.values(EVENTS).flatMap(({ names }) => names).join(", ");
  return new UnsupportedConstructError(`event "${event}"`, `the event "${event}" ${reason}`, {
    hint: `events that are told of: ${known}`,
  });
}

function isSame(listener: Listener, target: Value, event: Value, fn: Value): boolean {
  return listener.target === target && listener.event === asString(event) && listener.fn === fn;
}

/** The functions of the module. */
export const eventFunctions: Readonly<Record<string, Value>> = {
  listen: nativeFunction(
    "listen",
    "target, identifier, fn, **kw",
    (target: Value, event: Value, fn: Value, kw: Map<string, Value>) => {
      listen(target, event, fn, kw);
    },
  ),
  listens_for: nativeFunction(
    "listens_for",
    "target, identifier, **kw",
    (target: Value, event: Value, kw: Map<string, Value>) => {
      const name = asString(event) ?? "";
      const reason = unknownReason(target, name, kw);
      if (reason === null) {
        return nativeFunction("decorate", "fn", (fn: Value) => {
          listen(target, event, fn, kw);
          return fn;
        });
      }
      // In a module of models the function is what cannot be used, and no more, until the event happens.
      unheardOfProgram().push({ target, event: name, reason });
      return running().opaque("event.listens_for", `the event "${name}"`, reason);
    },
  ),
  remove: nativeFunction(
    "remove",
    "target, identifier, fn",
    (target: Value, event: Value, fn: Value) => {
      const all = listenersOfProgram();
      const at = all.findIndex((listener) => isSame(listener, target, event, fn));
      if (at >= 0) all.splice(at, 1);
    },
  ),
  contains: nativeFunction(
    "contains",
    "target, identifier, fn",
    (target: Value, event: Value, fn: Value) =>
      listenersOfProgram().some((listener) => isSame(listener, target, event, fn)),
  ),
};

/** The listeners of the running program for an event, those of whole libraries' classes before those of single ones. */
export function listenersFor(
  event: string,
  isMeant: (listener: Listener) => boolean,
): readonly Listener[] {
  const all = programs.get(running().sharedChanges);
  if (all === undefined) return [];
  const meant = all.filter((listener) => listener.event === event && isMeant(listener));
  const { wide = [], single = [] } = Object.groupBy(
    meant,
    ({ target }) =>
      isOneOf(target, [...LIBRARY, "Mapper"]) && target instanceof PyClass ||
        target instanceof PyNativeFunction
        ? "wide"
        : "single",
  );
  return [...wide, ...single];
}

/** Calls listeners. */
export function* tell(
  listeners: readonly Listener[],
  args: Readonly<Record<string, Value>>,
  keywords: ReadonlyMap<string, Value> | null = null,
): Evaluation<void> {
  const all = listenersOfProgram();
  for (const listener of listeners) {
    if (listener.once) all.splice(all.indexOf(listener), 1);
    yield* callListener(listener, args, keywords);
  }
}

function callListener(
  { named, fn }: Listener,
  args: Readonly<Record<string, Value>>,
  keywords: ReadonlyMap<string, Value> | null,
): Evaluation {
  return wait(
    named
      ? call(fn, [], new Map([...Object.entries(args), ...keywords ?? []]))
      : call(fn, Object.values(args), keywords),
  );
}

/** Calls listeners for a value, which those may replace whose results count. */
export function* valueOf(
  listeners: readonly Listener[],
  args: Readonly<Record<string, Value>> & { readonly value: Value },
): Evaluation {
  let { value } = args;
  const all = listenersOfProgram();
  for (const listener of listeners) {
    if (listener.once) all.splice(all.indexOf(listener), 1);
    const given = yield* callListener(listener, { ...args, value }, null);
    if (listener.retval) value = given;
  }
  return value;
}
