import type { Scanner } from "./scanner.ts";

/** CPython's limit on open blocks (MAXINDENT in its tokenizer). */
const MAX_INDENTS = 100;

/**
 * Reads the white space that a line begins with, over blank lines and lines with only a comment, and
 * notes the INDENT or DEDENT tokens that it stands for (Python reference, "Indentation").
 */
export function readIndentation(scanner: Scanner): void {
  const source = scanner.source;
  let pos = scanner.pos;
  let width = 0;
  let alternative = 0;
  /** The widths at a backslash: the joined line's own white space does not count. */
  let continued = -1;
  let continuedAlternative = 0;
  for (;;) {
    const code = source.charCodeAt(pos);
    if (code === 0x20) {
      width++;
      alternative++;
      pos++;
    } else if (code === 0x09) {
      width = (width >> 3) + 1 << 3;
      alternative++;
      pos++;
    } else if (code === 0x0c) {
      width = alternative = 0;
      pos++;
    } else if (code === 0x0a) {
      scanner.startLine(++pos);
      width = alternative = 0;
      continued = -1;
    } else if (code === 0x23 /* # */) {
      pos = source.indexOf("\n", pos);
    } else if (code === 0x5c /* \ */) {
      if (continued < 0) {
        continued = width;
        continuedAlternative = alternative;
      }
      pos = scanner.continueLine(pos);
    } else {
      break;
    }
  }
  scanner.pos = pos;
  if (pos >= source.length) {
    scanner.pendingIndents = 1 - scanner.indents.length;
    return;
  }
  if (continued >= 0) {
    width = continued;
    alternative = continuedAlternative;
  }
  compareWithBlocks(scanner, width, alternative);
}

function compareWithBlocks(scanner: Scanner, width: number, alternative: number): void {
  const { indents, alternativeIndents } = scanner;
  let top = indents.length - 1;
  if (width === indents[top]!) {
    if (alternative !== alternativeIndents[top]!) failForTabs(scanner);
  } else if (width > indents[top]!) {
    if (alternative <= alternativeIndents[top]!) failForTabs(scanner);
    if (top + 2 >= MAX_INDENTS) {
      scanner.failHere("too many levels of indentation", scanner.pos, "IndentationError");
    }
    indents.push(width);
    alternativeIndents.push(alternative);
    scanner.pendingIndents = 1;
  } else {
    while (width < indents[top]!) {
      indents.pop();
      alternativeIndents.pop();
      scanner.pendingIndents--;
      top--;
    }
    if (width !== indents[top]!) {
      scanner.failHere(
        "unindent does not match any outer indentation level",
        scanner.pos,
        "IndentationError",
      );
    }
    if (alternative !== alternativeIndents[top]!) failForTabs(scanner);
  }
}

function failForTabs(scanner: Scanner): never {
  scanner.failHere("inconsistent use of tabs and spaces in indentation", scanner.pos, "TabError");
}
