import { assertEquals } from "@std/assert";
import { wrap } from "../../src/cli/wrap.ts";

/** What `textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="  ")` gives in CPython 3.11. */
const CASES: readonly (readonly [text: string, width: number, lines: readonly string[]])[] = [
  ["Creating directory /home/me/project/migrations ...", 40, [
    "  Creating directory",
    "  /home/me/project/migrations ...",
  ]],
  ["Generating /home/me/the-project-of-mine/db-migrations/env.py ...", 30, [
    "  Generating /home/me/the-",
    "  project-of-mine/db-",
    "  migrations/env.py ...",
  ]],
  ["Generating /home/me/the-project-of-mine/db-migrations/env.py ...", 50, [
    "  Generating /home/me/the-project-of-mine/db-",
    "  migrations/env.py ...",
  ]],
  [
    "Please edit configuration/connection/logging settings in /a/b/alembic.ini before proceeding.",
    24,
    [
      "  Please edit configurat",
      "  ion/connection/logging",
      "  settings in",
      "  /a/b/alembic.ini",
      "  before proceeding.",
    ],
  ],
  ["FAILED: Can't locate revision identified by 'nope'", 80, [
    "  FAILED: Can't locate revision identified by 'nope'",
  ]],
  ["FAILED: Can't locate revision identified by 'nope'", 20, [
    "  FAILED: Can't",
    "  locate revision",
    "  identified by",
    "  'nope'",
  ]],
  ["word", 2, ["  w", "  o", "  r", "  d"]],
  ["word", 3, ["  w", "  o", "  r", "  d"]],
  ["a", 1, ["  a"]],
  ["one two", 9, ["  one two"]],
  ["one two", 8, ["  one", "  two"]],
  ["a  b   c", 80, ["  a  b   c"]],
  ["  leading and trailing  ", 80, ["    leading and trailing"]],
  ["  leading and trailing  ", 12, ["    leading", "  and", "  trailing"]],
  ["two\nlines\tand a tab", 80, ["  two lines   and a tab"]],
  ["x\ty", 80, ["  x       y"]],
  ["tab\tstops\tare eight", 14, ["  tab", "  stops   are", "  eight"]],
  ["well-known e-mail x-ray a-b-c d-e-fg", 12, [
    "  well-known",
    "  e-mail",
    "  x-ray",
    "  a-b-c d-e-",
    "  fg",
  ]],
  ["en--dash em---dash -- alone", 10, ["  en--dash", "  em---", "  dash --", "  alone"]],
  ["--rev-id -m --branch-label", 10, ["  --rev-id", "  -m --bra", "  nch-", "  label"]],
  ["1-2-3 2024-01-02 a1-b2", 7, ["  1-2-3", "  2024-", "  01-02", "  a1-b2"]],
  ["verylongwordthatdoesnotfit", 10, ["  verylong", "  wordthat", "  doesnotf", "  it"]],
  ["see verylongwordthatdoesnotfit", 10, ["  see very", "  longword", "  thatdoes", "  notfit"]],
  ["very-long-word-that-does-not-fit", 9, [
    "  very-",
    "  long-",
    "  word-",
    "  that-",
    "  does-",
    "  not-fit",
  ]],
  ["größer-als ö-ä Straße", 10, ["  größer-", "  als ö-ä", "  Straße"]],
  ["🙂🙂🙂 🙂🙂", 5, ["  🙂🙂🙂", "  🙂🙂"]],
  ["no\u00a0break here", 8, ["  no\u00a0bre", "  ak", "  here"]],
  ["", 10, []],
  ["   ", 10, []],
];

for (const [text, width, lines] of CASES) {
  Deno.test(`wrap() breaks ${JSON.stringify(text)} at ${width} as textwrap does`, () => {
    assertEquals(wrap(text, width, "  "), lines);
  });
}
