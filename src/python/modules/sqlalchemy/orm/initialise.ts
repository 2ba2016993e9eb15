import {
  type PyInstance,
  runNow,
  setAttribute,
  typeError,
  type Value,
} from "../../../runtime/mod.ts";
import { entityState } from "./entity_state.ts";
import { heardKeywords } from "./instance_events.ts";
import { instanceStateOf } from "./inspected.ts";
import { instrumentBackrefs } from "./instrument.ts";
import { mappingOf } from "./mapping.ts";

/** `Class(name=value, …)`: sets attributes that the class has. */
export function initialise(self: PyInstance, kw: ReadonlyMap<string, Value>): void {
  const { cls } = self;
  instanceStateOf(self);
  entityState(self);
  const mapping = cls.mro.map(mappingOf).find((found) => found !== undefined);
  if (mapping !== undefined) instrumentBackrefs(mapping);
  for (const [name, value] of heardKeywords(self, kw)) {
    if (cls.lookup(name) === undefined) {
      throw typeError(`'${name}' is an invalid keyword argument for ${cls.name}`);
    }
    runNow(setAttribute(self, name, value));
  }
}
