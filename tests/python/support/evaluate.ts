import { Interpreter, type InterpreterOptions, PythonError } from "../../../src/python/mod.ts";

/** A moment for tests: 2024-03-09T10:11:12.345Z. */
export const NOW = Date.UTC(2024, 2, 9, 10, 11, 12, 345);

/** Runs a program and gives what it printed; an uncaught exception is a last line `!! Type: text`. */
export async function runProgram(
  source: string,
  options: InterpreterOptions = {},
): Promise<string> {
  let output = "";
  const interpreter = new Interpreter({
    print: (text) => output += text,
    environment: new Map([["HOME", "/home/user"], ["PWD", "/work"]]),
    utcOffset: () => 0,
    now: () => NOW,
    ...options,
  });
  const prepared = await interpreter.prepare(source, "program.py");
  try {
    const progress = interpreter.runModule(prepared, "__main__").start();
    if (!progress.done) throw new Error("the program asked for something from outside");
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    output += `!! ${error.message}\n`;
  }
  return output;
}
