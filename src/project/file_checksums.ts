import type { Files } from "../platform/mod.ts";
import {
  type Project,
  type ProjectRequest,
  readConfiguration,
  readGraph,
  type Surroundings,
} from "./project.ts";

/**
 * The checksums of files as they were read. Each is computed when it is first asked for, which is mostly while
 * a server is waited for.
 */
export class FileChecksums {
  readonly #sha256: Files["sha256"];
  /** The contents, and from the first question on their checksums, by the paths of the files. */
  readonly #files = new Map<string, Uint8Array | string>();

  constructor(sha256: Files["sha256"]) {
    this.#sha256 = sha256;
  }

  add(path: string, content: Uint8Array): void {
    this.#files.set(path, content);
  }

  get(path: string): string | undefined {
    const known = this.#files.get(path);
    if (known === undefined || typeof known === "string") return known;
    const checksum = this.#sha256(known);
    this.#files.set(path, checksum);
    return checksum;
  }
}

/** As `openProject`, with the checksums of the files, which are read but once. */
export async function openWithChecksums(
  request: ProjectRequest,
  surroundings: Pick<Surroundings, "platform" | "warn">,
): Promise<Project> {
  const config = await readConfiguration(request, surroundings);
  const checksums = new FileChecksums(surroundings.platform.files.sha256);
  const graph = await readGraph(
    config,
    surroundings,
    // What runs is what the checksum is of.
    { onRead: (path, content) => checksums.add(path, content), keepTexts: true },
  );
  return { config, graph, checksums };
}
