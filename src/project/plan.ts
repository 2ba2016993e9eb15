import { postgresql } from "../dialect/postgresql/postgresql.ts";
import { CommandError } from "../errors/mod.ts";
import { makePlan, type Plan, type PlanSettings } from "../lint/plan.ts";
import { migrationOptions, planDowngrade, planUpgrade } from "../migration/mod.ts";
import { type Database, inEnvironment } from "./environment.ts";
import { headIds, type Project, type ProjectRequest, type Surroundings } from "./project.ts";

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

/** What a plan's findings go by. */
type Review = Pick<PlanSettings, "ignored" | "also" | "sourceOf">;

/** Makes the plan of each database that env.py runs the revisions for. Nothing is changed. */
export async function makePlans(
  request: ProjectRequest,
  surroundings: Surroundings,
  project: Project,
  { direction, revision, tag }: PlanTarget,
  review: Review,
): Promise<readonly DatabasePlan[]> {
  if (revision.includes(":")) {
    throw new CommandError("range_not_allowed", "Range revision not allowed", {
      hint: "A plan starts where the database is; `upgrade --sql` writes the SQL of a range",
    });
  }
  const { graph } = project;
  const plans: DatabasePlan[] = [];
  await inEnvironment(request, surroundings, project, {
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
      ...review,
      connection,
      dialect: postgresql,
      options: migrationOptions(environment),
      transactionOwner: transactionOwner === "env.py" ? "caller" : transactionOwner,
      loadBody,
      steps: (rows) =>
        direction === "upgrade"
          ? planUpgrade(graph, rows, revision)
          : planDowngrade(graph, rows, revision, surroundings.warn),
    });
    plans.push({ plan: made, database });
  });
  return plans;
}
