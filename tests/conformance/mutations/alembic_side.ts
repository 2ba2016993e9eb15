/** The real Alembic, kept running, for many states of one project. */
import { plainEnvironment } from "../../support/process.ts";

/** What a revision does without a database; `null` where none was written. */
export interface Written {
  readonly upgrade: readonly string[] | null;
  readonly downgrade: readonly string[] | null;
  /** What was logged. */
  readonly log: string;
  /** The text of the file. */
  readonly file: string;
  /** What went wrong instead. */
  readonly error?: string;
}

/** Alembic behind pipes; calls do not overlap, the caller awaits each. */
export interface AlembicSide extends AsyncDisposable {
  /** Empties the database, runs `before` in it and makes the tables of the models. */
  create(directory: string, url: string, before: string): Promise<void>;
  /** `revision --autogenerate`. */
  revision(directory: string, url: string): Promise<Written>;
}

/** Starts it. */
export function startAlembicSide(python: string): AlembicSide {
  const child = new Deno.Command(python, {
    args: [new URL("./oracle.py", import.meta.url).pathname],
    clearEnv: true,
    env: { ...plainEnvironment(), PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1" },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const requests = child.stdin.getWriter();
  const answers = lines(child.stdout);
  const ask = async (request: object) => {
    await requests.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`));
    const { value, done } = await answers.next();
    if (done) throw new Error("the Alembic that was kept running has ended");
    return JSON.parse(value);
  };
  return {
    async create(directory, url, before) {
      const { error } = await ask({ command: "create", directory, url: ofSqlalchemy(url), before });
      if (error !== undefined) throw new Error(error);
    },
    revision: (directory, url) => ask({ command: "revision", directory, url: ofSqlalchemy(url) }),
    async [Symbol.asyncDispose]() {
      await requests.close();
      await answers.return?.(undefined);
      await child.status;
    },
  };
}

function ofSqlalchemy(url: string): string {
  return url.replace(/^postgres(ql)?:/, "postgresql+psycopg2:");
}

async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    yield* parts;
  }
}
