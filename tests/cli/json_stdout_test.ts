import { assertEquals } from "@std/assert";
import { withStdoutOnStderr } from "../../src/cli/json/stdout.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import type { Platform } from "../../src/platform/mod.ts";
import { ROOT } from "../support/command.ts";
import { run } from "../support/process.ts";
import { recordingTerminal } from "./recording_terminal.ts";

Deno.test("withStdoutOnStderr() moves what commands and console.log say, and nothing afterwards", async () => {
  const terminal = recordingTerminal();
  const said: unknown[] = [];
  const { error, log } = console;
  console.error = (...words: unknown[]) => void said.push(...words);
  try {
    const result = await withStdoutOnStderr({ ...denoPlatform, terminal }, (platform: Platform) => {
      platform.terminal.writeOut("out ");
      platform.terminal.writeErr("err");
      console.log("logged");
      return Promise.resolve(7);
    });
    assertEquals([result, terminal.out, terminal.err, said], [7, "", "out err", ["logged"]]);
  } finally {
    console.error = error;
  }
  assertEquals(console.log, log);
});

Deno.test("withStdoutOnStderr() moves what started programs print", async () => {
  const program = `
    import { withStdoutOnStderr } from "file://${ROOT}src/cli/json/stdout.ts";
    import { denoPlatform } from "file://${ROOT}src/platform/deno.ts";
    await withStdoutOnStderr(denoPlatform, (platform) => {
      platform.run("sh", ["-c", "echo one; echo two >&2; exit 3"]);
      return Promise.resolve();
    });
    denoPlatform.run("sh", ["-c", "echo three"]);`;
  const url = `data:application/typescript,${encodeURIComponent(program)}`;
  const { stdout, stderr } = await run(Deno.execPath(), ["run", "-q", "-A", url]);
  assertEquals([stdout, stderr.split("\n").sort().join(" ").trim()], ["three\n", "one two"]);
});
