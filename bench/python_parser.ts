/**
 * How fast the Python parser reads the standard library of the CPython on this machine.
 *
 *     deno run -A bench/python_parser.ts [directory of .py files] [rounds]
 */

import { decodeSource, parseModule, PythonSyntaxError } from "../src/python/syntax/mod.ts";

const directory = Deno.args[0] ?? await libraryDirectory();
const rounds = Number(Deno.args[1] ?? 5);
const sources: { readonly path: string; readonly text: string }[] = [];
let bytes = 0;
for (const path of pythonFiles(directory)) {
  const content = Deno.readFileSync(path);
  const text = parsable(content, path);
  if (text === null) continue;
  sources.push({ path, text });
  bytes += content.length;
}
console.log(`${sources.length} files, ${(bytes / 1e6).toFixed(1)} MB, in ${directory}`);
for (let round = 1; round <= rounds; round++) {
  const start = performance.now();
  for (const { text, path } of sources) parseModule(text, path);
  const seconds = (performance.now() - start) / 1000;
  console.log(`round ${round}: ${(bytes / 1e6 / seconds).toFixed(1)} MB/s`);
}

async function libraryDirectory(): Promise<string> {
  const output = await new Deno.Command("python3", {
    args: ["-c", "import ast; print(ast.__file__.rsplit('/', 1)[0])"],
  }).output();
  return new TextDecoder().decode(output.stdout).trim();
}

function pythonFiles(folder: string): string[] {
  const files: string[] = [];
  for (const entry of Deno.readDirSync(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory && !entry.name.endsWith("-packages")) files.push(...pythonFiles(path));
    else if (entry.isFile && entry.name.endsWith(".py")) files.push(path);
  }
  return files;
}

/** The text of a file, or null when it is not Python 3: test data that is broken on purpose. */
function parsable(content: Uint8Array, path: string): string | null {
  try {
    const text = decodeSource(content, path);
    parseModule(text, path);
    return text;
  } catch (error) {
    if (error instanceof PythonSyntaxError) return null;
    throw error;
  }
}
