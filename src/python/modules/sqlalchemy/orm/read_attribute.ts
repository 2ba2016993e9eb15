import { type Outcome, Pending, type PyInstance } from "../../../runtime/mod.ts";
import { entityState } from "./entity_state.ts";
import { ormError } from "./exc.ts";
import type { ClassMapping } from "./mapping.ts";

/** A value of an object that its row has; read where that has not been done. */
export function readLoaded(instance: PyInstance, { cls }: ClassMapping, name: string): Outcome {
  const own = instance.attributes?.get(name);
  if (own !== undefined) return own;
  const { owner, identity, status } = entityState(instance);
  if (identity === null || status === "deleted") return null;
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
