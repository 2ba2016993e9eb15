/**
 * The yardstick: the real Alembic that this project has to agree with.
 *
 * Found in this order: the interpreter named by MIGRATOR_YARDSTICK_PYTHON; `.cache/yardstick` of the
 * checkout; a virtual environment made there once. Where none of these works the conformance tests
 * are skipped, and that is said loudly.
 */
import { ROOT } from "./command.ts";
import { forkingPython, PYTHON_ENVIRONMENT, type RunPython } from "./forking_python.ts";
import { type Finished, run, type RunOptions, start, type Started } from "./process.ts";

/** The versions everything is measured against. */
export const ALEMBIC_VERSION = "1.20.0";
const REQUIREMENTS = [
  `alembic==${ALEMBIC_VERSION}`,
  "sqlalchemy==2.0.54",
  "psycopg2-binary",
  "sqlmodel",
];

/** A Python that has the Alembic of {@link ALEMBIC_VERSION}. */
export interface Yardstick {
  /** The interpreter's path. */
  readonly python: string;
  /** Runs `python <args>` to its end. Hash order is fixed and no .pyc files are written. */
  readonly run: RunPython;
  /** Runs `alembic <args>` likewise. */
  alembic(args: readonly string[], options?: RunOptions): Promise<Finished>;
  /** Starts `alembic <args>` by a Python of its own, to be waited for or killed. */
  startAlembic(args: readonly string[], options?: RunOptions): Started;
}

/** Set once in the process, so that parallel test files neither repeat the attempt nor the warning. */
const UNAVAILABLE = "MIGRATOR_YARDSTICK_UNAVAILABLE";

let found: Promise<Yardstick | null> | undefined;

/**
 * The yardstick, or null (after one warning on stderr) where there is none and none can be made.
 *
 * @throws {Error} when MIGRATOR_YARDSTICK_PYTHON names an interpreter without the right Alembic
 */
export function yardstick(): Promise<Yardstick | null> {
  return found ??= find();
}

async function find(): Promise<Yardstick | null> {
  const named = Deno.env.get("MIGRATOR_YARDSTICK_PYTHON");
  if (named) {
    const version = await alembicVersion(named);
    if (version === ALEMBIC_VERSION) return over(named);
    throw new Error(
      `MIGRATOR_YARDSTICK_PYTHON is "${named}", which has ${
        version === null ? "no Alembic" : `Alembic ${version}`
      }; Alembic ${ALEMBIC_VERSION} is wanted`,
    );
  }
  const python = `${ROOT}.cache/yardstick/bin/python`;
  return await underLock(async () => {
    if (Deno.env.get(UNAVAILABLE)) return null;
    if (await alembicVersion(python) === ALEMBIC_VERSION) return over(python);
    const problem = await install();
    if (problem === null) return over(python);
    Deno.env.set(UNAVAILABLE, problem);
    console.error(
      `\n*** SKIPPED: every test in tests/conformance that compares with real Alembic.\n` +
        `*** There is no Alembic ${ALEMBIC_VERSION}, and none could be installed: ${problem}\n` +
        `*** Set MIGRATOR_YARDSTICK_PYTHON to a Python that has: ${REQUIREMENTS.join(" ")}\n`,
    );
    return null;
  });
}

function over(python: string): Yardstick {
  let forking: Promise<RunPython> | undefined;
  const run: RunPython = async (args, options) => {
    forking ??= underLock(() => forkingPython(python));
    return await (await forking)(args, options);
  };
  return Object.freeze({
    python,
    run,
    alembic: (args: readonly string[], options?: RunOptions) =>
      run(["-m", "alembic", ...args], options),
    startAlembic: (args: readonly string[], options: RunOptions = {}) =>
      start(python, ["-m", "alembic", ...args], {
        ...options,
        env: { ...PYTHON_ENVIRONMENT, ...options.env },
      }),
  });
}

/** The version of the Alembic that `python` imports; null if it is missing or cannot run. */
async function alembicVersion(python: string): Promise<string | null> {
  const probe = "import alembic, psycopg2, sqlmodel; print(alembic.__version__)";
  try {
    const { code, stdout } = await run(python, ["-c", probe]);
    return code === 0 ? stdout.trim() : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Makes the virtual environment; null when that went well, otherwise the reason in one line. */
async function install(): Promise<string | null> {
  const directory = `${ROOT}.cache/yardstick`;
  const steps: [string, string[]][] = [
    ["python3", ["-m", "venv", "--clear", directory]],
    [`${directory}/bin/python`, [
      ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check"],
      ...["--retries", "1", "--timeout", "30", ...REQUIREMENTS],
    ]],
  ];
  for (const [program, args] of steps) {
    try {
      const { code, stderr } = await run(program, args);
      if (code !== 0) return `${program} ${args[1]}: ${lastLine(stderr)}`;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return `${program} is not installed`;
      throw error;
    }
  }
  return null;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

/** Runs `work` while no other test file or process is looking for or making the yardstick. */
async function underLock<T>(work: () => Promise<T>): Promise<T> {
  await Deno.mkdir(`${ROOT}.cache`, { recursive: true });
  using file = await Deno.open(`${ROOT}.cache/yardstick.lock`, { create: true, write: true });
  await file.lock(true);
  return await work();
}
