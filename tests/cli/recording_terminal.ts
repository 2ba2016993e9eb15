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

/** What a terminal shows after all that was written to it: its lines, the last one being that of the cursor. */
export function shownLines(written: string): string[] {
  const lines = [""];
  // deno-lint-ignore no-control-regex -- the sequences begin with a control character
  for (const part of written.match(/\r|\x1b\[K|\n|[^\r\n\x1b]+|\x1b\[[\d;]*m/g) ?? []) {
    if (part === "\n") lines.push("");
    else if (part === "\r" || part === "\x1b[K") lines[lines.length - 1] = "";
    else lines[lines.length - 1] += part;
  }
  return lines;
}
