import { SqlScanner, type SqlTokenKind } from "../../dialect/postgresql/sql_scanner.ts";
import type { ObjectName } from "./statement.ts";

/** One token of a statement. */
export interface Token {
  readonly kind: SqlTokenKind;
  readonly text: string;
  /** A word in small letters, the name inside quotation marks, otherwise the text. */
  readonly value: string;
}

/** The statement is not what its beginning made expect. */
export class UnreadableError extends Error {}

/** Reads the tokens of one statement from the first to the last. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get ended(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** The next token, not yet taken. */
  get next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  /** Whether the next tokens are these words. */
  sees(...words: readonly string[]): boolean {
    return words.every((word, index) => {
      const token = this.#tokens[this.#at + index];
      return token?.kind === "word" && token.value === word;
    });
  }

  /** Takes these words if they are next. */
  takes(...words: readonly string[]): boolean {
    if (!this.sees(...words)) return false;
    this.#at += words.length;
    return true;
  }

  /** Takes the first of several words that is next. */
  takesOne<W extends string>(...words: readonly W[]): W | null {
    return words.find((word) => this.takes(...word.split(" "))) ?? null;
  }

  /** Takes these words, which must be next. */
  expects(...words: readonly string[]): void {
    if (!this.takes(...words)) throw new UnreadableError(words.join(" "));
  }

  seesSymbol(symbol: string): boolean {
    return this.next?.kind === "symbol" && this.next.text === symbol;
  }

  takesSymbol(symbol: string): boolean {
    if (!this.seesSymbol(symbol)) return false;
    this.#at++;
    return true;
  }

  take(): Token {
    const token = this.next;
    if (token === undefined) throw new UnreadableError("end");
    this.#at++;
    return token;
  }

  /** Takes one part of a name. */
  name(): string {
    const token = this.take();
    if (token.kind !== "word" && token.kind !== "quoted-name") throw new UnreadableError("name");
    return token.value;
  }

  /** Takes a name with its schema; what stands before that (a database) is left out. */
  objectName(): ObjectName {
    const parts = [this.name()];
    while (this.takesSymbol(".")) parts.push(this.name());
    return { schema: parts.at(-2) ?? null, name: parts.at(-1)! };
  }

  /** Takes names with commas between, each of which may be `ONLY` or end with `*`. */
  objectNames(): ObjectName[] {
    const names: ObjectName[] = [];
    do {
      this.takes("only");
      names.push(this.objectName());
      this.takesSymbol("*");
    } while (this.takesSymbol(","));
    return names;
  }

  /** Takes the value of a string. */
  string(): string {
    const token = this.take();
    if (token.kind !== "string") throw new UnreadableError("string");
    return token.value;
  }

  /** Takes what is in parentheses, which must be next, and gives a reader of it. */
  group(): TokenReader {
    if (!this.takesSymbol("(")) throw new UnreadableError("(");
    const start = this.#at;
    for (let depth = 1; depth > 0;) {
      const token = this.take();
      if (token.kind !== "symbol") continue;
      if (token.text === "(") depth++;
      if (token.text === ")") depth--;
    }
    return new TokenReader(this.#tokens.slice(start, this.#at - 1));
  }

  /** Takes what is in parentheses, if they are next. */
  skipGroup(): boolean {
    if (!this.seesSymbol("(")) return false;
    this.group();
    return true;
  }

  /** The parts of a list with commas between, each with a reader of its own. */
  parts(): TokenReader[] {
    const found: TokenReader[] = [];
    while (!this.ended) {
      found.push(new TokenReader(this.#until(() => false)));
      this.takesSymbol(",");
    }
    return found;
  }

  /** The names in a list such as `a, b DESC`, of which each part begins with one. */
  leadingNames(): string[] {
    return this.parts().flatMap((part) => {
      const token = part.next;
      return token?.kind === "word" || token?.kind === "quoted-name" ? [token.value] : [];
    });
  }

  /** Takes the text up to a comma or one of these words outside parentheses, in one line. */
  textUntil(...stops: readonly string[]): string {
    return textOf(this.#until((token) => token.kind === "word" && stops.includes(token.value)));
  }

  /** Steps to the first of these words outside parentheses; takes it, or gives `null` at the end. */
  skipTo(...words: readonly string[]): string | null {
    while (!this.ended) {
      if (this.skipGroup()) continue;
      const token = this.take();
      if (token.kind === "word" && words.includes(token.value)) return token.value;
    }
    return null;
  }

  /** The tokens that have not been taken. */
  rest(): readonly Token[] {
    return this.#tokens.slice(this.#at);
  }

  #until(stops: (token: Token) => boolean): readonly Token[] {
    const start = this.#at;
    for (let depth = 0; this.#at < this.#tokens.length; this.#at++) {
      const token = this.#tokens[this.#at]!;
      if (depth === 0 && (stops(token) || isSymbol(token, ","))) break;
      if (isSymbol(token, "(") || isSymbol(token, "[")) depth++;
      if (isSymbol(token, ")") || isSymbol(token, "]")) depth--;
    }
    return this.#tokens.slice(start, this.#at);
  }
}

function isSymbol(token: Token, text: string): boolean {
  return token.kind === "symbol" && token.text === text;
}

function isOperator({ kind, text }: Token): boolean {
  return kind === "symbol" && "<>=!~+-*/|&^%@#?".includes(text);
}

/** The tokens of a statement. Throws an `UnclosedError` for what has no end. */
export function tokensOf(sql: string): Token[] {
  const scanner = new SqlScanner(sql);
  const tokens: Token[] = [];
  while (scanner.next()) {
    const { kind } = scanner;
    const text = sql.slice(scanner.start, scanner.end);
    if (kind === "symbol" && text === ";") continue;
    tokens.push({ kind, text, value: valueOf(kind, text) });
  }
  return tokens;
}

function valueOf(kind: SqlTokenKind, text: string): string {
  switch (kind) {
    case "word":
      return text.toLowerCase();
    case "quoted-name":
      return text.slice(text.indexOf('"') + 1, -1).replaceAll('""', '"');
    case "string":
      return text.startsWith("$")
        ? text.slice(text.indexOf("$", 1) + 1, text.lastIndexOf("$", text.length - 2))
        : text.slice(text.indexOf("'") + 1, -1).replaceAll("''", "'");
    default:
      return text;
  }
}

/** Tokens as text in one line: words in small letters, blanks where they are needed. */
export function textOf(tokens: readonly Token[]): string {
  let text = "";
  let before: Token | undefined;
  for (const token of tokens) {
    const tight = before === undefined || isSymbol(token, "(") && before.kind === "word" ||
      [")", ",", ".", "[", "]", ":"].some((symbol) => isSymbol(token, symbol)) ||
      ["(", "[", ".", ":"].some((symbol) => isSymbol(before!, symbol)) ||
      isOperator(before!) && isOperator(token);
    text += (tight ? "" : " ") + (token.kind === "word" ? token.value : token.text);
    before = token;
  }
  return text;
}
