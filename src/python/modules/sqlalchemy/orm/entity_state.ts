/** What a Session knows of an object of a mapped class. */
import type { Evaluation, PyInstance, Value } from "../../../runtime/mod.ts";
import type { Collection } from "./instrumented_collections.ts";
import type { Relation } from "./relation.ts";

/** The states of an object, as SQLAlchemy calls them. */
export type EntityStatus = "transient" | "pending" | "persistent" | "deleted" | "detached";

/** What objects ask the Session that they belong to. */
export interface EntityOwner {
  /** The Session itself. */
  readonly object: PyInstance;
  /** Reads what is missing of an object's columns. */
  refresh(instance: PyInstance): Evaluation<void>;
  /** Reads the objects that a relationship leads to. */
  related(instance: PyInstance, relation: Relation, autoflush?: boolean): Evaluation<Value>;
  /** Takes in an object that one of its own has come to refer to. */
  cascade(instance: PyInstance): void;
  /** The object that a relationship to one leads to, as far as that is known without reading. */
  knownRelated(instance: PyInstance, relation: Relation): PyInstance | undefined;
  /** Writes what is new, as before something is read. */
  autoflush(): Evaluation<void>;
  /** Lets go of an object. */
  forget(instance: PyInstance): void;
}

/** What stands beside an object. Its values are its attributes; what is not loaded is not there. */
export class EntityState {
  status: EntityStatus = "transient";
  owner: EntityOwner | null = null;
  /** The primary key as it is in the database, by which the Session finds the object. */
  identity: readonly Value[] | null = null;
  /** What attributes were before they were set; undefined where they were not loaded. */
  readonly committed: Map<string, Value | undefined> = new Map();
  /** The members of collections as they are in the database. */
  readonly members: Map<string, readonly PyInstance[]> = new Map();

  /** Empty collections that have been read of an object that is not in the database: its own once something is put in. */
  readonly empties: Map<string, Collection> = new Map();
  /** The Session that has deleted it, up to its next commit. */
  deletedBy: EntityOwner | null = null;

  /** The object that has it now, by the relationship that says so; `null` where it has been taken away. */
  readonly #parents = new Map<string, PyInstance | null>();
  /** The relationships that it cannot be without (`delete-orphan`). */
  readonly #needed = new Set<string>();

  setParent(relation: string, parent: PyInstance, has: boolean, isNeeded: boolean): void {
    if (isNeeded) this.#needed.add(relation);
    const last = this.#parents.get(relation);
    // Who has it by now is not who had it; SQLAlchemy tells objects apart here by their keys.
    const isAnother = (other: PyInstance) =>
      other !== parent && (entityState(other).identity ?? entityState(parent).identity) !== null;
    if (!has && last && isAnother(last)) return;
    this.#parents.set(relation, has ? parent : null);
  }

  /** Whether an object has it, by a relationship; what is in the database counts as had until it is taken away. */
  hasParent(relation: string): boolean {
    const parent = this.#parents.get(relation);
    return parent === undefined ? this.identity !== null : parent !== null;
  }

  /** Whether it has been taken from the one that it cannot be without. */
  get isOrphan(): boolean {
    return [...this.#needed].some((relation) => this.#parents.get(relation) === null);
  }

  /** Whether it was taken from an object that was in no Session: a new one that nobody else has then is let go when all is written. */
  orphanedOutside = false;

  /** What the other side of a relationship has said of a collection that is not loaded: who comes, and who goes. */
  readonly #awaited = new Map<string, Map<PyInstance, boolean>>();

  await(name: string, member: PyInstance, comes: boolean): void {
    const known = this.#awaited.get(name) ?? new Map<PyInstance, boolean>();
    this.#awaited.set(name, known);
    // Who comes and goes is as if nothing had been said.
    if (known.get(member) === !comes) known.delete(member);
    else known.set(member, comes);
  }

  awaited(name: string): readonly (readonly [member: PyInstance, comes: boolean])[] {
    return [...this.#awaited.get(name) ?? []];
  }

  /** The members that a collection has, when it is loaded, with those that come and without those that go. */
  withAwaited(name: string, members: readonly PyInstance[]): readonly PyInstance[] {
    const awaited = this.#awaited.get(name);
    if (awaited === undefined) return members;
    this.#awaited.delete(name);
    const coming = [...awaited].filter(([member, comes]) => comes && !members.includes(member));
    return [
      ...members.filter((member) => awaited.get(member) !== false),
      ...coming.map(([member]) => member),
    ];
  }

  /** Forgets that there is a row. */
  becomeNew(): void {
    this.accept();
    this.identity = null;
    this.owner = null;
    this.deletedBy = null;
    this.status = "transient";
  }

  /** Forgets what was changed: the database has it now. */
  accept(): void {
    this.#awaited.clear();
    this.empties.clear();
    this.committed.clear();
    this.members.clear();
  }
}

const states = new WeakMap<PyInstance, EntityState>();

/** The state of an object of a mapped class; a new object is transient. */
export function entityState(instance: PyInstance): EntityState {
  let state = states.get(instance);
  if (state === undefined) {
    state = new EntityState();
    states.set(instance, state);
  }
  return state;
}

/** Says that a value is another than in the database, though it is the same object. */
export function markChanged(instance: PyInstance, name: string): void {
  entityState(instance).committed.set(name, undefined);
}

/** Whether a value is an object that has a state. */
export function hasState(value: Value): value is PyInstance {
  return states.has(value as PyInstance);
}
