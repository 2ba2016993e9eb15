/** One program of a file in tests/python/programs: sections begin with `# --- name`. */
export interface Program {
  readonly name: string;
  readonly source: string;
}

const HEADER = /^# --- (.*)$/gm;

/** The programs of a file; line numbers inside them count from the line after the header. */
export function splitPrograms(text: string): Program[] {
  const headers = [...text.matchAll(HEADER)];
  return headers.map((header, index) => ({
    name: header[1]!,
    source: text.slice(header.index + header[0].length + 1, headers[index + 1]?.index),
  }));
}

/** The expected outputs of a `.out` file, by the names of the programs. */
export function splitOutputs(text: string): Map<string, string> {
  return new Map(splitPrograms(text).map(({ name, source }) => [name, source]));
}

/** The folder of the programs. */
export const PROGRAMS = new URL("../programs/", import.meta.url);

/** The folder of the programs that use pydantic, and the files that they read. */
export const PYDANTIC_PROGRAMS = new URL("pydantic/", PROGRAMS);

/** The names of the files with programs, without `.py`. */
export function programFiles(): string[] {
  return [...Deno.readDirSync(PROGRAMS)]
    .map((entry) => entry.name)
    .filter((name) => name.endsWith(".py"))
    .map((name) => name.slice(0, -3))
    .sort();
}

/** Python that runs programs given as JSON on standard input and prints their outputs as JSON. */
const DRIVER = `
import contextlib, io, json, os, sys
outputs = []
environment = dict(os.environ)
for source in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(environment)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(source, "<program>", "exec"), {"__name__": "__main__"})
        except BaseException as error:
            name = type(error).__qualname__
            module = type(error).__module__
            if module not in ("builtins", "__main__"):
                name = module + "." + name
            elif module == "__main__":
                name = "__main__." + name
            text = str(error)
            print("!! " + (name + ": " + text if text else name))
    outputs.append(out.getvalue())
json.dump(outputs, sys.stdout)
`;

/** What a CPython prints for each program. */
export async function runWithPython(
  python: string,
  programs: readonly Program[],
  cwd?: URL,
): Promise<string[]> {
  const child = new Deno.Command(python, {
    args: ["-c", DRIVER],
    ...(cwd === undefined ? {} : { cwd }),
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
    env: { PYTHONHASHSEED: "0", TZ: "UTC", HOME: "/home/user", PWD: "/work" },
    clearEnv: true,
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(
    new TextEncoder().encode(JSON.stringify(programs.map(({ source }) => source))),
  );
  await writer.close();
  const { stdout, code } = await child.output();
  if (code !== 0) throw new Error(`${python} ended with ${code}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** The CPython to compare with: `PYTHON`, or the first that is found. */
export function findPython(): string | null {
  const candidates = [Deno.env.get("PYTHON"), "/usr/bin/python3", "/usr/local/bin/python3"];
  for (const path of candidates) {
    if (path === undefined) continue;
    try {
      Deno.statSync(path);
      return path;
    } catch {
      continue;
    }
  }
  return null;
}
