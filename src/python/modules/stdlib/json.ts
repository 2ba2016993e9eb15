import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asInt,
  asString,
  call,
  type Evaluation,
  exceptionClasses,
  float,
  floatRepr,
  isTrue,
  nativeClass,
  nativeFunction,
  nativeModule,
  Pending,
  plain,
  PyBytes,
  PyClass,
  PyDict,
  PyException,
  PyFloat,
  PyInstance,
  PyList,
  PyTuple,
  Raised,
  typeError,
  typeName,
  type Value,
  valueError,
  wait,
} from "../../runtime/mod.ts";
import { less } from "../../runtime/compare.ts";
import { intText } from "../../runtime/repr.ts";
import { normaliseInt } from "../../runtime/int.ts";
import { lookupAttribute } from "../../runtime/attributes.ts";

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
};

function quote(text: string, ascii: boolean): string {
  // deno-lint-ignore no-control-regex -- JSON escapes control characters
  const pattern = ascii ? /["\\\x00-\x1f]|[^\x00-\x7e]/g : /["\\\x00-\x1f]/g;
  const escaped = text.replace(
    pattern,
    (unit) => SHORT[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `"${escaped}"`;
}

/** The options of `json.dumps`. */
interface DumpOptions {
  readonly ascii: boolean;
  readonly allowNan: boolean;
  readonly skipKeys: boolean;
  readonly sortKeys: boolean;
  readonly indent: string | null;
  readonly itemSeparator: string;
  readonly keySeparator: string;
  readonly fallback: Value;
}

function floatJson(value: number, options: DumpOptions): string {
  if (Number.isFinite(value)) return floatRepr(value);
  if (!options.allowNan) throw valueError("Out of range float values are not JSON compliant");
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

function keyText(key: Value, options: DumpOptions): string | null {
  const inner = plain(key);
  if (typeof inner === "string") return inner;
  if (inner === null) return "null";
  if (typeof inner === "boolean") return String(inner);
  const int = asInt(inner);
  if (int !== null) return intText(int);
  if (inner instanceof PyFloat) return floatJson(inner.value, options);
  if (options.skipKeys) return null;
  throw typeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function* dump(
  value: Value,
  options: DumpOptions,
  level: string,
  open: Set<Value>,
): Evaluation<string> {
  const inner = plain(value);
  if (inner === null) return "null";
  if (typeof inner === "boolean") return String(inner);
  if (typeof inner === "string") return quote(inner, options.ascii);
  const int = asInt(inner);
  if (int !== null) return intText(int);
  if (inner instanceof PyFloat) return floatJson(inner.value, options);
  if (open.has(value)) throw valueError("Circular reference detected");
  open.add(value);
  try {
    return yield* dumpContainer(inner, options, level, open);
  } finally {
    open.delete(value);
  }
}

function* dumpContainer(
  value: Value,
  options: DumpOptions,
  level: string,
  open: Set<Value>,
): Evaluation<string> {
  const deeper = options.indent === null ? "" : level + options.indent;
  const wrap = (before: string, parts: readonly string[], after: string): string => {
    if (parts.length === 0) return before + after;
    if (options.indent === null) return before + parts.join(options.itemSeparator) + after;
    return `${before}\n${deeper}${
      parts.join(`${options.itemSeparator}\n${deeper}`)
    }\n${level}${after}`;
  };
  if (value instanceof PyList || value instanceof PyTuple) {
    const parts: string[] = [];
    for (const item of value.items) parts.push(yield* dump(item, options, deeper, open));
    return wrap("[", parts, "]");
  }
  if (value instanceof PyDict) {
    const entries = [...value.entries()];
    if (options.sortKeys) {
      entries.sort(([a], [b]) => less(a, b) ? -1 : less(b, a) ? 1 : 0);
    }
    const parts: string[] = [];
    for (const [key, item] of entries) {
      const name = keyText(key, options);
      if (name === null) continue;
      const text = yield* dump(item, options, deeper, open);
      parts.push(quote(name, options.ascii) + options.keySeparator + text);
    }
    return wrap("{", parts, "}");
  }
  if (options.fallback !== null) {
    const replacement = yield* wait(call(options.fallback, [value]));
    return yield* dump(replacement, options, level, open);
  }
  throw typeError(`Object of type ${typeName(value)} is not JSON serializable`);
}

function* dumps(value: Value, keywords: ReadonlyMap<string, Value>): Evaluation {
  const flag = (name: string, fallback: boolean) =>
    keywords.has(name) ? isTrue(keywords.get(name)!) : fallback;
  const indentValue = keywords.get("indent") ?? null;
  const spaces = asInt(indentValue);
  const indent = spaces !== null ? " ".repeat(Math.max(0, Number(spaces))) : asString(indentValue);
  const separators = keywords.get("separators");
  const given = separators instanceof PyTuple || separators instanceof PyList
    ? separators.items
    : null;
  let fallback = keywords.get("default") ?? null;
  const encoder = keywords.get("cls");
  if (encoder instanceof PyClass) {
    const instance = yield* wait(call(encoder));
    const found = lookupAttribute(instance, "default");
    if (found !== undefined) fallback = yield* wait(found);
  }
  return yield* dump(
    value,
    {
      ascii: flag("ensure_ascii", true),
      allowNan: flag("allow_nan", true),
      skipKeys: flag("skipkeys", false),
      sortKeys: flag("sort_keys", false),
      indent,
      itemSeparator: given === null ? (indent === null ? ", " : ",") : asString(given[0]!) ?? ",",
      keySeparator: given === null ? ": " : asString(given[1]!) ?? ":",
      fallback,
    },
    "",
    new Set(),
  );
}

const decodeErrorClass = nativeClass({
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
    if (depth > 900) throw this.#error("Expecting value", this.#at);
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

function loads(source: Value, hooks: ReadonlyMap<string, Value>): Pending {
  const text = source instanceof PyBytes ? new TextDecoder().decode(source.data) : asString(source);
  if (text === null) {
    throw typeError(
      `the JSON object must be str, bytes or bytearray, not ${typeName(source)}`,
    );
  }
  return new Pending(new Decoder(text, hooks).document());
}

/** Module `json`. */
export const create: NativeModuleFactory = () => {
  const encoder = nativeClass({
    name: "JSONEncoder",
    module: "json.encoder",
    init: [
      "**kwargs",
      (self: PyInstance, options: Map<string, Value>) => void (self.native = options),
    ],
    methods: {
      default: ["o", (_self: PyInstance, value: Value) => {
        throw typeError(`Object of type ${typeName(value)} is not JSON serializable`);
      }],
      encode: ["o", function* (self: PyInstance, value: Value): Evaluation {
        const options = new Map(self.native as Map<string, Value> ?? []);
        options.set("default", yield* wait(lookupAttribute(self, "default")!));
        return yield* dumps(value, options);
      }],
    },
  });
  return nativeModule("json", {
    dumps: nativeFunction(
      "dumps",
      "obj, **kwargs",
      (value: Value, keywords: Map<string, Value>) => dumps(value, keywords),
    ),
    loads: nativeFunction(
      "loads",
      "s, **kwargs",
      (text: Value, keywords: Map<string, Value>) => loads(text, keywords),
    ),
    load: nativeFunction(
      "load",
      "fp, **kwargs",
      function* (file: Value, keywords: Map<string, Value>): Evaluation {
        const read = lookupAttribute(file, "read");
        if (read === undefined) throw typeError(`${typeName(file)} has no read()`);
        return yield* wait(loads(yield* wait(call(yield* wait(read))), keywords));
      },
    ),
    JSONDecodeError: decodeErrorClass,
    JSONEncoder: encoder,
  });
};
