import { assertEquals, assertRejects } from "@std/assert";
import { Output } from "../../src/cli/output.ts";
import { recordingTerminal } from "./recording_terminal.ts";

const long = "Generating /home/me/project/versions/ab12_x.py";

Deno.test("Output writes flush left and unwrapped where there is no terminal", async () => {
  const terminal = recordingTerminal();
  const output = new Output(terminal, false);
  output.message(`FAILED: ${long}`);
  await output.status(long, () => {});
  output.result("ab12 (head)");
  assertEquals(terminal.out, `FAILED: ${long}\n${long} ...  done\nab12 (head)\n`);
});

Deno.test("Output indents and wraps messages on a terminal, and leaves results alone", async () => {
  const terminal = recordingTerminal(30);
  const output = new Output(terminal, false);
  output.message("FAILED: Can't locate revision identified by 'nope'");
  await output.status(long, () => {});
  output.result("ab12 -> cd34 (head), a message that is longer than the line");
  assertEquals(
    terminal.out,
    "  FAILED: Can't locate\n  revision identified by\n  'nope'\n" +
      "  Generating /home/me/project/\n  versions/ab12_x.py ...  done\n" +
      "ab12 -> cd34 (head), a message that is longer than the line\n",
  );
});

Deno.test("Output ends a status line with FAILED when the work fails, and passes the error on", async () => {
  for (
    const work of [() => Promise.reject(new Error("no")), () => {
      throw new Error("no");
    }]
  ) {
    const terminal = recordingTerminal();
    await assertRejects(() => new Output(terminal, false).status("Doing it", work), Error, "no");
    assertEquals(terminal.out, "Doing it ...  FAILED\n");
  }
});

Deno.test("Output shows a status before its work, and on a line of its own where that is asked for", async () => {
  const terminal = recordingTerminal();
  await new Output(terminal, false).status(
    "Running the hook",
    () => terminal.writeOut("reformatted\n"),
    true,
  );
  assertEquals(terminal.out, "Running the hook ...\nreformatted\n  done\n");
});

Deno.test("Output is silent when quiet, except for scripts", async () => {
  const terminal = recordingTerminal(30);
  const output = new Output(terminal, true);
  output.message(long);
  output.result("ab12 (head)");
  assertEquals(await output.status(long, () => 7), 7);
  await assertRejects(() => output.status(long, () => Promise.reject(new Error("no"))));
  output.script("BEGIN;\n\n");
  assertEquals([terminal.out, terminal.err], ["BEGIN;\n\n", ""]);
});
