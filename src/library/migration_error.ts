import { MigratorError } from "../errors/mod.ts";
import type { DatabaseRun, StepResult } from "./results.ts";

/**
 * A run that came to an end by an error, or was aborted. `code`, `message`, `place` and `hint` are those of its
 * `cause`; where the run was aborted the code is `aborted` and the cause the reason of the signal.
 */
export class MigrationError extends MigratorError {
  /** What had become of each step by then, for each database that was begun with. */
  readonly databases: readonly DatabaseRun[];

  /** Made by {@link Migrator} alone. */
  constructor(code: string, cause: unknown, databases: readonly DatabaseRun[]) {
    const { place, hint } = cause instanceof MigratorError ? cause : {};
    super(code, cause instanceof Error ? cause.message : String(cause), { place, hint, cause });
    this.databases = databases;
  }

  /** The steps of all databases. */
  get steps(): readonly StepResult[] {
    return this.databases.flatMap(({ steps }) => steps);
  }
}
