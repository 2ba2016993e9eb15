import { printable, printableInColor } from "../config/printable.ts";
import { hidePasswords } from "../config/secrets.ts";
import { Logging } from "../logging/logging.ts";
import type { Platform, Terminal } from "../platform/mod.ts";
import type { CommandContext } from "./context.ts";
import type { FailedRun } from "./failed_run.ts";
import type { JsonReport } from "./json/report.ts";
import { Output } from "./output.ts";
import { readPlainArguments } from "./plain_arguments.ts";
import type { Request } from "./request.ts";
import type { StatusLine } from "./status_line.ts";

/** The first word of what the scripts of `completions` run; no command of the user's. */
const COMPLETE = "__complete";

/** How wide a text is that goes elsewhere than to a terminal, as in Python. */
const DEFAULT_COLUMNS = 80;

/** Runs the command line of a platform to its end and gives the exit code. */
export async function runCommandLine(platform: Platform): Promise<number> {
  const { args } = platform;
  if (args[0] === COMPLETE) {
    return await (await import("./completion/complete.ts")).complete(args.slice(1), platform);
  }
  const request = readPlainArguments(args) ?? await parseOrPrint(platform);
  if (typeof request === "number") return request;
  if (!request.json) return await runRequest(request, platform, null);
  const [{ JsonReport }, { withStdoutOnStderr }] = await Promise.all([
    import("./json/report.ts"),
    import("./json/stdout.ts"),
  ]);
  const report = new JsonReport(request.command);
  const code = await withStdoutOnStderr(
    platform,
    (inner) => runRequest(request, inner, report),
  );
  platform.terminal.writeOut(report.toString());
  return code;
}

/** Runs a request to its end and gives the exit code; with a `json` report the result goes there. */
async function runRequest(
  request: Request,
  outer: Platform,
  json: JsonReport | null,
): Promise<number> {
  const statusLine = await statusLineFor(request, outer.terminal);
  const platform = statusLine === null ? outer : { ...outer, terminal: statusLine.terminal };
  const { terminal } = platform;
  let failedRun: FailedRun | null = null;
  const context: CommandContext = {
    platform,
    output: new Output(terminal, request.quiet),
    logging: new Logging(terminal),
    json,
    statusLine,
    warn: (message) => terminal.writeErr(`warning: ${printable(hidePasswords(message))}\n`),
    noteFailedRun: (run) => void (failedRun = run),
  };
  try {
    return await dispatch(request, context) ?? 0;
  } catch (error) {
    const { reportError } = await import("./report_error.ts");
    const code = reportError(error, request.raiseerr, context, failedRun);
    if (code !== 0) json?.fail(error, failedRun);
    return code;
  }
}

/** The line for commands that may take long, where there is a terminal to show it. */
async function statusLineFor(
  { command }: Request,
  terminal: Terminal,
): Promise<StatusLine | null> {
  const takesLong = command === "upgrade" || command === "downgrade";
  if (!takesLong || !terminal.stderrIsTerminal) return null;
  return new (await import("./status_line.ts")).StatusLine(terminal);
}

/** Reads what takes the whole parser; where that prints a text instead, gives the exit code. */
async function parseOrPrint(platform: Platform): Promise<Request | number> {
  const { args, env, terminal } = platform;
  const [{ parseArguments }, { versionLine }] = await Promise.all([
    import("./arguments.ts"),
    import("./version_line.ts"),
  ]);
  const isTerminal = terminal.stdoutIsTerminal;
  const parsed = parseArguments(args, {
    color: isTerminal && !env("NO_COLOR"),
    columns: Number(env("COLUMNS")) || (isTerminal && terminal.columns()) || DEFAULT_COLUMNS,
    version: () => versionLine(platform),
  });
  if (parsed.kind === "request") return parsed.request;
  terminal.writeOut(parsed.out);
  // It quotes what was typed.
  const err = printableInColor(hidePasswords(parsed.err));
  terminal.writeErr(terminal.stderrIsTerminal ? err : withoutColor(err));
  return parsed.code;
}

/** The text without the sequences that colour it: it goes elsewhere than to the terminal. */
function withoutColor(text: string): string {
  // deno-lint-ignore no-control-regex -- the sequences begin with a control character
  return text.replace(/\x1b\[[\d;]*m/g, "");
}

/** Runs one request; gives the exit code of commands that have more than one. Only what is needed is loaded. */
async function dispatch(request: Request, context: CommandContext): Promise<number | void> {
  switch (request.command) {
    case "init":
      return (await import("./init.ts")).init(request, context);
    case "import":
      return (await import("./import.ts")).importProject(request, context);
    case "list_templates":
      return (await import("./init.ts")).listTemplates(context);
    case "branches":
      return (await import("./graph_commands.ts")).branches(request, context);
    case "heads":
      return (await import("./graph_commands.ts")).heads(request, context);
    case "graph":
      return (await import("./picture.ts")).graph(request, context);
    case "history":
      return (await import("./history.ts")).history(request, context);
    case "show":
      return (await import("./show.ts")).show(request, context);
    case "edit":
      return (await import("./edit.ts")).edit(request, context);
    case "revision":
      return (await import("./revision.ts")).revision(request, context);
    case "merge":
      return (await import("./revision.ts")).merge(request, context);
    case "plan":
      return await (await import("./plan.ts")).plan(request, context);
    case "lint":
      return await (await import("./lint.ts")).lint(request, context);
    case "completions":
      return (await import("./completion/script.ts")).completions(request, context);
    case "current":
      return (await import("./current.ts")).current(request, context);
    case "upgrade":
    case "downgrade":
      return (await import("./migrate.ts")).migrate(request, context);
    case "stamp":
      return (await import("./migrate.ts")).stamp(request, context);
    case "ensure_version":
      return (await import("./migrate.ts")).ensureVersion(request, context);
    case "doctor":
      return await (await import("./doctor.ts")).doctor(request, context);
    case "status":
      return await (await import("./status.ts")).status(request, context);
    case "resolve":
      return (await import("./resolve.ts")).resolve(request, context);
    case "verify":
      return await (await import("./verify.ts")).verify(request, context);
    case "check":
      return (await import("./autogenerate/check.ts")).check(request, context);
    case "inspect":
      return (await import("./autogenerate/inspect.ts")).inspect(request, context);
  }
}
