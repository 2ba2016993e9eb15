import { assertEquals } from "@std/assert";
import { fold, setTest } from "../../src/python/modules/stdlib/re/characters.ts";

const RANGES: readonly (readonly [from: number, to: number])[] = [
  [0xa1, 0xffff],
  [0x100, 0x500],
  [0x41, 0x300],
  [0x1f00, 0x2200],
  [0x10000, 0x10fff],
];

for (const folding of ["unicode", "ascii"] as const) {
  for (const [from, to] of RANGES) {
    const name = `[${from.toString(16)}-${to.toString(16)}]`;
    Deno.test(`setTest() takes what folds to a member of the wide range ${name}, ${folding}`, () => {
      const test = setTest({ kind: "set", negative: false, folding, members: [{ from, to }] });
      const folded = new Set<number>();
      for (let code = from; code <= to; code++) folded.add(fold(code, folding));
      const wrong: number[] = [];
      for (let code = 0; code < 0x11000; code++) {
        if (test(code) !== folded.has(fold(code, folding))) wrong.push(code);
      }
      assertEquals(wrong, []);
    });
  }
}
