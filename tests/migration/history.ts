/** Histories as data, for tests of the engine: revisions whose bodies are plain functions. */
import type { Connection, Notice, QueryResult } from "../../src/database/connection.ts";
import { postgresql } from "../../src/dialect/postgresql/postgresql.ts";
import {
  defaultOptions,
  type MigrationCommand,
  MigrationContext,
  type MigrationEvent,
  type MigrationOptions,
  type MigrationTarget,
  type RunResult,
} from "../../src/migration/mod.ts";
import type { ContextSettings } from "../../src/migration/context_settings.ts";
import { logLines } from "../../src/migration/events.ts";
import type { BodyHost, RevisionBody } from "../../src/revision/body.ts";
import { RevisionGraph } from "../../src/script/graph.ts";
import { makeRevision } from "../../src/script/revision.ts";
import type { Statement } from "../../src/sql/statement.ts";

/** SQL texts to be queued, or a function. */
export type Work = readonly string[] | ((host: BodyHost) => void | Promise<void>);

/** One revision of a test's history. */
export interface TestRevision {
  readonly id: string;
  readonly down?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly doc?: string;
  readonly up?: Work;
  readonly downgrade?: Work;
  readonly outside?: boolean;
}

/** A line of revisions, each on the one before, from pairs of id and work. */
export function line(...revisions: readonly (readonly [id: string, up: Work, down?: Work])[]) {
  return revisions.map(([id, up, downgrade], index): TestRevision => ({
    id,
    down: index === 0 ? [] : [revisions[index - 1]![0]],
    up,
    downgrade,
    doc: `do ${id}`,
  }));
}

/** Queues SQL text as `op.execute` would, with the line of the file that it stands in. */
export function run(host: BodyHost, sql: string, at = 1): void {
  host.emit({ kind: "statement", statement: { sql }, place: { path: "/v/file.ts", line: at } });
}

/** The graph of a history. */
export function graphOf(history: readonly TestRevision[]): RevisionGraph {
  return new RevisionGraph(
    history.map(({ id, down = [], dependsOn = [], doc = "" }) =>
      makeRevision(
        { id, downRevisions: down, dependsOn, branchLabels: [], docstring: doc },
        "typescript",
        `/v/${id}.ts`,
      )
    ),
  );
}

/** The bodies of a history. */
export function bodiesOf(history: readonly TestRevision[]): ContextSettings["loadBody"] {
  const bodies = new Map(history.map((revision) => [revision.id, bodyOf(revision)]));
  return ({ id }) => Promise.resolve(bodies.get(id)!);
}

function bodyOf({ id, up = [], downgrade = [], outside = false }: TestRevision): RevisionBody {
  return {
    lacks: () => false,
    outsideTransaction: () => outside,
    run: async (direction, host) => {
      const work = direction === "upgrade" ? up : downgrade;
      if (typeof work === "function") return await work(host);
      for (const [index, sql] of work.entries()) {
        const place = { path: `/v/${id}.ts`, line: index + 1 };
        host.emit({ kind: "statement", statement: { sql }, place });
      }
    },
  };
}

/** What a run left behind. */
export interface Outcome {
  readonly result: RunResult | null;
  readonly error: unknown;
  readonly events: readonly MigrationEvent[];
  /** What Alembic's logger would have shown at level DEBUG. */
  readonly log: readonly string[];
}

/** Runs a command as the stock env.py does: all in `context.begin_transaction()`. */
export async function runCommand(
  target: MigrationTarget,
  history: readonly TestRevision[],
  command: MigrationCommand,
  options: Partial<MigrationOptions> = {},
  more: Partial<ContextSettings> = {},
): Promise<Outcome> {
  const events: MigrationEvent[] = [];
  let result: RunResult | null = null;
  let error: unknown = null;
  try {
    const context = new MigrationContext({
      target,
      command,
      dialect: postgresql,
      options: { ...defaultOptions, ...options },
      loadBody: bodiesOf(history),
      report: (event) => events.push(event),
      ...more,
    });
    result = await context.inTransaction(() => context.runMigrations());
  } catch (thrown) {
    error = thrown;
  }
  return { result, error, events, log: events.flatMap(logLines).map(({ message }) => message) };
}

/** A connection that keeps what was sent, message by message. */
export class RecordingConnection implements Connection {
  readonly #connection: Connection;
  /** The statements of each message, in order. */
  readonly messages: string[][] = [];
  /** The rows that single statements were answered with, in order. */
  readonly rows: QueryResult["rows"][] = [];

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get serverVersion() {
    return this.#connection.serverVersion;
  }
  get backendPid() {
    return this.#connection.backendPid;
  }
  get transactionStatus() {
    return this.#connection.transactionStatus;
  }
  get exchanges() {
    return this.#connection.exchanges;
  }
  /** All statements in the order in which they were sent. */
  get statements(): readonly string[] {
    return this.messages.flat();
  }
  async execute(statement: Statement): Promise<QueryResult> {
    this.messages.push([statement.sql]);
    const result = await this.#connection.execute(statement);
    this.rows.push(result.rows);
    return result;
  }
  executeBatch(
    statements: readonly Statement[],
    onResult?: (index: number, result: QueryResult) => void,
  ): Promise<readonly QueryResult[]> {
    this.messages.push(statements.map(({ sql }) => sql));
    return this.#connection.executeBatch(statements, onResult);
  }
  executeChain(
    groups: readonly (readonly Statement[])[],
    onResult: (index: number, result: QueryResult) => void,
  ): Promise<void> {
    this.messages.push(groups.flat().map(({ sql }) => sql));
    return this.#connection.executeChain(groups, onResult);
  }
  cancel(): Promise<void> {
    return this.#connection.cancel();
  }
  onNotice(listener: (notice: Notice) => void): void {
    this.#connection.onNotice(listener);
  }
  close(): Promise<void> {
    return this.#connection.close();
  }
}
