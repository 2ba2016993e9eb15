/**
 * The CPython that the Python parser has to agree with: the newest one found, or the interpreter named
 * by MIGRATOR_CPYTHON.
 */

const ORACLE = new URL("../python_syntax_oracle.py", import.meta.url).pathname;
/** The oldest that knows the grammar the comparison needs (`except*`). */
const OLDEST_MINOR = 11;

/** A source, and what to say about it; see python_syntax_oracle.py. */
export interface OracleRequest {
  readonly path?: string;
  readonly source?: string;
  readonly compile?: boolean;
  readonly text?: boolean;
  readonly names?: boolean;
}

/** What CPython says about a source. */
export interface OracleAnswer {
  readonly tree?: string;
  readonly error?: string;
  readonly line?: number;
  readonly kind?: string;
  readonly names?: Readonly<Record<string, string>>;
}

/** An interpreter that was found. */
export interface CPython {
  readonly minor: number;
  readonly version: string;
  /** Where its standard library is. */
  readonly library: string;
  ask(requests: readonly OracleRequest[]): Promise<OracleAnswer[]>;
}

/** The CPython to compare with, or null (after a warning on stderr) where there is none. */
export async function findCPython(): Promise<CPython | null> {
  const named = Deno.env.get("MIGRATOR_CPYTHON");
  let best: CPython | null = null;
  for (const command of named ? [named] : candidates()) {
    const found = await probe(command);
    if (found !== null && (best === null || found.minor > best.minor)) best = found;
  }
  if (best === null) {
    console.error(
      `\nTHE PYTHON PARSER IS NOT COMPARED WITH CPYTHON: no CPython 3.${OLDEST_MINOR} or later ` +
        "was found; put one on PATH as python3, or name it in MIGRATOR_CPYTHON.\n",
    );
  }
  return best;
}

function candidates(): string[] {
  const commands = ["python3"];
  for (let minor = OLDEST_MINOR + 1; minor <= 15; minor++) commands.push(`python3.${minor}`);
  const versions = `${Deno.env.get("HOME")}/.pyenv/versions`;
  try {
    for (const entry of Deno.readDirSync(versions)) {
      if (entry.name.startsWith("3.")) commands.push(`${versions}/${entry.name}/bin/python3`);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return commands;
}

async function probe(command: string): Promise<CPython | null> {
  try {
    const { head } = await run(command, []);
    const [major, minor] = head.version;
    if (major !== 3 || minor! < OLDEST_MINOR) return null;
    return {
      minor: minor!,
      version: head.version.join("."),
      library: head.lib,
      ask: async (requests) => (await run(command, requests)).answers,
    };
  } catch {
    // Not there, or a launcher for a version that is not.
    return null;
  }
}

interface Head {
  readonly version: readonly number[];
  readonly lib: string;
}

async function run(
  command: string,
  requests: readonly OracleRequest[],
): Promise<{ readonly head: Head; readonly answers: OracleAnswer[] }> {
  const process = new Deno.Command(command, {
    args: ["-S", "-E", ORACLE],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = process.stdin.getWriter();
  const [text] = await Promise.all([
    new Response(process.stdout).text(),
    writer.write(new TextEncoder().encode(JSON.stringify(requests))).then(() => writer.close())
      // A program that is no Python ends before it has read; its output says the rest.
      .catch(() => {}),
    process.status,
  ]);
  const [head, ...answers] = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  return { head, answers };
}
