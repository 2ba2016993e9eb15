/** `joinedload(…)` and its relatives: how objects are loaded, which changes nothing of what they are. */
import {
  nativeClass,
  type NativeEntry,
  nativeFunction,
  type PyClass,
  PyInstance,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";

const NAMES = [
  "joinedload",
  "selectinload",
  "subqueryload",
  "immediateload",
  "lazyload",
  "raiseload",
  "load_only",
  "defer",
  "undefer",
  "undefer_group",
  "defaultload",
] as const;

/** What would leave objects with less than the database has. */
const refused: Readonly<Record<string, NativeEntry>> = Object.fromEntries(
  ["contains_eager", "noload"].map((name) =>
    [name, ["*args, **kw", () => {
      throw new UnsupportedConstructError(
        `orm.${name}`,
        `${name}() cannot be evaluated: it leaves members out of collections`,
        { hint: "query the members themselves" },
      );
    }]] as const
  ),
);

const loadClass: PyClass = nativeClass({
  name: "Load",
  module: "sqlalchemy.orm.strategy_options",
  init: ["*args", () => {}],
  methods: {
    ...Object.fromEntries(
      NAMES.map((name) => [name, ["*args, **kw", (self: PyInstance) => self]] as const),
    ),
    ...refused,
  },
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
  ...Object.fromEntries(
    Object.entries(refused).map(([name, [signature, refuse]]) =>
      [name, nativeFunction(name, signature, refuse)] as const
    ),
  ),
};
