import type { Platform } from "../platform/mod.ts";
import type { LoadedModule, ModuleLoader } from "../python/module_loader.ts";
import type { FoundRevision } from "../python/modules/host.ts";
import type { Revision } from "../script/revision.ts";
import { decodeRevision } from "../script/source_text.ts";

/** The Python revisions of a project as modules, for those that take something from another one. */
export class RevisionModules implements ModuleLoader {
  readonly #byName = new Map<string, Revision>();
  readonly #names = new Map<Revision, string>();

  constructor(readonly files: Platform["files"]) {}

  /** What a revision can be told of another, with the name that its module is imported by. */
  found(revision: Revision): FoundRevision {
    const { id, downRevisions, doc, path, kind } = revision;
    return {
      id,
      downRevisions,
      doc,
      path,
      module: kind === "python" ? this.#name(revision) : null,
    };
  }

  load(name: string): LoadedModule | undefined {
    const revision = this.#byName.get(name);
    if (revision === undefined) return undefined;
    const { path, text } = revision;
    const source = text ?? decodeRevision(this.files.readBytes(path), path, "python");
    return { kind: "source", path, source, isPackage: false };
  }

  // An id may be no name of a module.
  #name(revision: Revision): string {
    let name = this.#names.get(revision);
    if (name === undefined) {
      name = `_revision_${this.#names.size}`;
      this.#names.set(revision, name);
      this.#byName.set(name, revision);
    }
    return name;
  }
}
