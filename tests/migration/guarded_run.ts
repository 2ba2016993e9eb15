/** Runs as env.py with a lock does. */
import type { Connection } from "../../src/database/connection.ts";
import { postgresql } from "../../src/dialect/postgresql/postgresql.ts";
import { DEFAULT_OPTIONS, type Environment } from "../../src/environment/environment.ts";
import { noLock } from "../../src/migration/lock/mod.ts";
import {
  migrate,
  type MigrateSettings,
  type MigrationCommand,
  type MigrationEvent,
  type Protection,
  type RunResult,
} from "../../src/migration/mod.ts";
import { bodiesOf, graphOf, type TestRevision } from "./history.ts";

/** What a run with a lock left behind. */
export interface GuardedOutcome {
  readonly result: RunResult | null;
  readonly error: unknown;
  readonly events: readonly MigrationEvent[];
}

/** Runs a command under protection: that of `change`, else without a lock, without limits and without retries. */
export async function guardedRun(
  connection: Connection,
  revisions: readonly TestRevision[],
  command: MigrationCommand,
  change: Partial<Protection> = {},
  environment: Partial<Environment> = {},
  history?: MigrateSettings["history"],
): Promise<GuardedOutcome> {
  const events: MigrationEvent[] = [];
  let result: RunResult | null = null;
  let error: unknown = null;
  try {
    result = await migrate({
      url: null,
      parameters: null,
      connection,
      transactionOwner: "engine",
      options: DEFAULT_OPTIONS,
      arguments: new Map(),
      preamble: [],
      fromEnvPy: false,
      ...environment,
    }, {
      command,
      graph: () => graphOf(revisions),
      dialect: postgresql,
      loadBody: bodiesOf(revisions),
      report: (event) => events.push(event),
      write: () => {},
      history,
      protection: {
        lock: noLock,
        lockWait: 0,
        timeouts: { lock: null, statement: null },
        lockRetries: 0,
        signal: new AbortController().signal,
        ...change,
      },
    });
  } catch (thrown) {
    error = thrown;
  }
  return { result, error, events };
}
