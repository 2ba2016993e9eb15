import { formatPlace } from "../../errors/mod.ts";
import type { ObjectDifference } from "../../verify/schema_description.ts";
import type { VerifyFinding } from "../../verify/verify.ts";
import { printable } from "../../config/printable.ts";
import type { Verified } from "../verify.ts";
import {
  countText,
  explanations,
  findingText,
  levelText,
  type TextOptions,
} from "./findings_text.ts";

/** How many differences of one finding are shown unless all is asked for. */
const SHOWN = 12;

/** What verifying came to, for people: by revision, then what it means, then how many go both ways. */
export function verifyText(verified: Verified, options: TextOptions): string {
  const { findings, revisions, proven, notReached, silenced } = verified;
  const { style, path } = options;
  const lines: string[] = [];
  for (const each of findings) {
    const where = each.place === null
      ? "The history"
      : `${each.revision}  ${path(formatPlace(each.place))}`;
    lines.push(style.bold(printable(where)), ...findingLines(each, options), "");
  }
  lines.push(...explanations(findings, options));
  const counted = `${proven} of ${revisions} revision${revisions === 1 ? "" : "s"}`;
  lines.push(`${counted} went up, down and up again, each time to the same schema`);
  if (notReached > 0) {
    lines.push(
      `${notReached} could not be verified, because one before has left the database unusable`,
    );
  }
  lines.push(`Findings: ${countText(findings, silenced, { verbose: true })}`);
  return lines.join("\n");
}

function findingLines(found: VerifyFinding, options: TextOptions): string[] {
  const { style, columns, verbose } = options;
  const first = `  ${levelText(found.level, style)}: `;
  const differences = verbose ? found.differences : found.differences.slice(0, SHOWN);
  const more = found.differences.length - differences.length;
  return [
    ...findingText(found, first, "    ", columns),
    ...differences.flatMap((each) => differenceLines(each, options)),
    ...more > 0 ? [`    and ${more} more (-v shows them)`] : [],
  ];
}

function differenceLines(
  { object, before, after }: ObjectDifference,
  { style }: TextOptions,
): string[] {
  const shown = (detail: string) =>
    printable(`${object}${detail === "" ? "" : `  ${detail.replace(/\s+/g, " ")}`}`);
  return [
    ...before === null ? [] : [style.red(`    - ${shown(before)}`)],
    ...after === null ? [] : [style.cyan(`    + ${shown(after)}`)],
  ];
}
