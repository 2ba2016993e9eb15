import {
  asString,
  call,
  type Evaluation,
  exceptionClasses,
  float,
  nativeClass,
  Pending,
  PyBytes,
  PyClass,
  PyDict,
  PyException,
  PyList,
  PyTuple,
  raise,
  Raised,
  typeError,
  typeName,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { normaliseInt } from "../../../runtime/int.ts";

/** `json.JSONDecodeError`. */
export const decodeErrorClass: PyClass = nativeClass({
  name: "JSONDecodeError",
  module: "json.decoder",
  bases: [exceptionClasses.get("ValueError")!],
});

function decodeError(reason: string, text: string, position: number): Raised {
  const before = text.slice(0, position);
  const line = before.split("\n").length;
  const column = position - (before.lastIndexOf("\n") + 1) + 1;
  const error = new PyException(decodeErrorClass, [
    `${reason}: line ${line} column ${column} (char ${position})`,
  ]);
  error.attributes = new Map<string, Value>([
    ["msg", reason],
    ["doc", text],
    ["pos", position],
    ["lineno", line],
    ["colno", column],
  ]);
  return new Raised(error);
}

/** How deep lists and objects may be nested. */
const MAX_DEPTH = 900;

/** Reads JSON as Python's decoder does: exact integers, NaN, the last of equal keys. */
class Decoder {
  readonly #text: string;
  readonly #hooks: ReadonlyMap<string, Value>;
  #at = 0;

  constructor(text: string, hooks: ReadonlyMap<string, Value>) {
    this.#text = text;
    this.#hooks = hooks;
  }

  *document(): Evaluation {
    this.#space();
    const value = yield* this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) throw this.#error("Extra data", this.#at);
    return value;
  }

  #error(reason: string, position: number): Raised {
    return decodeError(reason, this.#text, position);
  }

  #space(): void {
    while (/[ \t\n\r]/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  *#value(depth: number): Evaluation {
    if (depth > MAX_DEPTH) {
      const what = this.#text[this.#at] === "{" ? "object" : "array";
      throw raise(
        "RecursionError",
        `maximum recursion depth exceeded while decoding a JSON ${what} from a unicode string`,
      );
    }
    const text = this.#text;
    switch (text[this.#at]) {
      case '"':
        return this.#string();
      case "{":
        return yield* this.#object(depth);
      case "[":
        return yield* this.#array(depth);
    }
    const words: readonly (readonly [string, Value])[] = [
      ["null", null],
      ["true", true],
      ["false", false],
      ["NaN", float(NaN)],
      ["Infinity", float(Infinity)],
      ["-Infinity", float(-Infinity)],
    ];
    for (const [word, value] of words) {
      if (!text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
    number.lastIndex = this.#at;
    const match = number.exec(text);
    if (match === null) throw this.#error("Expecting value", this.#at);
    this.#at += match[0].length;
    const isInt = match[1] === undefined && match[2] === undefined;
    const hook = this.#hooks.get(isInt ? "parse_int" : "parse_float");
    if (hook !== undefined && hook !== null) return yield* wait(call(hook, [match[0]]));
    return isInt ? normaliseInt(BigInt(match[0])) : float(Number(match[0]));
  }

  *#array(depth: number): Evaluation {
    const items: Value[] = [];
    this.#at++;
    this.#space();
    if (this.#text[this.#at] === "]") {
      this.#at++;
      return new PyList(items);
    }
    for (;;) {
      this.#space();
      items.push(yield* this.#value(depth + 1));
      this.#space();
      const next = this.#text[this.#at++];
      if (next === "]") return new PyList(items);
      if (next !== ",") throw this.#error("Expecting ',' delimiter", this.#at - 1);
    }
  }

  *#object(depth: number): Evaluation {
    const entries: [Value, Value][] = [];
    this.#at++;
    this.#space();
    if (this.#text[this.#at] === "}") this.#at++;
    else {
      for (;;) {
        this.#space();
        if (this.#text[this.#at] !== '"') {
          throw this.#error("Expecting property name enclosed in double quotes", this.#at);
        }
        const key = this.#string();
        this.#space();
        if (this.#text[this.#at] !== ":") throw this.#error("Expecting ':' delimiter", this.#at);
        this.#at++;
        this.#space();
        entries.push([key, yield* this.#value(depth + 1)]);
        this.#space();
        const next = this.#text[this.#at++];
        if (next === "}") break;
        if (next !== ",") throw this.#error("Expecting ',' delimiter", this.#at - 1);
      }
    }
    const pairs = this.#hooks.get("object_pairs_hook");
    if (pairs !== undefined && pairs !== null) {
      return yield* wait(call(pairs, [new PyList(entries.map((entry) => new PyTuple(entry)))]));
    }
    const dict = new PyDict(entries);
    const hook = this.#hooks.get("object_hook");
    return hook === undefined || hook === null ? dict : yield* wait(call(hook, [dict]));
  }

  #string(): string {
    const start = this.#at++;
    let result = "";
    for (;;) {
      const end = this.#text.slice(this.#at).search(/["\\]|[^ -\uffff]/u);
      if (end < 0) throw this.#error("Unterminated string starting at", start);
      result += this.#text.slice(this.#at, this.#at + end);
      this.#at += end;
      const unit = this.#text[this.#at]!;
      if (unit === '"') {
        this.#at++;
        return result;
      }
      if (unit !== "\\") {
        if (unit >= " ") {
          // A character beyond the BMP, two code units.
          result += this.#text.slice(this.#at, this.#at + 2);
          this.#at += 2;
          continue;
        }
        throw this.#error("Invalid control character at", this.#at);
      }
      result += this.#escape(start);
    }
  }

  #escape(start: number): string {
    const letter = this.#text[this.#at + 1];
    if (letter === undefined) throw this.#error("Unterminated string starting at", start);
    if (letter === "u") {
      const digits = this.#text.slice(this.#at + 2, this.#at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) {
        throw this.#error("Invalid \\uXXXX escape", this.#at + 1);
      }
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const index = '"\\/bfnrt'.indexOf(letter);
    if (index < 0) throw this.#error("Invalid \\escape", this.#at);
    this.#at += 2;
    return '"\\/\b\f\n\r\t'[index]!;
  }
}

/** `json.loads` with its keyword arguments. */
export function loads(source: Value, hooks: ReadonlyMap<string, Value>): Pending {
  const text = source instanceof PyBytes ? new TextDecoder().decode(source.data) : asString(source);
  if (text === null) {
    throw typeError(
      `the JSON object must be str, bytes or bytearray, not ${typeName(source)}`,
    );
  }
  return new Pending(new Decoder(text, hooks).document());
}
