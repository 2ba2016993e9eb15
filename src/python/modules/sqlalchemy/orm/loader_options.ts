/** `joinedload(…)` and its relatives: how objects are loaded. Most change nothing of what they are. */
import {
  nativeClass,
  type NativeEntry,
  nativeFunction,
  type PyClass,
  PyInstance,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { relationPathOf } from "./instrument.ts";
import { ofType, type RelationPath } from "./relation_path.ts";

/** A relationship of which the members are said: those of the rows, or none. */
export interface LoaderStep {
  readonly kind: "contains_eager" | "noload" | "other";
  /** `null` for what names no relationship. */
  readonly path: RelationPath | null;
  /** What leads to the object that has the relationship; `null` where that is asked for itself. */
  readonly parent: LoaderStep | null;
}

const steps = new WeakMap<PyInstance, readonly LoaderStep[]>();

/** What an option says; nothing for values that are none. */
export function stepsOfOption(option: Value): readonly LoaderStep[] {
  return option instanceof PyInstance ? steps.get(option) ?? [] : [];
}

const OTHERS = [
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
  "selectin_polymorphic",
  "options",
] as const;

function added(
  before: readonly LoaderStep[],
  kind: LoaderStep["kind"],
  args: readonly Value[],
  alias: Value,
): PyInstance {
  const made = [...before];
  for (const argument of args) {
    const path = relationPathOf(argument) ?? null;
    if (kind === "other" && path === null) continue;
    if (path === null) refuse(kind);
    const to = alias === null ? path : ofType(path, alias);
    made.push({ kind, path: to, parent: made.at(-1) ?? null });
  }
  const load = new PyInstance(loadClass);
  steps.set(load, made);
  return load;
}

function refuse(kind: string): never {
  throw new UnsupportedConstructError(
    `orm.${kind}`,
    `${kind}() of what is no relationship of a class or an alias cannot be evaluated`,
    { hint: "give it the relationship itself" },
  );
}

const SIGNATURE = "*args, alias=None, **kw";

function option(kind: LoaderStep["kind"]): NativeEntry {
  return [
    SIGNATURE,
    (self: PyInstance, args: Value[], alias: Value) =>
      added(steps.get(self) ?? [], kind, args, kind === "contains_eager" ? alias : null),
  ];
}

const kinds: readonly (readonly [string, LoaderStep["kind"]])[] = [
  ...OTHERS.map((name) => [name, "other"] as const),
  ["contains_eager", "contains_eager"],
  ["noload", "noload"],
];

const loadClass: PyClass = nativeClass({
  name: "Load",
  module: "sqlalchemy.orm.strategy_options",
  init: ["*args", () => {}],
  methods: Object.fromEntries(kinds.map(([name, kind]) => [name, option(kind)])),
});

/** The functions of `sqlalchemy.orm` that make them. */
export const loaderOptions: Readonly<Record<string, Value>> = {
  Load: loadClass,
  ...Object.fromEntries(
    kinds.filter(([name]) => name !== "options").map(([name, kind]) => [
      name,
      nativeFunction(
        name,
        SIGNATURE,
        (args: Value[], alias: Value) =>
          added([], kind, args, kind === "contains_eager" ? alias : null),
      ),
    ]),
  ),
};
