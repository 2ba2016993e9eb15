/**
 * Command lines that pages only name, in the text and in blocks without what is printed, are ones that the program
 * and deno.json have. Those with what is printed are run: pages_test.ts.
 */
import { join } from "@std/path";
import { assert, assertEquals } from "@std/assert";
import { parseArguments } from "../../src/cli/arguments.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { GLOBAL_OPTIONS, HELP, VERSION_OPTION } from "../../src/cli/options.ts";
import { ROOT } from "../support/command.ts";
import configuration from "../../deno.json" with { type: "json" };

/** Usages with their placeholders are made of the parser itself. */
const GENERATED = ["docs/commands.md"];

const docs = [...Deno.readDirSync(join(ROOT, "docs"))].map(({ name }) => `docs/${name}`);
const pages = ["README.md", "CONTRIBUTING.md", ...docs.sort()]
  .filter((name) => name.endsWith(".md") && !GENERATED.includes(name))
  .map((name) => ({ name, text: Deno.readTextFileSync(join(ROOT, name)) }));

/** What a page has in its blocks of code, fenced and indented, and between single backticks. */
function codeOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```\w*\n([^]*?)^```$/gm)].flatMap(([, block]) =>
    block!.split("\n")
  );
  const prose = text.replaceAll(/^```\w*\n[^]*?^```$/gm, "");
  const indented = [...prose.matchAll(/^ {4,}(?:\$ )?(\S.*)$/gm)].map(([, line]) => line!);
  const inline = [...prose.matchAll(/`([^`]+)`/g)].map(([, code]) => code!.replaceAll("\n", " "));
  return [...blocks, ...indented, ...inline].map((line) => line.replace(/^\$ /, ""));
}

/** The words of the commands in a line of code that start with these. */
function commandsIn(line: string, start: RegExp): string[][] {
  return line.split(/ #|\||&&|;|<\(/).map((part) => part.trim().replace(/\)$/, ""))
    .flatMap((part) => start.test(part) ? [wordsOf(part.replace(start, ""))] : []);
}

const wordsOf = (text: string): string[] =>
  [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) =>
    double ?? single ?? bare!
  );

const MIGRATOR = /^migrator (?=[a-z-])/;
const TASK = /^(?:npx --yes deno@[\d.]+|deno) task /;

for (const { name, text } of pages) {
  const code = codeOf(text);
  const lines = code.flatMap((line) => commandsIn(line, MIGRATOR));
  if (lines.length > 0) {
    Deno.test(`command lines that ${name} names are accepted`, () => {
      for (const args of lines) {
        const { kind } = parseArguments(args, { color: false, columns: 80, version: () => "" });
        // "Exit" with 0: --help and --version.
        assert(kind === "request" || /--(?:help|version)/.test(args.join(" ")), args.join(" "));
      }
    });
  }
  const tasks = code.flatMap((line) => commandsIn(line, TASK)).map(([task]) => task!);
  if (tasks.length > 0) {
    Deno.test(`tasks that ${name} names are there`, () => {
      assertEquals(tasks.filter((task) => !Object.hasOwn(configuration.tasks, task)), []);
    });
  }
}

Deno.test("pages name the Deno that the project is tested with", () => {
  const wanted = /deno@[\d.]+/.exec(Deno.readTextFileSync(`${ROOT}.ci/run`))![0];
  const others = pages.flatMap(({ name, text }) =>
    (text.match(/deno@\d[\d.]*\d/g) ?? []).filter((each) => each !== wanted).map((each) =>
      `${name}: ${each}`
    )
  );
  assertEquals(others, []);
});

Deno.test("options that pages name are options of a command", () => {
  const known = new Set(
    [HELP, VERSION_OPTION, ...GLOBAL_OPTIONS, ...COMMANDS.flatMap(({ options }) => options)]
      .flatMap(({ flags }) => flags),
  );
  const unknown = pages.flatMap(({ name, text }) =>
    codeOf(text).filter((code) => code.startsWith("--")).map((code) => /^--[\w-]+/.exec(code)?.[0])
      .filter((flag) => flag !== undefined && !known.has(flag)).map((flag) => `${name}: ${flag}`)
  );
  assertEquals(unknown, []);
});
