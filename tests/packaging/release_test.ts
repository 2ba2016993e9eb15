/** What a release is made of, beside the executables, which are built by the task itself. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { importedPackages, makeSbom } from "../../packaging/release/sbom.ts";
import { checksums, EXECUTABLES } from "../../packaging/release/main.ts";
import { inDirectory } from "../cli/in_process.ts";
import { ROOT } from "../support/command.ts";
import { run } from "../support/process.ts";

const root = ROOT.replace(/\/$/, "");

Deno.test("the list of what is in an executable has each package of the program, and none of the tests", () => {
  const lock = JSON.parse(Deno.readTextFileSync(`${root}/deno.lock`));
  const { components, dependencies } = makeSbom(lock, importedPackages(root));
  const names = components.map(({ name }) => name);
  for (const name of ["@electric-sql/pglite", "argparse", "pg", "pg-protocol", "split2", "bun"]) {
    assert(names.includes(name), name);
  }
  for (const name of ["@cfworker/json-schema", "yaml", "@types/pg"]) assert(!names.includes(name));
  const refs = new Set(["migrator", ...components.map((each) => each["bom-ref"])]);
  for (const { ref, dependsOn } of dependencies) {
    for (const each of [ref, ...dependsOn]) assert(refs.has(each), each);
  }
  for (const { name, hashes, type } of components) {
    if (type === "library") assertMatch(hashes![0]!.content, /^[0-9a-f]{128}$/, name);
  }
});

Deno.test("checksums of a release are what sha256sum reads", () =>
  inDirectory(async (directory) => {
    await Deno.writeTextFile(`${directory}/b`, "two");
    await Deno.writeTextFile(`${directory}/a`, "one");
    await Deno.writeTextFile(`${directory}/SHA256SUMS`, await checksums(directory, ["b", "a"]));
    const { code, stdout } = await run("sha256sum", ["--check", "SHA256SUMS"], { cwd: directory });
    assertEquals([code, stdout], [0, "a: OK\nb: OK\n"]);
  }));

Deno.test("a release has an executable for each system, each with a name of its own", () => {
  const files = EXECUTABLES.map(({ file }) => file);
  assertEquals(new Set(files).size, files.length);
  for (
    const system of ["linux-x64", "linux-x64-musl", "linux-aarch64", "darwin-aarch64", "windows"]
  ) {
    assert(files.some((file) => file.includes(system)), system);
  }
});
