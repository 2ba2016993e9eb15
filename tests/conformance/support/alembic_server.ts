/** The real Alembic, kept running: thousands of commands without a process for each. */
import { plainEnvironment } from "../../support/process.ts";
import type { Finished } from "../../support/process.ts";
import type { Tool } from "./tools.ts";

/** Alembic's command line behind pipes; what it answers is what processes of their own would. */
export interface AlembicServer extends Tool, AsyncDisposable {
  /** Runs one command; calls do not overlap, the caller awaits each. */
  run(args: readonly string[], options: { readonly cwd: string }): Promise<Finished>;
}

/** Starts the Alembic of a Python; `hashSeed` fixes the orders that it takes from Python's sets. */
export function startAlembic(python: string, hashSeed: number): AlembicServer {
  const child = new Deno.Command(python, {
    args: [new URL("../alembic_server.py", import.meta.url).pathname],
    clearEnv: true,
    env: {
      ...plainEnvironment(),
      PYTHONHASHSEED: String(hashSeed),
      PYTHONDONTWRITEBYTECODE: "1",
    },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const requests = child.stdin.getWriter();
  const answers = lines(child.stdout);
  return {
    name: "alembic",
    async run(args, { cwd }) {
      const request = JSON.stringify({ arguments: args, directory: cwd });
      await requests.write(new TextEncoder().encode(`${request}\n`));
      const { value, done } = await answers.next();
      if (done) throw new Error("the Alembic that was kept running has ended");
      return JSON.parse(value);
    },
    async [Symbol.asyncDispose]() {
      await requests.close();
      await answers.return?.(undefined);
      await child.status;
    },
  };
}

/** The lines of a stream as they come. */
async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    yield* parts;
  }
}
