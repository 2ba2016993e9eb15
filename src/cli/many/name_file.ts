import { absolutePath } from "../../config/paths.ts";
import { CommandError } from "../../errors/mod.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../../config/printable.ts";
import type { MigrateRequest } from "../request.ts";
import type { TargetOutcome } from "./outcome.ts";
import type { Target } from "./targets.ts";

/** The name of a target as a line of its own, without passwords: what the summary calls it. */
function lineOf({ name }: Target): string {
  return printable(name).replaceAll("\n", "\\n");
}

/**
 * Of some targets those that the file of `--only-from` names; all without it. A `CommandError` where the file is
 * missing, and where it names what is not among them: it belongs to another run then.
 */
export function chosen(
  targets: readonly Target[],
  { onlyFrom }: MigrateRequest,
  { platform }: CommandContext,
): readonly Target[] {
  if (onlyFrom === undefined) return targets;
  const path = absolutePath(onlyFrom, platform.cwd(), platform.os);
  const text = platform.files.readTextOrNull(path);
  if (text === null) {
    throw new CommandError("no_names_file", `There is no file ${onlyFrom} of names`);
  }
  const names = new Set(text.split("\n").filter((line) => line !== ""));
  const found = targets.filter((target) => names.has(lineOf(target)));
  for (const target of found) names.delete(lineOf(target));
  const [other] = names;
  if (other === undefined) return found;
  throw new CommandError(
    "unknown_name",
    `The file ${onlyFrom} names '${other}', which is none of the ${targets.length} databases of this run`,
    { hint: "Give the URLs and patterns of the run that wrote it, or take the line out" },
  );
}

/** Writes the names of the targets that are not done to the file of `--failed-to`; an empty one where all are. */
export function writeUnfinished(
  outcomes: readonly TargetOutcome[],
  { failedTo }: MigrateRequest,
  { platform }: CommandContext,
): void {
  if (failedTo === undefined) return;
  const lines = outcomes.filter(({ status }) => status !== "done")
    .map(({ target }) => `${lineOf(target)}\n`);
  platform.files.writeText(
    absolutePath(failedTo, platform.cwd(), platform.os),
    lines.join(""),
  );
}
