import { runCommandLine } from "../../src/cli/run.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import type { Platform } from "../../src/platform/mod.ts";
import { recordingTerminal } from "./recording_terminal.ts";

/** Where and with what the command line is run. */
export interface Surroundings {
  readonly cwd: string;
  /** All the environment variables there are. */
  readonly env?: Readonly<Record<string, string>>;
  /** Width of the terminal; none if absent. */
  readonly columns?: number;
  /** Lines that are typed in when they are asked for. */
  readonly typed?: readonly string[];
  readonly files?: Partial<Platform["files"]>;
  readonly run?: Platform["run"];
}

/** What the command line printed and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `migrator <args>` in this process, in a directory that only it sees as the current one. */
export async function migrate(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<Outcome> {
  const { cwd, env = {}, columns = null, files = {}, run = denoPlatform.run } = surroundings;
  const terminal = recordingTerminal(columns, surroundings.typed);
  const code = await runCommandLine({
    ...denoPlatform,
    files: { ...denoPlatform.files, ...files },
    terminal,
    args,
    cwd: () => cwd,
    env: (name) => env[name],
    envAll: () => ({ ...env }),
    run,
  });
  return { code, out: terminal.out, err: terminal.err };
}

/** Gives `use` a directory that is gone afterwards. */
export async function inDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await Deno.realPath(await Deno.makeTempDir({ prefix: "migrator-cli-" }));
  try {
    return await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
