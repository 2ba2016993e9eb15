import type { NativeModuleFactory } from "../../../runtime/context.ts";
import {
  asString,
  call,
  type Evaluation,
  isTrue,
  nativeClass,
  nativeFunction,
  nativeModule,
  type PyClass,
  PyInstance,
  PyList,
  typeError,
  typeName,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { intArgument } from "../../../builtins/arguments.ts";
import { splitLines, splitSpace, stripSpace } from "../../../builtins/text_classes.ts";
import { dedent } from "./dedent.ts";
import { type WrapOptions, wrapText } from "./wrap.ts";

function textOf(value: Value): string {
  const text = asString(value);
  if (text === null) {
    throw typeError(`expected string or bytes-like object, got '${typeName(value)}'`);
  }
  return text;
}

function* indent(text: Value, prefix: Value, predicate: Value): Evaluation {
  const mark = textOf(prefix);
  let result = "";
  for (const line of splitLines(textOf(text), true)) {
    const wanted = predicate === null
      ? stripSpace(line, true, true) !== ""
      : isTrue(yield* wait(call(predicate, [line])));
    result += wanted ? mark + line : line;
  }
  return result;
}

const DEFAULTS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["width", 70],
  ["initial_indent", ""],
  ["subsequent_indent", ""],
  ["expand_tabs", true],
  ["replace_whitespace", true],
  ["fix_sentence_endings", false],
  ["break_long_words", true],
  ["drop_whitespace", true],
  ["break_on_hyphens", true],
  ["tabsize", 8],
  ["max_lines", null],
  ["placeholder", " [...]"],
]);

/** The options as the attributes of a wrapper, or the arguments of a function, give them. */
function readOptions(given: ReadonlyMap<string, Value>): WrapOptions {
  const value = (name: string): Value => given.has(name) ? given.get(name)! : DEFAULTS.get(name)!;
  const maxLines = value("max_lines");
  return {
    width: intArgument(value("width")),
    initialIndent: textOf(value("initial_indent")),
    subsequentIndent: textOf(value("subsequent_indent")),
    expandTabs: isTrue(value("expand_tabs")),
    replaceWhitespace: isTrue(value("replace_whitespace")),
    fixSentenceEndings: isTrue(value("fix_sentence_endings")),
    breakLongWords: isTrue(value("break_long_words")),
    dropWhitespace: isTrue(value("drop_whitespace")),
    breakOnHyphens: isTrue(value("break_on_hyphens")),
    tabSize: intArgument(value("tabsize")),
    maxLines: maxLines === null ? null : intArgument(maxLines),
    placeholder: textOf(value("placeholder")),
  };
}

/** The keyword arguments of a function that makes a wrapper. */
function wrapperOptions(width: Value, keywords: ReadonlyMap<string, Value>): WrapOptions {
  for (const name of keywords.keys()) {
    if (!DEFAULTS.has(name)) {
      throw typeError(`TextWrapper.__init__() got an unexpected keyword argument '${name}'`);
    }
  }
  return readOptions(new Map([["width", width], ...keywords]));
}

const wrapperClass: PyClass = nativeClass({
  name: "TextWrapper",
  module: "textwrap",
  init: [
    "width=70, initial_indent='', subsequent_indent='', expand_tabs=True, replace_whitespace=True, fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True, tabsize=8, *, max_lines=None, placeholder=' [...]'",
    (self: PyInstance, ...values: Value[]) => {
      self.attributes ??= new Map();
      [...DEFAULTS.keys()].forEach((name, index) => self.attributes!.set(name, values[index]!));
    },
  ],
  methods: {
    wrap: [
      "text",
      (self: PyInstance, text: Value) =>
        new PyList(wrapText(textOf(text), readOptions(self.attributes!))),
    ],
    fill: [
      "text",
      (self: PyInstance, text: Value) =>
        wrapText(textOf(text), readOptions(self.attributes!)).join("\n"),
    ],
  },
});

/** Module `textwrap`. */
export const create: NativeModuleFactory = () =>
  nativeModule("textwrap", {
    TextWrapper: wrapperClass,
    dedent: nativeFunction("dedent", "text", (text: Value) => dedent(textOf(text))),
    indent: nativeFunction("indent", "text, prefix, predicate=None", indent),
    wrap: nativeFunction(
      "wrap",
      "text, width=70, **kwargs",
      (text: Value, width: Value, keywords: Map<string, Value>) =>
        new PyList(wrapText(textOf(text), wrapperOptions(width, keywords))),
    ),
    fill: nativeFunction(
      "fill",
      "text, width=70, **kwargs",
      (text: Value, width: Value, keywords: Map<string, Value>) =>
        wrapText(textOf(text), wrapperOptions(width, keywords)).join("\n"),
    ),
    shorten: nativeFunction(
      "shorten",
      "text, width, **kwargs",
      (text: Value, width: Value, keywords: Map<string, Value>) => {
        const options = { ...wrapperOptions(width, keywords), maxLines: 1 };
        return wrapText(splitSpace(textOf(text), -1).join(" "), options).join("\n");
      },
    ),
  });
