import { denoPlatform } from "../../src/platform/deno.ts";
import type { Platform } from "../../src/platform/mod.ts";

/** A started program as a test saw it. */
export interface StartedProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
}

/** The real platform in another directory, whose programs are noted and not run. */
export function recordingPlatform(
  cwd: string,
  missing: readonly string[] = [],
): { readonly platform: Platform; readonly started: StartedProgram[] } {
  const started: StartedProgram[] = [];
  const platform: Platform = {
    ...denoPlatform,
    cwd: () => cwd,
    run: (command, args, options) => {
      if (missing.includes(command)) throw new Error(`no such program: ${command}`);
      started.push({ command, args, cwd: options?.cwd });
      return { code: 1 };
    },
  };
  return { platform, started };
}
