import { createHash } from "node:crypto";
import { assert, assertEquals } from "@std/assert";
import { characterNamed } from "../../src/python/syntax/character_names.ts";
import { decodeSource, parseModule, PythonSyntaxError } from "../../src/python/syntax/mod.ts";
import { dumpTree } from "../python/syntax/ast_dump.ts";
import { type CPython, findCPython, type OracleAnswer } from "./support/cpython.ts";
import { BROKEN_SOURCES } from "./support/broken_python.ts";
import { PYTHON_CASES } from "./support/python_cases.ts";

/** The minor version whose messages the parser's are compared with. */
const WORDING_OF = 13;

const cpython = await findCPython();
const ignore = cpython === null;

/** How the tree is written so that it can be equal to what this CPython writes. */
function dumpOptions(python: CPython) {
  return { typeParams: python.minor >= 12, fstringPlaces: python.minor >= 12 };
}

function digest(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}

function pythonFiles(directory: string): string[] {
  const files: string[] = [];
  for (const entry of Deno.readDirSync(directory)) {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory && entry.name !== "site-packages" && entry.name !== "dist-packages") {
      files.push(...pythonFiles(path));
    } else if (entry.isFile && entry.name.endsWith(".py")) files.push(path);
  }
  return files.sort();
}

/** What is said of a file that both accept and read differently. */
const DIFFERS = "the trees or their places differ";

/** What comparing one file shows; the empty string when both agree. */
function compareFile(path: string, python: CPython, answer: OracleAnswer): string {
  try {
    const source = decodeSource(Deno.readFileSync(path), path);
    const tree = parseModule(source, path);
    if (answer.error !== undefined) return `CPython rejects it: ${answer.error}`;
    const dump = dumpTree(tree, { ...dumpOptions(python), source });
    return digest(dump) === answer.tree ? "" : DIFFERS;
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    return answer.error !== undefined ? "" : `${error.line}: ${error.reason}`;
  }
}

/** The part of two dumps where they begin to differ. */
function difference(ours: string, theirs: string): string {
  let index = 0;
  while (index < ours.length && ours[index] === theirs[index]) index++;
  const from = Math.max(0, index - 200);
  return `\n  ours    …${ours.slice(from, index + 150)}\n  CPython …${
    theirs.slice(from, index + 150)
  }`;
}

Deno.test({
  name: "parseModule gives CPython's tree and places for the whole standard library",
  ignore,
  async fn(t) {
    const python = cpython!;
    const files = pythonFiles(python.library);
    const answers = await python.ask(files.map((path) => ({ path })));
    const found = files.map((path, index) => [path, compareFile(path, python, answers[index]!)])
      .filter(([, problem]) => problem !== "") as [string, string][];

    // What CPython's parser takes and its compiler rejects may be rejected at once.
    const verdicts = await python.ask(found.map(([path]) => ({ path, compile: true })));
    const problems: string[] = [];
    for (const [index, [path, problem]] of found.entries()) {
      if (problem !== DIFFERS && verdicts[index]!.error !== undefined) continue;
      problems.push(`${path}: ${problem}`);
      if (problem === DIFFERS && problems.length < 5) {
        const [theirs] = await python.ask([{ path, text: true }]);
        const source = decodeSource(Deno.readFileSync(path), path);
        const ours = dumpTree(parseModule(source, path), { ...dumpOptions(python), source });
        problems.push(difference(ours, theirs!.tree!));
      }
    }
    const compared = answers.filter((answer) => answer.error === undefined).length;
    await t.step(`${compared} files of CPython ${python.version}`, () => {
      assert(compared > 100, `only ${compared} files in ${python.library}`);
      assertEquals(problems, []);
    });
  },
});

Deno.test({
  name: "parseModule gives CPython's tree and places for every construct",
  ignore,
  async fn() {
    const python = cpython!;
    const cases = PYTHON_CASES.filter(({ since = 0 }) => since <= python.minor);
    const answers = await python.ask(cases.map(({ source }) => ({ source, text: true })));
    for (const [index, { source }] of cases.entries()) {
      const answer = answers[index]!;
      assertEquals(answer.error, undefined, `CPython rejects: ${source}`);
      const dump = dumpTree(parseModule(source, "case.py"), { ...dumpOptions(python), source });
      assertEquals(dump, answer.tree, source);
    }
  },
});

Deno.test({
  name: "parseModule rejects broken sources where CPython does",
  ignore,
  async fn() {
    const python = cpython!;
    const cases = BROKEN_SOURCES;
    const answers = await python.ask(cases.map(({ source }) => ({ source, compile: true })));
    const wrong: string[] = [];
    for (const [index, { source, ownPlace, ownWords }] of cases.entries()) {
      const { error, line, kind } = answers[index]!;
      assert(error !== undefined, `CPython accepts ${JSON.stringify(source)}`);
      const ours = reject(source);
      const expected: unknown[] = [true];
      const actual: unknown[] = [ours !== undefined];
      if (!ownPlace) {
        expected.push(kind, line);
        actual.push(ours?.kind, ours?.line);
      }
      if (!ownWords && python.minor === WORDING_OF) {
        expected.push(error);
        actual.push(ours?.reason);
      }
      if (expected.join() !== actual.join()) {
        wrong.push(`${JSON.stringify(source)}\n  ours    ${actual}\n  CPython ${expected}`);
      }
    }
    assertEquals(wrong, [], wrong.join("\n"));
  },
});

function reject(source: string): PythonSyntaxError | undefined {
  try {
    parseModule(source, "broken.py");
  } catch (error) {
    if (error instanceof PythonSyntaxError) return error;
    throw error;
  }
}

Deno.test({
  name: "characterNamed gives CPython's character for every name it knows",
  ignore,
  async fn() {
    const [answer] = await cpython!.ask([{ names: true }]);
    const known = Object.entries(answer!.names!).filter(([name, character]) => {
      const ours = characterNamed(name);
      assert(ours === undefined || ours === character, `${name} is ${character}, not ${ours}`);
      return ours !== undefined && !name.startsWith("CJK");
    });
    assert(known.length > 400, `only ${known.length} names are known`);
  },
});
