import type { HeaderValue } from "./header_value.ts";
import { NotScannable } from "./python_scanner.ts";

const identifier = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const simpleEscapes: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  0: "\0",
};

/** How deep brackets may stand in a value. */
const DEEPEST = 100;

/**
 * Reads single literal values out of TypeScript source text without parsing the rest, as
 * `PythonScanner` does for Python.
 */
export class TypeScriptScanner {
  pos = 0;
  #depth = 0;

  constructor(readonly text: string) {}

  /** Steps over code up to `target`; false if that lies inside a string or a comment. */
  skipTo(target: number): boolean {
    while (this.pos < target) this.#skipToken();
    return this.pos === target;
  }

  /** Steps over blanks, line ends and comments; one that does not end goes to the end of the text. */
  skipBlanks(): void {
    const blank = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))*/y;
    blank.lastIndex = this.pos;
    blank.exec(this.text);
    this.pos = blank.lastIndex;
  }

  takeName(): string | null {
    identifier.lastIndex = this.pos;
    const match = identifier.exec(this.text);
    if (match === null) return null;
    this.pos = identifier.lastIndex;
    return match[0];
  }

  take(text: string): boolean {
    if (!this.text.startsWith(text, this.pos)) return false;
    this.pos += text.length;
    return true;
  }

  /**
   * A string, `null`, `undefined`, an array of values, or a name that `lookUp` knows, with what
   * changes its type alone (`as const`, `satisfies T`). Throws {@link NotScannable} otherwise.
   */
  takeValue(lookUp: (name: string, before: number) => HeaderValue): HeaderValue {
    this.skipBlanks();
    const start = this.pos;
    if (++this.#depth > DEEPEST) throw new NotScannable(start);
    const value = this.#plainValue(start, lookUp);
    this.#depth--;
    for (;;) {
      const end = this.pos;
      this.skipBlanks();
      const name = this.takeName();
      if (name === "as" || name === "satisfies") {
        this.#skipType();
        continue;
      }
      // What follows on the same line would be part of the expression.
      if (/^[ \t]*[^\s;,)\]/]/.test(this.text.slice(end, end + 80))) throw new NotScannable(start);
      this.pos = end;
      return value;
    }
  }

  #plainValue(start: number, lookUp: (name: string, before: number) => HeaderValue): HeaderValue {
    const quote = this.text[start];
    if (quote === '"' || quote === "'" || quote === "`") return this.#string(start, quote);
    if (this.take("(")) {
      const value = this.takeValue(lookUp);
      this.skipBlanks();
      if (!this.take(")")) throw new NotScannable(start);
      return value;
    }
    if (this.take("[")) {
      const items: HeaderValue[] = [];
      for (;;) {
        this.skipBlanks();
        if (this.take("]")) return items;
        items.push(this.takeValue(lookUp));
        this.skipBlanks();
        if (!this.take(",") && this.text[this.pos] !== "]") throw new NotScannable(start);
      }
    }
    const name = this.takeName();
    if (name === null || this.text[this.pos] === "(" || this.text[this.pos] === ".") {
      throw new NotScannable(start);
    }
    return name === "null" || name === "undefined" ? null : lookUp(name, start);
  }

  /** The text of a type, as an annotation has it: to `=`, `;`, `,` or the end of the line. */
  #skipType(): void {
    this.skipBlanks();
    for (let depth = 0; this.pos < this.text.length;) {
      const character = this.text[this.pos]!;
      if (depth === 0 && ";,)]\n".includes(character)) return;
      if ("([{<".includes(character)) depth++;
      if (")]}>".includes(character)) depth--;
      this.#skipToken();
    }
  }

  /** Steps over `: type` to the `=` of a declaration. */
  skipAnnotation(): void {
    for (let depth = 0; this.pos < this.text.length;) {
      const character = this.text[this.pos]!;
      if (depth === 0 && (character === "=" || character === ";")) return;
      if ("([{<".includes(character)) depth++;
      if (")]}>".includes(character)) depth--;
      this.#skipToken();
    }
  }

  #skipToken(): void {
    const { text } = this;
    const character = text[this.pos]!;
    if (character === "/" && (text[this.pos + 1] === "/" || text[this.pos + 1] === "*")) {
      this.skipBlanks();
    } else if (character === '"' || character === "'") {
      this.pos = this.#endOfString(this.pos, character);
    } else if (character === "`") {
      this.#skipTemplate();
    } else this.pos++;
  }

  /** Steps over a template, and those that stand in its places. */
  #skipTemplate(): void {
    const { text } = this;
    this.pos++;
    // For each template that is open, how many braces are open in its place: none where its text goes on.
    const open = [0];
    while (open.length > 0 && this.pos < text.length) {
      const last = open.length - 1;
      if (open[last] === 0) {
        if (text[this.pos] === "\\") this.pos += 2;
        else if (this.take("`")) open.pop();
        else if (this.take("${")) open[last] = 1;
        else this.pos++;
      } else if (this.take("`")) open.push(0);
      else {
        if (text[this.pos] === "{") open[last]!++;
        if (text[this.pos] === "}") open[last]!--;
        this.#skipToken();
      }
    }
  }

  #endOfString(start: number, quote: string): number {
    const { text } = this;
    for (let pos = start + 1; pos < text.length; pos++) {
      if (text[pos] === "\\") pos++;
      else if (text[pos] === quote) return pos + 1;
      else if (text[pos] === "\n" && quote !== "`") return pos;
    }
    return text.length;
  }

  #string(start: number, quote: string): string {
    const end = this.#endOfString(start, quote);
    const body = this.text.slice(start + 1, end - 1);
    const closed = end - start >= 2 && this.text[end - 1] === quote;
    if (!closed || (quote === "`" && /(?<!\\)(?:\\\\)*\$\{/.test(body))) {
      throw new NotScannable(start);
    }
    this.pos = end;
    return body.replace(
      /\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?\n|([\s\S]))/g,
      (_whole, long, four, two, other) => {
        const hex = long ?? four ?? two;
        const code = hex === undefined ? 0 : parseInt(hex, 16);
        if (code > 0x10ffff) throw new NotScannable(start);
        if (hex !== undefined) return String.fromCodePoint(code);
        return other === undefined ? "" : simpleEscapes[other] ?? other;
      },
    );
  }
}
