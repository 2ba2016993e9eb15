import type { ConnectionParameters } from "../config/connection/mod.ts";
import { type Config, loadConfig } from "../config/mod.ts";
import type { Connection } from "../database/connection.ts";
import type { Logging } from "../logging/mod.ts";
import type { RecordedRevisions } from "../migration/history/recorded.ts";
import type { Platform } from "../platform/mod.ts";
import { loadGraph, type Reading } from "../script/load.ts";
import type { RevisionGraph } from "../script/graph.ts";
import type { FileChecksums } from "./file_checksums.ts";

/** Which project is meant, and how its database is found. */
export interface ProjectRequest {
  /** The configuration files (`-c`), in the order given. */
  readonly config?: readonly string[];
  /** The main section of the ini; default `alembic`. */
  readonly name?: string;
  /** The arguments for env.py (`-x`), in the order given, undivided. */
  readonly x?: readonly string[];
  /** Counts before what env.py and the ini say. */
  readonly url?: string;
  /** The schema to work in, where each tenant of a database has one. */
  readonly tenant?: TenantSchema;
  /** env.py is not evaluated. */
  readonly noEnv: boolean;
}

/** A schema with a version table of its own. */
export interface TenantSchema {
  readonly schema: string;
  /** Schemas that its revisions see besides, behind its own. */
  readonly shared: readonly string[];
}

/** What work on a project touches, and whom it tells. */
export interface Surroundings {
  readonly platform: Platform;
  readonly logging: Logging;
  /** Tells the user something, as Python's `warnings` do. */
  warn(message: string): void;
  /** Gives a session with a database; by default one is opened. Whoever gets it closes it. */
  readonly connect?: (parameters: ConnectionParameters) => Promise<Connection>;
}

/** The configuration of a project and the graph of its revision files. */
export interface Project {
  readonly config: Config;
  readonly graph: RevisionGraph;
  /** The checksums of the revision files as they were read, by their paths; absent: nobody asked. */
  readonly checksums?: FileChecksums;
  /** The revisions of the graph that only a database's history knows; absent: all have files. */
  readonly recorded?: RecordedRevisions;
}

/** Reads the configuration that a request names. */
export function readConfiguration(
  request: ProjectRequest,
  { platform }: Pick<Surroundings, "platform">,
): Promise<Config> {
  return loadConfig({
    platform,
    configFiles: request.config,
    name: request.name,
    xArguments: request.x,
  });
}

/** Reads the headers of all revision files of a project. */
export function readGraph(
  config: Config,
  { platform, warn }: Pick<Surroundings, "platform" | "warn">,
  reading?: Reading,
): Promise<RevisionGraph> {
  return loadGraph(
    platform.files,
    { directories: config.versionLocations, recursive: config.recursiveVersionLocations },
    warn,
    reading,
  );
}

/** Reads the configuration, then the headers of all revision files. */
export async function openProject(
  request: ProjectRequest,
  surroundings: Pick<Surroundings, "platform" | "warn">,
  reading?: Reading,
): Promise<Project> {
  const config = await readConfiguration(request, surroundings);
  return { config, graph: await readGraph(config, surroundings, reading) };
}

/** The ids of the project's heads. */
export function headIds({ graph }: Project): readonly string[] {
  return graph.heads.map(({ id }) => id);
}
