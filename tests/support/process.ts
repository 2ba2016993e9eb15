/** Runs a program to its end and keeps what it said: what both command lines are started through. */

/** What a finished process left behind. */
export interface Finished {
  /** The exit code (negative signals are reported as 128 + number, as shells do). */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and with what a process is run. */
export interface RunOptions {
  /** The working directory; the current one if absent. */
  readonly cwd?: string;
  /** Added to (and winning over) the environment that {@link run} keeps. */
  readonly env?: Readonly<Record<string, string>>;
  /** Text for standard input; without it the process reads an empty one. */
  readonly stdin?: string;
}

/** What must not leak from the machine a test runs on into what the test compares. */
const SCRUBBED = [
  /^PG[A-Z]+$/,
  /^ALEMBIC_/,
  /^MIGRATOR_/,
  /^PYTHON/,
  /^LC_/,
  /^(DATABASE_URL|LEGACY_DATABASE_URL|SQLALCHEMY_.*)$/,
  /^(COLUMNS|LINES|LANG|LANGUAGE|TZ|NO_COLOR|FORCE_COLOR|CLICOLOR.*)$/,
];

/** The environment a test's process starts with: this one without {@link SCRUBBED}, UTF-8 and UTC. */
export function plainEnvironment(): Record<string, string> {
  const kept = Object.entries(Deno.env.toObject())
    .filter(([name]) => !SCRUBBED.some((pattern) => pattern.test(name)));
  return { ...Object.fromEntries(kept), LANG: "C.UTF-8", TZ: "UTC" };
}

/** A process that runs. */
export interface Started {
  readonly pid: number;
  readonly finished: Promise<Finished>;
  /** Sends a signal; a process that has ended does not mind. */
  kill(signal: Deno.Signal): void;
}

/** Runs `program` with `args` and waits for it; output is decoded as UTF-8. */
export function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  return start(program, args, options).finished;
}

/** Starts `program` with `args`, to be waited for or killed. */
export function start(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Started {
  const child = new Deno.Command(program, {
    args: [...args],
    cwd: options.cwd,
    clearEnv: true,
    env: { ...plainEnvironment(), ...options.env },
    stdin: options.stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  return {
    pid: child.pid,
    finished: finish(child, options.stdin),
    kill: (signal) => {
      try {
        child.kill(signal);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
    },
  };
}

async function finish(child: Deno.ChildProcess, stdin: string | undefined): Promise<Finished> {
  if (stdin !== undefined) {
    const writer = child.stdin.getWriter();
    // A program may end without reading all it was given; that is not the test's concern.
    await writer.write(new TextEncoder().encode(stdin)).catch(() => {});
    await writer.close().catch(() => {});
  }
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
