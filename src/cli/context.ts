import type { Surroundings } from "../project/project.ts";
import type { FailedRun } from "./failed_run.ts";
import type { JsonReport } from "./json/report.ts";
import type { Output } from "./output.ts";
import type { StatusLine } from "./status_line.ts";

export { openProject, type Project, readConfiguration, readGraph } from "../project/project.ts";

/** What a command works with besides its request. */
export interface CommandContext extends Surroundings {
  readonly output: Output;
  /** Takes the results in place of {@link output}, with `--json`; else `null`. */
  readonly json: JsonReport | null;
  /** The last line of the terminal, where a command shows how far it is; `null` where there is none. */
  readonly statusLine: StatusLine | null;
  /** Aborted when the program is asked to end, where the command listens for that itself. */
  readonly signal?: AbortSignal;
  /** Keeps what the engine said of a failed run, to be told with the error that ended it. */
  noteFailedRun(run: FailedRun): void;
}
