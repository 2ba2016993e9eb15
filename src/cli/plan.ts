import { CommandError } from "../errors/mod.ts";
import { type DatabasePlan, makePlans, type PlanTarget } from "../project/plan.ts";
import { formatRevisionLine } from "../script/format.ts";
import type { RevisionGraph } from "../script/graph.ts";
import { type CommandContext, openProject, type Project } from "./context.ts";
import type { PlanRequest } from "./request.ts";
import { planText } from "./review/plan_text.ts";
import { fails, FOUND, reviewSettings, textOptions } from "./review/review.ts";

/** The exit code of `plan` where there is something to do. */
const SOMETHING_TO_DO = 2;

/** `plan`: shows what an upgrade or downgrade would do; gives the exit code. */
export async function plan(request: PlanRequest, context: CommandContext): Promise<number> {
  const project = await openProject(request, context);
  const plans = await makePlans(
    request,
    context,
    project,
    targetOf(request),
    reviewSettings(project, context),
  );
  if (context.json === null) context.output.styled(plansText(plans, request, context, project));
  else {
    const { planRecord } = await import("./json/review_records.ts");
    context.json.set("databases", plans.map((each) => planRecord(each.plan, each.database)));
  }
  const steps = plans.flatMap((each) => each.plan.steps);
  const findings = steps.flatMap((step) => step.statements.flatMap((each) => each.findings));
  if (fails(findings, request.failOn ?? "never")) return FOUND;
  return steps.length > 0 ? SOMETHING_TO_DO : 0;
}

function targetOf({ target, down, tag }: PlanRequest): PlanTarget {
  const leadsDown = target !== undefined && /(?:^|@)(?:-\d+|base)$/.test(target);
  if (down && target === undefined) {
    throw new CommandError("no_target", "--down needs a target, such as -1 or base");
  }
  return {
    direction: down || leadsDown ? "downgrade" : "upgrade",
    revision: target ?? "head",
    tag,
  };
}

/** Plans for people. */
export function plansText(
  plans: readonly DatabasePlan[],
  options: { readonly verbose: boolean },
  context: CommandContext,
  { graph }: Project,
): string {
  return plans.map(({ plan, database }) =>
    planText(plan, {
      url: database.shownUrl,
      positions: [position(graph, plan.rows), position(graph, plan.rowsAfter)],
    }, textOptions(context, options))
  ).join("\n\n");
}

function position(graph: RevisionGraph, rows: readonly string[]): string {
  const lines = graph.allCurrent(rows).map((revision) => formatRevisionLine(graph, revision));
  return lines.length === 0 ? "base" : lines.join(", ");
}
