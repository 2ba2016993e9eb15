/** Time and memory of a program, from its start to its end. */
import { plainEnvironment } from "../tests/support/process.ts";

/** A program with all that it is run with. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** How often the memory of a running program is read, in milliseconds. */
const SAMPLE_EVERY = 4;

/**
 * Runs `program` and gives its wall-clock time in milliseconds.
 *
 * @throws {Error} with what it printed, if it does not end with exit code 0
 */
export async function wallTime(program: Program): Promise<number> {
  const child = command(program);
  const start = performance.now();
  const output = await child.output();
  const elapsed = performance.now() - start;
  check(program, output);
  return elapsed;
}

/**
 * Runs `program` and gives its largest resident size in MiB, or null where the system does not say.
 * Linux keeps the mark in /proc/<pid>/status (VmHWM) until the process has gone; it is read again
 * and again, so that at most the growth of the last milliseconds is missed.
 */
export async function peakMemory(program: Program): Promise<number | null> {
  const child = command(program).spawn();
  let peak: number | null = null;
  const timer = setInterval(() => peak = readHighWater(child.pid) ?? peak, SAMPLE_EVERY);
  try {
    check(program, await child.output());
  } finally {
    clearInterval(timer);
  }
  return peak;
}

/** The middle one of some numbers, of which there is at least one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function command({ command, args, cwd, env }: Program): Deno.Command {
  return new Deno.Command(command, {
    args: [...args],
    cwd,
    clearEnv: true,
    env: { ...plainEnvironment(), ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

function check({ command, args }: Program, output: Deno.CommandOutput): void {
  if (output.code === 0) return;
  const decoder = new TextDecoder();
  throw new Error(
    `${command} ${args.join(" ")} ended with ${output.code}\n` +
      decoder.decode(output.stdout).slice(-2000) + decoder.decode(output.stderr).slice(-2000),
  );
}

function readHighWater(pid: number): number | null {
  try {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`));
    return match === null ? null : Number(match[1]) / 1024;
  } catch {
    return null;
  }
}
