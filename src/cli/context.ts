import { type Config, loadConfig } from "../config/mod.ts";
import type { Logging } from "../logging/mod.ts";
import type { RecordedRevisions } from "../migration/history/recorded.ts";
import type { Platform } from "../platform/mod.ts";
import { loadGraph } from "../script/load.ts";
import type { RevisionGraph } from "../script/graph.ts";
import type { FailedRun } from "./failed_run.ts";
import type { JsonReport } from "./json/report.ts";
import type { Output } from "./output.ts";
import type { CommonRequest } from "./request.ts";
import type { StatusLine } from "./status_line.ts";

/** What a command works with besides its request. */
export interface CommandContext {
  readonly platform: Platform;
  readonly output: Output;
  readonly logging: Logging;
  /** Takes the results in place of {@link output}, with `--json`; else `null`. */
  readonly json: JsonReport | null;
  /** The last line of the terminal, where a command shows how far it is; `null` where there is none. */
  readonly statusLine: StatusLine | null;
  /** Tells the user something on standard error, as Python's `warnings` do. */
  warn(message: string): void;
  /** Keeps what the engine said of a failed run, to be told with the error that ended it. */
  noteFailedRun(run: FailedRun): void;
}

/** The configuration of a project and the graph of its revision files. */
export interface Project {
  readonly config: Config;
  readonly graph: RevisionGraph;
  /** The revisions of the graph that only a database's history knows; absent: all have files. */
  readonly recorded?: RecordedRevisions;
}

/** Reads the configuration that a request names. */
export function readConfiguration(
  request: CommonRequest,
  context: CommandContext,
): Promise<Config> {
  return loadConfig({
    platform: context.platform,
    configFiles: request.config,
    name: request.name,
    xArguments: request.x,
  });
}

/** Reads the headers of all revision files of a project. */
export function readGraph(config: Config, context: CommandContext): Promise<RevisionGraph> {
  return loadGraph(
    context.platform.files,
    { directories: config.versionLocations, recursive: config.recursiveVersionLocations },
    context.warn,
  );
}

/** Reads the configuration, then the headers of all revision files. */
export async function openProject(
  request: CommonRequest,
  context: CommandContext,
): Promise<Project> {
  const config = await readConfiguration(request, context);
  return { config, graph: await readGraph(config, context) };
}
