import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  collect,
  type Evaluation,
  isTrue,
  nativeFunction,
  nativeModule,
  PyList,
  type Value,
  valueError,
} from "../../runtime/mod.ts";
import { stringArgument } from "../../builtins/arguments.ts";
import { refused } from "./refused.ts";

/** `shlex.quote` */
function quote(text: string): string {
  if (text === "") return "''";
  return /[^\w@%+=:,./-]/.test(text) ? `'${text.replaceAll("'", `'"'"'`)}'` : text;
}

/** `shlex.split`: words as a POSIX shell tells them apart, at white space or other characters. */
export function splitWords(
  text: string,
  comments: boolean,
  posix: boolean,
  space = " \t\r\n",
): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quoted: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quoted !== null) {
      if (character === quoted) {
        if (!posix) word += character;
        quoted = null;
        if (!posix) {
          // Without the rules of POSIX a closing quote ends the word.
          words.push(word!);
          word = null;
        }
      } else if (posix && character === "\\" && quoted === '"') {
        const next = text[++at];
        if (next === undefined) throw valueError("No escaped character");
        word += next === '"' || next === "\\" ? next : `\\${next}`;
      } else word += character;
    } else if (space.includes(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (comments && character === "#" && (posix || word === null)) {
      const end = text.indexOf("\n", at);
      at = end < 0 ? text.length : end - 1;
    } else if (character === "'" || character === '"') {
      if (posix) word ??= "";
      else if (word === null) word = character;
      else {
        word += character;
        continue;
      }
      quoted = character;
    } else if (posix && character === "\\") {
      const next = text[++at];
      if (next === undefined) throw valueError("No escaped character");
      word = (word ?? "") + next;
    } else word = (word ?? "") + character;
  }
  if (quoted !== null) throw valueError("No closing quotation");
  if (word !== null) words.push(word);
  return words;
}

/** Module `shlex`. */
export const create: NativeModuleFactory = () =>
  nativeModule("shlex", {
    quote: nativeFunction("quote", "s", (text: Value) => quote(stringArgument(text, "s"))),
    join: nativeFunction("join", "split_command", function* (words: Value): Evaluation {
      return (yield* collect(words)).map((word) => quote(stringArgument(word, "s"))).join(" ");
    }),
    split: nativeFunction(
      "split",
      "s, comments=False, posix=True",
      (text: Value, comments: Value, posix: Value) =>
        new PyList(splitWords(stringArgument(text, "s"), isTrue(comments), isTrue(posix))),
    ),
    ...refused("shlex", ["shlex"]),
  });
