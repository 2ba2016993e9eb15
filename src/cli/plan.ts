import { postgresql } from "../dialect/postgresql/postgresql.ts";
import { CommandError } from "../errors/mod.ts";
import { makePlan, type Plan } from "../lint/plan.ts";
import { migrationOptions, planDowngrade, planUpgrade } from "../migration/mod.ts";
import { formatRevisionLine } from "../script/format.ts";
import type { RevisionGraph } from "../script/graph.ts";
import { type CommandContext, openProject, type Project } from "./context.ts";
import { type Database, headIds, inEnvironment } from "./database.ts";
import type { CommonRequest, PlanRequest } from "./request.ts";
import { planText } from "./review/plan_text.ts";
import { fails, FOUND, reviewSettings, textOptions } from "./review/review.ts";

/** The exit code of `plan` where there is something to do. */
const SOMETHING_TO_DO = 2;

/** A plan and the database that it is for; env.py may run the revisions for several. */
export interface DatabasePlan {
  readonly plan: Plan;
  readonly database: Database;
}

/** What is planned. */
export interface PlanTarget {
  readonly direction: "upgrade" | "downgrade";
  readonly revision: string;
  readonly tag?: string;
}

/** `plan`: shows what an upgrade or downgrade would do; gives the exit code. */
export async function plan(request: PlanRequest, context: CommandContext): Promise<number> {
  const project = await openProject(request, context);
  const plans = await makePlans(request, context, project, targetOf(request));
  if (context.json === null) context.output.result(plansText(plans, request, context, project));
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

/** Makes the plan of each database that env.py runs the revisions for. Nothing is changed. */
export async function makePlans(
  request: CommonRequest,
  context: CommandContext,
  project: Project,
  { direction, revision, tag }: PlanTarget,
): Promise<readonly DatabasePlan[]> {
  if (revision.includes(":")) {
    throw new CommandError("range_not_allowed", "Range revision not allowed", {
      hint: "A plan starts where the database is; `upgrade --sql` writes the SQL of a range",
    });
  }
  const { graph } = project;
  const plans: DatabasePlan[] = [];
  await inEnvironment(request, context, project, {
    name: direction,
    offline: false,
    revision,
    tag,
    options: { revision, sql: false, tag: tag ?? null },
    heads: () => headIds(project),
  }, async (environment, database, loadBody) => {
    const { connection, transactionOwner } = environment;
    if (connection === null) return;
    const made = await makePlan({
      ...reviewSettings(project, context),
      connection,
      dialect: postgresql,
      options: migrationOptions(environment),
      transactionOwner: transactionOwner === "env.py" ? "caller" : transactionOwner,
      loadBody,
      steps: (rows) =>
        direction === "upgrade"
          ? planUpgrade(graph, rows, revision)
          : planDowngrade(graph, rows, revision, context.warn),
    });
    plans.push({ plan: made, database });
  });
  return plans;
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
