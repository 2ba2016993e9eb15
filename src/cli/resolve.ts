import { CommandError } from "../errors/mod.ts";
import { resolveCommand, type UnfinishedStep, unfinishedSteps } from "../migration/mod.ts";
import { type CommandContext, openProject, type Project } from "./context.ts";
import { headIds, runOnDatabase } from "./database.ts";
import type { ResolveRequest } from "./request.ts";

/** `resolve`: shows what is known of an unfinished revision, or settles it. */
export async function resolve(request: ResolveRequest, context: CommandContext): Promise<void> {
  const { rev, applied, rolledBack } = request;
  if (applied && rolledBack) {
    throw new CommandError("resolve_conflict", "--applied and --rolled-back exclude one another");
  }
  const project = await openProject(request, context);
  const id = project.graph.get(rev)?.id ?? idOf(rev, project);
  const facts = { name: "resolve", offline: false, heads: () => headIds(project) };
  const found: UnfinishedStep[] = [];
  await runOnDatabase(
    request,
    context,
    project,
    facts,
    () => ({
      plan: (_rows, history = null) => {
        found.push(...unfinishedSteps(history).filter(({ revision }) => revision === id));
        return [];
      },
    }),
    {},
    { history: request },
  );
  const [step] = found;
  if (step === undefined) {
    if (!applied && !rolledBack) return context.output.result(`Nothing of ${id} is unfinished`);
    throw new CommandError("not_unfinished", `Nothing is recorded of ${id} as unfinished`);
  }
  if (!applied && !rolledBack) return context.output.result(describeUnfinished(step).join("\n"));
  const outcome = applied ? "applied" : "rolled-back";
  await runOnDatabase(
    request,
    context,
    project,
    facts,
    () => resolveCommand(project.graph, step, outcome),
    {},
    { protection: request, history: request },
  );
  context.output.result(`${id} is settled: ${applied ? "applied" : "rolled back"}`);
}

/** The revision that a symbol means; the text itself where no file has it, as the record may. */
function idOf(rev: string, { graph }: Project): string {
  try {
    return graph.getRevision(rev)?.id ?? rev;
  } catch (error) {
    if (error instanceof CommandError && error.code === "unknown_revision") return rev;
    throw error;
  }
}

/** What is recorded of an unfinished step, a line each. */
export function describeUnfinished({ revision, direction, rows }: UnfinishedStep): string[] {
  return [
    `The ${direction} of ${revision} is unfinished:`,
    ...rows.map(({ position, statements, state, excerpt, startedAt }) => {
      const which = statements === 1
        ? `statement ${position + 1}`
        : `statements ${position + 1} to ${position + statements}`;
      const said = {
        done: "done",
        failed: "failed",
        started: "begun, and its end is not recorded",
      };
      return `  ${which}, ${said[state]}, ${startedAt}: ${excerpt}`;
    }),
  ];
}
