import { printable } from "../config/printable.ts";
import { hidePasswords } from "../config/secrets.ts";
import {
  CommandError,
  formatPlace,
  InterruptedError,
  isSystemError,
  MigratorError,
  systemErrorText,
} from "../errors/mod.ts";
import { PythonError } from "../python/runtime/errors.ts";
import type { CommandContext } from "./context.ts";
import { describeError } from "./error_text.ts";
import type { FailedRun } from "./failed_run.ts";

/** Exit codes of what goes wrong: a command error is Python's `sys.exit(-1)`, as with Alembic. */
const FAILURE = 1;
const COMMAND_ERROR = 255;

/**
 * Prints an error where Alembic's users look for it and gives the exit code that belongs to it: command
 * errors as `FAILED: …` on standard output, all others on standard error, where Alembic has a traceback.
 */
export function reportError(
  error: unknown,
  raiseError: boolean,
  context: CommandContext,
  run: FailedRun | null,
): number {
  const write = (text: string) => context.platform.terminal.writeErr(printable(text));
  if (error instanceof PythonError && error.typeName === "SystemExit") {
    return leave(error.detail, context);
  }
  const command = asCommandError(error);
  if (raiseError && error instanceof Error) write(`${stackOf(error)}\n`);
  if (command !== null && !raiseError) {
    const message = hidePasswords(command.message);
    context.logging.getLogger("alembic.util.messaging").error(message);
    context.output.message(`FAILED: ${message}`);
    if (command.place) write(`hint: see ${formatPlace(command.place)}\n`);
    if (command.hint) write(`hint: ${command.hint.replaceAll("\n", "\n      ")}\n`);
    return COMMAND_ERROR;
  }
  if (error instanceof MigratorError) {
    write(describeError(error, run));
    if (error instanceof InterruptedError) return error.exitCode;
  } else if (isSystemError(error)) {
    write(`error: ${systemErrorText(error)}\n`);
  } else if (!raiseError) {
    const text = error instanceof Error ? error.stack ?? error.message : String(error);
    write(`internal error, please report it: ${hidePasswords(text)}\n`);
  }
  return FAILURE;
}

/** `sys.exit(…)` in env.py or a revision: a number is the exit code, anything else is printed. */
function leave(argument: string, { platform }: CommandContext): number {
  if (argument === "" || argument === "None") return 0;
  if (/^-?\d+$/.test(argument)) return Number(argument) & 255;
  platform.terminal.writeErr(`${printable(hidePasswords(argument))}\n`);
  return FAILURE;
}

/** The error as a command error, which env.py and revisions may raise as well; `null` for others. */
function asCommandError(
  error: unknown,
): Pick<MigratorError, "message" | "place" | "hint"> | null {
  if (error instanceof CommandError) return error;
  if (error instanceof PythonError && error.typeName === "alembic.util.exc.CommandError") {
    return { message: error.detail, place: error.place };
  }
  return null;
}

/** Where in the program an error arose, without its message, which is printed below. */
function stackOf(error: Error): string {
  const lines = (error.stack ?? "").split("\n");
  const first = lines.findIndex((line) => /^ {4}at /.test(line));
  return ["Stack (innermost call first):", ...first < 0 ? [] : lines.slice(first)].join("\n");
}
