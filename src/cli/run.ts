import { CommandError, MigratorError } from "../errors/mod.ts";
import { Logging } from "../logging/mod.ts";
import type { Platform } from "../platform/mod.ts";
import type { CommandContext } from "./context.ts";
import { describeError } from "./error_text.ts";
import { Output } from "./output.ts";
import { readPlainArguments } from "./plain_arguments.ts";
import type { Request } from "./request.ts";

/** Exit codes: a command error is Python's `sys.exit(-1)`, as with Alembic. */
const EXIT = { success: 0, failure: 1, commandError: 255 } as const;

/** Runs the command line of a platform to its end and gives the exit code. */
export async function runCommandLine(platform: Platform): Promise<number> {
  const { args, terminal } = platform;
  const request = readPlainArguments(args) ?? await parseOrPrint(platform);
  if (typeof request === "number") return request;
  const context: CommandContext = {
    platform,
    output: new Output(terminal, request.quiet),
    logging: new Logging(terminal),
    warn: (message) => terminal.writeErr(`warning: ${message}\n`),
  };
  try {
    await dispatch(request, context);
    return EXIT.success;
  } catch (error) {
    return report(error, request, context);
  }
}

/** Reads what takes the whole parser; where that prints a text instead, gives the exit code. */
async function parseOrPrint({ args, env, terminal }: Platform): Promise<Request | number> {
  const [{ parseArguments }, { VERSION }] = await Promise.all([
    import("./arguments.ts"),
    import("./version.ts"),
  ]);
  const color = terminal.stdoutIsTerminal && !env("NO_COLOR");
  const parsed = parseArguments(args, { color, version: `migrator ${VERSION}` });
  if (parsed.kind === "request") return parsed.request;
  terminal.writeOut(parsed.out);
  terminal.writeErr(parsed.err);
  return parsed.code;
}

/** Prints an error where Alembic's users look for it and gives the exit code that belongs to it. */
function report(error: unknown, request: Request, context: CommandContext): number {
  const { terminal } = context.platform;
  if (request.raiseerr && error instanceof Error) {
    terminal.writeErr(`${error.stack ?? error.message}\n`);
  }
  if (error instanceof CommandError && !request.raiseerr) {
    context.logging.getLogger("alembic.util.messaging").error(error.message);
    context.output.message(`FAILED: ${error.message}`);
    if (error.hint) terminal.writeErr(`hint: ${error.hint}\n`);
    return EXIT.commandError;
  }
  if (error instanceof MigratorError) {
    terminal.writeErr(describeError(error));
  } else if (!request.raiseerr) {
    const text = error instanceof Error ? error.stack ?? error.message : String(error);
    terminal.writeErr(`internal error, please report it: ${text}\n`);
  }
  return EXIT.failure;
}

/** Runs one request. Only what the command needs is loaded. */
async function dispatch(request: Request, context: CommandContext): Promise<void> {
  switch (request.command) {
    case "init":
      return (await import("./init.ts")).init(request, context);
    case "list_templates":
      return (await import("./init.ts")).listTemplates(context);
    case "branches":
      return (await import("./graph_commands.ts")).branches(request, context);
    case "heads":
      return (await import("./graph_commands.ts")).heads(request, context);
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
    case "current":
      return (await import("./current.ts")).current(request, context);
    case "upgrade":
    case "downgrade":
      return (await import("./migrate.ts")).migrate(request, context);
    case "stamp":
      return (await import("./migrate.ts")).stamp(request, context);
    case "ensure_version":
      return (await import("./migrate.ts")).ensureVersion(request, context);
    case "check":
      return (await import("./autogenerate.ts")).check();
  }
}
