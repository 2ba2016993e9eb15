/** What a script of commands cannot say of the command line as a process. */
import { assertEquals } from "@std/assert";
import { migrator, migratorOnPath, ROOT } from "../support/command.ts";
import { run } from "../support/process.ts";

Deno.test("--version is that of deno.json, with the commit that is checked out, the runtime and the machine", async () => {
  const configuration = await Deno.readTextFile(new URL("../../deno.json", import.meta.url));
  const { version } = JSON.parse(configuration);
  const { stdout } = await run("git", ["--git-dir", `${ROOT}.git`, "rev-parse", "HEAD"]);
  const commit = stdout.trim();
  assertEquals(await migrator(["--version"]), {
    code: 0,
    stdout: `migrator ${version} (${
      [...commit === "" ? [] : [`commit ${commit.slice(0, 12)}`], `Deno ${Deno.version.deno}`]
        .join(", ")
    }, ${Deno.build.os} ${Deno.build.arch})\n`,
    stderr: "",
  });
});

Deno.test("a reader that has gone is no error", async () => {
  const root = await Deno.makeTempDir({ prefix: "migrator-cli-" });
  try {
    const env = { PATH: await migratorOnPath(`${root}/bin`) };
    const { stderr } = await run(
      "sh",
      ["-c", `{ migrator list_templates; echo "exit code $?" >&2; } | true`],
      { env },
    );
    assertEquals(stderr, "exit code 0\n");
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
