import { MigratorError, type Place } from "../../errors/mod.ts";
import type { RevisionStep } from "../plan_step.ts";

/**
 * An unfinished step that cannot be gone on with: what is recorded of it does not tell enough, or does
 * not fit its file. Nothing has been sent of the step when it is thrown.
 */
export class ResumeError extends MigratorError {
  readonly revision: string;

  constructor(step: RevisionStep, message: string, place?: Place) {
    const { id } = step.revision;
    super("cannot_resume", `Revision ${id} is unfinished, and cannot be gone on with: ${message}`, {
      place: place ?? { path: step.revision.path },
      hint:
        `\`migrator resolve ${id}\` shows what is known; when the database has been put right ` +
        `by hand, \`migrator resolve ${id} --applied\` or \`--rolled-back\` settles it`,
    });
    this.revision = id;
  }
}
