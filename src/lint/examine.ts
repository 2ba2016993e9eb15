import type { Place } from "../errors/mod.ts";
import { effectsOf } from "./effect/statement_effects.ts";
import type { SchemaModel } from "./effect/schema_model.ts";
import type { Rule, RuleStatement } from "./rule.ts";
import { readStatement } from "./statement/read_statement.ts";

/** A statement that is to be looked at. */
export interface StatementToExamine {
  readonly sql: string;
  readonly place?: Place;
  readonly transaction: number | null;
}

/** What a rule has found in a statement. */
export interface Problem {
  readonly rule: Rule;
  /** What of the statement it is about. */
  readonly about: string;
}

/** A statement, what it does, and what is wrong with it. */
export interface ExaminedStatement extends RuleStatement {
  readonly problems: readonly Problem[];
}

/**
 * Looks at the statements of a run one after the other: each is judged by what is known of the database
 * at that point, and then changes what is known.
 */
export class Examiner {
  readonly model: SchemaModel;
  readonly #rules: readonly Rule[];
  readonly #serverVersion: number | null;
  #before: RuleStatement[] = [];
  #transaction: number | null = null;
  /** The transaction that the statements themselves have ended. */
  #ended: number | null = null;

  constructor(
    model: SchemaModel,
    { rules, serverVersion }: {
      readonly rules: readonly Rule[];
      readonly serverVersion: number | null;
    },
  ) {
    this.model = model;
    this.#rules = rules;
    this.#serverVersion = serverVersion;
  }

  /** From here on, what is there counts as used by others. */
  startRun(): void {
    this.model.startRun();
    this.#before = [];
    this.#transaction = null;
    this.#ended = null;
  }

  /** Looks at the next statement. */
  next({ sql, transaction: given }: StatementToExamine): ExaminedStatement {
    const { facts, tokens } = readStatement(sql);
    const transaction = given === this.#ended ? null : given;
    if (transaction === null || transaction !== this.#transaction) this.#begin(transaction);
    const { model } = this;
    const statement = { facts, tokens, transaction, effects: effectsOf(facts, model) };
    const at = { model, before: this.#before, serverVersion: this.#serverVersion };
    const problems = this.#rules.flatMap((rule) =>
      rule.check(statement, at).map((about) => ({ rule, about }))
    );
    model.apply(facts);
    if (transaction !== null) this.#before.push(statement);
    if (facts.kind === "transaction") this.#follow(facts.verb, given);
    return { ...statement, problems };
  }

  #begin(transaction: number | null): void {
    this.#transaction = transaction;
    this.#before = [];
    this.model.endTransaction();
  }

  /** Behind a COMMIT of a revision's own, statements stand alone until the run begins a transaction. */
  #follow(verb: string, transaction: number | null): void {
    if (verb === "commit" || verb === "rollback") this.#ended = transaction;
    if (verb === "begin") this.#ended = null;
  }
}
