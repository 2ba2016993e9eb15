import type { Config } from "../config/mod.ts";
import { turn } from "../platform/turn.ts";
import type { Reading } from "../script/load.ts";
import type { FileChecksums } from "./file_checksums.ts";
import {
  headIds,
  type Project,
  type ProjectRequest,
  readConfiguration,
  readGraph,
  type Surroundings,
} from "./project.ts";

/**
 * A project whose revision files are read when they are first asked for: while a server lets a session in, and
 * finds out what there is, nothing else is to be done.
 */
export class UnreadProject {
  readonly config: Config;
  readonly checksums?: FileChecksums;
  readonly recorded = undefined;
  readonly #read: () => Promise<Project>;
  #reading: Promise<Project> | null = null;

  constructor(
    { config, checksums }: Pick<Project, "config" | "checksums">,
    read: () => Promise<Project>,
  ) {
    this.config = config;
    this.checksums = checksums;
    this.#read = read;
  }

  /** Reads the headers of all revision files, once; throws what is wrong with them every time. */
  read(): Promise<Project> {
    return this.#reading ??= this.#read();
  }
}

/** Reads the configuration; the headers of the revision files are read later, in turns with what is under way then. */
export async function unreadProject(
  request: ProjectRequest,
  surroundings: Pick<Surroundings, "platform" | "warn">,
  reading: Reading = {},
  checksums?: FileChecksums,
): Promise<UnreadProject> {
  const config = await readConfiguration(request, surroundings);
  return new UnreadProject({ config, checksums }, async () => ({
    config,
    graph: await readGraph(config, surroundings, { ...reading, turn }),
    checksums,
  }));
}

/** A project, or one that is going to be read. */
export type ProjectSource = Project | UnreadProject;

/** The project, read now if that has not been done. */
export function readProject(source: ProjectSource): Project | Promise<Project> {
  return source instanceof UnreadProject ? source.read() : source;
}

/** The ids of the heads, for env.py. */
export async function headsOf(source: ProjectSource): Promise<readonly string[]> {
  return headIds(await readProject(source));
}

/**
 * Does something that takes its time outside of the program, and reads the files meanwhile. What is wrong with
 * them is said rather than what went wrong outside.
 */
export async function whileReading<T>(
  source: ProjectSource,
  outside: () => Promise<T>,
): Promise<T> {
  if (!(source instanceof UnreadProject)) return await outside();
  const begun = outside();
  // It is asked for again where the files are needed.
  source.read().catch(() => {});
  try {
    return await begun;
  } catch (error) {
    await source.read();
    throw error;
  }
}
