import {
  callNow,
  collectNow,
  isIterable,
  nativeClass,
  nativeFunction,
  PyClass,
  PyInstance,
  PyList,
  raise,
  type Value,
} from "../../python/runtime/mod.ts";
import { classes, migrationScriptClass, operationsOf, setAttribute } from "./classes.ts";

/** What stands behind a `Rewriter`. */
interface RewriterState {
  readonly rules: Map<PyClass, Value>;
  readonly chained: readonly Value[];
  /** What it has made already, which is not given to it again. */
  readonly made: WeakSet<PyInstance>;
}

const stateOf = (self: PyInstance): RewriterState => self.native as RewriterState;

/** `alembic.autogenerate.rewriter.Rewriter`: functions that replace operations by class. */
export const rewriterClass: PyClass = nativeClass({
  name: "Rewriter",
  module: "alembic.autogenerate.rewriter",
  init: ["", (self: PyInstance) => {
    self.native = { rules: new Map(), chained: [], made: new WeakSet() } satisfies RewriterState;
  }],
  methods: {
    chain: ["other", (self: PyInstance, other: Value) => {
      const chain = new PyInstance(rewriterClass);
      chain.native = { ...stateOf(self), chained: [...stateOf(self).chained, other] };
      return chain;
    }],
    rewrites: [
      "operator",
      (self: PyInstance, operator: Value) =>
        nativeFunction("decorate", "fn", (fn: Value) => {
          // Anything else is no class of operations, and never found.
          if (operator instanceof PyClass) stateOf(self).rules.set(operator, fn);
          return fn;
        }),
    ],
    __call__: [
      "context, revision, directives",
      (self: PyInstance, context: Value, revision: Value, directives: Value) => {
        process(self, context, revision, directives);
        return null;
      },
    ],
    process_revision_directives: [
      "context, revision, directives",
      (self: PyInstance, context: Value, revision: Value, directives: Value) => {
        process(self, context, revision, directives);
        return null;
      },
    ],
  },
});

function process(self: PyInstance, context: Value, revision: Value, directives: Value): void {
  rewriteList(self, context, revision, directives);
  for (const other of stateOf(self).chained) callNow(other, [context, revision, directives]);
}

/** Replaces each item of a list by what its rule makes of it, in place. */
function rewriteList(self: PyInstance, context: Value, revision: Value, list: Value): void {
  if (!(list instanceof PyList)) return;
  const items = list.items.flatMap((item) => rewrite(self, context, revision, item));
  list.items.splice(0, list.items.length, ...items);
}

function rewrite(
  self: PyInstance,
  context: Value,
  revision: Value,
  directive: Value,
): readonly Value[] {
  const results = applyRule(self, context, revision, directive);
  for (const result of results) {
    if (!(result instanceof PyInstance)) continue;
    if (result.cls.isSubclassOf(migrationScriptClass)) {
      for (const name of ["_upgrade_ops", "_downgrade_ops"]) {
        const containers = result.attributes?.get(name);
        rewriteList(self, context, revision, containers ?? null);
        if (containers instanceof PyList && containers.items.length === 0) {
          throw raise("ValueError", "Can only return single object for UpgradeOps traverse");
        }
      }
    } else if (result.cls.isSubclassOf(classes.OpContainer)) {
      const list = new PyList([...operationsOf(result)]);
      rewriteList(self, context, revision, list);
      setAttribute(result, "ops", list);
    }
  }
  return results;
}

function applyRule(
  self: PyInstance,
  context: Value,
  revision: Value,
  directive: Value,
): readonly Value[] {
  const { rules, made } = stateOf(self);
  if (!(directive instanceof PyInstance) || made.has(directive)) return [directive];
  const rule = directive.cls.mro.map((cls) => rules.get(cls)).find((fn) => fn !== undefined);
  if (rule === undefined) return [directive];
  const results = listOf(callNow(rule, [context, revision, directive]));
  for (const result of results) if (result instanceof PyInstance) made.add(result);
  return results;
}

/** None is nothing, a list or what a generator yields its items, anything else itself. */
function listOf(value: Value): readonly Value[] {
  if (value === null) return [];
  return isIterable(value) ? collectNow(value) : [value];
}
