import { FileError } from "../errors/mod.ts";
import {
  asNames,
  checkRevisionId,
  type HeaderValue,
  missingRevisionId,
  MOST_LOOK_UPS,
} from "./header_value.ts";
import { LineCounter } from "./lines.ts";
import { NotScannable, PythonScanner } from "./python_scanner.ts";
import type { RevisionHeader } from "./revision.ts";

/** The module-level names that Alembic reads from a revision file. */
export const headerNames = ["revision", "down_revision", "branch_labels", "depends_on"] as const;
export type HeaderName = typeof headerNames[number] | "__doc__";

const allNames: ReadonlySet<string> = new Set([...headerNames, "__doc__"]);

/** The values of a module's header names, each with the line of its assignment; absent: not there. */
export type HeaderAssignments = ReadonlyMap<
  HeaderName,
  { readonly value: HeaderValue; readonly line: number }
>;

const statement = /^(revision|down_revision|branch_labels|depends_on|__doc__)(?![\w])/gm;
const nested = /^[ \t]+(?:revision|down_revision|branch_labels|depends_on|__doc__)[ \t]*[:=]/gm;
const conditional = /^(?:if|elif|else|try|except|finally|with|for|while|async)\b/;

/**
 * Finds the header of a Python revision file without parsing the file: only the text up to the
 * last assignment of a header name at the start of a line is looked at. `null` if a header name
 * gets its value in a way that only a parser can follow.
 */
export function scanPythonHeader(text: string): HeaderAssignments | null {
  const found = new Map<HeaderName, { value: HeaderValue; line: number }>();
  const scanner = new PythonScanner(text);
  const lines = new LineCounter(text);
  const names = new Names(text);
  try {
    scanner.skipBlanks(true);
    const line = lines.lineOf(scanner.pos);
    const docstring = takeDocstring(scanner);
    if (docstring !== null) found.set("__doc__", { value: docstring, line });
    scanner.pos = 0;
    statement.lastIndex = 0;
    for (let match; (match = statement.exec(text)) !== null;) {
      if (match.index < scanner.pos || !scanner.skipTo(match.index)) {
        statement.lastIndex = Math.max(statement.lastIndex, scanner.pos);
        continue;
      }
      takeStatements(
        scanner,
        names,
        (name, value, at) => found.set(name, { value, line: lines.lineOf(at) }),
      );
      statement.lastIndex = scanner.pos;
    }
  } catch (error) {
    if (error instanceof NotScannable) return null;
    throw error;
  }
  return found.has("down_revision") && !assignedInBlock(text) ? found : null;
}

/** The docstring, if the module's first statement is nothing but a string. */
function takeDocstring(scanner: PythonScanner): string | null {
  if (scanner.text[scanner.pos] === "(") return takeParenthesizedDocstring(scanner);
  if (/^[bBfF]|^[rR][bBfF]/.test(scanner.text.slice(scanner.pos, scanner.pos + 2))) return null;
  const value = scanner.takeString(false);
  return value !== null && scanner.atStatementEnd() ? value : null;
}

function takeParenthesizedDocstring(scanner: PythonScanner): string | null {
  const value = scanner.takeValue(() => {
    throw new NotScannable(scanner.pos);
  });
  return typeof value === "string" && scanner.atStatementEnd() ? value : null;
}

/** Reads `name = value`, with or without an annotation, and what follows it after `;`. */
function takeStatements(
  scanner: PythonScanner,
  names: Names,
  take: (name: HeaderName, value: HeaderValue, at: number) => void,
): void {
  const { text } = scanner;
  for (let first = true;; first = false) {
    scanner.skipBlanks(false);
    const start = scanner.pos;
    if (!first && !mentionsHeaderName(text, start)) return;
    const targets: HeaderName[] = [];
    for (;;) {
      const before = scanner.pos;
      const name = scanner.takeName();
      scanner.skipBlanks(false);
      if (name === null || text[scanner.pos] === "=" && text[scanner.pos + 1] === "=") {
        scanner.pos = before;
        break;
      }
      if (targets.length === 0 && before === start && scanner.take(":")) skipAnnotation(scanner);
      if (!scanner.take("=")) {
        scanner.pos = before;
        break;
      }
      if (isHeaderName(name)) targets.push(name);
      scanner.skipBlanks(false);
    }
    if (targets.length === 0) {
      // A bare annotation declares nothing; anything else that begins with such a name is for the
      // parser.
      if (!isBareAnnotation(scanner)) throw new NotScannable(start);
      return;
    }
    const value = scanner.takeValue((name, before) => names.lookUp(name, before));
    if (!scanner.atStatementEnd()) throw new NotScannable(start);
    for (const name of targets) take(name, value, start);
    scanner.skipBlanks(false);
    if (!scanner.take(";") || scanner.atStatementEnd()) return;
  }
}

/** Whether the rest of a line holds a header name, in whatever place. */
function mentionsHeaderName(text: string, start: number): boolean {
  const end = text.indexOf("\n", start);
  return /\b(?:revision|down_revision|branch_labels|depends_on|__doc__)\b/
    .test(text.slice(start, end < 0 ? undefined : end));
}

function isHeaderName(name: string): name is HeaderName {
  return allNames.has(name);
}

function isBareAnnotation(scanner: PythonScanner): boolean {
  scanner.takeName();
  scanner.skipBlanks(false);
  if (!scanner.take(":")) return false;
  skipAnnotation(scanner);
  return scanner.atStatementEnd();
}

/** Names with brackets of two levels, which is what nearly all annotations are. */
const plainAnnotation = /(?:[\w., |]|\[(?:[\w., |]|\[[\w., |]*\])*\])*(?=[=\n;])/y;

/** Steps over an annotation to the `=` after it, or to the end of the statement. */
function skipAnnotation(scanner: PythonScanner): void {
  plainAnnotation.lastIndex = scanner.pos;
  if (plainAnnotation.test(scanner.text)) {
    scanner.pos = plainAnnotation.lastIndex;
    return;
  }
  for (let depth = 0;;) {
    scanner.skipBlanks(depth > 0);
    if (scanner.takeString(depth > 0) !== null) continue;
    const character = scanner.text[scanner.pos];
    if (character === undefined) return;
    if (depth === 0 && (character === "=" || character === "\n" || character === ";")) return;
    if ("([{".includes(character)) depth++;
    if (")]}".includes(character)) depth--;
    scanner.pos++;
  }
}

/** The module-level names that header values refer to. */
class Names {
  #left = MOST_LOOK_UPS;

  constructor(readonly text: string) {}

  /** The value of a name: its last assignment above. */
  lookUp(name: string, before: number): HeaderValue {
    if (this.#left-- === 0) throw new NotScannable(before);
    const above = this.text.slice(0, before);
    const assignment = new RegExp(`^${name}[ \\t]*(?::[^=\\n]*)?=(?!=)`, "gmu");
    const scanner = new PythonScanner(above);
    let last: { readonly start: number; readonly value: number } | null = null;
    for (let match; (match = assignment.exec(above)) !== null;) {
      if (match.index < scanner.pos || !scanner.skipTo(match.index)) continue;
      scanner.pos = match.index + match[0].length;
      last = { start: match.index, value: scanner.pos };
    }
    if (last === null) throw new NotScannable(before);
    const { start } = last;
    const valueScanner = new PythonScanner(this.text);
    valueScanner.pos = last.value;
    const value = valueScanner.takeValue((other, at) => this.lookUp(other, Math.min(at, start)));
    if (!valueScanner.atStatementEnd()) throw new NotScannable(before);
    return value;
  }
}

/**
 * Whether some header name is assigned inside an `if`, `try` or another block of the module that is
 * no function and no class, so that the value is known only by running it.
 */
function assignedInBlock(text: string): boolean {
  nested.lastIndex = 0;
  let line = 0;
  // The line that the block which is open begins with.
  let outer = -1;
  for (let match; (match = nested.exec(text)) !== null;) {
    for (; line < match.index; line = text.indexOf("\n", line) + 1) {
      if (!" \t#\n)".includes(text[line]!)) outer = line;
    }
    if (outer >= 0 && conditional.test(text.slice(outer, outer + 8))) return true;
  }
  return false;
}

/**
 * Makes a header of the assignments of a Python file, with Alembic's rules: a file without
 * `revision` takes its id from a file name of hex digits. `FileError` or `CommandError` with the
 * place for values of the wrong kind.
 */
export function pythonHeader(
  assignments: HeaderAssignments,
  path: string,
  fileName: string,
): RevisionHeader {
  const revision = assignments.get("revision");
  const id = revision === undefined ? /^([a-f0-9]+)\.py$/.exec(fileName)?.[1] : revision.value;
  if (id === undefined) throw missingRevisionId(fileName, path);
  // Counting the line is left to who reports it.
  const place = {
    path,
    get line() {
      return revision?.line;
    },
  };
  if (typeof id !== "string") {
    throw new FileError("bad_header", `Expected a string for 'revision', found ${show(id)}`, {
      place,
    });
  }
  checkRevisionId(id, place);
  if (!assignments.has("down_revision")) {
    throw new FileError("bad_header", `Expected 'down_revision' in revision ${id}, found none`, {
      place: { path },
      hint: "Add `down_revision = None` if this is the first revision of its branch",
    });
  }
  const names = (name: HeaderName) => {
    const assignment = assignments.get(name);
    if (assignment === undefined) return [];
    const value = asNames(assignment.value);
    if (value !== undefined) return value;
    throw new FileError(
      "bad_header",
      `Expected None, a string or a tuple of strings for '${name}', found ${
        show(assignment.value)
      }`,
      { place: { path, line: assignment.line } },
    );
  };
  const docstring = assignments.get("__doc__")?.value;
  return {
    id,
    downRevisions: names("down_revision"),
    branchLabels: names("branch_labels").filter((label) => label !== ""),
    dependsOn: withoutEmptyString(names("depends_on")),
    docstring: typeof docstring === "string" ? docstring : "",
  };
}

/** `depends_on = ""` means no dependency to Alembic, as the empty string counts as false. */
function withoutEmptyString(names: readonly string[]): readonly string[] {
  return names.length === 1 && names[0] === "" ? [] : names;
}

function show(value: HeaderValue): string {
  if (value === null) return "None";
  if (typeof value === "string") return `'${value}'`;
  return `(${value.map((item) => Array.isArray(item) ? "(…)" : show(item)).join(", ")})`;
}
