import type { Platform } from "../../platform/mod.ts";

/**
 * Runs `work` while everything but its result goes to standard error: what commands and programs started
 * by them print, `print()` in Python files and `console.log` in TypeScript ones.
 */
export async function withStdoutOnStderr<T>(
  platform: Platform,
  work: (platform: Platform) => Promise<T>,
): Promise<T> {
  const { terminal } = platform;
  const writeErr = (text: string) => terminal.writeErr(text);
  const { log, info, debug } = console;
  Object.assign(console, { log: console.error, info: console.error, debug: console.error });
  try {
    return await work({
      ...platform,
      terminal: {
        stdinIsTerminal: terminal.stdinIsTerminal,
        stdoutIsTerminal: terminal.stderrIsTerminal,
        stderrIsTerminal: terminal.stderrIsTerminal,
        columns: () => terminal.columns(),
        writeOut: writeErr,
        writeErr,
        readLine: () => terminal.readLine(),
      },
      run: (command, args, options) =>
        platform.run(command, args, { ...options, stdoutToStderr: true }),
    });
  } finally {
    Object.assign(console, { log, info, debug });
  }
}
