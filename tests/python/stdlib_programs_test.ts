import { assertEquals } from "@std/assert";
import { runProgram } from "./support/evaluate.ts";

// Beside each program lies what CPython 3.11 printed for it: `python3.11 x.py > x.out`.
const FOLDER = new URL("./programs/stdlib/", import.meta.url);

const names = [...Deno.readDirSync(FOLDER)].map(({ name }) => name)
  .filter((name) => name.endsWith(".py")).map((name) => name.slice(0, -3)).sort();

for (const name of names) {
  Deno.test(`Interpreter prints what CPython prints: stdlib/${name}`, async () => {
    const source = await Deno.readTextFile(new URL(`${name}.py`, FOLDER));
    const wanted = (await Deno.readTextFile(new URL(`${name}.out`, FOLDER))).split("\n");
    const printed = (await runProgram(source)).split("\n");
    // The outputs are long: the first line that differs tells more than all of them.
    const at = wanted.findIndex((line, index) => line !== printed[index]);
    if (at >= 0) assertEquals(`${at + 1}: ${printed[at]}`, `${at + 1}: ${wanted[at]}`);
    assertEquals(printed.length, wanted.length);
  });
}
