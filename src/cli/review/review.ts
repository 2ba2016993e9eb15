import { joinPath } from "../../config/paths.ts";
import { FILE_RULES, type Finding } from "../../lint/finding.ts";
import { readRuleNames } from "../../lint/lint.ts";
import { atLeast } from "../../lint/rule.ts";
import { RULES } from "../../lint/rules/mod.ts";
import type { Revision } from "../../script/revision.ts";
import { decodeRevision } from "../../script/source_text.ts";
import { VERIFY_RULES } from "../../verify/rules.ts";
import type { CommandContext, Project } from "../context.ts";
import type { FailOn } from "../request.ts";
import { styleFor } from "../style.ts";
import { printable } from "../../config/printable.ts";
import type { TextOptions } from "./findings_text.ts";

/** The exit code of `plan` and `lint` where findings are as grave as `--fail-on` says. */
export const FOUND = 3;

/** Whether findings are as grave as `--fail-on` says. */
export function fails(findings: readonly Finding[], failOn: FailOn): boolean {
  return failOn !== "never" && findings.some(({ level }) => atLeast(level, failOn));
}

/** What both commands take from the project: rules that it silences or asks for, and texts of revisions. */
export function reviewSettings({ config }: Project, { platform }: CommandContext) {
  const known = new Set([
    ...RULES.map(({ id }) => id),
    ...Object.keys(FILE_RULES),
    ...Object.keys(VERIFY_RULES),
  ]);
  const named = (key: string) => {
    const value = config.options.getAlembicOption(key);
    return readRuleNames(Array.isArray(value) ? value.join(" ") : String(value ?? ""), known, key);
  };
  return {
    ignored: named("migrator.lint_ignore"),
    also: named("migrator.lint_also"),
    sourceOf: ({ path, kind }: Revision) =>
      decodeRevision(platform.files.readBytes(path), path, kind),
  };
}

/** How texts are written for whoever reads standard output. */
export function textOptions(
  { platform }: CommandContext,
  { verbose }: { readonly verbose: boolean },
): TextOptions {
  const here = joinPath(platform.cwd(), "");
  return {
    style: styleFor(platform),
    columns: Math.max(40, platform.terminal.columns() ?? 80),
    verbose,
    path: (path) => printable(path.startsWith(here) ? path.slice(here.length) : path),
  };
}
