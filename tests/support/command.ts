/**
 * The project's own command line as a process of its own: run from source, or an executable that
 * `MIGRATOR_TEST_PROGRAM` names.
 */
import { resolve } from "@std/path";
import { fileURLToPath } from "node:url";
import { type Finished, type RunOptions, start, type Started } from "./process.ts";

/** The checkout's root directory. */
export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url));

/**
 * The arguments of Deno that run the command line from source, as the `migrator` task does. Modules
 * behind `import()` are read when they are asked for, not all of them at each start.
 */
export const RUN_FROM_SOURCE: readonly string[] = [
  "run",
  "--quiet",
  "-A",
  "--unstable-lazy-dynamic-imports",
  "--config",
  `${ROOT}deno.json`,
  `${ROOT}main.ts`,
];

/** The words that start the command line: the program and its own arguments. */
export const COMMAND: readonly [program: string, ...args: string[]] = commandWords();

function commandWords(): [string, ...string[]] {
  const program = Deno.env.get("MIGRATOR_TEST_PROGRAM");
  return program === undefined ? [Deno.execPath(), ...RUN_FROM_SOURCE] : [resolve(program)];
}

/**
 * Runs `migrator <args>` in `options.cwd` (a project directory) and returns what it printed.
 *
 * The checkout's own deno.json is named outright: the directory a test runs in must not decide how
 * the sources are resolved.
 */
export function migrator(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return startMigrator(args, options).finished;
}

/** Starts `migrator <args>`, to be waited for or killed. */
export function startMigrator(args: readonly string[], options: RunOptions = {}): Started {
  const [program, ...own] = COMMAND;
  return start(program, [...own, ...args], options);
}

/** Makes `migrator` a program in `directory`, and gives a PATH on which that comes first. */
export async function migratorOnPath(directory: string): Promise<string> {
  await Deno.mkdir(directory);
  const words = COMMAND.map((word) => `'${word}'`).join(" ");
  await Deno.writeTextFile(`${directory}/migrator`, `#!/bin/sh\nexec ${words} "$@"\n`, {
    mode: 0o755,
  });
  return `${directory}:${Deno.env.get("PATH") ?? ""}`;
}

/**
 * The variables of a user whose home is `directory`. What takes seconds to make there, Deno's compiled sources and
 * the empty embedded database, is shared by all such users.
 */
export function homeIn(directory: string): Record<string, string> {
  const home = { HOME: directory, XDG_CACHE_HOME: `${ROOT}.cache/home` };
  const { DENO_DIR, XDG_CACHE_HOME, HOME } = Deno.env.toObject();
  if (DENO_DIR) return { ...home, DENO_DIR };
  if (Deno.build.os !== "linux") return home;
  return { ...home, DENO_DIR: `${XDG_CACHE_HOME || `${HOME}/.cache`}/deno` };
}
