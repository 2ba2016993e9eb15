/**
 * Python programs without what starting Python and importing Alembic costs, which is more than most of
 * its commands do: each is forked from one process that has done both (see forking_python.py).
 */
import { fileURLToPath } from "node:url";
import { type Finished, plainEnvironment, run, type RunOptions } from "./process.ts";

/** Runs `python <args>`, where `args` are `-m` and a module or a file, to its end. */
export type RunPython = (args: readonly string[], options?: RunOptions) => Promise<Finished>;

/** Hash order is fixed, and no .pyc files are written. */
export const PYTHON_ENVIRONMENT = { PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1" };

/** Where the one of this process is asked; test files run in threads, which share its environment. */
const SOCKET = "MIGRATOR_TEST_FORKING_PYTHON";

/**
 * What runs programs by `python`, which must have Alembic. The first call in a process starts it, so
 * calls of different test files must not overlap; it ends with the process.
 */
export async function forkingPython(python: string): Promise<RunPython> {
  if (Deno.build.os === "windows") {
    return (args, { env, ...options } = {}) =>
      run(python, args, { ...options, env: { ...PYTHON_ENVIRONMENT, ...env } });
  }
  const [owner, started] = Deno.env.get(SOCKET)?.split(" ") ?? [];
  if (owner === String(Deno.pid)) return asking(started!);
  const path = `${await Deno.makeTempDir({ prefix: "migrator-python-" })}/socket`;
  const program = fileURLToPath(new URL("forking_python.py", import.meta.url));
  const { code, stderr } = await run(python, [program, path, String(Deno.pid)], {
    env: PYTHON_ENVIRONMENT,
  });
  if (code !== 0) throw new Error(`${python} ${program}: ${stderr}`);
  Deno.env.set(SOCKET, `${Deno.pid} ${path}`);
  return asking(path);
}

function asking(path: string): RunPython {
  return async (args, { cwd = Deno.cwd(), env, stdin = "" } = {}) => {
    using connection = await Deno.connect({ transport: "unix", path });
    const request = {
      arguments: args,
      directory: cwd,
      environment: { ...plainEnvironment(), ...PYTHON_ENVIRONMENT, ...env },
      input: stdin,
    };
    const writer = connection.writable.getWriter();
    await writer.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`));
    return JSON.parse(await new Response(connection.readable).text());
  };
}
