import { CommandError } from "../../errors/mod.ts";
import { Logging } from "../../logging/mod.ts";
import type { RunResult } from "../../migration/mod.ts";
import type { Terminal } from "../../platform/mod.ts";
import type { CommandContext, Project } from "../context.ts";
import type { FailedRun } from "../failed_run.ts";
import { interruptible } from "../interruption.ts";
import { JsonReport } from "../json/report.ts";
import { migrateOne, positionText } from "../migrate.ts";
import { Output } from "../output.ts";
import { printable } from "../../config/printable.ts";
import { reportError } from "../report_error.ts";
import type { MigrateRequest } from "../request.ts";
import { notRun, summaryText, type TargetOutcome } from "./outcome.ts";
import { chosen, writeUnfinished } from "./name_file.ts";
import { type Target, targetsOf } from "./targets.ts";

const DEFAULT_JOBS = 4;

/** The exit code where it failed somewhere. */
const FAILED = 1;

/**
 * `upgrade` and `downgrade` of many databases, or schemas of one: the same run for each, so many at a time, each
 * with its lock and its sessions. What fails in one stops no other. Gives the exit code.
 */
export async function migrateMany(
  request: MigrateRequest,
  context: CommandContext,
  project: Project,
): Promise<number> {
  const asked = jobsOf(request);
  refuseOthers(request);
  const targets = chosen(await targetsOf(request, context, project), request, context);
  const jobs = targets.some(({ embedded }) => embedded) ? 1 : asked;
  const outcomes = new Map<Target, TargetOutcome>(targets.map((each) => [each, notRun(each)]));
  let ended: AbortSignal | null = null;
  await interruptible(context.platform, async (signal) => {
    ended = signal;
    const run = async (target: Target) => {
      const { attempts } = outcomes.get(target)!;
      const outcome = await runTarget(
        target,
        attempts + 1,
        request,
        { ...context, signal },
        project,
      );
      outcomes.set(target, outcome);
      tell(outcome, outcomes, context);
    };
    await atATime(jobs, targets, run, signal);
    if (!request.retryFailed) return;
    const failed = targets.filter((target) => outcomes.get(target)!.status === "failed");
    await atATime(jobs, failed, run, signal);
  });
  context.statusLine?.show("");
  const all = [...outcomes.values()];
  if (context.json === null) context.output.result(summaryText(all));
  else context.json.set("targets", all.map(record));
  writeUnfinished(all, request, context);
  (ended as AbortSignal | null)?.throwIfAborted();
  return all.some(({ status }) => status === "failed") ? FAILED : 0;
}

function jobsOf({ jobs }: MigrateRequest): number {
  if (jobs === undefined) return DEFAULT_JOBS;
  if (/^[1-9]\d{0,3}$/.test(jobs)) return Number(jobs);
  throw new CommandError(
    "bad_option",
    `Expected a whole number above 0 for --jobs, found '${jobs}'`,
  );
}

function refuseOthers({ sql, planFirst, schemas, sharedSchema }: MigrateRequest): void {
  const other = sql ? "--sql" : planFirst ? "--plan-first" : null;
  if (other !== null) {
    throw new CommandError("many_databases", `${other} goes with one database alone`);
  }
  if (sharedSchema !== undefined && schemas === undefined) {
    throw new CommandError("many_databases", "--shared-schema needs --schemas");
  }
}

/** Works on so many items at the same time, until all are done or the signal comes. */
async function atATime<T>(
  jobs: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) {
      if (signal.aborted) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, worker));
}

async function runTarget(
  target: Target,
  attempts: number,
  request: MigrateRequest,
  context: CommandContext,
  project: Project,
): Promise<TargetOutcome> {
  const { url, schema } = target;
  const own: MigrateRequest = {
    ...request,
    url,
    urls: undefined,
    ...schema === undefined ? {} : { tenant: { schema, shared: request.sharedSchema ?? [] } },
  };
  const json = context.json === null ? null : new JsonReport(request.command);
  const runs: RunResult[] = [];
  const failedRuns: FailedRun[] = [];
  const quiet = silent(context.platform.terminal);
  const started = performance.now();
  const inside: CommandContext = {
    ...context,
    platform: { ...context.platform, terminal: quiet },
    output: new Output(quiet, true),
    logging: new Logging(quiet),
    statusLine: null,
    json,
    warn: (message) => context.warn(`${printable(target.name)}: ${message}`),
    noteFailedRun: (run) => void failedRuns.push(run),
  };
  let failure: { readonly code: number; readonly report: string } | null = null;
  try {
    await migrateOne(own, inside, project, (result) => void runs.push(result));
  } catch (error) {
    const run = failedRuns.at(-1) ?? null;
    failure = describe(error, request, inside, run);
    json?.fail(error, run);
  }
  const rows = failure === null ? runs.at(-1)?.rows : failedRuns.at(-1)?.event.rows ?? undefined;
  const steps = runs.reduce((sum, { applied }) => sum + applied.length, 0) +
    (failure === null ? 0 : failedRuns.at(-1)?.event.kept.length ?? 0);
  const report = failure?.report ?? "";
  const object = json === null ? {} : JSON.parse(json.toString());
  return {
    target,
    status: failure === null || failure.code === 0 ? "done" : "failed",
    attempts,
    milliseconds: performance.now() - started,
    steps,
    position: rows === undefined ? null : knownPosition(project, rows),
    problem: report.split("\n", 1)[0]!.replace(/^(?:FAILED|error): /, ""),
    report,
    code: failure?.code ?? 0,
    databases: object.databases ?? [],
    error: object.error ?? null,
  };
}

function knownPosition({ graph }: Project, rows: readonly string[]): string {
  return rows.every((row) => graph.get(row) !== undefined)
    ? positionText(graph, rows)
    : rows.join(", ");
}

/** What a single run would have printed of an error. */
function describe(
  error: unknown,
  { raiseerr }: MigrateRequest,
  context: CommandContext,
  run: FailedRun | null,
): { readonly code: number; readonly report: string } {
  let report = "";
  const keep = (text: string) => void (report += text);
  const terminal: Terminal = { ...context.platform.terminal, writeOut: keep, writeErr: keep };
  const code = reportError(error, raiseerr, {
    ...context,
    platform: { ...context.platform, terminal },
    output: new Output(terminal, false),
    logging: new Logging(terminal),
  }, run);
  return { code, report: report.trimEnd() };
}

/** A terminal that nobody sees: what so many runs log at once is of no use. */
function silent(terminal: Terminal): Terminal {
  return {
    stdinIsTerminal: false,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    columns: () => terminal.columns(),
    writeOut: () => {},
    writeErr: () => {},
    readLine: () => null,
  };
}

/** Says, while it goes on, how many are done, and all of what went wrong in one. */
function tell(
  { target, report }: TargetOutcome,
  outcomes: ReadonlyMap<Target, TargetOutcome>,
  { platform, statusLine }: CommandContext,
): void {
  if (report !== "") {
    const text = [target.name, ...report.split("\n").map((line) => `  ${line}`)].join("\n");
    platform.terminal.writeErr(`${printable(text)}\n`);
  }
  const ended = [...outcomes.values()].filter(({ status }) => status !== "not_run").length;
  statusLine?.show(`${ended} of ${outcomes.size} databases`);
}

function record({ target, status, attempts, milliseconds, databases, error }: TargetOutcome) {
  return {
    name: target.name,
    schema: target.schema ?? null,
    status,
    attempts,
    duration_ms: Math.round(milliseconds * 1000) / 1000,
    databases,
    error,
  };
}
