import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  nativeFunction,
  nativeModule,
  typeError,
  typeName,
  type Value,
  valueError,
} from "../../runtime/mod.ts";
import { stringArgument } from "../../builtins/arguments.ts";
import { refused } from "./refused.ts";

const FORMS = ["NFC", "NFD", "NFKC", "NFKD"] as const;

const CATEGORIES = (
  "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co Cn"
).split(" ").map((name) => [name, new RegExp(`^\\p{${name}}$`, "u")] as const);

function formArgument(value: Value): typeof FORMS[number] {
  const form = FORMS.find((one) => one === asString(value));
  if (form === undefined) throw valueError("invalid normalization form");
  return form;
}

function character(value: Value, name: string): string {
  const text = asString(value);
  if (text === null || [...text].length !== 1) {
    throw typeError(
      `${name}() argument must be a unicode character, not ${
        text === null ? typeName(value) : "str"
      }`,
    );
  }
  return text;
}

/** Module `unicodedata`, by the tables that JavaScript has: those of names are missing. */
export const create: NativeModuleFactory = () =>
  nativeModule("unicodedata", {
    normalize: nativeFunction(
      "normalize",
      "form, unistr, /",
      (form: Value, text: Value) =>
        stringArgument(text, "normalize() argument 2").normalize(formArgument(form)),
    ),
    is_normalized: nativeFunction(
      "is_normalized",
      "form, unistr, /",
      (form: Value, text: Value) => {
        const given = stringArgument(text, "is_normalized() argument 2");
        return given.normalize(formArgument(form)) === given;
      },
    ),
    category: nativeFunction("category", "chr, /", (value: Value) => {
      const text = character(value, "category");
      return CATEGORIES.find(([, pattern]) => pattern.test(text))?.[0] ?? "Cn";
    }),
    ...refused("unicodedata", [
      "bidirectional",
      "combining",
      "decimal",
      "decomposition",
      "digit",
      "east_asian_width",
      "lookup",
      "mirrored",
      "name",
      "numeric",
    ], "only normalize(), is_normalized() and category() are provided"),
  });
