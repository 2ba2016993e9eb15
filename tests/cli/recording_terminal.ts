import type { Terminal } from "../../src/platform/mod.ts";

/** A terminal that keeps what is written to it. */
export interface RecordingTerminal extends Terminal {
  readonly out: string;
  readonly err: string;
}

/**
 * A terminal of so many columns, or with `null` no terminal at all: files and pipes. `lines` are typed
 * in when they are asked for.
 */
export function recordingTerminal(
  columns: number | null = null,
  lines: readonly string[] = [],
): RecordingTerminal {
  const typed = [...lines];
  let [out, err] = ["", ""];
  const isTerminal = columns !== null;
  return {
    stdinIsTerminal: isTerminal,
    stdoutIsTerminal: isTerminal,
    stderrIsTerminal: isTerminal,
    columns: () => columns,
    writeOut: (text) => void (out += text),
    writeErr: (text) => void (err += text),
    readLine: () => typed.shift() ?? null,
    get out() {
      return out;
    },
    get err() {
      return err;
    },
  };
}
