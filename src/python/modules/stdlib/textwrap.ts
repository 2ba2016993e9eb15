import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  call,
  type Evaluation,
  isTrue,
  nativeFunction,
  nativeModule,
  PyList,
  typeError,
  typeName,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { intArgument } from "../../builtins/arguments.ts";

function textOf(value: Value): string {
  const text = asString(value);
  if (text === null) {
    throw typeError(`expected string or bytes-like object, got '${typeName(value)}'`);
  }
  return text;
}

/** `textwrap.dedent`: takes off the white space that all lines with text start with. */
export function dedent(source: string): string {
  const text = source.replace(/^[ \t]+$/gm, "");
  let margin: string | null = null;
  for (const match of text.matchAll(/^([ \t]*)(?=[^ \t\n])/gm)) {
    const indent = match[1]!;
    if (margin === null || margin.startsWith(indent)) margin = indent;
    else if (!indent.startsWith(margin)) {
      let common = 0;
      while (common < margin.length && margin[common] === indent[common]) common++;
      margin = margin.slice(0, common);
    }
  }
  if (!margin) return text;
  return text.split("\n").map((line) => line.startsWith(margin) ? line.slice(margin.length) : line)
    .join("\n");
}

function* indent(text: Value, prefix: Value, predicate: Value): Evaluation {
  const lines = textOf(text).match(/[^\n]*\n|[^\n]+/g) ?? [];
  const mark = textOf(prefix);
  let result = "";
  for (const line of lines) {
    const wanted = predicate === null
      ? line.trim() !== ""
      : isTrue(yield* wait(call(predicate, [line])));
    result += wanted ? mark + line : line;
  }
  return result;
}

/** `textwrap.wrap` with its main options. */
function wrapText(text: string, width: number, options: ReadonlyMap<string, Value>): string[] {
  const first = asString(options.get("initial_indent") ?? "") ?? "";
  const following = asString(options.get("subsequent_indent") ?? "") ?? "";
  const breakLong = options.has("break_long_words")
    ? isTrue(options.get("break_long_words")!)
    : true;
  const words = text.replace(/[\t\n\v\f\r ]/g, " ").split(/( +)/).filter(Boolean);
  const lines: string[] = [];
  const chunks = [...words].flatMap((word) => word.trim() === "" ? [word] : splitHyphens(word))
    .reverse();
  while (chunks.length > 0) {
    const lead = lines.length === 0 ? first : following;
    const room = width - lead.length;
    const line: string[] = [];
    let length = 0;
    if (lines.length > 0 && chunks.at(-1)!.trim() === "") chunks.pop();
    while (chunks.length > 0 && length + chunks.at(-1)!.length <= room) {
      length += chunks.at(-1)!.length;
      line.push(chunks.pop()!);
    }
    if (chunks.length > 0 && chunks.at(-1)!.length > room && line.length === 0) {
      const long = chunks.pop()!;
      if (breakLong) {
        line.push(long.slice(0, Math.max(1, room)));
        chunks.push(long.slice(Math.max(1, room)));
      } else line.push(long);
    } else if (chunks.length > 0 && chunks.at(-1)!.length > room && breakLong) {
      const rest = room - length;
      if (rest > 0 && chunks.at(-1)!.length > room) {
        const long = chunks.pop()!;
        line.push(long.slice(0, rest));
        chunks.push(long.slice(rest));
      }
    }
    if (line.length > 0 && line.at(-1)!.trim() === "") line.pop();
    if (line.length > 0) lines.push(lead + line.join(""));
  }
  return lines;
}

/** A word may be broken after a hyphen between letters. */
function splitHyphens(word: string): string[] {
  return word.split(/(?<=[\p{L}\p{N}]-)(?=[\p{L}])/u);
}

/** Module `textwrap`. */
export const create: NativeModuleFactory = () =>
  nativeModule("textwrap", {
    dedent: nativeFunction("dedent", "text", (text: Value) => dedent(textOf(text))),
    indent: nativeFunction("indent", "text, prefix, predicate=None", indent),
    wrap: nativeFunction(
      "wrap",
      "text, width=70, **kwargs",
      (text: Value, width: Value, options: Map<string, Value>) =>
        new PyList(wrapText(textOf(text), intArgument(width), options)),
    ),
    fill: nativeFunction(
      "fill",
      "text, width=70, **kwargs",
      (text: Value, width: Value, options: Map<string, Value>) =>
        wrapText(textOf(text), intArgument(width), options).join("\n"),
    ),
    shorten: nativeFunction(
      "shorten",
      "text, width, *, placeholder=' [...]'",
      (text: Value, width: Value, mark: Value) => {
        const words = textOf(text).trim().split(/\s+/);
        const placeholder = textOf(mark);
        const limit = intArgument(width);
        if (words.join(" ").length <= limit) return words.join(" ");
        while (words.length > 0 && words.join(" ").length + placeholder.length > limit) words.pop();
        return words.length === 0 ? placeholder.trim() : words.join(" ") + placeholder;
      },
    ),
  });
