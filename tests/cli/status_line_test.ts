import { assertEquals } from "@std/assert";
import { StatusLine } from "../../src/cli/status_line.ts";
import { recordingTerminal, shownLines } from "./recording_terminal.ts";

Deno.test("StatusLine stays below what is printed, and goes without a trace", () => {
  const inner = recordingTerminal(80, ["y"]);
  const line = new StatusLine(inner);
  line.terminal.writeErr("first\n");
  line.show("1 of 2");
  assertEquals(shownLines(inner.err), ["first", "1 of 2"]);
  line.terminal.writeErr("second\n");
  assertEquals(shownLines(inner.err), ["first", "second", "1 of 2"]);
  line.show("2 of 2");
  assertEquals(shownLines(inner.err), ["first", "second", "2 of 2"]);
  // A question stays alone on its line until it is answered.
  line.terminal.writeErr("Go on? ");
  line.show("still 2 of 2");
  assertEquals(shownLines(inner.err), ["first", "second", "Go on? "]);
  assertEquals(line.terminal.readLine(), "y");
  line.show("");
  assertEquals(shownLines(inner.err).at(-1), "");
});

Deno.test("StatusLine leaves standard output alone where that is no terminal", () => {
  const inner = recordingTerminal(80);
  const line = new StatusLine({ ...inner, stdoutIsTerminal: false, columns: () => 80 });
  line.show("1 of 2");
  line.terminal.writeOut("result\n");
  assertEquals([inner.out, shownLines(inner.err)], ["result\n", ["1 of 2"]]);
});
