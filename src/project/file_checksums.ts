import type { Files } from "../platform/mod.ts";
import type { ProjectRequest, Surroundings } from "./project.ts";
import { type UnreadProject, unreadProject } from "./unread_project.ts";

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

/** A project that is going to be read, with the checksums of the files, which are read but once. */
export function unreadWithChecksums(
  request: ProjectRequest,
  surroundings: Pick<Surroundings, "platform" | "warn">,
): Promise<UnreadProject> {
  const checksums = new FileChecksums(surroundings.platform.files.sha256);
  const reading = {
    onRead: (path: string, content: Uint8Array) => checksums.add(path, content),
    // What runs is what the checksum is of.
    keepTexts: true,
  };
  return unreadProject(request, surroundings, reading, checksums);
}
