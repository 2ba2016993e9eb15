import { printableInColor } from "../config/printable.ts";
import { CommandError } from "../errors/mod.ts";
import type { MigrationCommand, PlannedStep } from "../migration/mod.ts";
import type { CommandContext, Project } from "./context.ts";
import { makePlans } from "../project/plan.ts";
import { plansText } from "./plan.ts";
import { reviewSettings } from "./review/review.ts";
import type { MigrateRequest } from "./request.ts";

/** Makes the command for the next database run what was agreed on and nothing else. */
export type Agreed = (command: MigrationCommand) => MigrationCommand;

/**
 * `--plan-first`: shows the plan and asks; `null` if the answer is no. What it gives sees to it that the
 * run does what was shown. A `CommandError` where there is nobody to ask and `--yes` is not given.
 */
export async function planFirst(
  request: MigrateRequest,
  context: CommandContext,
  project: Project,
): Promise<Agreed | null> {
  const { terminal } = context.platform;
  if (request.sql) {
    throw new CommandError(
      "plan_first_sql",
      "--plan-first does not go with --sql: nothing is run",
      {
        hint: "`migrator plan` shows a plan alone",
      },
    );
  }
  if (!request.yes && !terminal.stdinIsTerminal) {
    throw new CommandError(
      "nobody_to_ask",
      "--plan-first asks before it runs anything, and standard input is no terminal",
      { hint: "--yes runs what the plan shows without asking; `migrator plan` shows it alone" },
    );
  }
  const { command: direction, revision, tag } = request;
  const plans = await makePlans(
    request,
    context,
    project,
    { direction, revision, tag },
    reviewSettings(project, context),
  );
  const text = plansText(plans, { verbose: false }, context, project);
  // `--quiet` does not silence what is asked about.
  terminal.writeOut(`${printableInColor(text)}\n`);
  const shown = plans.map(({ plan }) => plan.steps.map((step) => step.previewed.step.revision.id));
  if (!request.yes && shown.some((steps) => steps.length > 0)) {
    terminal.writeErr(`\nRun this ${direction}? [y/N] `);
    if (!/^\s*y(es)?\s*$/i.test(terminal.readLine() ?? "")) {
      context.output.message("Nothing was run");
      return null;
    }
  }
  return onlyShown(shown);
}

/**
 * Refuses to run other steps than those that were shown. Some of these may have been applied in between,
 * by somebody who was quicker or before another attempt: then the others are left.
 */
function onlyShown(shown: readonly (readonly string[])[]): Agreed {
  let databases = 0;
  return (command) => {
    const agreed = shown[databases++] ?? [];
    return {
      ...command,
      plan: async (rows, history) => {
        const steps = await command.plan(rows, history);
        if (isEndOf(agreed, steps)) return steps;
        throw new CommandError(
          "plan_changed",
          "What there is to do has changed since the plan was shown; nothing was run",
          { hint: "Look at the new plan and start again" },
        );
      },
    };
  };
}

function isEndOf(agreed: readonly string[], steps: readonly PlannedStep[]): boolean {
  const from = agreed.length - steps.length;
  return from >= 0 && steps.every((step, index) => step.revision?.id === agreed[from + index]);
}
