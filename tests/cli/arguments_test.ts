import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parseArguments, type ParsedArguments } from "../../src/cli/arguments.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { readPlainArguments } from "../../src/cli/plain_arguments.ts";
import { ARGUMENT_CASES } from "./arguments_cases.ts";

const output = { color: false, columns: 80, version: () => "migrator 1.2.3" };

function words(commandLine: string): string[] {
  return (commandLine.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ""));
}

function parse(commandLine: string): ParsedArguments {
  return parseArguments(words(commandLine), output);
}

/** An outcome in the words of the cases. */
function outcome(parsed: ParsedArguments): string {
  if (parsed.kind === "exit") {
    const line = parsed.err.trimEnd().split("\n").at(-1)!;
    if (line === "migrator: error: too few arguments") return "too few arguments";
    return `${parsed.code} ${line}`
      .replace(/argument \{.*\}: (.*) \(choose from .*/, "argument {…}: $1");
  }
  const { command, ...values } = parsed.request;
  const given = Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value])
    .sort(([a], [b]) => String(a) < String(b) ? -1 : 1)
    .map(([name, value]) => value === true ? name : `${name}=${JSON.stringify(value)}`);
  return [command, ...given].join(" ");
}

for (const [commandLine, expected] of ARGUMENT_CASES) {
  Deno.test(`parseArguments() reads "${commandLine}" as Alembic does`, () => {
    assertEquals(outcome(parse(commandLine)), expected);
    const request = readPlainArguments(words(commandLine));
    if (request !== null) assertEquals(outcome({ kind: "request", request }), expected);
  });
}

/** Options that Alembic does not have, and places where it does not take them. */
const OWN = [
  ["heads -c x.ini", 'heads config=["x.ini"]'],
  ["-c a.ini heads --config=b.ini -cc.ini", 'heads config=["a.ini","b.ini","c.ini"]'],
  ["upgrade head -q", 'upgrade quiet revision="head"'],
  ["upgrade -x a=b head -xc=d", 'upgrade revision="head" x=["a=b","c=d"]'],
  ["history -n other --raiseerr --quiet", 'history name="other" quiet raiseerr'],
  ["heads --url pglite:// --no-env", 'heads no_env url="pglite://"'],
  ["revision -m -q", "2 migrator revision: error: argument -m/--message: expected one argument"],
  ["current -c", "current check_heads"],
  ["current -cv --config x.ini", 'current check_heads config=["x.ini"] verbose'],
  ["show -- -q", 'show rev="-q"'],
  ["heads -c", "2 migrator: error: unrecognized arguments: -c"],
  ["heads -c -v", "2 migrator: error: argument -c/--config: expected one argument"],
  ["--url pglite:// heads", 'heads url="pglite://"'],
  ["--url a upgrade head", 'upgrade revision="head" url="a"'],
  ["upgrade head --url=b --no-env", 'upgrade no_env revision="head" url="b"'],
  ["--url a upgrade head --url b", 'upgrade revision="head" url="b"'],
  ["--no-env current", "current no_env"],
  ["revision --format sql", 'revision format="sql"'],
  ["merge a b --format python", 'merge format="python" revisions=["a","b"]'],
  [
    "revision --format perl",
    "2 migrator revision: error: argument --format: invalid choice: 'perl' (choose from python, typescript, sql)",
  ],
] as const;

for (const [commandLine, expected] of OWN) {
  Deno.test(`parseArguments() reads "${commandLine}"`, () => {
    const found = outcome(parse(commandLine)).replace(
      /\(choose from (.*)\)/,
      (_, choices: string) => `(choose from ${choices.replaceAll("'", "")})`,
    );
    assertEquals(found, expected);
    const request = readPlainArguments(words(commandLine));
    if (request !== null) assertEquals(outcome({ kind: "request", request }), expected);
  });
}

Deno.test("parseArguments() gives the version and the help as texts for standard output", () => {
  assertEquals(parse("--version"), { kind: "exit", code: 0, out: "migrator 1.2.3\n", err: "" });
  const help = parse("-h");
  if (help.kind !== "exit") throw new Error("no help");
  assertEquals([help.code, help.err], [0, ""]);
  assertMatch(help.out, /^usage: migrator \[-h\] \[--version\] \[-c CONFIG\]/);
  for (const { name, help: line } of COMMANDS) {
    assertMatch(help.out, new RegExp(`^ {4}${name} +${line.split(" ", 1)[0]}`, "m"));
  }
});

for (const { name, options, positionals } of COMMANDS) {
  Deno.test(`parseArguments() gives the help of ${name} with all that it takes`, () => {
    for (const flag of ["-h", "--help"]) {
      const help = parse(`${name} ${flag}`);
      if (help.kind !== "exit") throw new Error("no help");
      assertEquals([help.code, help.err], [0, ""]);
      assertMatch(help.out, new RegExp(`^usage: migrator ${name} \\[-h\\]`));
      for (const { flags } of options) assertStringIncludes(help.out, flags.join(", "));
      for (const positional of positionals) {
        const shown = positional.choices ? `{${positional.choices.join(",")}}` : positional.name;
        assertStringIncludes(help.out, `\n  ${shown}`);
      }
    }
  });
}

Deno.test("parseArguments() colours texts only where that is asked for", () => {
  const isColoured = (text: string) => text.includes("\x1b[");
  for (const commandLine of ["-h", "upgrade -h", "upgrade"]) {
    const parsed = parse(commandLine);
    if (parsed.kind !== "exit") throw new Error("no text");
    assertEquals(isColoured(parsed.out + parsed.err), false);
  }
});

Deno.test("parseArguments() leaves two columns free behind the longest lines of texts", () => {
  for (const columns of [60, 120]) {
    const help = parseArguments(["upgrade", "-h"], { ...output, columns });
    if (help.kind !== "exit") throw new Error("no help");
    const longest = Math.max(...help.out.split("\n").map((line) => line.length));
    assertEquals(longest, columns - 2);
  }
});
