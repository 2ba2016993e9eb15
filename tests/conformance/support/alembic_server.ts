/** The real Alembic, kept running: thousands of commands without a process for each. */
import { keepPython } from "../../support/kept_python.ts";
import type { Finished } from "../../support/process.ts";
import type { Tool } from "./tools.ts";

/** Alembic's command line behind pipes; what it answers is what processes of their own would. */
export interface AlembicServer extends Tool, AsyncDisposable {
  /** Runs one command; calls do not overlap, the caller awaits each. */
  run(args: readonly string[], options: { readonly cwd: string }): Promise<Finished>;
}

/** Starts the Alembic of a Python; `hashSeed` fixes the orders that it takes from Python's sets. */
export function startAlembic(python: string, hashSeed: number): AlembicServer {
  const kept = keepPython(python, new URL("../alembic_server.py", import.meta.url), hashSeed);
  return {
    name: "alembic",
    run: (args, { cwd }) => kept.ask({ arguments: args, directory: cwd }),
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  };
}
