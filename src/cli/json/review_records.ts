import type { Finding } from "../../lint/finding.ts";
import type { InspectedStatement, InspectedStep } from "../../lint/inspector.ts";
import { blocks } from "../../lint/effect/effect.ts";
import type { Plan } from "../../lint/plan.ts";
import type { ParameterValue } from "../../sql/statement.ts";
import type { Database } from "../database.ts";
import { placeRecord } from "./error_record.ts";
import type { PlaceRecord } from "./records.ts";
import { urlOf } from "./run_record.ts";

/** Something that lint has to say. */
export interface FindingRecord {
  readonly rule: string;
  readonly level: "error" | "warning" | "notice";
  readonly title: string;
  /** What it is about: a table, a column, a name. */
  readonly about: string;
  readonly why: string;
  readonly instead: string;
  readonly revision: string | null;
  readonly place: PlaceRecord | null;
}

/** What a statement does to a table that others may be using. */
export interface LockRecord {
  readonly schema: string | null;
  readonly table: string;
  readonly mode: string;
  readonly blocks: "reads and writes" | "writes" | "other schema changes" | null;
  readonly work: "instant" | "rows" | "scan" | "rewrite";
  /** False where `work` is the worst case. */
  readonly certain: boolean;
  readonly reason: string | null;
  /** As the server estimates them. */
  readonly bytes: number | null;
  readonly rows: number | null;
}

/** One statement that a run would send. */
export interface PlannedStatementRecord {
  readonly sql: string;
  /** Values that are sent beside the text. */
  readonly parameters: readonly (string | null)[];
  readonly place: PlaceRecord | null;
  /** From 1; `null` where the statement stands alone. */
  readonly transaction: number | null;
  /** Whether it is sent only where the object is not (or still) there. */
  readonly conditional: boolean;
  readonly kind: string;
  /** Whether `locks` is all there is to say. */
  readonly understood: boolean;
  readonly locks: readonly LockRecord[];
  readonly findings: readonly FindingRecord[];
}

/** One step of a plan. */
export interface PlannedStepRecord {
  readonly direction: "upgrade" | "downgrade";
  readonly revision: string;
  readonly message: string;
  readonly path: string;
  readonly statements: readonly PlannedStatementRecord[];
  /** The query whose result decides what comes after `statements`. */
  readonly waits_for: { readonly sql: string; readonly place: PlaceRecord | null } | null;
  readonly silenced: number;
}

/** What a run would do to one database. */
export interface PlanRecord {
  readonly url: string | null;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly steps: readonly PlannedStepRecord[];
  /** Why the sizes of tables are not known; `null` if they are. */
  readonly sizes_unknown: string | null;
}

/** A finding as data. */
export function findingRecord(finding: Finding): FindingRecord {
  const { rule, level, title, about, why, safe, revision, place } = finding;
  const at = place && placeRecord(place);
  return { rule, level, title, about, why, instead: safe, revision, place: at };
}

/** A plan as data. */
export function planRecord(plan: Plan, database: Database): PlanRecord {
  return {
    url: urlOf(database),
    from: plan.rows,
    to: plan.rowsAfter,
    steps: plan.steps.map(stepRecord),
    sizes_unknown: plan.sizesUnknown,
  };
}

function stepRecord({ previewed, statements, silenced }: InspectedStep): PlannedStepRecord {
  const { step, waitsFor } = previewed;
  return {
    direction: step.direction,
    revision: step.revision.id,
    message: step.revision.doc,
    path: step.revision.path,
    statements: statements.map(statementRecord),
    waits_for: waitsFor && {
      sql: waitsFor.statement.sql,
      place: waitsFor.place ? placeRecord(waitsFor.place) : null,
    },
    silenced,
  };
}

function statementRecord(
  { previewed, examined, findings }: InspectedStatement,
): PlannedStatementRecord {
  const { statement, place, conditional } = previewed;
  return {
    sql: statement.sql,
    parameters: (statement.parameters ?? []).map(parameterText),
    place: place ? placeRecord(place) : null,
    transaction: examined.transaction,
    conditional,
    kind: examined.facts.kind,
    understood: examined.effects.complete,
    locks: examined.effects.tables.map((each) => ({
      schema: each.table.schema,
      table: each.table.name,
      mode: each.mode,
      blocks: blocks(each.mode),
      work: each.work,
      certain: each.certain,
      reason: each.because,
      bytes: each.size?.bytes ?? null,
      rows: each.size?.rows ?? null,
    })),
    findings: findings.map(findingRecord),
  };
}

/** A value that is sent beside a text, as the server would write it. */
export function parameterText(value: ParameterValue): string | null {
  if (!(value instanceof Uint8Array)) return value;
  return `\\x${Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
