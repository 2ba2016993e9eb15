import { describeChanges } from "../../autogenerate/describe.ts";
import { diffRepr } from "../../autogenerate/diff_repr.ts";
import { CommandError } from "../../errors/mod.ts";
import { randomRevisionId } from "../../script/new_revision.ts";
import { type CommandContext, openProject } from "../context.ts";
import type { CheckRequest } from "../request.ts";
import { differenceLines } from "./difference_text.ts";
import { generate } from "./generation.ts";

/** `check`: a `CommandError` that lists the differences, where there are any. */
export async function check(request: CheckRequest, context: CommandContext): Promise<void> {
  const project = await openProject(request, context);
  const { scripts } = await generate(
    request,
    {
      id: randomRevisionId(),
      message: null,
      head: "head",
      splice: false,
      branchLabel: null,
      versionPath: null,
      dependsOn: [],
      imports: [],
    },
    context,
    project,
  );
  const changes = scripts.at(-1)?.parts.flatMap(({ upgrade }) => upgrade) ?? [];
  const differences = describeChanges(changes);
  context.json?.setDifferences(differences);
  if (differences.length === 0) {
    context.output.message("No new upgrade operations detected.");
    return;
  }
  throw new CommandError(
    "differences",
    `New upgrade operations detected: ${diffRepr(changes)}`,
    {
      hint: [
        "the database differs from what it should hold by",
        ...differences.flatMap(differenceLines).map((line) => `  ${line}`),
        'write a revision of it: migrator revision --autogenerate -m "…"',
      ].join("\n"),
    },
  );
}
