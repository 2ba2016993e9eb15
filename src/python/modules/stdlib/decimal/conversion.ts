import { PyList, PyTuple, type Value, valueError } from "../../../runtime/mod.ts";
import { stripSpace } from "../../../builtins/text_classes.ts";
import { type DecimalNumber, finite, infinite, parseDecimal } from "./number.ts";

/** The number that a Python string writes: white space around it and `_` in it are let pass. */
export function numberFromText(text: string): DecimalNumber | null {
  return parseDecimal(asciiDigits(stripSpace(text, true, true)).replaceAll("_", ""));
}

/** Decimal digits of other scripts count as well. */
function asciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    let start = digit.codePointAt(0)!;
    const lowest = start - 9;
    while (start > lowest && /\p{Nd}/u.test(String.fromCodePoint(start - 1))) start--;
    return String(digit.codePointAt(0)! - start);
  });
}

/** The number of `(sign, digits, exponent)`. */
export function numberFromTuple(items: readonly Value[]): DecimalNumber {
  if (items.length !== 3) throw valueError("argument must be a sequence of length 3");
  const [sign, digits, exponent] = items;
  if (sign !== 0 && sign !== 1) throw valueError("sign must be an integer with the value 0 or 1");
  if (!(digits instanceof PyTuple || digits instanceof PyList)) {
    throw valueError("coefficient must be a tuple of digits");
  }
  let text = "";
  for (const digit of digits.items) {
    if (typeof digit !== "number" || digit < 0 || digit > 9) {
      throw valueError("coefficient must be a tuple of digits");
    }
    text += digit;
  }
  const negative = sign === 1;
  const coefficient = BigInt(text);
  switch (exponent) {
    case "F":
      return infinite(negative);
    case "n":
      return { negative, coefficient, exponent: 0, special: "quiet" };
    case "N":
      return { negative, coefficient, exponent: 0, special: "signaling" };
  }
  if (typeof exponent !== "number") {
    throw valueError("string argument in the third position must be 'F', 'n' or 'N'");
  }
  return finite(negative, coefficient, exponent);
}
