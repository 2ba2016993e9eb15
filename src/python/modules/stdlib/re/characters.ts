import { SPACE } from "../../../builtins/text_classes.ts";
import type { Category, CharacterSet, Folding, SetMember } from "./syntax_tree.ts";

/** Whether a character, given by its code point, is one of a set. */
export type CharacterTest = (code: number) => boolean;

const UNICODE: Readonly<Record<Category, RegExp>> = {
  digit: /\p{Nd}/u,
  space: new RegExp(`[${SPACE}]`, "u"),
  // str.isalnum() and the underscore
  word: /[\p{L}\p{N}_]/u,
};

function isAscii(category: Category, code: number): boolean {
  const digit = code >= 48 && code <= 57;
  switch (category) {
    case "digit":
      return digit;
    case "space":
      return code === 32 || (code >= 9 && code <= 13);
    case "word":
      return digit || code === 95 || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  }
}

/** Whether a character is a digit, white space or part of a word. */
export function isInCategory(category: Category, code: number, ascii: boolean): boolean {
  if (code < 128 && category !== "space") return isAscii(category, code);
  return ascii ? isAscii(category, code) : UNICODE[category].test(String.fromCodePoint(code));
}

function single(text: string, otherwise: number): number {
  const code = text.codePointAt(0)!;
  return text.length === (code > 0xffff ? 2 : 1) ? code : otherwise;
}

/** The lower case of a character as one character (Unicode's simple mapping). */
export function lower(code: number): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code;
  // The only lower case of two characters whose simple mapping is another one.
  if (code === 0x130) return 0x69;
  return single(String.fromCodePoint(code).toLowerCase(), code);
}

// Lower case pairs whose common upper case is more than one character, so that it does not show here.
const TWINS = new Map([[0x1fd3, 0x390], [0x1fe3, 0x3b0], [0xfb05, 0xfb06]]);

/** What characters that differ in case only have in common. */
export function fold(code: number, folding: Folding): number {
  if (folding === "none") return code;
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code;
  if (folding === "ascii") return code;
  const small = lower(code);
  const twin = TWINS.get(small);
  if (twin !== undefined) return twin;
  const capital = single(String.fromCodePoint(small).toUpperCase(), small);
  return capital === small ? small : lower(capital);
}

/** The test of a set, with a table for ASCII. */
export function setTest(set: CharacterSet): CharacterTest {
  const test = set.folding === "none" ? plainTest(set.members) : foldedTest(set);
  const { negative } = set;
  const table = Uint8Array.from({ length: 128 }, (_, code) => test(code) === negative ? 0 : 1);
  return (code) => code < 128 ? table[code] === 1 : test(code) !== negative;
}

function plainTest(members: readonly SetMember[]): CharacterTest {
  return (code) => members.some((member) => isMember(member, code));
}

function isMember(member: SetMember, code: number): boolean {
  return "category" in member
    ? isInCategory(member.category, code, member.ascii) !== member.negative
    : code >= member.from && code <= member.to;
}

function foldedTest({ members, folding }: CharacterSet): CharacterTest {
  const folded = new Set<number>();
  const wide: { readonly from: number; readonly to: number }[] = [];
  for (const member of members) {
    if ("category" in member) continue;
    if (member.to - member.from > WIDE) wide.push(member);
    else for (let code = member.from; code <= member.to; code++) folded.add(fold(code, folding));
  }
  const categories = members.filter((member) => "category" in member);
  return (code) =>
    folded.has(fold(code, folding)) ||
    wide.some((range) => holdsFolded(range, fold(code, folding), folding)) ||
    categories.some((member) =>
      isMember(member, folding === "ascii" ? fold(code, "ascii") : lower(code))
    );
}

/** Ranges of more characters than these are not written out: `[\u00a1-\uffff]` stands in many patterns. */
const WIDE = 512;

/** Whether a range has a character that folds to this one. */
function holdsFolded(
  { from, to }: { readonly from: number; readonly to: number },
  folded: number,
  folding: Folding,
): boolean {
  if (folded >= from && folded <= to) return true;
  const variants = folding === "ascii" ? asciiVariants(folded) : casedVariants().get(folded);
  return variants?.some((code) => code >= from && code <= to) ?? false;
}

function asciiVariants(folded: number): readonly number[] | undefined {
  return folded >= 97 && folded <= 122 ? [folded - 32] : undefined;
}

let variantsOf: Map<number, number[]> | null = null;

/** The characters that fold to another, by that one. Made once; letters with case end below U+20000. */
function casedVariants(): ReadonlyMap<number, readonly number[]> {
  if (variantsOf !== null) return variantsOf;
  variantsOf = new Map();
  let all = "";
  for (let code = 0; code < 0x20000; code++) {
    if (code < 0xd800 || code > 0xdfff) all += String.fromCodePoint(code);
  }
  const cased = /[\p{Changes_When_Lowercased}\p{Changes_When_Uppercased}]/gu;
  for (const [text] of all.matchAll(cased)) {
    const code = text.codePointAt(0)!;
    const folded = fold(code, "unicode");
    if (folded === code) continue;
    const variants = variantsOf.get(folded);
    if (variants === undefined) variantsOf.set(folded, [code]);
    else variants.push(code);
  }
  return variantsOf;
}
