import { type Dialect, newRunMemory } from "../dialect/dialect.ts";
import { CommandError } from "../errors/mod.ts";
import type { Direction, RevisionBody } from "../revision/body.ts";
import type { Revision } from "../script/revision.ts";
import type { MigrationOptions } from "./options.ts";
import type { RevisionStep } from "./plan_step.ts";
import { PreparedBody } from "./prepared_body.ts";
import type { RunItem, StatementItem } from "./run_item.ts";
import { ScriptWriter } from "./script_writer.ts";

/** One of the two functions of a revision file, read and not yet run. */
export interface RevisionFunction {
  readonly revision: Revision;
  readonly direction: Direction;
  readonly body: RevisionBody;
}

/** How a function's operations become SQL. */
export interface OfflineSettings {
  readonly dialect: Dialect;
  readonly options: Pick<
    MigrationOptions,
    "namingConvention" | "literalBinds" | "paramstyle" | "transactionalDdl"
  >;
}

/**
 * What a revision's function does where there is no database (`--sql`), alone: no other revision has
 * run before it, and nothing is done to the version table. Gives the statements, the ends of autocommit
 * blocks and the notes in their order; nothing for a function that the file does not have. Throws
 * what the function throws, an error also where it reads from the database.
 */
export function offlineItems(
  fn: RevisionFunction,
  settings: OfflineSettings,
): Promise<readonly RunItem[]> {
  return itemsOf(fn, settings, true);
}

/**
 * What a revision's function would send to a server, likewise, as long as it reads nothing: no answer is known. Where
 * it waits for the server to take what it has sent, that is taken.
 */
export function unsentItems(
  fn: RevisionFunction,
  settings: OfflineSettings,
): Promise<readonly RunItem[]> {
  return itemsOf(fn, settings, false);
}

async function itemsOf(
  { revision, direction, body }: RevisionFunction,
  { dialect, options }: OfflineSettings,
  offline: boolean,
): Promise<readonly RunItem[]> {
  if (body.lacks(direction)) return [];
  const { namingConvention, literalBinds, paramstyle } = options;
  const items: RunItem[] = [];
  const prepared = new PreparedBody(stepOf(revision, direction), {
    dialect,
    memory: newRunMemory(),
    options: { offline, namingConvention, literalBinds, paramstyle },
  }, { inOrder: true, versionTable: null });
  await prepared.start(body);
  await prepared.takeTurn({
    add: (item) => void items.push(item),
    catchUp: () => Promise.resolve(null),
    flush: () => Promise.resolve(),
    execute: ({ place }: StatementItem) =>
      Promise.reject(
        new CommandError("unsent_read", "There is no answer to a statement that is not sent", {
          place,
        }),
      ),
  });
  return items;
}

/** The script that `--sql` writes of {@link offlineItems}. */
export async function offlineScript(
  fn: RevisionFunction,
  settings: OfflineSettings,
): Promise<string> {
  let script = "";
  const { dialect, options } = settings;
  const write = (text: string) => void (script += text);
  const writer = new ScriptWriter(dialect, write, options.transactionalDdl, () => {});
  for (const item of await offlineItems(fn, settings)) writer.add(item);
  return script;
}

/** The step that a plan would have for a function, without its place in the history. */
export function stepOf(revision: Revision, direction: Direction): RevisionStep {
  return {
    isStamp: false,
    revision,
    direction,
    writes: [],
    fromText: "",
    toText: "",
    upRevisions: [],
    downRevisions: [],
  };
}
