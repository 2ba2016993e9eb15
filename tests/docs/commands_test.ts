/** docs/commands.md lists the commands as the parser has them. With MIGRATOR_RECORD=1 the list is written anew. */
import { COMMANDS } from "../../src/cli/commands.ts";
import { GLOBAL_OPTIONS } from "../../src/cli/options.ts";
import type { CommandSpecification, Option } from "../../src/cli/specification.ts";
import { ROOT } from "../support/command.ts";
import { assertSameText } from "../support/same_text.ts";

const PAGE = `${ROOT}docs/commands.md`;
const HEADING = "## All commands\n";

Deno.test("docs/commands.md lists the commands as the parser has them", async () => {
  const page = await Deno.readTextFile(PAGE);
  const end = page.indexOf(HEADING) + HEADING.length;
  const wanted = page.slice(0, end) + commandList();
  if (Deno.env.get("MIGRATOR_RECORD")) await Deno.writeTextFile(PAGE, wanted);
  else assertSameText(page, wanted, "docs/commands.md");
});

function commandList(): string {
  return [
    "",
    ...COMMANDS.map(({ name, help }) => `- [\`${name}\`](#${name}): ${sentence(help)}`),
    "",
    ...COMMANDS.flatMap(section),
    "## Options of every command",
    "",
    "They stand before the command, as with Alembic; written in full they may also come after it.",
    "",
    ...optionTable(GLOBAL_OPTIONS),
    "",
  ].join("\n");
}

function section(command: CommandSpecification): string[] {
  const { name, help, options, positionals } = command;
  const described = positionals.filter((positional) => positional.help !== undefined);
  return [
    `### ${name}`,
    "",
    `    ${usage(command)}`,
    "",
    sentence(help),
    "",
    ...described.length === 0 ? [] : [
      "| argument | |",
      "|---|---|",
      ...described.map((each) => `| \`${each.name}\` | ${cell(each.help!)} |`),
      "",
    ],
    ...options.length === 0 ? [] : [...optionTable(options), ""],
  ];
}

function usage({ name, options, positionals }: CommandSpecification): string {
  const places = positionals.map(({ name, many, optional, choices }) => {
    const word = choices?.join("|") ?? name.toUpperCase();
    return `${optional ? `[${word}]` : word}${many ? "…" : ""}`;
  });
  return ["migrator", name, ...options.length === 0 ? [] : ["[options]"], ...places].join(" ");
}

function optionTable(options: readonly Option[]): string[] {
  return ["| option | |", "|---|---|", ...options.map(optionRow)];
}

function optionRow({ flags, value, repeat, help }: Option): string {
  const word = value === undefined
    ? ""
    : ` ${
      value.choices?.join("\\|") ?? value.metavar ?? flags.at(-1)!.replace(/^-+/, "").toUpperCase()
    }`;
  const names = flags.map((flag) => `\`${flag}\``).join(", ");
  const given = word === "" ? names : `${names} \`${word.trim()}\``;
  return `| ${given}${repeat ? " …" : ""} | ${cell(help)} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function sentence(text: string): string {
  return text.replace(/\s*\.?$/, ".");
}
