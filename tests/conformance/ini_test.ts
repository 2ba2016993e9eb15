import { assertEquals } from "@std/assert";
import { INI_CASES } from "../config/ini_cases.ts";
import { readingOf, sortByName } from "../config/ini_reading.ts";
import { yardstick } from "../support/yardstick.ts";

const ORACLE = `
import configparser, json, sys, tempfile, os
answers = {}
for name, text in json.load(sys.stdin).items():
    with tempfile.NamedTemporaryFile("wb", delete=False) as file:
        file.write(text.encode())
    try:
        parser = configparser.ConfigParser({"here": "/srv/app"})
        parser.read(file.name, encoding="utf-8")
        sections = {}
        for section in parser.sections():
            options = {}
            for option in parser.options(section):
                try:
                    options[option] = parser.get(section, option)
                except configparser.Error as error:
                    options[option] = {"error": type(error).__name__}
            try:
                order = [key for key, _ in parser.items(section)]
            except configparser.Error as error:
                order = type(error).__name__
            sections[section] = [sorted(options.items()), order]
        answers[name] = {"sections": [[k, v] for k, v in sections.items()]}
    except configparser.Error as error:
        line = getattr(error, "lineno", None)
        if line is None and getattr(error, "errors", None):
            line = error.errors[0][0]
        answers[name] = {"error": type(error).__name__, "line": line}
    os.unlink(file.name)
json.dump(answers, sys.stdout)
`;

async function pythonAnswers(
  python: string,
  cases: unknown,
): Promise<Record<string, unknown>> {
  const child = new Deno.Command(python, {
    args: ["-c", ORACLE],
    stdin: "piped",
    stdout: "piped",
    env: { PYTHONIOENCODING: "utf-8" },
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(cases)));
  await writer.close();
  const { code, stdout } = await child.output();
  assertEquals(code, 0);
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("an ini file reads as Python's configparser reads it", async () => {
  const python = (await yardstick())?.python;
  if (python === undefined) return;
  const answers = await pythonAnswers(python, INI_CASES);
  assertEquals(Object.keys(answers).length, Object.keys(INI_CASES).length);
  for (const [name, text] of Object.entries(INI_CASES)) {
    const expected = answers[name] as { sections?: [string, [unknown[], unknown]][] };
    for (const [, value] of expected.sections ?? []) sortByName(value[0]);
    assertEquals(readingOf(text), expected, name);
  }
});

// Random texts of the characters that matter reach the corners that nobody thinks of.
Deno.test("random ini texts read as Python's configparser reads them", async () => {
  const python = (await yardstick())?.python;
  if (python === undefined) return;
  const pieces = [
    "[a]",
    "[b]",
    "[DEFAULT]",
    "x",
    "y",
    "=",
    ":",
    " ",
    "  ",
    "\n",
    "\n",
    "\n  ",
    "#",
    ";",
  ];
  pieces.push("%", "%%", "%(x)s", "%(y)s", "]", "[", "v", "x = 1\n", "y: 2\n", "\t", "\r\n");
  let seed = 20261122;
  const next = (limit: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor(seed / 65536) % limit;
  };
  const cases: Record<string, string> = {};
  for (let index = 0; index < 3000; index++) {
    let text = index % 5 === 0 ? "" : "[a]\n";
    for (let length = next(14); length >= 0; length--) text += pieces[next(pieces.length)];
    cases[`${index}`] = text;
  }
  const answers = await pythonAnswers(python, cases);
  for (const [name, text] of Object.entries(cases)) {
    const expected = answers[name] as { sections?: [string, [unknown[], unknown]][] };
    for (const [, value] of expected.sections ?? []) sortByName(value[0]);
    assertEquals(readingOf(text), expected, JSON.stringify(text));
  }
});
