import type { DoctorFinding, DoctorSection, FindingStatus } from "../../doctor/finding.ts";
import { formatPlace } from "../../errors/mod.ts";
import { printable } from "../../config/printable.ts";
import type { Style } from "../style.ts";
import { hanging, type TextOptions } from "./findings_text.ts";

/** Below the marks, which are as wide as the longest of them. */
const INDENT = " ".repeat(11);

/** What was found, for people and for bug reports: section by section, then how much is wrong. */
export function doctorText(
  program: string,
  sections: readonly DoctorSection[],
  options: TextOptions,
): string {
  const lines = sections.flatMap(({ title, findings }) => [
    "",
    options.style.bold(title),
    ...findings.flatMap((each) => findingLines(each, options)),
  ]);
  return [program, ...lines, "", summary(sections)].join("\n");
}

function findingLines({ status, message, place, hint }: DoctorFinding, options: TextOptions) {
  const { style, columns, path } = options;
  const first = `  ${mark(status, style)}${" ".repeat(INDENT.length - 2 - status.length)}`;
  const lines = (head: string, text: string) =>
    text.split("\n").flatMap((line, index) =>
      hanging(index === 0 ? head : INDENT, INDENT, printable(line), columns)
    );
  return [
    ...lines(first, message),
    ...place === null ? [] : [`${INDENT}at ${printable(path(formatPlace(place)))}`],
    ...hint === null ? [] : lines(INDENT, `to do: ${hint}`),
  ];
}

function mark(status: FindingStatus, style: Style): string {
  if (status === "ok") return style.dim(status);
  return status === "warning" ? style.yellow(status) : style.red(status);
}

function summary(sections: readonly DoctorSection[]): string {
  const all = sections.flatMap(({ findings }) => findings);
  const count = (wanted: FindingStatus) => all.filter(({ status }) => status === wanted).length;
  const [problems, warnings] = [count("problem"), count("warning")];
  const shown = (number: number, noun: string) =>
    `${number === 0 ? "no" : number} ${noun}${number === 1 ? "" : "s"}`;
  return `${shown(problems, "problem")}, ${shown(warnings, "warning")}`;
}
