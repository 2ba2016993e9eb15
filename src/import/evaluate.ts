import { MigratorError } from "../errors/mod.ts";
import { PythonError, UnsupportedConstructError } from "../python/runtime/errors.ts";
import type { Direction, RevisionBody } from "../revision/body.ts";
import type { Revision } from "../script/revision.ts";
import type { Outcome } from "./outcome.ts";
import { type Dependence, Recorder, type RecordSettings } from "./record.ts";
import { ownValue } from "../config/own_value.ts";

/** Finds out what one function of a revision does, as far as that can be known without a database. */
export async function evaluateFunction(
  { path }: Pick<Revision, "path">,
  load: () => Promise<RevisionBody>,
  direction: Direction,
  settings: RecordSettings,
): Promise<Outcome> {
  const recorder = new Recorder(path, settings);
  try {
    // A body of its own for each function: what one leaves in the module's globals is not for the other.
    const body = await load();
    if (body.lacks(direction)) return { status: "absent" };
    const raised = direction === "downgrade" ? body.raises?.(direction) ?? null : null;
    if (raised !== null) return { status: "irreversible", ...raised };
    settings.fixed.clear();
    await recorder.run(body, direction);
    const { items, dependence } = recorder;
    return dependent(dependence) ?? { status: "translated", items, fixed: [...settings.fixed] };
  } catch (error) {
    const { dependence } = recorder;
    if (dependence?.isOnEnvironment) return outcomeOf(error);
    // After it took another way than with a database, what it came to there says nothing.
    return dependent(dependence) ?? outcomeOf(error);
  }
}

function dependent(dependence: Dependence | null): Outcome | null {
  if (dependence === null) return null;
  const { what, ...where } = dependence;
  return { status: "needs_connection", construct: what, ...where };
}

/** What cannot be evaluated for no other reason than that there is no database, and what it is called then. */
const neededConstructs: Readonly<Record<string, string>> = {
  "reading a result with --sql": "the result of a statement",
  "engine.url": "the URL of the database",
  "a Session with --sql": "the objects of a Session",
  "the driver's connection with --sql": "the driver's connection",
};

function outcomeOf(error: unknown): Outcome {
  if (error instanceof UnsupportedConstructError) {
    const { construct, message, place } = error;
    const needed = ownValue(neededConstructs, construct);
    return needed === undefined
      ? { status: "unsupported", construct, message, place }
      : { status: "needs_connection", construct: needed, place };
  }
  if (error instanceof PythonError) {
    const { typeName, message, place } = error;
    return { status: "unsupported", construct: `raise ${typeName}`, message, place };
  }
  if (error instanceof MigratorError) {
    const { code, message, place } = error;
    return code === "offline_read"
      ? { status: "needs_connection", construct: "what is in the database", place }
      : { status: "unsupported", construct: code, message, place };
  }
  throw error;
}
