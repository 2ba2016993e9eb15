import { printable } from "../../config/printable.ts";
import type { Finding } from "../../lint/finding.ts";
import type { LintResult } from "../../lint/lint.ts";
import {
  countText,
  explanations,
  findingText,
  hanging,
  levelText,
  shownFindings,
  type TextOptions,
} from "./findings_text.ts";

/** Findings for people: by file, then what the rules mean, then how many there are. */
export function lintText(
  result: LintResult,
  options: TextOptions,
  /** The heads, where the whole history was looked at and nothing says where to begin. */
  heads: readonly string[] | null = null,
): string {
  const { style, path } = options;
  const shown = shownFindings(result.findings, options);
  const files = Map.groupBy(shown, ({ place }) => place === null ? "" : path(place.path));
  const lines: string[] = [];
  for (const [file, findings] of files) {
    lines.push(style.bold(file === "" ? "The history" : file));
    for (const finding of findings) lines.push(...findingLines(finding, options));
    lines.push("");
  }
  lines.push(...explanations(shown, options));
  const { revisions, findings, silenced } = result;
  const counted = `${revisions} revision${revisions === 1 ? "" : "s"}`;
  lines.push(`${counted}: ${countText(findings, silenced, options)}`);
  if (heads !== null && shown.length > MANY) {
    const text = `To look only at what comes after today's revisions, write ` +
      `\`migrator.lint_after = ${printable(heads.join(", "))}\` into the config file.`;
    lines.push("", ...hanging("", "", text, options.columns));
  }
  return lines.join("\n");
}

/** How many findings make one think of where to begin. */
const MANY = 20;

function findingLines(
  finding: Finding,
  { style, columns }: TextOptions,
): string[] {
  const { level, place } = finding;
  const line = String(place?.line ?? "").padStart(5);
  const first = `${line}  ${levelText(level, style)}${" ".repeat(9 - level.length)}`;
  return findingText(finding, first, " ".repeat(16), columns);
}

/** Findings as annotations of GitHub Actions ("Workflow commands for GitHub Actions"). */
export function githubText(
  { findings }: LintResult,
  { path }: Pick<TextOptions, "path">,
): string {
  return findings.map(({ level, title, about, why, safe, place, rule }) => {
    const where = place === null ? [] : [
      `file=${property(path(place.path))}`,
      ...place.line === undefined ? [] : [`line=${place.line}`],
    ];
    const properties = [...where, `title=${property(`${title} (${rule})`)}`].join(",");
    return `::${level} ${properties}::${data(`${about}\n${why}\nInstead: ${safe}`)}`;
  }).join("\n");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
