import { assertEquals } from "@std/assert";
import { Interpreter, PythonError, repr } from "../../src/python/mod.ts";
import { findPython } from "../python/support/programs.ts";

const python = findPython();
const script = new URL("./random_expressions.py", import.meta.url).pathname;

function evaluate(interpreter: Interpreter, expression: string): string {
  try {
    return repr(interpreter.evaluateExpression(expression, new Map()));
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return `!${error.typeName}: ${error.detail}`;
  }
}

for (const seed of [1, 2, 3, 4]) {
  Deno.test({
    name: `Interpreter evaluates random expressions as CPython does: seed ${seed}`,
    ignore: python === null,
    fn: async () => {
      const { stdout } = await new Deno.Command(python!, {
        args: ["-W", "ignore", script, String(seed)],
      }).output();
      const cases: [string, string][] = JSON.parse(new TextDecoder().decode(stdout));
      const interpreter = new Interpreter();
      const differing = cases.flatMap(([expression, wanted]) => {
        const got = evaluate(interpreter, expression);
        return got === wanted ? [] : [{ expression, wanted, got }];
      });
      assertEquals(differing, []);
    },
  });
}
