import type { Dialect } from "../dialect/dialect.ts";
import { CommandError, MigratorError } from "../errors/mod.ts";
import {
  type BodyLoader,
  type ContextOwner,
  type MigrationOptions,
  Preview,
  type PreviewedStep,
  stepOf,
} from "../migration/mod.ts";
import { PythonError } from "../python/runtime/errors.ts";
import type { RevisionGraph } from "../script/graph.ts";
import type { Revision } from "../script/revision.ts";
import { FILE_RULES, type FileRule, type Finding, finding } from "./finding.ts";
import { Inspector, type InspectorSettings } from "./inspector.ts";
import { SchemaModel } from "./effect/schema_model.ts";

/** What a lint of a history goes by. */
export interface LintSettings extends Pick<InspectorSettings, "ignored" | "also" | "sourceOf"> {
  readonly graph: RevisionGraph;
  /** The revisions whose findings count; the others are read to know the tables. */
  readonly revisions: readonly Revision[];
  readonly dialect: Dialect;
  readonly options: MigrationOptions;
  readonly transactionOwner: ContextOwner;
  readonly loadBody: BodyLoader;
}

/** What lint found. */
export interface LintResult {
  /** In the order in which the revisions run; those on the history first. */
  readonly findings: readonly Finding[];
  /** How many findings comments have silenced. */
  readonly silenced: number;
  /** How many revisions were looked at. */
  readonly revisions: number;
}

/**
 * Looks at what revisions would send, without a database: each as if it were deployed alone, after all
 * before it. A body that waits for a result is known up to there.
 */
export async function lint(settings: LintSettings): Promise<LintResult> {
  const { graph, ignored } = settings;
  const wanted = new Set(settings.revisions);
  const model = new SchemaModel();
  const inspector = new Inspector({ ...settings, model, serverVersion: null });
  const findings: Finding[] = [...historyFindings(graph, wanted)];
  let silenced = 0;
  for (const revision of [...graph.history()].reverse()) {
    const isWanted = wanted.has(revision);
    inspector.startRun();
    const { previewed, problem } = await evaluate(revision, "upgrade", settings);
    const found: Finding[] = problem === null ? [] : [problem];
    if (previewed !== null) {
      const step = inspector.next(previewed);
      found.push(...step.statements.flatMap((statement) => statement.findings));
      if (isWanted) silenced += step.silenced;
      if (isWanted) found.push(...await fileFindings(revision, previewed, settings));
    }
    if (!isWanted) continue;
    const allowances = inspector.allowancesOf(revision);
    for (const each of found) {
      const isFileRule = Object.hasOwn(FILE_RULES, each.rule);
      if (isFileRule && allowances.find(each.rule, undefined, undefined) !== null) silenced++;
      else findings.push(each);
    }
  }
  const kept = findings.filter(({ rule }) => !ignored.has(rule));
  return {
    findings: kept,
    silenced,
    revisions: wanted.size,
  };
}

/** What is to be said of the history as a whole, where the newest of it is looked at. */
function historyFindings(graph: RevisionGraph, wanted: ReadonlySet<Revision>): readonly Finding[] {
  const heads = graph.heads.filter((head) => graph.labelsOf(head).length === 0);
  if (graph.heads.length < 2 || heads.length === 0) return [];
  if (!graph.heads.some((head) => wanted.has(head))) return [];
  const about = graph.heads.map(({ id }) => id).join(", ");
  return [finding(FILE_RULES["several-heads"], { about, revision: null, place: null })];
}

interface Evaluation {
  readonly previewed: PreviewedStep | null;
  readonly problem: Finding | null;
}

async function evaluate(
  revision: Revision,
  direction: "upgrade" | "downgrade",
  settings: LintSettings,
): Promise<Evaluation> {
  try {
    const previewed = await new Preview(settings).next(stepOf(revision, direction));
    return { previewed, problem: null };
  } catch (error) {
    if (!(error instanceof MigratorError)) throw error;
    if (direction === "downgrade" && isDeliberate(error)) return { previewed: null, problem: null };
    const prefix = direction === "upgrade" ? "" : "downgrade: ";
    const place = error.place ?? { path: revision.path };
    const about = `${prefix}${error.message}`;
    const problem = of(FILE_RULES["unreadable-revision"], revision, { about, place });
    return { previewed: null, problem };
  }
}

/** A downgrade that raises an error says that there is none. */
function isDeliberate(error: MigratorError): boolean {
  return error instanceof PythonError || error.code === "revision_failed";
}

/** What is to be said of a revision beside its statements. */
async function fileFindings(
  revision: Revision,
  { statements, waitsFor }: PreviewedStep,
  settings: LintSettings,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const place = { path: revision.path };
  if (waitsFor !== null) {
    const about = oneLine(waitsFor.statement.sql);
    found.push(of(FILE_RULES["reads-database"], revision, {
      about,
      place: waitsFor.place ?? place,
    }));
  }
  if (statements.length === 0 && waitsFor === null) return found;
  const body = await settings.loadBody(revision);
  if (body.lacks("downgrade")) {
    const about = "there is no downgrade";
    return [...found, of(FILE_RULES["no-downgrade"], revision, { about, place })];
  }
  const { previewed, problem } = await evaluate(revision, "downgrade", settings);
  if (problem !== null) found.push(problem);
  if (previewed?.statements.length === 0 && previewed.waitsFor === null) {
    const about = "the downgrade does nothing";
    found.push(of(FILE_RULES["no-downgrade"], revision, { about, place }));
  }
  return found;
}

function of(
  rule: FileRule,
  revision: Revision,
  at: Pick<Finding, "about" | "place">,
): Finding {
  return finding(rule, { ...at, revision: revision.id });
}

function oneLine(sql: string): string {
  const line = sql.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

/** The rules that a text of the ini names, in `migrator.lint_ignore` or another `key`; they must be there. */
export function readRuleNames(
  text: string,
  known: ReadonlySet<string>,
  key: string,
): ReadonlySet<string> {
  const names = text.split(/[\s,]+/).filter((name) => name !== "");
  for (const name of names) {
    if (known.has(name)) continue;
    throw new CommandError("no_such_rule", `There is no lint rule '${name}'`, {
      hint: `docs/lint.md lists the rules; the name is in ${key}`,
    });
  }
  return new Set(names);
}
