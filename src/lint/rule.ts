import type { SchemaModel } from "./effect/schema_model.ts";
import type { StatementEffects } from "./effect/statement_effects.ts";
import type { ObjectName, StatementFacts } from "./statement/statement.ts";
import type { Token } from "./statement/token_reader.ts";

/**
 * How grave a finding is: an `error` fails or breaks the run, a `warning` holds others up, breaks
 * running programs or loses data, a `notice` is advice.
 */
export type Level = "error" | "warning" | "notice";

/** The levels from the least on. */
export const LEVELS: readonly Level[] = ["notice", "warning", "error"];

/** Whether a level is as grave as another, or graver. */
export function atLeast(level: Level, limit: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(limit);
}

/** One statement as rules see it. */
export interface RuleStatement {
  readonly facts: StatementFacts;
  readonly tokens: readonly Token[];
  readonly effects: StatementEffects;
  /** The number of its transaction; `null` where it stands alone. */
  readonly transaction: number | null;
}

/** What surrounds a statement. */
export interface Situation {
  /** What is known of the database before the statement. */
  readonly model: SchemaModel;
  /** The statements before it in the same transaction, from the first on; none where it stands alone. */
  readonly before: readonly RuleStatement[];
  /** As `server_version_num` gives it; `null` where there is no server. */
  readonly serverVersion: number | null;
}

/** A text that a rule is shown with and tested by. */
export interface Example {
  /** Statements of an earlier revision, whose tables are in use. */
  readonly given?: string;
  /** The statements of the revision. */
  readonly sql: string;
  /** Whether the revision runs outside a transaction. */
  readonly autocommit?: boolean;
  /** The server that it is for; without it none is known. */
  readonly serverVersion?: number;
}

/** One thing to look for. */
export interface Rule {
  /** What silences it. */
  readonly id: string;
  readonly level: Level;
  /** Whether it counts only where `migrator.lint_also` names it: advice that most projects do not follow on purpose. */
  readonly optional?: true;
  /** What it finds, as a heading. */
  readonly title: string;
  /** What goes wrong. */
  readonly why: string;
  /** What to do instead. */
  readonly safe: string;
  readonly bad: Example;
  readonly good: Example;
  /** One text for each thing that is wrong with the statement, such as the table that it is about. */
  readonly check: (statement: RuleStatement, at: Situation) => readonly string[];
}

/** A name as it is shown. */
export function shown({ schema, name }: ObjectName): string {
  return schema === null ? name : `${schema}.${name}`;
}
