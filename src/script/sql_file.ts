import { FileError } from "../errors/mod.ts";
import { checkRevisionId, missingRevisionId } from "./header_value.ts";
import type { RevisionHeader } from "./revision.ts";
import { LineCounter } from "./lines.ts";
import { trimEnd } from "../config/trim_end.ts";

/** One of the two parts of a SQL revision. */
export interface SqlPart {
  readonly blocks: readonly SqlBlock[];
  /** False where the marker says `transaction:false`. */
  readonly transaction: boolean;
}

/** A piece of a part: what stands between its markers. */
export interface SqlBlock {
  readonly text: string;
  /** Line of the file in which `text` begins, from 1. */
  readonly line: number;
  /** Whether it stands between `-- migrate:autocommit begin` and `-- migrate:autocommit end`. */
  readonly autocommit: boolean;
}

/** The parts of a SQL revision; without `-- migrate:down` it cannot be downgraded. */
export interface SqlParts {
  readonly upgrade: SqlPart;
  readonly downgrade: SqlPart | null;
}

const fields = [
  "revision",
  "down_revision",
  "branch_labels",
  "depends_on",
  "message",
  "create_date",
  "lock_timeout",
  "statement_timeout",
] as const;
type Field = typeof fields[number];

const field = /^--[ \t]*([a-z_]+)[ \t]*:[ \t]*([^\n]*)$/;
const marker = /^--[ \t]*migrate:([^\s]*)[ \t]*([^\n]*)$/gm;

/** The line that begins or ends a block outside the transaction. */
export function autocommitMarker(edge: "begin" | "end"): string {
  return `-- migrate:autocommit ${edge}`;
}

/** Whether a text has a line that a SQL revision's reader would take for one of its markers. */
export function hasMarkers(text: string): boolean {
  marker.lastIndex = 0;
  return marker.test(text);
}

/**
 * The header of a SQL revision, or `null` for a `.sql` file that is none: projects keep texts beside
 * their revisions. A file is one if it has a `-- revision:` line or a `-- migrate:` line, and then
 * mistakes are `FileError`s with the line.
 */
export function readSqlHeader(text: string, path: string, fileName: string): RevisionHeader | null {
  const found = readFields(text, path);
  const revision = found.get("revision");
  marker.lastIndex = 0;
  if (revision === undefined) {
    if (!marker.test(text)) return null;
    throw missingRevisionId(
      fileName,
      path,
      "A SQL revision begins with a line `-- revision: …`, before its first statement",
    );
  }
  const id = revision.text;
  const place = { path, line: revision.line };
  if (id === "") throw new FileError("bad_header", "Expected an id after 'revision:'", { place });
  checkRevisionId(id, place);
  const down = found.get("down_revision");
  if (down === undefined) {
    throw new FileError("bad_header", `Expected 'down_revision' in revision ${id}, found none`, {
      place: { path },
      hint: "Add a line `-- down_revision: None` if it is the first of its branch",
    });
  }
  readSqlParts(text, path);
  const downRevisions = namesOf(down.text);
  const createDate = found.get("create_date")?.text || null;
  const header = {
    id,
    downRevisions,
    branchLabels: namesOf(found.get("branch_labels")?.text ?? ""),
    dependsOn: namesOf(found.get("depends_on")?.text ?? ""),
  };
  return {
    ...header,
    docstring: docstringOf(header, found.get("message")?.text, createDate),
    createDate,
  };
}

/** The texts of the header's `lock_timeout` and `statement_timeout` lines, where there are any. */
export function readSqlTimeouts(
  text: string,
  path: string,
): { readonly lock: string | undefined; readonly statement: string | undefined } {
  const found = readFields(text, path);
  return {
    lock: found.get("lock_timeout")?.text,
    statement: found.get("statement_timeout")?.text,
  };
}

/** The text that a Python revision of this header has as its docstring; none without a message. */
function docstringOf(
  header: Omit<RevisionHeader, "docstring">,
  message: string | undefined,
  createDate: string | null,
): string {
  if (!message) return "";
  const lines = [
    `Revision ID: ${header.id}`,
    `Revises: ${header.downRevisions.join(", ")}`,
    ...(createDate === null ? [] : [`Create Date: ${createDate}`]),
  ];
  return `${message}\n\n${lines.join("\n")}`;
}

/** The fields in the comments before the first marker or statement. */
function readFields(text: string, path: string): Map<Field, { text: string; line: number }> {
  const found = new Map<Field, { text: string; line: number }>();
  let line = 0;
  for (const raw of linesOf(text)) {
    line++;
    const content = raw.trim();
    if (content === "") continue;
    if (!content.startsWith("--") || /^--[ \t]*migrate:/.test(content)) break;
    const match = field.exec(content);
    const name = match?.[1] as Field | undefined;
    if (name === undefined || !fields.includes(name)) continue;
    if (found.has(name)) {
      throw new FileError("bad_header", `Found a second '${name}' line`, { place: { path, line } });
    }
    found.set(name, { text: match![2]!, line });
  }
  return found;
}

/** Lines one by one, so that only the header of a large file is cut up. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf("\n", start);
    yield text.slice(start, end < 0 ? undefined : end);
    if (end < 0) return;
    start = end + 1;
  }
}

function namesOf(list: string): readonly string[] {
  if (/^(?:none|null)?$/i.test(list)) return [];
  return list.split(",").map((name) => name.trim()).filter((name) => name !== "");
}

/**
 * The two parts of a SQL revision, which `-- migrate:up` and `-- migrate:down` lines begin, each cut at its
 * `-- migrate:autocommit begin` and `end`: what stands between these runs outside the transaction, as in Alembic's
 * `autocommit_block()`. A `FileError` with the line for missing, repeated and unknown markers, and for statements
 * before the first.
 */
export function readSqlParts(text: string, path: string): SqlParts {
  const markers = readMarkers(text, path);
  const part = (name: string): SqlPart | null => {
    const index = markers.findIndex((one) => one.name === name);
    const first = markers[index];
    if (first === undefined) return null;
    const transaction = readTransaction(first.options, { path, line: first.line });
    const blocks: SqlBlock[] = [];
    let open: Marker | null = null;
    let at = first;
    for (let next = index + 1;; next++) {
      const marker = markers[next];
      // The text keeps the end of the marker's line, so that lines count from there.
      blocks.push({
        text: text.slice(at.end, marker?.start),
        line: at.line,
        autocommit: open !== null,
      });
      if (marker === undefined || marker.name !== "autocommit") break;
      open = readAutocommit(marker, open, transaction, path);
      at = marker;
    }
    if (open !== null) {
      throw badRevision("Expected '-- migrate:autocommit end', found none", path, open.line);
    }
    return { blocks, transaction };
  };
  const upgrade = part("up");
  if (upgrade === null) {
    throw new FileError("bad_sql_revision", "Expected a line '-- migrate:up', found none", {
      place: { path },
      hint: "Write the statements of the upgrade after `-- migrate:up`, those that take it back " +
        "after `-- migrate:down`",
    });
  }
  checkPreamble(text.slice(0, markers[0]!.start), path);
  return { upgrade, downgrade: part("down") };
}

/** A line `-- migrate:…`. */
interface Marker {
  readonly name: string;
  readonly options: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

function readMarkers(text: string, path: string): Marker[] {
  const found: Marker[] = [];
  const lines = new LineCounter(text);
  marker.lastIndex = 0;
  for (let match; (match = marker.exec(text)) !== null;) {
    const line = lines.lineOf(match.index);
    const name = match[1]!;
    const isPart = name === "up" || name === "down";
    if (!isPart && name !== "autocommit") {
      throw badRevision(
        `Expected migrate:up, migrate:down or migrate:autocommit, found migrate:${name}`,
        path,
        line,
      );
    }
    if (isPart && found.some((other) => other.name === name)) {
      throw badRevision(`Found a second '-- migrate:${name}'`, path, line);
    }
    if (!isPart && found.length === 0) {
      throw badRevision("Expected '-- migrate:up' before '-- migrate:autocommit'", path, line);
    }
    found.push({
      name,
      start: match.index,
      end: marker.lastIndex,
      line,
      options: trimEnd(match[2]!, " \t"),
    });
  }
  return found;
}

/** The block that is open after a marker; `null` where it ends one. */
function readAutocommit(
  found: Marker,
  open: Marker | null,
  transaction: boolean,
  path: string,
): Marker | null {
  const expected = open === null ? "begin" : "end";
  if (found.options !== expected) {
    throw badRevision(
      `Expected '-- migrate:autocommit ${expected}', found '${found.options}'`,
      path,
      found.line,
    );
  }
  if (!transaction) {
    throw badRevision(
      "Found '-- migrate:autocommit' in a part that says transaction:false",
      path,
      found.line,
    );
  }
  return open === null ? found : null;
}

function badRevision(message: string, path: string, line: number): FileError {
  return new FileError("bad_sql_revision", message, { place: { path, line } });
}

function readTransaction(options: string, place: { path: string; line: number }): boolean {
  if (options === "" || options === "transaction:true") return true;
  if (options === "transaction:false") return false;
  throw new FileError(
    "bad_sql_revision",
    `Expected 'transaction:false' or nothing after the marker, found '${options}'`,
    { place },
  );
}

function checkPreamble(preamble: string, path: string): void {
  const lines = withoutComments(preamble).split("\n");
  const index = lines.findIndex((line) => line.trim() !== "" && !line.trim().startsWith("--"));
  if (index < 0) return;
  throw new FileError(
    "bad_sql_revision",
    `Expected only comments before the first '-- migrate:' line, found: ${lines[index]!.trim()}`,
    { place: { path, line: index + 1 } },
  );
}

/** The text without what stands between `/*` and the next `*\/`, but for its line ends. */
function withoutComments(text: string): string {
  let bare = "";
  let from = 0;
  for (;;) {
    const start = text.indexOf("/*", from);
    const end = start < 0 ? -1 : text.indexOf("*/", start + 2);
    if (end < 0) return bare + text.slice(from);
    bare += text.slice(from, start) + text.slice(start, end).replace(/[^\n]/g, "");
    from = end + 2;
  }
}
