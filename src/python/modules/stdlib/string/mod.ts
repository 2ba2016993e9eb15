import type { NativeModuleFactory } from "../../../runtime/context.ts";
import {
  asString,
  callMethod,
  type Evaluation,
  nativeFunction,
  nativeModule,
  PyList,
  str,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { formatterClass } from "./formatter.ts";
import { templateClass } from "./template.ts";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

function* capwords(text: Value, separator: Value): Evaluation {
  const words = yield* wait(callMethod(text, "split", [separator]));
  const capital: string[] = [];
  for (const word of (words as PyList).items) {
    capital.push(str(yield* wait(callMethod(word, "capitalize"))));
  }
  return capital.join(asString(separator) || " ");
}

/** Module `string`. */
export const create: NativeModuleFactory = () =>
  nativeModule("string", {
    ascii_lowercase: LOWER,
    ascii_uppercase: UPPER,
    ascii_letters: LOWER + UPPER,
    digits: "0123456789",
    hexdigits: "0123456789abcdefABCDEF",
    octdigits: "01234567",
    punctuation: PUNCTUATION,
    whitespace: " \t\n\r\v\f",
    printable: `0123456789${LOWER}${UPPER}${PUNCTUATION} \t\n\r\v\f`,
    Template: templateClass,
    Formatter: formatterClass,
    capwords: nativeFunction("capwords", "s, sep=None", capwords),
  });
