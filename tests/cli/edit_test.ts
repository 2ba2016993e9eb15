import { assertEquals } from "@std/assert";
import type { Platform } from "../../src/platform/mod.ts";
import { inDirectory, migrate } from "./in_process.ts";

/** A run in a project with two heads and a few programs in its directory `bin`. */
async function edit(
  symbol: string,
  env: Record<string, string>,
  exitCode = 0,
): Promise<{ code: number; out: string; started: string[] }> {
  const started: string[] = [];
  let outcome = { code: -1, out: "" };
  await inDirectory(async (cwd) => {
    await migrate(["-q", "init", "migrations"], { cwd });
    for (const id of ["aaaa", "bbbb"]) {
      await migrate(["-q", "revision", "--head", "base", "--rev-id", id], { cwd });
    }
    Deno.mkdirSync(`${cwd}/bin`);
    for (const program of ["mine", "my editor", "nano", "vim"]) {
      Deno.writeTextFileSync(`${cwd}/bin/${program}`, "");
    }
    const replace = (text: string) => text.replaceAll(cwd, "<CWD>");
    const run: Platform["run"] = (program, args) => {
      started.push(replace([program, ...args].join(" | ")));
      return { code: exitCode };
    };
    const variables = Object.fromEntries(
      Object.entries({ PATH: "/nowhere:<CWD>/bin", ...env })
        .map(([name, value]) => [name, value.replaceAll("<CWD>", cwd)]),
    );
    const { code, out } = await migrate(["edit", symbol], { cwd, env: variables, run });
    outcome = { code, out: replace(out) };
  });
  return { ...outcome, started };
}

const file = (id: string) => `<CWD>/migrations/versions/${id}_.py`;

const CHOICES: readonly (readonly [env: Record<string, string>, command: string])[] = [
  [{}, "<CWD>/bin/nano"],
  [{ EDITOR: "mine" }, "<CWD>/bin/mine"],
  [{ VISUAL: "mine" }, "<CWD>/bin/mine"],
  [{ EDITOR: "vim", VISUAL: "mine" }, "<CWD>/bin/vim"],
  [{ EDITOR: "", VISUAL: "mine" }, "<CWD>/bin/mine"],
  [{ EDITOR: "absent", VISUAL: "mine" }, "<CWD>/bin/mine"],
  [{ EDITOR: "/not/there" }, "<CWD>/bin/nano"],
  [{ EDITOR: "<CWD>/bin/mine" }, "<CWD>/bin/mine"],
  [{ EDITOR: "mine --wait -n" }, "<CWD>/bin/mine | --wait | -n"],
  [{ EDITOR: "my editor" }, "<CWD>/bin/my editor"],
];

for (const [env, command] of CHOICES) {
  Deno.test(`edit starts ${command} with ${JSON.stringify(env)}`, async () => {
    assertEquals(await edit("aaaa", env), {
      code: 0,
      out: "",
      started: [`${command} | ${file("aaaa")}`],
    });
  });
}

Deno.test("edit opens every file that a symbol means, one after the other", async () => {
  const { started } = await edit("heads", { EDITOR: "mine" });
  assertEquals(started.sort(), ["aaaa", "bbbb"].map((id) => `<CWD>/bin/mine | ${file(id)}`));
});

Deno.test("edit says so where a symbol means no file", async () => {
  assertEquals(await edit("base", { EDITOR: "mine" }), {
    code: 255,
    out: "FAILED: No revision files indicated by symbol 'base'\n",
    started: [],
  });
});

Deno.test("edit says so where there is no editor", async () => {
  const { code, out } = await edit("aaaa", { PATH: "/nowhere" });
  assertEquals([code, out], [
    255,
    'FAILED: Error executing editor (No suitable editor found. Please set the "EDITOR" or "VISUAL" environment variables)\n',
  ]);
});

Deno.test("edit stops at an editor that fails, and quotes the command as Python does", async () => {
  const { code, out, started } = await edit("aaaa", { EDITOR: "mine" }, 3);
  assertEquals([code, out, started.length], [
    255,
    `FAILED: Error executing editor (Command '['<CWD>/bin/mine', '${
      file("aaaa")
    }']' returned non-zero exit status 3.)\n`,
    1,
  ]);
});
