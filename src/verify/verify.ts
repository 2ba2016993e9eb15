import type { Connection } from "../database/connection.ts";
import type { Dialect } from "../dialect/dialect.ts";
import { type Place, StatementError } from "../errors/mod.ts";
import { FILE_RULES, type FileRule, type Finding, finding } from "../lint/finding.ts";
import {
  type BodyLoader,
  type ContextOwner,
  MigrationContext,
  type MigrationOptions,
  planUpgrade,
  type RevisionStep,
} from "../migration/mod.ts";
import { planStep } from "../migration/plan.ts";
import { PythonError } from "../python/runtime/errors.ts";
import type { RevisionGraph } from "../script/graph.ts";
import type { Revision } from "../script/revision.ts";
import { VERIFY_RULES } from "./rules.ts";
import {
  describeSchema,
  differences,
  type ObjectDifference,
  type SchemaDescription,
} from "./schema_description.ts";

/** Something that was found, with what is different from what it should be. */
export interface VerifyFinding extends Finding {
  readonly differences: readonly ObjectDifference[];
}

/** What is verified. */
export interface VerifyPlan {
  readonly graph: RevisionGraph;
  /** The revisions in the order in which they run, up to the last that is wanted. */
  readonly steps: readonly RevisionStep[];
  /** Those that are to be verified; the others are only upgraded to. */
  readonly wanted: ReadonlySet<string>;
}

/** A database that is empty, and may be changed at will. */
export interface Scratch {
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly options: MigrationOptions;
  readonly transactionOwner: ContextOwner;
  readonly loadBody: BodyLoader;
  /** Whether nobody else uses its server. */
  readonly isAlone: boolean;
}

/** How far a history has been verified. */
export interface VerifyResult {
  readonly findings: readonly VerifyFinding[];
  /** How many revisions went up, down and up again, each time to where they should. */
  readonly proven: number;
  /**
   * The number of the step to go on with, on an empty database: the one before it has left this one where
   * no revision leads. `null` at the end.
   */
  readonly next: number | null;
  /** How many of the wanted revisions could not be looked at. */
  readonly notReached: number;
}

/** Orders a history for verifying. `wanted`: absent for all of it. */
export function verifyPlan(
  graph: RevisionGraph,
  wanted: readonly Revision[] = graph.revisions,
): VerifyPlan {
  const ids = new Set(wanted.map(({ id }) => id));
  const steps = ids.size === 0 ? [] : planUpgrade(graph, [], "heads");
  const last = steps.findLastIndex(({ revision }) => ids.has(revision.id));
  return { graph, steps: steps.slice(0, last + 1), wanted: ids };
}

/** What is to be said of the history as a whole. */
export function historyFindings(graph: RevisionGraph): readonly VerifyFinding[] {
  if (graph.heads.length < 2) return [];
  const about = graph.heads.map(({ id }) => id).join(", ");
  const found = finding(FILE_RULES["several-heads"], { about, revision: null, place: null });
  return [{ ...found, differences: [] }];
}

/**
 * Runs the steps up to `first` up, and from there on each up, down and up again, and compares what the database
 * has. What a revision does wrong is undone by a rollback where one transaction can be put around both;
 * else it ends where the database is good for nothing more, and says where to go on with another one.
 */
export async function verifySteps(
  plan: VerifyPlan,
  first: number,
  scratch: Scratch,
  onStep: (index: number) => void = () => {},
): Promise<VerifyResult> {
  return await new Verifier(plan, scratch, onStep).run(first);
}

/** Errors that say that two things do not go together in one transaction, not that one is wrong. */
const ONLY_TOGETHER = new Set(["25001", "55P04", "55006", "55000", "2D000", "0A000"]);

class Verifier {
  readonly #plan: VerifyPlan;
  readonly #scratch: Scratch;
  readonly #onStep: (index: number) => void;
  readonly #findings: VerifyFinding[] = [];
  #versionSchema = "";

  constructor(plan: VerifyPlan, scratch: Scratch, onStep: (index: number) => void) {
    this.#plan = plan;
    this.#scratch = scratch;
    this.#onStep = onStep;
  }

  async run(first: number): Promise<VerifyResult> {
    const { steps, wanted } = this.#plan;
    const { connection, options } = this.#scratch;
    const { rows: [[schema] = []] } = await connection.execute({ sql: "SELECT current_schema()" });
    this.#versionSchema = options.versionTableSchema ?? schema ?? "public";
    let proven = 0;
    let before: SchemaDescription | null = null;
    const result = (next: number | null, notReached: number) => ({
      findings: this.#findings,
      proven,
      next,
      notReached,
    });
    for (const [index, { revision }] of steps.entries()) {
      this.#onStep(index);
      const isWanted = index >= first && wanted.has(revision.id);
      before = isWanted ? before ?? await this.#describe() : null;
      const up = await this.#step(revision, "upgrade");
      if (up.error !== null) {
        // A pass before this one has come past it, so that it must not fail now without being told.
        this.#findError("upgrade-fails", revision, up.error);
        const rest = steps.slice(Math.max(index, first));
        return result(null, rest.filter((step) => wanted.has(step.revision.id)).length);
      }
      if (!isWanted || before === null) continue;
      const after = await this.#describe();
      const known = this.#findings.length;
      const goesOn = await this.#downAndUp(revision, before, after, up.statements);
      if (this.#findings.length === known) proven++;
      if (!goesOn) return result(index + 1, 0);
      before = after;
    }
    return result(null, 0);
  }

  /** Gives whether the database is where the upgrade has led. */
  async #downAndUp(
    revision: Revision,
    before: SchemaDescription,
    after: SchemaDescription,
    statements: number,
  ): Promise<boolean> {
    if (await this.#isIrreversible(revision)) return true;
    const { connection, transactionOwner } = this.#scratch;
    if (!isInTransaction(connection) && transactionOwner !== "none") {
      const known = this.#findings.length;
      await connection.execute({ sql: "BEGIN" });
      const outcome = await this.#roundTrip(revision, before, after, statements, true);
      const inside = isInTransaction(connection);
      if (inside) await connection.execute({ sql: outcome === "good" ? "COMMIT" : "ROLLBACK" });
      if (outcome !== "apart") return inside || outcome === "good";
      this.#findings.length = known;
      if (!inside) return false;
    }
    return await this.#roundTrip(revision, before, after, statements, false) === "good";
  }

  /** `apart`: it cannot be done in one transaction, so that nothing is known yet. */
  async #roundTrip(
    revision: Revision,
    before: SchemaDescription,
    after: SchemaDescription,
    statements: number,
    together: boolean,
  ): Promise<"good" | "bad" | "apart"> {
    const down = await this.#step(revision, "downgrade");
    if (down.error !== null) {
      if (together && goesOnlyApart(down.error)) return "apart";
      if (isRefusal(down.error)) this.#find("irreversible", revision, messageOf(down.error));
      else this.#findError("downgrade-fails", revision, down.error);
      return "bad";
    }
    const back = await this.#describe();
    const left = differences(before, back);
    if (left.length > 0 && down.statements === 0) {
      this.#find("empty-downgrade", revision, "the upgrade changes the schema", left);
      return "bad";
    }
    if (left.length > 0) {
      this.#find("downgrade-differs", revision, countText(left.length), left);
    } else if (down.statements === 0 && statements > 0) {
      const found = finding(FILE_RULES["no-downgrade"], {
        about: "the downgrade does nothing, and the upgrade changes no more than data",
        revision: revision.id,
        place: { path: revision.path },
      });
      this.#findings.push({ ...found, differences: [] });
    }
    const again = await this.#step(revision, "upgrade");
    if (again.error !== null) {
      if (together && goesOnlyApart(again.error)) return "apart";
      this.#findError("second-upgrade-fails", revision, again.error);
      return "bad";
    }
    const other = differences(after, await this.#describe());
    if (other.length === 0) return "good";
    this.#find("second-upgrade-differs", revision, countText(other.length), other);
    return "bad";
  }

  /** Whether the revision says by itself that there is no way back. */
  async #isIrreversible(revision: Revision): Promise<boolean> {
    const body = await this.#scratch.loadBody(revision);
    const raised = body.raises?.("downgrade") ?? null;
    if (raised !== null) this.#find("irreversible", revision, raised.message, [], raised.place);
    else if (body.lacks("downgrade")) this.#find("irreversible", revision, "it has no downgrade");
    else return false;
    return true;
  }

  async #step(
    revision: Revision,
    direction: "upgrade" | "downgrade",
  ): Promise<{ readonly error: unknown; readonly statements: number }> {
    const { connection, dialect, options, loadBody, transactionOwner } = this.#scratch;
    try {
      const context = new MigrationContext({
        target: { kind: "online", connection },
        command: {
          plan: (rows) => [planStep(this.#plan.graph, rows, revision.id, direction)],
        },
        dialect,
        options,
        loadBody,
        report: () => {},
        transactionOwner: connection.transactionStatus === "idle" ? transactionOwner : "caller",
      });
      const { applied } = await context.inTransaction(() => context.runMigrations());
      return { error: null, statements: applied[0]?.statements ?? 0 };
    } catch (error) {
      return { error, statements: 0 };
    }
  }

  #describe(): Promise<SchemaDescription> {
    const { connection, options, isAlone } = this.#scratch;
    return describeSchema(connection, {
      versionTable: { schema: this.#versionSchema, name: options.versionTable },
      roles: isAlone,
    });
  }

  #findError(rule: keyof typeof VERIFY_RULES, revision: Revision, error: unknown): void {
    const place = error instanceof Error && "place" in error
      ? error.place as Place | undefined
      : undefined;
    this.#find(rule, revision, messageOf(error), [], place);
  }

  #find(
    rule: keyof typeof VERIFY_RULES,
    revision: Revision,
    about: string,
    found: readonly ObjectDifference[] = [],
    place: Place = { path: revision.path },
  ): void {
    const at = { about, revision: revision.id, place };
    this.#findings.push({ ...finding(VERIFY_RULES[rule] as FileRule, at), differences: found });
  }
}

function isInTransaction({ transactionStatus }: Connection): boolean {
  return transactionStatus !== "idle";
}

function goesOnlyApart(error: unknown): boolean {
  if (error instanceof StatementError) return ONLY_TOGETHER.has(error.report.sqlstate ?? "");
  return error instanceof Error && "code" in error && error.code === "autocommit_block";
}

function isRefusal(error: unknown): boolean {
  return error instanceof PythonError && error.typeName === "NotImplementedError";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function countText(count: number): string {
  return count === 1 ? "1 object is different" : `${count} objects are different`;
}
