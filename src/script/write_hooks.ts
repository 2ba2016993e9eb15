import type { PostWriteHook } from "../config/mod.ts";
import { CommandError } from "../errors/mod.ts";
import type { Platform } from "../platform/mod.ts";
import { splitShellWords } from "./shell_words.ts";

/** A program to be started for a hook. */
export interface HookCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
}

const fileToken = "REVISION_SCRIPT_FILENAME";

/**
 * The program that a post-write hook stands for, as Alembic would start it: `exec` runs a program,
 * `console_scripts` one that a Python package installs (looked for on the PATH, as it is not run
 * inside Python here), `module` runs `python -m`. A `CommandError` if the hook lacks a key or has
 * an unknown type.
 */
export function hookCommand(hook: PostWriteHook, path: string, os: Platform["os"]): HookCommand {
  const { options } = hook;
  const type = hookType(hook);
  const args = hookArguments(options.options ?? "", path, os);
  const cwd = options.cwd;
  switch (type) {
    case "exec":
      return { program: required(hook, "executable"), args, cwd };
    case "console_scripts":
      return { program: required(hook, "entrypoint"), args, cwd };
    case "module": {
      const python = os === "windows" ? "python" : "python3";
      return { program: python, args: ["-m", required(hook, "module"), ...args], cwd };
    }
    default:
      throw new CommandError("bad_hook", `No formatter with name '${type}' registered`, {
        hint:
          "The types are exec, console_scripts and module; others are registered by Python code",
      });
  }
}

/** The type of a hook, known or not; a `CommandError` where it has none. */
export function hookType({ name, options }: PostWriteHook): string {
  if (options.type !== undefined) return options.type;
  throw new CommandError(
    "bad_hook",
    `Key '${name}.type' (or 'type' in toml) is required for post write hook '${name}'`,
  );
}

function required({ name, options }: PostWriteHook, key: string): string {
  const value = options[key];
  if (value !== undefined) return value;
  throw new CommandError(
    "bad_hook",
    `Key ${name}.${key} is required for post write hook '${name}'`,
  );
}

/** The arguments of a hook; the file comes first unless they say where it goes. */
function hookArguments(text: string, path: string, os: Platform["os"]): readonly string[] {
  const whole = text.includes(fileToken) ? text : `${fileToken} ${text}`;
  return splitShellWords(whole, os === "posix").map((word) => word.replaceAll(fileToken, path));
}

/** Runs a hook on a file and gives the program's exit code, whatever it is. */
export function runHook(hook: PostWriteHook, path: string, platform: Platform): number {
  const { program, args, cwd } = hookCommand(hook, path, platform.os);
  try {
    return platform.run(program, args, { cwd }).code;
  } catch (error) {
    throw new CommandError("hook_failed", missingProgram(hook, program), {
      cause: error,
      hint: `Install ${program}, or take the hook '${hook.name}' out of the configuration`,
    });
  }
}

function missingProgram({ name, options }: PostWriteHook, program: string): string {
  if (options.type === "console_scripts") {
    return `Could not find entrypoint console_scripts.${program}`;
  }
  return `Could not run ${program} for post write hook '${name}'`;
}
