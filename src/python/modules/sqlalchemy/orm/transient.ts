/** `make_transient(instance)`: an object that no Session knows, as if it were new. */
import type { PyInstance, Value } from "../../../runtime/mod.ts";
import { entityState } from "./entity_state.ts";
import { mappingOfObject } from "./mapping_lookup.ts";

/** Lets its Session go of an object, which keeps what it has. */
export function makeTransient(given: Value): null {
  mappingOfObject(given);
  const instance = given as PyInstance;
  const state = entityState(instance);
  state.owner?.forget(instance);
  state.becomeNew();
  return null;
}
