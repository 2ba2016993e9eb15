import { postgresql } from "../dialect/postgresql/postgresql.ts";
import type { Environment } from "../environment/environment.ts";
import { CommandError } from "../errors/mod.ts";
import { Allowances } from "../lint/allowances.ts";
import { migrationOptions } from "../migration/mod.ts";
import type { Revision } from "../script/revision.ts";
import {
  historyFindings,
  type VerifyFinding,
  verifyPlan,
  type VerifyResult,
  verifySteps,
} from "../verify/verify.ts";
import { type CommandContext, openProject, type Project } from "./context.ts";
import { headIds, inEnvironment } from "./database.ts";
import { rangeReader } from "./history_range.ts";
import { Progress } from "./progress.ts";
import type { VerifyRequest } from "./request.ts";
import { fails, FOUND, reviewSettings, textOptions } from "./review/review.ts";
import { verifyText } from "./review/verify_text.ts";
import { ownScratch, type ScratchPlace, useScratch } from "./scratch.ts";

/** What verifying a history came to. */
export interface Verified {
  readonly findings: readonly VerifyFinding[];
  /** How many findings comments have silenced. */
  readonly silenced: number;
  /** How many revisions were to be verified, how many did all they should, and how many were not reached. */
  readonly revisions: number;
  readonly proven: number;
  readonly notReached: number;
}

/** `verify`: runs every revision up, down and up again in a scratch database; gives the exit code. */
export async function verify(request: VerifyRequest, context: CommandContext): Promise<number> {
  if (request.scratch !== undefined && request.url === undefined) {
    throw new CommandError("no_url", `--scratch=${request.scratch} needs a --url to make it at`, {
      hint: "Without --url an embedded database in memory is used",
    });
  }
  const project = await openProject(request, context);
  const wanted = wantedRevisions(project, request.range);
  await using place = await ownScratch(request, context, project);
  const all = await verifyAll(wanted, request, context, project, place);
  const verified = withoutSilenced(all, context, project);
  const { findings } = verified;
  if (context.json === null) {
    context.output.styled(verifyText(verified, textOptions(context, request)));
  } else {
    const { verifyRecord } = await import("./json/verify_records.ts");
    for (const [name, value] of Object.entries(verifyRecord(verified))) {
      context.json.set(name, value);
    }
  }
  return fails(findings, request.failOn ?? "warning") ? FOUND : 0;
}

function wantedRevisions({ graph }: Project, range: string | undefined): readonly Revision[] {
  if (range === undefined) return graph.revisions;
  if (!range.includes(":")) return graph.getRevisions(range);
  const found = rangeReader(graph, range);
  if (!found.needsDatabase) return found.read(null);
  throw new CommandError(
    "verify_current",
    "A scratch database is at no revision, so 'current' is none",
  );
}

/** Takes a new database each time that one is good for nothing more, where another can be had. */
async function verifyAll(
  wanted: readonly Revision[],
  request: VerifyRequest,
  context: CommandContext,
  project: Project,
  place: ScratchPlace,
): Promise<Omit<Verified, "silenced">> {
  const plan = verifyPlan(project.graph, wanted);
  const findings: VerifyFinding[] = [...historyFindings(project.graph)];
  const progress = new Progress(context.platform.terminal, "Verifying revisions");
  let [proven, notReached] = [0, 0];
  for (let next: number | null = 0; next !== null;) {
    const first: number = next;
    let result: VerifyResult | null = null;
    await inEnvironment({ ...request, url: place.url }, context, project, {
      name: "upgrade",
      offline: false,
      revision: "heads",
      options: { revision: "heads", sql: false, tag: null },
      heads: () => headIds(project),
      scratch: place.url !== request.url,
    }, async (environment, _database, loadBody) => {
      // env.py may run the revisions for several databases; they are the same ones.
      if (result !== null || environment.connection === null) return;
      await useScratch(place, environment.connection);
      const { connection, transactionOwner } = environment as Environment & {
        readonly connection: NonNullable<Environment["connection"]>;
      };
      result = await verifySteps(plan, first, {
        connection,
        dialect: postgresql,
        options: migrationOptions(environment),
        transactionOwner: transactionOwner === "env.py" ? "caller" : transactionOwner,
        loadBody,
        isAlone: connection.backendPid === null,
      }, (index) => progress.update(index, plan.steps.length));
    }).finally(() => progress.end());
    if (result === null) {
      throw new CommandError("no_migrations", "env.py does not run migrations", {
        hint: "--no-env verifies the revisions without it",
      });
    }
    const found = result as VerifyResult;
    findings.push(...found.findings);
    proven += found.proven;
    notReached += found.notReached;
    next = found.next;
    if (next !== null && !await place.renew()) {
      notReached += plan.steps.slice(next).filter(({ revision }) => plan.wanted.has(revision.id))
        .length;
      next = null;
    }
  }
  return { findings, revisions: wanted.length, proven, notReached };
}

/** Leaves out what the ini or a comment in the revision's file (`allow-file`) silences. */
function withoutSilenced(
  verified: Omit<Verified, "silenced">,
  context: CommandContext,
  project: Project,
): Verified {
  const { ignored, sourceOf } = reviewSettings(project, context);
  let silenced = 0;
  const findings = verified.findings.filter(({ rule, revision: id }) => {
    if (ignored.has(rule)) return false;
    const revision = id === null ? undefined : project.graph.get(id);
    if (revision === undefined) return true;
    const allowed = new Allowances(sourceOf(revision)).find(rule, undefined, undefined) !== null;
    if (allowed) silenced++;
    return !allowed;
  });
  return { ...verified, findings, silenced };
}
