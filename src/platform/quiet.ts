import type { Platform } from "./platform.ts";

/** The platform as seen from another current directory, with nobody to hear what is printed. */
export function quietPlatform(platform: Platform, cwd: string = platform.cwd()): Platform {
  return {
    ...platform,
    cwd: () => cwd,
    terminal: {
      ...platform.terminal,
      stdinIsTerminal: platform.terminal.stdinIsTerminal,
      stdoutIsTerminal: false,
      stderrIsTerminal: false,
      columns: () => null,
      writeOut: () => {},
      writeErr: () => {},
    },
  };
}
