import type { TemplateNode } from "./mako_lexer.ts";
import {
  commaOf,
  isTrue,
  jsonOf,
  reprOf,
  type TemplateValue,
  type TemplateVariables,
  textOf,
} from "./template_values.ts";

const filters: Readonly<Record<string, (value: TemplateValue) => string>> = {
  str: textOf,
  unicode: textOf,
  comma: commaOf,
  json: jsonOf,
  trim: (value) => textOf(value).trim(),
  // In a block comment: its end is broken up, and further lines get their star.
  doc_comment: (value) =>
    textOf(value).replaceAll("*/", "*\\/").replaceAll("\n", "\n * ").replace(/ +$/gm, ""),
  // Statements between the braces of a function.
  body: (value) => textOf(value) === "" ? "\n" : `\n  ${textOf(value)}\n`,
  // Statements below a marker of a SQL revision.
  part: (value) => textOf(value) === "" ? "" : `${textOf(value)}\n`,
  // In a line comment there is room for one line.
  line_comment: (value) => textOf(value).trim().replace(/\s*[\r\n]\s*/g, " "),
};

const name = "[A-Za-z_]\\w*";
const string = `"[^"\\\\\\n]*"|'[^'\\\\\\n]*'`;
const atom = `(?:${name}|${string})`;
const plain = new RegExp(`^(${atom})$`);
const called = new RegExp(`^(repr|str)\\(\\s*(${atom})\\s*\\)$`);
const conditional = new RegExp(`^(${atom})\\s+if\\s+(${name})\\s+else\\s+(${atom})$`);

/**
 * Renders a template whose expressions are variables, strings, `repr()` and `a if b else c`, as the
 * templates that come with Alembic are: no evaluator is needed. `null` if anything in it is more.
 */
export function renderSimply(
  nodes: readonly TemplateNode[],
  variables: TemplateVariables,
): string | null {
  const parts: string[] = [];
  for (const node of nodes) {
    if (node.kind === "text") parts.push(node.text);
    else if (node.kind !== "expression") return null;
    else {
      let value = evaluate(node.source, variables);
      const own = node.filters.filter((filter) => filter !== "n");
      for (const filter of node.filters.includes("n") ? own : ["str", ...own]) {
        const apply = Object.hasOwn(filters, filter) ? filters[filter] : undefined;
        if (apply === undefined || value === undefined) return null;
        value = apply(value);
      }
      if (typeof value !== "string") return null;
      parts.push(value);
    }
  }
  return parts.join("");
}

/** The value of an expression; `undefined` if it is not simple or not defined. */
function evaluate(source: string, variables: TemplateVariables): TemplateValue | undefined {
  const single = plain.exec(source);
  if (single !== null) return valueOf(single[1]!, variables);
  const call = called.exec(source);
  if (call !== null) {
    const value = valueOf(call[2]!, variables);
    const isDate = typeof value === "object" && value?.kind === "datetime";
    if (value === undefined || (isDate && call[1] === "repr")) return undefined;
    return call[1] === "repr" ? reprOf(value) : textOf(value);
  }
  const choice = conditional.exec(source);
  if (choice === null) return undefined;
  const [, yes, test, no] = choice;
  // Names that no one defines are false, as Mako has it.
  const condition = valueOf(test!, variables);
  return valueOf(condition !== undefined && isTrue(condition) ? yes! : no!, variables);
}

function valueOf(atomText: string, variables: TemplateVariables): TemplateValue | undefined {
  if (/^["']/.test(atomText)) return atomText.slice(1, -1);
  if (atomText === "None") return null;
  return Object.hasOwn(variables, atomText) ? variables[atomText] : undefined;
}
