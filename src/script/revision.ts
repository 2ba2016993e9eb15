import { strip } from "../config/python_text.ts";

/** The language that a revision file is written in. */
export type RevisionKind = "python" | "typescript" | "sql";

/**
 * What the header of one revision file says. Links are the ids as the file writes them: what a
 * partial id, a label or a dependency means is known to the `RevisionGraph` alone.
 */
export interface Revision {
  readonly id: string;
  /** `down_revision` as written: empty for a base, several for a merge. */
  readonly downRevisions: readonly string[];
  /** `branch_labels` that this file declares; what it inherits is `RevisionGraph.labelsOf`. */
  readonly branchLabels: readonly string[];
  /** `depends_on` as written: full ids or branch labels. */
  readonly dependsOn: readonly string[];
  readonly kind: RevisionKind;
  /** Absolute path of the file, symbolic links resolved. */
  readonly path: string;
  /** The whole docstring without blanks around it; empty if there is none. */
  readonly docstring: string;
  /** The docstring up to its first empty line: what logs and `history` show. */
  readonly doc: string;
  /** The text after `Create Date:` as the file has it, or `null`. */
  readonly createDate: string | null;
  /** The text of a Python file, where it was kept from the reading of its header. */
  readonly text?: string;
}

/** The parts of a header that the reader of each file format finds; the rest follows from them. */
export interface RevisionHeader {
  readonly id: string;
  readonly downRevisions: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  /** As the file has it; blanks around it do not count. */
  readonly docstring: string;
  /** Where the format has a field of its own; else it is read from the docstring. */
  readonly createDate?: string | null;
}

/** Completes a header to a {@link Revision}. */
export function makeRevision(
  header: RevisionHeader,
  kind: RevisionKind,
  path: string,
  text?: string,
): Revision {
  return new ReadRevision(header, kind, path, text);
}

/** A revision of which the texts are looked at when they are asked for: most commands show few of them. */
class ReadRevision implements Revision {
  readonly id: string;
  readonly downRevisions: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  readonly kind: RevisionKind;
  readonly path: string;
  readonly text?: string;
  readonly #docstring: string;
  readonly #createDate: string | null | undefined;

  constructor(header: RevisionHeader, kind: RevisionKind, path: string, text?: string) {
    this.id = header.id;
    this.downRevisions = header.downRevisions;
    this.branchLabels = header.branchLabels;
    this.dependsOn = header.dependsOn;
    this.kind = kind;
    this.path = path;
    this.text = text;
    this.#docstring = header.docstring;
    this.#createDate = header.createDate;
  }

  get docstring(): string {
    return strip(this.#docstring);
  }

  get doc(): string {
    const { docstring } = this;
    const paragraph = docstring.indexOf("\n\n");
    return paragraph < 0 ? docstring : docstring.slice(0, paragraph);
  }

  get createDate(): string | null {
    return this.#createDate === undefined ? createDateIn(this.docstring) : this.#createDate;
  }
}

/** The text after `Create Date:` in a docstring as the templates of Alembic write it, or `null`. */
function createDateIn(docstring: string): string | null {
  const label = "Create Date:";
  const start = docstring.indexOf(label);
  if (start < 0) return null;
  const end = docstring.indexOf("\n", start);
  const text = docstring.slice(start + label.length, end < 0 ? undefined : end).trim();
  return text === "" ? null : text;
}
