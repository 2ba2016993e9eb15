import type { Change } from "../../operations/change.ts";
import {
  asString,
  PyInstance,
  PyList,
  PySet,
  PyTuple,
  type Value,
} from "../../python/runtime/mod.ts";
import type { PythonFunction } from "../target_options.ts";
import { classes, makeScript, migrationScriptClass, setAttribute } from "./classes.ts";
import { changesOfContainer } from "./changes.ts";
import "./conversions.ts";
import { objectsOfChanges } from "./objects.ts";

/** The operations of one run of env.py's migrations, and where the template wants them. */
export interface ScriptPart {
  readonly upgradeToken: string;
  readonly downgradeToken: string;
  readonly upgrade: readonly Change[];
  readonly downgrade: readonly Change[];
}

/** A revision that is to be written, as `process_revision_directives` may change it. */
export interface RevisionScript {
  readonly id: string;
  readonly message: string | null;
  readonly head: string | readonly string[] | null;
  readonly splice: boolean;
  readonly branchLabel: string | null;
  readonly versionPath: string | null;
  readonly dependsOn: readonly string[];
  readonly imports: readonly string[];
  /** One for each run of the migrations. */
  readonly parts: readonly ScriptPart[];
}

/**
 * Calls the functions of `process_revision_directives` with Alembic's arguments and gives what they leave: no revision
 * at all, the same one changed, or several. `revision` are the rows of the version table.
 */
export function processRevisionDirectives(
  scripts: readonly RevisionScript[],
  functions: readonly PythonFunction[],
  context: Value,
  revision: readonly string[],
): readonly RevisionScript[] {
  if (functions.length === 0) return scripts;
  const directives = new PyList(scripts.map(objectOfScript));
  for (const fn of functions) fn([context, new PyTuple([...revision]), directives]);
  return directives.items.map((item) => scriptOfObject(item));
}

function objectOfScript(script: RevisionScript): PyInstance {
  const { parts } = script;
  const container = (
    cls: PyInstance["cls"],
    changes: readonly Change[],
    token: string,
    of: string,
  ) => {
    const object = new PyInstance(cls);
    setAttribute(object, "ops", objectsOfChanges(changes));
    setAttribute(object, `${of}_token`, token);
    return object;
  };
  return makeScript({
    rev_id: script.id,
    message: script.message,
    head: typeof script.head === "string" || script.head === null
      ? script.head
      : new PyTuple([...script.head]),
    splice: script.splice,
    branch_label: script.branchLabel,
    version_path: script.versionPath,
    depends_on: script.dependsOn.length === 0 ? null : new PyList([...script.dependsOn]),
    imports: new PySet([...script.imports]),
    upgrade_ops: new PyList(
      parts.map((part) =>
        container(classes.UpgradeOps, part.upgrade, part.upgradeToken, "upgrade")
      ),
    ),
    downgrade_ops: new PyList(
      parts.map((part) =>
        container(classes.DowngradeOps, part.downgrade, part.downgradeToken, "downgrade")
      ),
    ),
  });
}

function scriptOfObject(value: Value): RevisionScript {
  if (!(value instanceof PyInstance) || !value.cls.isSubclassOf(migrationScriptClass)) {
    throw new TypeError("process_revision_directives left something that is no MigrationScript");
  }
  const get = (name: string): Value => value.attributes?.get(name) ?? null;
  const containers = (name: string) =>
    listOf(get(name)).filter((each): each is PyInstance => each instanceof PyInstance);
  const upgrades = containers("_upgrade_ops");
  const downgrades = containers("_downgrade_ops");
  const token = (object: PyInstance | undefined, name: string, otherwise: string) =>
    asString(object?.attributes?.get(name) ?? null) ?? otherwise;
  const head = get("head");
  return {
    id: asString(get("rev_id")) ?? "",
    message: asString(get("message")),
    head: head === null ? null : asString(head) ?? listOf(head).map((each) => asString(each) ?? ""),
    splice: get("splice") === true,
    branchLabel: asString(get("branch_label")),
    versionPath: asString(get("version_path")),
    dependsOn: textsOf(get("depends_on")),
    imports: textsOf(get("imports")),
    parts: upgrades.map((upgrade, index) => ({
      upgradeToken: token(upgrade, "upgrade_token", "upgrades"),
      downgradeToken: token(downgrades[index], "downgrade_token", "downgrades"),
      upgrade: changesOfContainer(upgrade),
      downgrade: changesOfContainer(downgrades[index] ?? null),
    })),
  };
}

function textsOf(value: Value): readonly string[] {
  const single = asString(value);
  if (single !== null) return [single];
  return listOf(value).map((each) => asString(each)).filter((each) => each !== null);
}

function listOf(value: Value): readonly Value[] {
  if (value instanceof PySet) return [...value.values()];
  return value instanceof PyList || value instanceof PyTuple ? value.items : [];
}
