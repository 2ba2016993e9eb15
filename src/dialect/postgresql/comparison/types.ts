import type { SqlType } from "../../../schema/types.ts";
import { resolved, typeText } from "../type_text.ts";

/** A type's text taken apart, as Alembic compares types. */
interface TypeWords {
  readonly first: string;
  readonly rest: readonly string[];
  readonly arguments: readonly string[];
}

const synonyms: readonly ReadonlySet<string>[] = [
  new Set(["numeric", "decimal"]),
  new Set(["float", "double precision"]),
];

function wordsOf(type: SqlType): TypeWords {
  const words: string[] = [];
  let parentheses = "";
  for (const word of typeText(type).toLowerCase().match(/[\p{L}\p{N}_-]+|\(.+?\)/gu) ?? []) {
    if (word.startsWith("(")) parentheses = word;
    else words.push(word);
  }
  const [first = "", ...rest] = words;
  const terms = parentheses.match(/[^(),]+/g) ?? [];
  return {
    first,
    rest,
    arguments: terms.filter((term) => !term.includes("=")).map((term) => term.trim()),
  };
}

/** Whether SQLAlchemy knows nothing of the type: it has none, or one that reflection does not recognize. */
export function isUnknown(type: SqlType, reflected: boolean): boolean {
  const actual = resolved(type);
  return actual.kind === "null" || (reflected && actual.kind === "custom");
}

/**
 * Whether the types of a column differ, by Alembic's rules: the names of types are the same or synonyms, and
 * arguments matter only where both sides have as many.
 */
export function typesDiffer(inspected: SqlType, wanted: SqlType): boolean {
  const inspectedWords = wordsOf(inspected);
  const wantedWords = wordsOf(wanted);
  return !namesMatch(inspectedWords, wantedWords) || !argumentsMatch(inspectedWords, wantedWords);
}

function namesMatch(a: TypeWords, b: TypeWords): boolean {
  if (a.first === b.first) return true;
  const whole = ({ first, rest }: TypeWords) => [first, ...rest].join(" ");
  return synonyms.some((words) =>
    (words.has(whole(a)) && words.has(whole(b))) || (words.has(a.first) && words.has(b.first))
  );
}

function argumentsMatch(a: TypeWords, b: TypeWords): boolean {
  return sameOrIncomparable(a.rest, b.rest) && sameOrIncomparable(a.arguments, b.arguments);
}

function sameOrIncomparable(a: readonly string[], b: readonly string[]): boolean {
  return a.length !== b.length || a.every((word, index) => word === b[index]);
}

/** Types of extensions have only their text to be compared by. */
export function sameOpaqueType(inspected: SqlType, wanted: SqlType): boolean {
  const text = (type: SqlType) => typeText(type).toLowerCase().replace(/\s+/g, "");
  return text(inspected) === text(wanted);
}
