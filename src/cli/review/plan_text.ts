import { formatPlace } from "../../errors/mod.ts";
import {
  blocks,
  strength,
  type TableEffect,
  type TableSize,
  weight,
} from "../../lint/effect/effect.ts";
import type { InspectedStatement, InspectedStep } from "../../lint/inspector.ts";
import type { Plan } from "../../lint/plan.ts";
import { shown } from "../../lint/rule.ts";
import type { LockMode } from "../../lint/statement/statement.ts";
import { printable } from "../../config/printable.ts";
import { parameterText } from "../json/review_records.ts";
import {
  countText,
  explanations,
  findingText,
  hanging,
  levelText,
  shownFindings,
  type TextOptions,
} from "./findings_text.ts";
import { trimEnd } from "../../config/trim_end.ts";

/** How much of one statement is shown unless all is asked for. */
const LINES = 24;
const CHARACTERS = 1200;

/** A plan for people: steps with their statements, then the tables that are locked, then findings. */
export function planText(
  plan: Plan,
  { url, positions }: {
    readonly url: string;
    /** Where the database is before and after. */
    readonly positions: readonly [string, string];
  },
  options: TextOptions,
): string {
  const { style } = options;
  const [from, to] = positions.map(printable) as [string, string];
  const where = url === "" ? "The database" : printable(url);
  if (plan.steps.length === 0) return `${where} is at ${from}: nothing to do`;
  const { direction } = plan.steps[0]!.previewed.step;
  const statements = plan.steps.flatMap((step) => step.statements);
  const lines = [
    style.bold(`${where} is at ${from}`),
    `${direction} to ${to}: ${counted(plan.steps.length, "step")}, ${
      counted(statements.length, "statement")
    }, ${transactionsText(statements)}`,
    "",
  ];
  const numbers = transactionNumbers(statements);
  let open: number | null = null;
  const switchTo = (transaction: number | null) => {
    if (transaction === open) return;
    if (open !== null) lines.push(style.dim(`-- transaction ${numbers.get(open)} ends`), "");
    if (transaction !== null) {
      lines.push(style.dim(`-- transaction ${numbers.get(transaction)} begins`), "");
    }
    open = transaction;
  };
  for (const [index, step] of plan.steps.entries()) {
    const first = step.statements[0];
    if (first !== undefined) switchTo(first.examined.transaction);
    lines.push(...stepHeading(step, index, options));
    for (const statement of step.statements) {
      switchTo(statement.examined.transaction);
      lines.push(...statementLines(statement, options), "");
    }
    lines.push(...stepEnd(step, options));
  }
  switchTo(null);
  lines.push(...lockSummary(plan, numbers, options));
  const findings = statements.flatMap((statement) => statement.findings);
  const silenced = plan.steps.reduce((sum, step) => sum + step.silenced, 0);
  lines.push(...explanations(shownFindings(findings, options), options));
  lines.push(style.bold(`Findings: ${countText(findings, silenced, options)}`));
  return lines.join("\n");
}

function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

function transactionNumbers(statements: readonly InspectedStatement[]): Map<number, number> {
  const numbers = new Map<number, number>();
  for (const { examined: { transaction } } of statements) {
    if (transaction !== null && !numbers.has(transaction)) {
      numbers.set(transaction, numbers.size + 1);
    }
  }
  return numbers;
}

function transactionsText(statements: readonly InspectedStatement[]): string {
  const numbers = transactionNumbers(statements);
  const alone = statements.filter(({ examined }) => examined.transaction === null).length;
  if (statements.length === 0) return "nothing but the version changes";
  const parts = [
    ...numbers.size === 1
      ? [alone === 0 ? "all in one transaction" : "1 transaction"]
      : numbers.size > 1
      ? [counted(numbers.size, "transaction")]
      : [],
    ...alone > 0 ? [`${alone} in autocommit`] : [],
  ];
  return parts.join(", ");
}

function stepHeading(
  { previewed: { step } }: InspectedStep,
  index: number,
  { style, path }: TextOptions,
): string[] {
  const { revision } = step;
  const doc = revision.doc === "" ? "" : `  ${printable(revision.doc.replace(/\s+/g, " "))}`;
  return [
    `${style.bold(`${index + 1}. ${printable(revision.id)}`)}${doc}`,
    style.dim(`   ${path(revision.path)}`),
    "",
  ];
}

function stepEnd({ previewed, statements }: InspectedStep, { style, path }: TextOptions): string[] {
  const { waitsFor } = previewed;
  if (waitsFor !== null) {
    const at = waitsFor.place
      ? ` (${formatPlace({ ...waitsFor.place, path: path(waitsFor.place.path) })})`
      : "";
    return [
      `   ${style.yellow("?")} Here the revision reads from the database${at}:`,
      ...indented(cut(waitsFor.statement.sql, false), "       "),
      "     What it sends after that depends on the answer, and is not shown.",
      "",
    ];
  }
  return statements.length === 0 ? ["   (nothing is sent)", ""] : [];
}

function statementLines(
  { previewed, examined, findings }: InspectedStatement,
  options: TextOptions,
): string[] {
  const { style, columns, verbose } = options;
  const { statement, conditional } = previewed;
  const lines = indented(`${cut(statement.sql, verbose)};`, "   ");
  if (statement.parameters !== undefined) {
    const values = statement.parameters.map((value, index) =>
      `$${index + 1} = ${parameterText(value) === null ? "NULL" : `'${parameterText(value)}'`}`
    );
    lines.push(...hanging("     ", "     ", `with ${cut(values.join(", "), verbose)}`, columns));
  }
  const remarks = [
    ...conditional ? ["only if that is not there yet, or still there"] : [],
    ...examined.transaction === null ? ["in autocommit: stays even if what follows fails"] : [],
    ...examined.effects.tables.map(effectText),
    ...examined.effects.complete ? [] : ["what it locks and does cannot be told from its text"],
  ];
  for (const remark of remarks) {
    lines.push(
      ...hanging("     ", "       ", printable(remark), columns).map((line) => style.dim(line)),
    );
  }
  for (const finding of shownFindings(findings, options)) {
    const first = `   ${levelText(finding.level, style)}: `;
    // The first line has the level before it, which takes as much room as the indentation of the others.
    const indent = " ".repeat(finding.level.length + 5);
    lines.push(...findingText(finding, first, indent, columns));
  }
  return lines;
}

function indented(text: string, indent: string): string[] {
  return text.split("\n").map((line) => `${indent}${line}`.trimEnd());
}

/** A text without the indentation that all its lines have, and without its semicolon. */
function plain(text: string): string {
  const lines = trimEnd(printable(text).replace(/^(?:[ \t]*\n)+/, ""), " \t\n;").split("\n");
  const indents = lines.filter((line) => line.trim() !== "")
    .map((line) => /^[ \t]*/.exec(line)![0].length);
  const common = Math.min(...indents, Infinity);
  return lines.map((line) => line.slice(Math.min(common, line.length))).join("\n");
}

/** A long text as far as it helps. */
function cut(text: string, full: boolean): string {
  const trimmed = plain(text);
  if (full) return trimmed;
  const lines = trimmed.split("\n");
  let kept = lines.length > LINES ? lines.slice(0, LINES).join("\n") : trimmed;
  if (kept.length > CHARACTERS) kept = kept.slice(0, CHARACTERS);
  return kept.length === trimmed.length
    ? trimmed
    : `${kept} … (${trimmed.length - kept.length} more characters; -v shows them)`;
}

/** `customers (1.2 GB, ~3.4 M rows): blocks writes, reads every row; an index is built`. */
function effectText(each: TableEffect): string {
  const size = each.size === null ? "" : ` (${sizeText(each.size)})`;
  const reason = each.because === null ? "" : ` (${each.because})`;
  const work = each.work === "rows" ? "" : `, ${workText(each)}`;
  return `${printable(shown(each.table))}${size}: ${lockText(each.mode)}${work}${reason}`;
}

function lockText(mode: LockMode): string {
  if (mode === "ROW EXCLUSIVE") return "ROW EXCLUSIVE, locks the rows that it changes";
  const blocked = blocks(mode);
  return `${mode}, ${blocked === null ? "blocks no reads or writes" : `blocks ${blocked}`}`;
}

function workText({ work, certain }: TableEffect): string {
  switch (work) {
    case "instant":
      return certain ? "instant" : "probably instant";
    case "rows":
      return "as long as its rows take";
    case "scan":
      return certain ? "reads every row" : "may read every row";
    case "rewrite":
      return certain ? "writes the whole table anew" : "may write the whole table anew";
  }
}

function sizeText({ bytes, rows }: TableSize): string {
  return `${bytesText(bytes)}, ${rows === null ? "never analyzed" : `${rowsText(rows)} rows`}`;
}

/** A size in the unit that leaves two or three digits. */
export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  while (bytes >= 1000 && unit < units.length - 1) {
    bytes /= 1024;
    unit++;
  }
  return `${bytes < 10 && unit > 0 ? bytes.toFixed(1) : Math.round(bytes)} ${units[unit]}`;
}

/** An estimated number of rows. */
export function rowsText(rows: number): string {
  if (rows < 1000) return `~${Math.round(rows)}`;
  const units = ["", " k", " M", " G"];
  let unit = 0;
  while (rows >= 1000 && unit < units.length - 1) {
    rows /= 1000;
    unit++;
  }
  return `~${rows < 10 ? rows.toFixed(1) : Math.round(rows)}${units[unit]}`;
}

/** Of each transaction and table the strongest lock, the heaviest work, and where it begins. */
function lockSummary(
  { steps, sizesUnknown }: Plan,
  numbers: ReadonlyMap<number, number>,
  { style, columns }: TextOptions,
): string[] {
  interface Held {
    effect: TableEffect;
    readonly step: number;
    readonly transaction: number;
  }
  const held = new Map<string, Held>();
  for (const [index, step] of steps.entries()) {
    for (const { examined: { effects, transaction } } of step.statements) {
      if (transaction === null) continue;
      for (const each of effects.tables) {
        const key = `${transaction} ${shown(each.table)}`;
        const other = held.get(key);
        if (other === undefined) {
          held.set(key, { effect: each, step: index + 1, transaction });
          continue;
        }
        const heavier = weight(each.work) > weight(other.effect.work) ? each : other.effect;
        const mode = strength(each.mode) > strength(other.effect.mode)
          ? each.mode
          : other.effect.mode;
        other.effect = { ...heavier, mode, size: other.effect.size ?? each.size };
      }
    }
  }
  const blocking = [...held.values()].filter(({ effect }) => {
    const blocked = blocks(effect.mode);
    return blocked === "writes" || blocked === "reads and writes";
  }).sort((one, other) =>
    one.transaction - other.transaction || weight(other.effect.work) - weight(one.effect.work)
  );
  const lines: string[] = [];
  if (blocking.length > 0) {
    lines.push(style.bold("Held up until their transaction ends"));
    for (const { effect, step, transaction } of blocking) {
      const size = effect.size === null ? "" : ` (${sizeText(effect.size)})`;
      const since = numbers.size > 1
        ? `in transaction ${numbers.get(transaction)}, from step ${step} on`
        : `from step ${step} on`;
      const text = `${printable(shown(effect.table))}${size}: ${
        blocks(effect.mode)
      } ${since}, while ${whileText(effect)}`;
      lines.push(...hanging("  ", "    ", text, columns));
    }
    lines.push("");
  }
  if (sizesUnknown !== null) {
    lines.push(...hanging("", "", `Sizes of tables are not known: ${sizesUnknown}`, columns), "");
  }
  return lines;
}

function whileText({ work, certain }: TableEffect): string {
  switch (work) {
    case "instant":
      return "only the catalogue changes";
    case "rows":
      return "rows change";
    case "scan":
      return certain ? "every row is read" : "perhaps every row is read";
    case "rewrite":
      return certain ? "the whole table is written anew" : "perhaps all of it is written anew";
  }
}
