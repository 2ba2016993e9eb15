/** What stands behind a Session: the objects that it knows, and what is to become of them. */
import {
  type Evaluation,
  getAttribute,
  type Outcome,
  PyInstance,
  runNow,
  str,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { type Binding, settle } from "../engine/binding.ts";
import { sqlalchemyError } from "../exc.ts";
import { collection } from "./collection.ts";
import { keyColumns } from "./columns.ts";
import { loadedColumns } from "./entity_columns.ts";
import { type EntityOwner, entityState } from "./entity_state.ts";
import { isTouched } from "./history.ts";
import { membersOf } from "./instrumented_collections.ts";
import { knownParent, loadByKey, loadRelated } from "./load.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingOfObject } from "./mapping_lookup.ts";
import { deletedError } from "./read_attribute.ts";
import { type Relation, relationsOf } from "./relation.ts";
import { flushObjects } from "./unit_of_work.ts";

export interface SessionOptions {
  readonly autoflush: boolean;
  readonly expireOnCommit: boolean;
}

/** The objects that are to be inserted, updated and deleted. */
export interface SessionView {
  readonly added: ReadonlySet<PyInstance>;
  readonly dirty: ReadonlySet<PyInstance>;
  readonly deleted: ReadonlySet<PyInstance>;
}

export class SessionState implements EntityOwner {
  readonly #binding: Binding;
  /** Whether something has gone through the connection since the Session was last committed: what there is to roll back. */
  hasBegun = false;
  /** The Session itself. */
  readonly object: PyInstance;
  readonly options: SessionOptions;
  readonly #identities = new Map<string, PyInstance>();
  /** Objects that are to be inserted, in the order in which they came. */
  readonly added: Set<PyInstance> = new Set();
  readonly deleted: Set<PyInstance> = new Set();
  readonly #buried = new Set<PyInstance>();
  #flushing = false;
  #view: SessionView | null = null;
  #withoutAutoflush = 0;

  constructor(binding: Binding, object: PyInstance, options: SessionOptions) {
    this.#binding = binding;
    this.object = object;
    this.options = options;
  }

  /** The binding, for something that goes through it now. */
  begin(): Binding {
    this.hasBegun = true;
    return this.#binding;
  }

  /** The value, once what was sent has been run where its error could be caught. */
  settle(value: Value): Outcome {
    return settle(this.#binding.host, this.#binding.context, value);
  }

  /** The objects that are in the database. */
  persistent(): readonly PyInstance[] {
    return [...this.#identities.values()];
  }

  find(mapping: ClassMapping, key: readonly Value[]): PyInstance | undefined {
    return this.#identities.get(identityKey(mapping, key));
  }

  /** Takes an object that is in the database. */
  remember(instance: PyInstance, mapping: ClassMapping, key: readonly Value[]): void {
    const state = entityState(instance);
    if (state.identity !== null) this.#identities.delete(identityKey(mapping, state.identity));
    state.identity = key;
    state.owner = this;
    state.status = "persistent";
    this.added.delete(instance);
    this.#identities.set(identityKey(mapping, key), instance);
  }

  /** Lets go of an object. */
  forget(instance: PyInstance): void {
    const state = entityState(instance);
    if (state.identity !== null) {
      this.#identities.delete(identityKey(mappingOfObject(instance), state.identity));
    }
    this.added.delete(instance);
    this.deleted.delete(instance);
    state.owner = null;
    state.status = state.identity === null ? "transient" : "detached";
  }

  /** Lets go of an object whose row is no more. */
  bury(instance: PyInstance): void {
    for (const relation of relationsOf(mappingOfObject(instance))) {
      const known = this.knownRelated(instance, relation);
      if (known === undefined || instance.attributes!.has(relation.name)) continue;
      instance.attributes!.set(relation.name, known);
    }
    this.forget(instance);
    const state = entityState(instance);
    state.status = "deleted";
    state.deletedBy = this;
    this.#buried.add(instance);
  }

  /** At the end of a transaction: what it has deleted belongs to it no longer. */
  leaveBuried(): void {
    for (const instance of this.#buried) entityState(instance).deletedBy = null;
    this.#buried.clear();
  }

  /** `add()`: with what the object refers to, and what that refers to. */
  cascade(instance: PyInstance): void {
    const mapping = mappingOfObject(instance);
    const state = entityState(instance);
    if (state.owner !== null && state.owner !== this) {
      throw sqlalchemyError(
        "InvalidRequestError",
        `Object of ${mapping.cls.name} is already attached to another session`,
      );
    }
    if (state.status === "deleted") {
      throw sqlalchemyError(
        "InvalidRequestError",
        `Instance '<${mapping.cls.name}>' has been deleted.  Use the make_transient() function to send this object back to the transient state.`,
      );
    }
    this.deleted.delete(instance);
    state.orphanedOutside = false;
    if (state.owner === null) {
      state.owner = this;
      if (state.identity === null) {
        state.status = "pending";
        this.added.add(instance);
      } else this.remember(instance, mapping, state.identity);
    }
    for (const relation of relationsOf(mapping)) {
      if (!relation.cascade.has("save-update")) continue;
      for (const related of relatedObjects(instance, relation)) {
        if (entityState(related).owner !== this) this.cascade(related);
      }
    }
  }

  /** What `new`, `dirty` and `deleted` are. */
  get view(): SessionView {
    return this.#view ?? {
      added: new Set(this.added),
      dirty: new Set(
        this.persistent().filter((instance) => isTouched(instance) && !this.deleted.has(instance)),
      ),
      deleted: new Set(this.deleted),
    };
  }

  /** Does something while the Session shows what it was before. */
  *showing(view: SessionView, work: Evaluation<void>): Evaluation<void> {
    this.#view = view;
    try {
      yield* work;
    } finally {
      this.#view = null;
    }
  }

  /** Writes what has changed. */
  *flush(): Evaluation<void> {
    if (this.#flushing) {
      throw sqlalchemyError("InvalidRequestError", "Session is already flushing");
    }
    this.#flushing = true;
    try {
      yield* flushObjects(this);
    } finally {
      this.#flushing = false;
    }
  }

  /** Before something is read that the changes may matter to. */
  *autoflush(): Evaluation<void> {
    if (!this.options.autoflush || this.#withoutAutoflush > 0 || this.#flushing) return;
    yield* this.flush();
  }

  suspendAutoflush(by: 1 | -1): void {
    this.#withoutAutoflush += by;
  }

  /** What objects say is read again when it is next asked for. */
  expire(instance: PyInstance, names: ReadonlySet<string> | null = null): void {
    const mapping = mappingOfObject(instance);
    const state = entityState(instance);
    const expired = [
      ...loadedColumns(mapping).map(({ attribute }) => attribute),
      ...relationsOf(mapping).map(({ name }) => name),
    ].filter((name) => names === null || names.has(name));
    for (const name of expired) {
      instance.attributes?.delete(name);
      state.withAwaited(name, []);
      state.committed.delete(name);
      state.members.delete(name);
    }
  }

  expireAll(): void {
    for (const instance of this.#identities.values()) this.expire(instance);
  }

  /** Gives up what a savepoint has undone: new objects, and what was changed. */
  undo(): void {
    for (const instance of [...this.added]) this.forget(instance);
    this.deleted.clear();
    this.expireAll();
  }

  close(): void {
    this.hasBegun = false;
    this.leaveBuried();
    this.expunge();
  }

  /** Gives up all objects. */
  expunge(): void {
    for (const instance of [...this.added, ...this.#identities.values()]) this.forget(instance);
    this.deleted.clear();
  }

  *refresh(instance: PyInstance): Evaluation<void> {
    yield* this.autoflush();
    const mapping = mappingOfObject(instance);
    const key = entityState(instance).identity!;
    const found = yield* loadByKey(this, mapping, key);
    if (found !== null) return;
    throw deletedError(mapping.cls.name);
  }

  knownRelated(instance: PyInstance, relation: Relation): PyInstance | undefined {
    if (relation.direction !== "manyToOne") return undefined;
    return knownParent(this, relation, (name) => instance.attributes?.get(name) ?? null);
  }

  *related(instance: PyInstance, relation: Relation, autoflush = true): Evaluation {
    if (!autoflush) this.suspendAutoflush(1);
    let found: PyInstance[];
    try {
      found = yield* loadRelated(this, instance, relation);
    } finally {
      if (!autoflush) this.suspendAutoflush(-1);
    }
    const state = entityState(instance);
    const value = relation.isList
      ? collection(instance, relation, state.withAwaited(relation.name, found))
      : found[0] ?? null;
    (instance.attributes ??= new Map()).set(relation.name, value);
    state.members.set(relation.name, found);
    return value;
  }
}

/** The objects that an attribute holds, without reading any. */
export function relatedObjects(instance: PyInstance, { name }: Relation): readonly PyInstance[] {
  const value = instance.attributes?.get(name) ?? null;
  return membersOf(value) ?? (value instanceof PyInstance ? [value] : []);
}

/** The key of an object as its attributes have it; read if need be. */
export function* keyOfObject(instance: PyInstance, mapping: ClassMapping): Evaluation<Value[]> {
  const key: Value[] = [];
  for (const { attribute } of keyColumns(mapping)) {
    key.push(yield* wait(getAttribute(instance, attribute)));
  }
  return key;
}

function identityKey(mapping: ClassMapping, key: readonly Value[]): string {
  const parts = key.map((value) =>
    typeof value === "object" && value !== null ? `o:${runNow(str(value))}` : `v:${String(value)}`
  );
  return `${numberOf(mapping.root)} ${parts.join("\0")}`;
}

const numbers = new WeakMap<ClassMapping, number>();
let last = 0;

/** What tells classes apart: several may be mapped to one table. */
function numberOf(root: ClassMapping): number {
  let number = numbers.get(root);
  if (number === undefined) numbers.set(root, number = ++last);
  return number;
}
