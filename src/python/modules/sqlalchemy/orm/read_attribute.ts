import { type Outcome, Pending, type PyInstance, type Raised } from "../../../runtime/mod.ts";
import { entityState } from "./entity_state.ts";
import { ormError } from "./exc.ts";
import type { ClassMapping } from "./mapping.ts";

/** A value of an object that its row has; read where that has not been done. */
export function readLoaded(instance: PyInstance, { cls }: ClassMapping, name: string): Outcome {
  const own = instance.attributes?.get(name);
  if (own !== undefined) return own;
  const { owner, identity, status, deletedBy } = entityState(instance);
  if (identity === null) return null;
  if (status === "deleted" && deletedBy !== null) throw deletedError(cls.name);
  if (owner === null) {
    throw ormError(
      "DetachedInstanceError",
      `Instance <${cls.name}> is not bound to a Session; attribute refresh operation cannot proceed`,
    );
  }
  return new Pending((function* () {
    yield* owner.refresh(instance);
    return instance.attributes?.get(name) ?? null;
  })());
}

/** What there is to say of an object whose row is no more. */
export function deletedError(name: string): Raised {
  return ormError(
    "ObjectDeletedError",
    `Instance '<${name}>' has been deleted, or its row is otherwise not present.`,
  );
}
