/** Time and memory of a program, from its start to its end. */
import { plainEnvironment } from "../tests/support/process.ts";

/** A program with all that it is run with. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a program took from its start to its end; `null` where the system does not say. */
export interface Cost {
  /** Wall-clock time in milliseconds. */
  readonly time: number;
  /** Time of processors, for itself and in the system, in milliseconds. */
  readonly processor: number | null;
  /** The largest resident size in MiB. */
  readonly memory: number | null;
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
  return (await cost(program)).memory;
}

/** Runs `program` and gives all that it costs; memory and processor time as in {@link peakMemory}. */
export async function cost(program: Program): Promise<Cost> {
  const start = performance.now();
  const child = command(program).spawn();
  let [memory, processor]: (number | null)[] = [null, null];
  const timer = setInterval(() => {
    memory = readHighWater(child.pid) ?? memory!;
    processor = readProcessorTime(child.pid) ?? processor!;
  }, SAMPLE_EVERY);
  try {
    const output = await child.output();
    const time = performance.now() - start;
    check(program, output);
    return { time, processor: processor!, memory: memory! };
  } finally {
    clearInterval(timer);
  }
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

/** Linux counts in hundredths of a second, whatever the kernel's own clock. */
function readProcessorTime(pid: number): number | null {
  try {
    const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return null;
  }
}

function readHighWater(pid: number): number | null {
  try {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`));
    return match === null ? null : Number(match[1]) / 1024;
  } catch {
    return null;
  }
}
