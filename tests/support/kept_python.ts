/** A Python program that is kept running and answers lines of JSON. */
import { plainEnvironment } from "./process.ts";

/** A program behind pipes; calls do not overlap, the caller awaits each. */
export interface KeptPython extends AsyncDisposable {
  /** Sends one request and gives what is answered. */
  // deno-lint-ignore no-explicit-any
  ask(request: object): Promise<any>;
}

/** Starts a script; `hashSeed` fixes the orders that Python's sets have. */
export function keepPython(python: string, script: URL, hashSeed = 0): KeptPython {
  const child = new Deno.Command(python, {
    args: [script.pathname],
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
    async ask(request) {
      await requests.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`));
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

/** A URL as SQLAlchemy takes it, with the driver that is installed. */
export function ofSqlalchemy(url: string): string {
  return url.replace(/^postgres(ql)?:/, "postgresql+psycopg2:");
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
