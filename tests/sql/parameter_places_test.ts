import { assertEquals } from "@std/assert";
import { replacePlaces } from "../../src/sql/parameter_places.ts";

const cases: readonly (readonly [string, string, string])[] = [
  ["places", "a = $1 and b=$2,$10", "a = <1> and b=<2>,<10>"],
  ["no text in quotation marks", "'$1' || $2 || 'it''s $3'", "'$1' || <2> || 'it''s $3'"],
  ["no escape strings", String.raw`E'\'$1' || $2`, String.raw`E'\'$1' || <2>`],
  ["plain strings with a backslash at the end", String.raw`'\' || $1`, String.raw`'\' || <1>`],
  ["no names", '"a$1" = $2', '"a$1" = <2>'],
  ["no part of a name", "a$1 = $2", "a$1 = <2>"],
  ["no dollar quotes", "$$ $1 $$ $1 $x$ $1 $$ $1 $x$", "$$ $1 $$ <1> $x$ $1 $$ $1 $x$"],
  ["places behind what does not end", "$x$ $1 $y$ $2", "$x$ <1> $y$ <2>"],
  ["no tags that share a sign", "$a$a$ $1", "$a$a$ <1>"],
  ["nothing in a comment that does not end", "$1 /* /* $1 */ $1", "<1> /* /* $1 */ $1"],
  [
    "no comments",
    "$1 -- $1\n$1 /* $1 /* $1 */ $1 */ $1",
    "<1> -- $1\n<1> /* $1 /* $1 */ $1 */ <1>",
  ],
];

for (const [what, sql, expected] of cases) {
  Deno.test(`replacePlaces() replaces ${what}`, () => {
    assertEquals(replacePlaces(sql, (place) => `<${place}>`), expected);
  });
}
