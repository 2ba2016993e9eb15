import { postgresql } from "../dialect/postgresql/postgresql.ts";
import { CommandError } from "../errors/mod.ts";
import { lint as lintRevisions, type LintResult } from "../lint/lint.ts";
import { migrationOptions } from "../migration/mod.ts";
import type { Revision } from "../script/revision.ts";
import { type CommandContext, openProject, type Project } from "./context.ts";
import { headIds, inEnvironment } from "./database.ts";
import { rangeReader } from "./history_range.ts";
import type { LintRequest } from "./request.ts";
import { githubText, lintText } from "./review/lint_text.ts";
import { fails, FOUND, reviewSettings, textOptions } from "./review/review.ts";

/** `lint`: says what is dangerous in revisions; gives the exit code. */
export async function lint(request: LintRequest, context: CommandContext): Promise<number> {
  const project = await openProject(request, context);
  const revisions = revisionsOf(project, request.range);
  const { output, json } = context;
  let result: LintResult | null = null;
  await inEnvironment(request, context, project, {
    name: "upgrade",
    offline: true,
    options: { revision: "head", sql: true, tag: null },
    heads: () => headIds(project),
  }, async (environment, _database, loadBody) => {
    const { transactionOwner } = environment;
    // env.py may run the revisions for several databases; they are the same ones.
    result ??= await lintRevisions({
      ...reviewSettings(project, context),
      graph: project.graph,
      revisions,
      dialect: postgresql,
      options: migrationOptions(environment),
      transactionOwner: transactionOwner === "env.py" ? "caller" : transactionOwner,
      loadBody,
    });
  });
  if (result === null) {
    throw new CommandError("no_migrations", "env.py does not run migrations offline", {
      hint: "--no-env looks at the revisions without it",
    });
  }
  const { findings, silenced } = result as LintResult;
  const options = textOptions(context, request);
  if (json !== null) {
    const { findingRecord } = await import("./json/review_records.ts");
    json.set("findings", findings.map(findingRecord));
    json.set("silenced", silenced);
  } else if (request.format === "github") {
    const text = githubText(result, options);
    if (text !== "") output.result(text);
  } else {
    const all = revisions.length === project.graph.revisions.length;
    output.styled(lintText(result, options, all ? headIds(project) : null));
  }
  return fails(findings, request.failOn ?? "warning") ? FOUND : 0;
}

/** The revisions to look at: a range, one revision, or those after `migrator.lint_after`. */
function revisionsOf({ graph, config }: Project, range: string | undefined): readonly Revision[] {
  if (range === undefined) {
    const after = config.options.getAlembicOption("migrator.lint_after");
    if (after === null || after === "") return graph.history();
    const { core } = graph;
    const numbers = graph.getRevisions(String(after).split(/[\s,]+/))
      .map(({ id }) => core.numberOf.get(id)!);
    const known = core.ancestors(numbers, true);
    return graph.history().filter(({ id }) => !known.has(core.numberOf.get(id)!));
  }
  if (!range.includes(":")) return graph.getRevisions(range);
  const found = rangeReader(graph, range);
  if (!found.needsDatabase) return found.read(null);
  throw new CommandError("lint_current", "lint does not ask a database, so it knows no 'current'", {
    hint: "`migrator plan` looks at what comes after the database's own revision",
  });
}
