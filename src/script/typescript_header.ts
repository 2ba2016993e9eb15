import { FileError } from "../errors/mod.ts";
import {
  asNames,
  checkRevisionId,
  type HeaderValue,
  missingRevisionId,
  MOST_LOOK_UPS,
} from "./header_value.ts";
import { NotScannable } from "./python_scanner.ts";
import { LineCounter } from "./lines.ts";
import type { RevisionHeader } from "./revision.ts";
import { TypeScriptScanner } from "./typescript_scanner.ts";

const declaration =
  /^export\s+(?:const|let|var)\s+(revision|downRevision|branchLabels|dependsOn)(?![\w$])/gm;

/**
 * The header of a TypeScript or JavaScript revision: the exported constants `revision`,
 * `downRevision`, `branchLabels` and `dependsOn`, whose values are literals, and the comment at the
 * top. The module is not run. `CommandError` if there is no `revision`, `FileError` with the line for
 * values that cannot be read.
 */
export function readTypeScriptHeader(text: string, path: string, fileName: string): RevisionHeader {
  const found = new Map<string, { value: HeaderValue; line: number }>();
  const scanner = new TypeScriptScanner(text);
  const lines = new LineCounter(text);
  const constants = new Constants(text);
  declaration.lastIndex = 0;
  for (let match; (match = declaration.exec(text)) !== null;) {
    if (match.index < scanner.pos || !scanner.skipTo(match.index)) continue;
    scanner.pos = declaration.lastIndex;
    const name = match[1]!;
    const line = lines.lineOf(match.index);
    // JavaScript knows no module that exports a name twice.
    if (found.has(name)) {
      throw new FileError("bad_header", `Found a second 'export' of '${name}'`, {
        place: { path, line },
      });
    }
    found.set(name, { value: takeDeclared(scanner, constants, name, { path, line }), line });
    declaration.lastIndex = scanner.pos;
  }
  const names = (name: string) => {
    const entry = found.get(name);
    if (entry === undefined) return [];
    const value = asNames(entry.value);
    if (value !== undefined) return value;
    throw new FileError("bad_header", `Expected null, a string or an array for '${name}'`, {
      place: { path, line: entry.line },
    });
  };
  const revision = found.get("revision");
  if (revision === undefined) {
    throw missingRevisionId(
      fileName,
      path,
      'A TypeScript revision says `export const revision = "…"`; keep other modules outside the ' +
        "versions directory",
    );
  }
  const id = revision.value;
  const place = { path, line: revision.line };
  if (typeof id !== "string") {
    throw new FileError("bad_header", "Expected a string for 'revision'", { place });
  }
  checkRevisionId(id, place);
  if (!found.has("downRevision")) {
    throw new FileError("bad_header", `Expected 'downRevision' in revision ${id}, found none`, {
      place: { path },
      hint: "Add `export const downRevision = null;` if it is the first of its branch",
    });
  }
  return {
    id,
    downRevisions: names("downRevision"),
    branchLabels: names("branchLabels"),
    dependsOn: names("dependsOn"),
    docstring: leadingComment(text),
  };
}

function takeDeclared(
  scanner: TypeScriptScanner,
  constants: Constants,
  name: string,
  { path, line }: { readonly path: string; readonly line: number },
): HeaderValue {
  const { text } = scanner;
  const refuse = () =>
    new FileError(
      "bad_header",
      `The value of '${name}' is not a literal: ${text.split("\n")[line - 1]!.trim()}`,
      {
        place: { path, line },
        hint: "Headers are read without running the file: write a string, an array of strings or " +
          "null",
      },
    );
  try {
    scanner.skipBlanks();
    if (scanner.take(":")) scanner.skipAnnotation();
    if (!scanner.take("=")) throw refuse();
    return scanner.takeValue((constant, before) => constants.lookUp(constant, before));
  } catch (error) {
    throw error instanceof NotScannable ? refuse() : error;
  }
}

/** The constants of a module that its header refers to. */
class Constants {
  #left = MOST_LOOK_UPS;

  constructor(readonly text: string) {}

  /** The value of a constant declared above at the start of a line. */
  lookUp(name: string, before: number): HeaderValue {
    if (this.#left-- === 0) throw new NotScannable(before);
    const { text } = this;
    const pattern = new RegExp(
      `^(?:export\\s+)?const\\s+${name.replaceAll("$", "\\$")}(?![\\w$])`,
      "gm",
    );
    const scanner = new TypeScriptScanner(text);
    for (let match; (match = pattern.exec(text)) !== null && match.index < before;) {
      if (match.index < scanner.pos || !scanner.skipTo(match.index)) continue;
      scanner.pos = pattern.lastIndex;
      scanner.skipBlanks();
      if (scanner.take(":")) scanner.skipAnnotation();
      if (!scanner.take("=")) break;
      const at = match.index;
      return scanner.takeValue((other) => this.lookUp(other, at));
    }
    throw new NotScannable(before);
  }
}

// What stands before may be read in one way only: two would be tried for each comment, and all their combinations.
const LEADING_COMMENT =
  /^(?:#![^\n]*\n)?(?:\s|\/\/[^\n]*\n|\/\*(?!\*)[^*]*\*+(?:[^/*][^*]*\*+)*\/)*\/\*\*([\s\S]*?)\*\//;

/** The text of the `/** … *\/` comment that the file begins with; empty if there is none. */
function leadingComment(text: string): string {
  const match = LEADING_COMMENT.exec(text);
  if (match === null) return "";
  return match[1]!.split("\n").map((line) => line.replace(/^\s*\* ?/, "")).join("\n");
}
