import { assertEquals } from "@std/assert";
import { Progress, progressText } from "../../src/cli/progress.ts";
import { recordingTerminal } from "./recording_terminal.ts";

Deno.test("progressText() counts in whole percents", () => {
  assertEquals(progressText("Working", 0, 3), "Working   0 %");
  assertEquals(progressText("Working", 2, 3), "Working  66 %");
  assertEquals(progressText("Working", 0, 0), "Working 100 %");
});

Deno.test("Progress writes each percent once, and takes its line away", () => {
  const terminal = recordingTerminal(80);
  const progress = new Progress({
    ...terminal,
    stderrIsTerminal: true,
    writeErr: terminal.writeErr,
  }, "W");
  for (let done = 0; done <= 1000; done++) progress.update(done, 1000);
  progress.end();
  const lines = terminal.err.split("\r").filter((line) => line.trim() !== "");
  assertEquals(lines.length, 101);
  assertEquals([lines[0], lines.at(-1)], ["W   0 %", "W 100 %"]);
  assertEquals(terminal.err.endsWith("\r       \r"), true);
});

Deno.test("Progress is silent where standard error is no terminal", () => {
  const terminal = recordingTerminal(null);
  const progress = new Progress({
    ...terminal,
    stderrIsTerminal: false,
    writeErr: terminal.writeErr,
  }, "W");
  progress.update(1, 2);
  progress.end();
  assertEquals(terminal.err, "");
});
