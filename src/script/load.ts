import type { Files } from "../platform/mod.ts";
import { RevisionGraph } from "./graph.ts";
import { type HeaderAssignments, pythonHeader, scanPythonHeader } from "./python_header.ts";
import { makeRevision, type Revision, type RevisionHeader } from "./revision.ts";
import { listRevisionFiles, type RevisionFile, type RevisionLocations } from "./revision_files.ts";
import { decodeRevision } from "./source_text.ts";
import { readSqlHeader } from "./sql_file.ts";
import { readStockHeader } from "./stock_header.ts";
import { readTypeScriptHeader } from "./typescript_header.ts";

/** What is done with the files beside reading their headers. */
export interface Reading {
  /** Hears of each file that is read. */
  readonly onRead?: (path: string, content: Uint8Array) => void;
  /** Keeps the texts of Python files, where their bodies are going to be run: they are not read again then. */
  readonly keepTexts?: boolean;
  /** Lets what else is under way have its turn; called after every few files. */
  readonly turn?: () => Promise<void>;
}

/** How many files are read in a turn: about a millisecond's work. */
const TURN = 64;

/**
 * Reads the headers of all revision files, in map order. No file is run. `warn` is told of files
 * that come up twice. The first file that cannot be read ends it with a `FileError` or a
 * `CommandError` that names the place.
 */
export async function loadRevisions(
  files: Files,
  locations: RevisionLocations,
  warn: (message: string) => void,
  reading?: Reading,
): Promise<Revision[]> {
  const revisions: Revision[] = [];
  let read = 0;
  for (const file of listRevisionFiles(files, locations, warn)) {
    if (reading?.turn && ++read % TURN === 0) await reading.turn();
    const found = readRevisionFile(files, file, reading);
    // Waiting costs more than a header; only files that need the parser are waited for.
    const revision = found instanceof Promise ? await found : found;
    if (revision !== null) revisions.push(revision);
  }
  return revisions;
}

/** Reads all headers and links them to a graph. */
export async function loadGraph(
  files: Files,
  locations: RevisionLocations,
  warn: (message: string) => void,
  reading?: Reading,
): Promise<RevisionGraph> {
  return new RevisionGraph(await loadRevisions(files, locations, warn, reading), warn);
}

/** Reads one file; `null` for a `.sql` file that is no revision. */
export function readRevisionFile(
  files: Files,
  file: RevisionFile,
  { onRead, keepTexts = false }: Reading = {},
): Revision | null | Promise<Revision> {
  const { path, name, kind } = file;
  const content = files.readBytes(path);
  onRead?.(path, content);
  const text = decodeRevision(content, path, kind);
  const make = (header: RevisionHeader) =>
    makeRevision(header, kind, path, keepTexts && kind === "python" ? text : undefined);
  switch (kind) {
    case "python": {
      const stock = readStockHeader(text);
      if (stock !== null) return make(stock);
      const scanned = scanPythonHeader(text);
      const finish = (found: HeaderAssignments) => make(pythonHeader(found, path, name));
      return scanned === null ? parseHeader(text, path).then(finish) : finish(scanned);
    }
    case "typescript":
      return make(readTypeScriptHeader(text, path, name));
    case "sql": {
      const header = readSqlHeader(text, path, name);
      return header === null ? null : make(header);
    }
  }
}

/** The slow way, for headers that the scanner cannot follow. */
async function parseHeader(text: string, path: string): Promise<HeaderAssignments> {
  const [{ parseModule }, { headerOfModule }] = await Promise.all([
    import("../python/syntax/mod.ts"),
    import("./python_header_parsed.ts"),
  ]);
  return headerOfModule(parseModule(text, path), path);
}
