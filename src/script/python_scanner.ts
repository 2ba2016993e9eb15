import type { HeaderValue } from "./header_value.ts";

/** Thrown inside the scanner where the text is not of a form that it reads; offset in the text. */
export class NotScannable {
  constructor(readonly offset: number) {}
}

const enum Char {
  tab = 9,
  newline = 10,
  formFeed = 12,
  return = 13,
  space = 32,
  doubleQuote = 34,
  hash = 35,
  singleQuote = 39,
  openParenthesis = 40,
  closeParenthesis = 41,
  comma = 44,
  colon = 58,
  semicolon = 59,
  equals = 61,
  openBracket = 91,
  backslash = 92,
  closeBracket = 93,
  openBrace = 123,
  closeBrace = 125,
}

const identifier = /[\p{L}_][\p{L}\p{N}_]*/uy;
const simpleEscapes: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** How deep brackets may stand in a value. */
const DEEPEST = 100;

/**
 * Reads single values out of Python source text without parsing the rest: strings, `None`, names
 * and collections of them. It knows just enough of the lexical rules to step over anything else.
 */
export class PythonScanner {
  pos = 0;
  #depth = 0;

  constructor(readonly text: string) {}

  /**
   * Steps over source text up to `target`, the start of a line. True if a statement begins there;
   * false if the target lies inside a string, brackets or a continued line, and then the scanner
   * stands somewhere after it.
   */
  skipTo(target: number): boolean {
    const { text } = this;
    let depth = 0;
    let pos = this.pos;
    let end = target;
    while (pos < end) {
      switch (text.charCodeAt(pos)) {
        case Char.doubleQuote:
        case Char.singleQuote:
          pos = endOfString(text, pos);
          break;
        case Char.hash: {
          const lineEnd = text.indexOf("\n", pos);
          pos = lineEnd < 0 ? text.length : lineEnd;
          break;
        }
        case Char.backslash:
          pos += 2;
          if (pos === target) pos++;
          break;
        case Char.openParenthesis:
        case Char.openBracket:
        case Char.openBrace:
          depth++;
          pos++;
          break;
        case Char.closeParenthesis:
        case Char.closeBracket:
        case Char.closeBrace:
          depth--;
          pos++;
          break;
        default:
          pos++;
      }
      // Inside brackets the target is no statement; go on to where they close.
      if (pos >= end && depth > 0 && pos < text.length) end = pos + 1;
    }
    this.pos = pos;
    return pos === target && depth === 0;
  }

  /** Steps over blanks and comments; over line ends as well where `lines` is true. */
  skipBlanks(lines: boolean): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.pos);
      if (
        code === Char.space || code === Char.tab || code === Char.formFeed ||
        code === Char.return ||
        (lines && code === Char.newline)
      ) {
        this.pos++;
      } else if (code === Char.hash) {
        const end = text.indexOf("\n", this.pos);
        this.pos = end < 0 ? text.length : end;
      } else if (code === Char.backslash && text.charCodeAt(this.pos + 1) === Char.newline) {
        this.pos += 2;
      } else return;
    }
  }

  /** Takes one character if it comes next. */
  take(character: string): boolean {
    if (this.text[this.pos] !== character) return false;
    this.pos++;
    return true;
  }

  /** Whether the logical line ends here, with a line end, a `;` or the end of the text. */
  atStatementEnd(): boolean {
    this.skipBlanks(false);
    const code = this.text.charCodeAt(this.pos);
    return code === Char.newline || code === Char.semicolon || this.pos >= this.text.length;
  }

  /** A name at the current position, or `null`. */
  takeName(): string | null {
    const start = this.pos;
    let end = start;
    while (isAsciiName(this.text.charCodeAt(end), end > start)) end++;
    // Only names with other letters need the slower rule.
    if (!(this.text.charCodeAt(end) > 127)) {
      this.pos = end;
      return end === start ? null : this.text.slice(start, end);
    }
    identifier.lastIndex = start;
    const match = identifier.exec(this.text);
    if (match === null) return null;
    this.pos = identifier.lastIndex;
    return match[0];
  }

  /**
   * A string literal in any of Python's forms, adjacent ones joined, or `null` if none starts here.
   * `lines` says whether literals on following lines belong to it, as inside parentheses.
   */
  takeString(lines: boolean): string | null {
    let value: string | null = null;
    for (;;) {
      const width = this.#prefixWidth();
      if (width < 0) return value;
      const part = this.#literal(this.text.slice(this.pos, this.pos + width));
      value = value === null ? part : value + part;
      const end = this.pos;
      this.skipBlanks(lines);
      if (this.#prefixWidth() < 0) {
        this.pos = end;
        return value;
      }
    }
  }

  /** How many letters (0 to 2) stand before the quote of a string here; -1 if there is none. */
  #prefixWidth(): -1 | 0 | 1 | 2 {
    const { text, pos } = this;
    if (isQuote(text.charCodeAt(pos))) return 0;
    if (!isLetter(text.charCodeAt(pos))) return -1;
    if (isQuote(text.charCodeAt(pos + 1))) return 1;
    return isLetter(text.charCodeAt(pos + 1)) && isQuote(text.charCodeAt(pos + 2)) ? 2 : -1;
  }

  /**
   * A value: strings, `None`, tuples with and without parentheses, lists, sets, calls of
   * `tuple`, `list`, `set` and `frozenset`, or a name that `lookUp` knows.
   * Throws {@link NotScannable} for anything else.
   */
  takeValue(lookUp: (name: string, before: number) => HeaderValue): HeaderValue {
    const first = this.#item(false, lookUp);
    this.skipBlanks(false);
    if (!this.take(",")) return first;
    const items = [first];
    while (!this.atStatementEnd()) {
      items.push(this.#item(false, lookUp));
      this.skipBlanks(false);
      if (!this.take(",")) break;
    }
    return items;
  }

  #item(lines: boolean, lookUp: (name: string, before: number) => HeaderValue): HeaderValue {
    this.skipBlanks(lines);
    const start = this.pos;
    const text = this.takeString(lines);
    if (text !== null) return text;
    if (this.take("(")) {
      const { items, commas } = this.#items(")", lookUp);
      return items.length === 1 && commas === 0 ? items[0]! : items;
    }
    if (this.take("[")) return this.#items("]", lookUp).items;
    if (this.take("{")) {
      const { items } = this.#items("}", lookUp);
      if (items.length === 0) throw new NotScannable(start);
      return [...new Set(items)];
    }
    const name = this.takeName();
    if (name === null) throw new NotScannable(start);
    if (name === "None") return null;
    this.skipBlanks(lines);
    if (!this.take("(")) {
      if (this.text[this.pos] === "." || this.text[this.pos] === "[") throw new NotScannable(start);
      return lookUp(name, start);
    }
    if (!["tuple", "list", "set", "frozenset"].includes(name)) throw new NotScannable(start);
    const { items, commas } = this.#items(")", lookUp);
    if (items.length === 0) return [];
    const only = items[0]!;
    if (items.length > 1 || commas > 1 || only === null || typeof only === "string") {
      throw new NotScannable(start);
    }
    return name === "tuple" || name === "list" ? only : [...new Set(only)];
  }

  #items(
    close: string,
    lookUp: (name: string, before: number) => HeaderValue,
  ): { items: HeaderValue[]; commas: number } {
    const items: HeaderValue[] = [];
    let commas = 0;
    if (++this.#depth > DEEPEST) throw new NotScannable(this.pos);
    for (;;) {
      this.skipBlanks(true);
      if (this.take(close)) {
        this.#depth--;
        return { items, commas };
      }
      if (items.length !== commas) throw new NotScannable(this.pos);
      items.push(this.#item(true, lookUp));
      this.skipBlanks(true);
      if (this.take(",")) commas++;
    }
  }

  #literal(prefix: string): string {
    const start = this.pos;
    const kind = prefix.toLowerCase();
    if (!["", "r", "u", "f", "rf", "fr"].includes(kind)) throw new NotScannable(start);
    const open = start + prefix.length;
    const raw = kind.includes("r");
    const end = endOfString(this.text, open);
    const width = quoteWidth(this.text, open);
    const quotes = this.text.slice(open, open + width);
    if (end - width < open + width || this.text.slice(end - width, end) !== quotes) {
      throw new NotScannable(start);
    }
    const body = this.text.slice(open + width, end - width);
    if (kind.includes("f") && /[{}]/.test(body)) throw new NotScannable(start);
    this.pos = end;
    return raw || !body.includes("\\") ? body : unescape(body, start);
  }
}

function isQuote(code: number): boolean {
  return code === Char.doubleQuote || code === Char.singleQuote;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function isAsciiName(code: number, inside: boolean): boolean {
  return isLetter(code) || code === 95 || (inside && code >= 48 && code <= 57);
}

function quoteWidth(text: string, quote: number): 1 | 3 {
  const code = text.charCodeAt(quote);
  return text.charCodeAt(quote + 1) === code && text.charCodeAt(quote + 2) === code ? 3 : 1;
}

/** The offset after the string that opens at `quote`; the text's length if it is not closed. */
function endOfString(text: string, quote: number): number {
  const code = text.charCodeAt(quote);
  const width = quoteWidth(text, quote);
  // A backslash keeps the quote after it from closing the string, in raw strings too.
  for (let pos = quote + width; pos < text.length; pos++) {
    const here = text.charCodeAt(pos);
    if (here === Char.backslash) pos++;
    else if (here === code) {
      if (width === 1) return pos + 1;
      if (text.charCodeAt(pos + 1) === code && text.charCodeAt(pos + 2) === code) return pos + 3;
    } else if (here === Char.newline && width === 1) return pos;
  }
  return text.length;
}

function unescape(body: string, start: number): string {
  return body.replace(
    /\\(?:(\n)|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g,
    (whole, newline, octal, hex2, hex4, hex8, other) => {
      if (newline) return "";
      if (octal) return String.fromCharCode(parseInt(octal, 8));
      const hex = hex2 ?? hex4 ?? hex8;
      if (hex) {
        const code = parseInt(hex, 16);
        if (code > 0x10ffff) throw new NotScannable(start);
        return String.fromCodePoint(code);
      }
      // \N{…} needs the table of character names; a broken \x, \u or \U is a syntax error.
      if ("NxuU".includes(other)) throw new NotScannable(start);
      return simpleEscapes[other] ?? whole;
    },
  );
}
