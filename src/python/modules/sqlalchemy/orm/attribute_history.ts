/** The history of attributes of objects: what they have got and lost since they were read or written. */
import {
  asString,
  type Evaluation,
  getAttribute,
  nativeClass,
  nativeFunction,
  PyInstance,
  PyList,
  PyTuple,
  setAttribute,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { namedTuple } from "../../stdlib/named_tuple.ts";
import { entityState, markChanged } from "./entity_state.ts";
import { historyOf } from "./history.ts";
import { instanceStateOf } from "./inspected.ts";
import { isCollection } from "./instrumented_collections.ts";
import { mappingOfObject } from "./mapping_lookup.ts";
import { NO_VALUE } from "./no_value.ts";
import { relationOf } from "./relation.ts";
import { same } from "./update_rows.ts";
import { collection } from "./collection.ts";

const historyClass = nativeClass({
  name: "History",
  module: "sqlalchemy.orm.attributes",
  bases: [namedTuple("History", ["added", "unchanged", "deleted"], "sqlalchemy.orm.attributes")],
  methods: {
    __bool__: ["", (self: PyTuple) => self.items.some((part) => itemsOf(part).length > 0)],
    empty: ["", (self: PyTuple) => !self.items.some((part) => itemsOf(part).length > 0)],
    has_changes: [
      "",
      (self: PyTuple) => itemsOf(self.items[0]!).length + itemsOf(self.items[2]!).length > 0,
    ],
    sum: ["", (self: PyTuple) => new PyList(self.items.flatMap(itemsOf))],
    non_deleted: ["", (self: PyTuple) => new PyList(self.items.slice(0, 2).flatMap(itemsOf))],
    non_added: ["", (self: PyTuple) => new PyList(self.items.slice(1).flatMap(itemsOf))],
  },
});

function itemsOf(part: Value): readonly Value[] {
  return part instanceof PyTuple || part instanceof PyList ? part.items : [];
}

function history(...parts: readonly (readonly Value[])[]): PyTuple {
  const lists = parts.map((part) => part.length === 0 ? new PyTuple([]) : new PyList([...part]));
  return new PyTuple(lists, historyClass);
}

/** The history of an attribute, as far as it is known without reading. */
export function historyOfAttribute(instance: PyInstance, name: string): PyTuple {
  const mapping = mappingOfObject(instance);
  const relation = relationOf(mapping, name);
  const now = instance.attributes?.get(name);
  if (relation !== undefined && isCollection(now)) {
    const { added, unchanged, deleted } = historyOf(instance, relation);
    const parts = [added, unchanged, deleted].map((part) => new PyList([...part]));
    return new PyTuple(parts, historyClass);
  }
  const { committed } = entityState(instance);
  if (!committed.has(name)) return now === undefined ? history([], [], []) : history([], [now], []);
  const before = committed.get(name);
  const isSame = before !== undefined && now !== undefined &&
    (relation === undefined ? same(before, now) : before === now);
  return isSame
    ? history([], [now], [])
    : history([now ?? null], [], before === undefined ? [] : [before]);
}

/** What `sqlalchemy.orm.attributes` has besides. */
export const attributeFunctions: Readonly<Record<string, Value>> = {
  NO_VALUE,
  History: historyClass,
  get_history: nativeFunction(
    "get_history",
    "obj, key, passive=None",
    function* (instance: PyInstance, key: Value): Evaluation {
      const name = asString(key) ?? "";
      if (!entityState(instance).committed.has(name)) yield* wait(getAttribute(instance, name));
      return historyOfAttribute(instance, name);
    },
  ),
  instance_state: nativeFunction("instance_state", "instance", instanceStateOf),
  set_attribute: nativeFunction(
    "set_attribute",
    "instance, key, value, initiator=None",
    (instance: PyInstance, key: Value, value: Value) =>
      setAttribute(instance, asString(key) ?? "", value),
  ),
  get_attribute: nativeFunction(
    "get_attribute",
    "instance, key",
    (instance: PyInstance, key: Value) => getAttribute(instance, asString(key) ?? ""),
  ),
  set_committed_value: nativeFunction(
    "set_committed_value",
    "instance, key, value",
    (instance: PyInstance, key: Value, value: Value) => {
      const name = asString(key) ?? "";
      const relation = relationOf(mappingOfObject(instance), name);
      const state = entityState(instance);
      const members = relation?.isList ? itemsOf(value) as PyInstance[] : null;
      state.committed.delete(name);
      if (members !== null) state.members.set(name, members);
      (instance.attributes ??= new Map()).set(
        name,
        members === null ? value : collection(instance, relation!, members),
      );
    },
  ),
  flag_modified: nativeFunction(
    "flag_modified",
    "instance, key",
    (instance: PyInstance, key: Value) => {
      markChanged(instance, asString(key) ?? "");
    },
  ),
};
