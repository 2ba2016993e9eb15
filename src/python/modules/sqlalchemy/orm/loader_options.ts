/** `joinedload(…)` and its relatives: how objects are loaded, which changes nothing of what they are. */
import {
  nativeClass,
  type NativeEntry,
  nativeFunction,
  type PyClass,
  PyInstance,
  type Value,
} from "../../../runtime/mod.ts";

const NAMES = [
  "joinedload",
  "selectinload",
  "subqueryload",
  "immediateload",
  "lazyload",
  "contains_eager",
  "raiseload",
  "noload",
  "load_only",
  "defer",
  "undefer",
  "undefer_group",
  "defaultload",
] as const;

const loadClass: PyClass = nativeClass({
  name: "Load",
  module: "sqlalchemy.orm.strategy_options",
  init: ["*args", () => {}],
  methods: Object.fromEntries(
    NAMES.map((name): [string, NativeEntry] => [name, ["*args, **kw", (self: PyInstance) => self]]),
  ),
});

/** The functions of `sqlalchemy.orm` that make them. */
export const loaderOptions: Readonly<Record<string, Value>> = {
  Load: loadClass,
  ...Object.fromEntries(
    NAMES.map((name) => [
      name,
      nativeFunction(name, "*args, **kw", () => new PyInstance(loadClass)),
    ]),
  ),
};
