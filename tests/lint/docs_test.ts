/** docs/lint.md lists the rules as they are. With MIGRATOR_RECORD=1 the list is written anew. */
import { FILE_RULES } from "../../src/lint/finding.ts";
import type { Example, Rule } from "../../src/lint/rule.ts";
import { RULES } from "../../src/lint/rules/mod.ts";
import { ROOT } from "../support/command.ts";
import { assertSameText } from "../support/same_text.ts";

const PAGE = `${ROOT}docs/lint.md`;
const HEADING = "## Rules\n";

function isWithExamples(rule: object): rule is Rule {
  return "bad" in rule;
}

function example(title: string, { given, sql, autocommit }: Example): string {
  const statements = (text: string) => text.split("; ").map((each) => `${each};`);
  const lines = [
    ...given === undefined ? [] : ["-- earlier", ...statements(given), "-- now"],
    ...autocommit ? ["-- in an autocommit block"] : [],
    ...statements(sql),
  ];
  return `${title}:\n\n\`\`\`sql\n${lines.join("\n")}\n\`\`\`\n`;
}

function ruleList(): string {
  const rules = [...RULES, ...Object.values(FILE_RULES)]
    .sort((one, other) => one.id < other.id ? -1 : 1);
  const levelOf = (rule: typeof rules[number]) =>
    `${rule.level}${isWithExamples(rule) && rule.optional ? ", optional" : ""}`;
  const table = rules.map((rule) =>
    `| [\`${rule.id}\`](#${rule.id}) | ${levelOf(rule)} | ${rule.title} |`
  );
  const sections = rules.map((rule) =>
    [
      `### ${rule.id}\n`,
      `${rule.title} (${levelOf(rule)}). ${rule.why}\n`,
      `Instead: ${rule.safe}\n`,
      ...isWithExamples(rule) ? [example("Found", rule.bad), example("Not found", rule.good)] : [],
    ].join("\n")
  );
  return [
    "",
    "| rule | level | |",
    "|---|---|---|",
    ...table,
    "",
    ...sections,
  ].join("\n");
}

Deno.test("docs/lint.md lists the rules", async () => {
  const page = await Deno.readTextFile(PAGE);
  const end = page.indexOf(HEADING) + HEADING.length;
  const wanted = page.slice(0, end) + ruleList();
  if (Deno.env.get("MIGRATOR_RECORD")) await Deno.writeTextFile(PAGE, wanted);
  else assertSameText(page, wanted, "docs/lint.md");
});
