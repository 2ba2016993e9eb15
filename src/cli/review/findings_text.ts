import type { Finding } from "../../lint/finding.ts";
import type { Level } from "../../lint/rule.ts";
import { printable } from "../../config/printable.ts";
import type { Style } from "../style.ts";
import { wrap } from "../wrap.ts";

/** How findings are written. */
export interface TextOptions {
  readonly style: Style;
  /** Width of lines, in characters. */
  readonly columns: number;
  /** Whether notices are shown one by one, and long texts in full. */
  readonly verbose: boolean;
  /** A path as people read it: relative to where they are, if it is below. */
  readonly path: (path: string) => string;
}

/** The findings that are shown one by one; notices only if they are asked for. */
export function shownFindings(
  findings: readonly Finding[],
  { verbose }: Pick<TextOptions, "verbose">,
): readonly Finding[] {
  return verbose ? findings : findings.filter(({ level }) => level !== "notice");
}

/** A level in its colour. */
export function levelText(level: Level, style: Style): string {
  if (level === "error") return style.red(level);
  return level === "warning" ? style.yellow(level) : style.cyan(level);
}

/** Lines with an indentation, of which the first has something else in its place. */
export function hanging(first: string, indent: string, text: string, columns: number): string[] {
  const [head = "", ...rest] = wrap(text, columns, indent);
  return [first + head.slice(indent.length), ...rest];
}

/** A finding in words, with the rule behind it, which is never broken in two. */
export function findingText(
  { title, about, rule }: Finding,
  first: string,
  indent: string,
  columns: number,
): string[] {
  const lines = hanging(first, indent, `${title}: ${printable(about)}`, columns);
  const tag = `[${rule}]`;
  const last = visibleLength(lines.at(-1)!);
  if (last + 1 + tag.length <= columns) lines.push(`${lines.pop()} ${tag}`);
  else lines.push(indent + tag);
  return lines;
}

/** The length without what colours the text. */
function visibleLength(text: string): number {
  // deno-lint-ignore no-control-regex -- the sequences begin with a control character
  return text.replace(/\x1b\[[\d;]*m/g, "").length;
}

/** What the rules of findings are about and what to do instead, each rule once. */
export function explanations(
  findings: readonly Finding[],
  { style, columns }: TextOptions,
): string[] {
  const rules = new Map(findings.map((each) => [each.rule, each]));
  return [...rules.values()].flatMap(({ rule, why, safe }) => [
    style.bold(rule),
    ...hanging("  Why:     ", "           ", why, columns),
    ...hanging("  Instead: ", "           ", safe, columns),
    "",
  ]);
}

/** `1 error, 2 warnings, 3 notices (-v shows them), 4 silenced`. */
export function countText(
  findings: readonly Finding[],
  silenced: number,
  { verbose }: Pick<TextOptions, "verbose">,
): string {
  const count = (level: Level) => findings.filter((each) => each.level === level).length;
  const plural = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const notices = count("notice");
  const parts = [
    ...count("error") > 0 ? [plural(count("error"), "error")] : [],
    ...count("warning") > 0 ? [plural(count("warning"), "warning")] : [],
    ...notices > 0 ? [`${plural(notices, "notice")}${verbose ? "" : " (-v shows them)"}`] : [],
    ...silenced > 0 ? [`${silenced} silenced`] : [],
  ];
  return parts.length === 0 ? "nothing found" : parts.join(", ");
}
