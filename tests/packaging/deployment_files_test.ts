/**
 * What is in packaging/ to be deployed with fits the program, and is what its tools' own checkers accept, as far as
 * they are installed; docs/deploying.md says what else was tried by hand.
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse, parseAllDocuments } from "yaml";
import { parseArguments } from "../../src/cli/arguments.ts";
import { inDirectory } from "../cli/in_process.ts";
import { ROOT } from "../support/command.ts";
import { run } from "../support/process.ts";
import runtimes from "../../packaging/bun/runtimes.json" with { type: "json" };

const PACKAGING = `${ROOT}packaging/`;
const read = (path: string) => Deno.readTextFileSync(PACKAGING + path);

const MANIFESTS = ["docker/compose.yaml", "kubernetes/init-container.yaml", "kubernetes/job.yaml"];

/** The lists of arguments in a document that start with `upgrade`. */
function commandLines(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value) && value[0] === "upgrade") return [value.map(String)];
  return Object.values(value).flatMap(commandLines);
}

function assertAccepted(args: readonly string[]): void {
  const parsed = parseArguments(args, { color: false, columns: 80, version: () => "" });
  assertEquals(parsed.kind, "request", args.join(" "));
}

for (const path of MANIFESTS) {
  Deno.test(`packaging/${path} is YAML, and migrator takes its arguments`, () => {
    assertEquals(parseAllDocuments(read(path)).flatMap(({ errors }) => errors), []);
    const found = commandLines(parse(read(path)));
    assertEquals(found.length, 1);
    found.forEach(assertAccepted);
  });
}

Deno.test("packaging/systemd starts a command line that migrator takes", () => {
  const line = /^ExecStart=\/usr\/local\/bin\/migrator (.+)$/m.exec(
    read("systemd/migrator@.service"),
  );
  assertAccepted(line![1]!.split(" "));
});

Deno.test("packaging/docker/Dockerfile builds for targets that there are", () => {
  const names = [...read("docker/Dockerfile").matchAll(/\barch=([\w-]+)/g)].map(([, arch]) => arch);
  assertEquals(names.length, 4);
  for (const name of names) assert(Object.hasOwn(runtimes.integrity, `linux-${name}`), name);
});

Deno.test("packaging/docker/Dockerfile copies from stages that there are, and its images do not run as root", () => {
  const stages = new Map<string, string>();
  for (const part of read("docker/Dockerfile").split(/^(?=FROM )/m).slice(1)) {
    const [, base, name] = /^FROM (\S+) AS (\w+)$/m.exec(part)!;
    const sources = [base!, ...[...part.matchAll(/--from=(\S+)/g)].map(([, from]) => from!)];
    for (const source of sources.filter((name) => name !== "scratch" && !name.includes(":"))) {
      assert(stages.has(source), source);
    }
    stages.set(name!, part);
  }
  for (const image of ["alpine", "distroless"]) {
    assertMatch(stages.get(image)!, /^USER [1-9]\d*:/m);
  }
});

/** Whether a program can be started. */
async function isInstalled(program: string): Promise<boolean> {
  const found = await run("sh", ["-c", `command -v ${program}`], { env: Deno.env.toObject() });
  if (found.code !== 0) console.error(`*** NOT RUN: ${program} is not installed`);
  return found.code === 0;
}

Deno.test("scripts are what shellcheck accepts", async () => {
  if (!await isInstalled("shellcheck")) return;
  const scripts = [...Deno.readDirSync(`${PACKAGING}github`)].map(({ name }) =>
    `packaging/github/${name}`
  );
  const { stdout } = await run("shellcheck", [...scripts, ".ci/run"], {
    cwd: ROOT,
    env: Deno.env.toObject(),
  });
  assertEquals(stdout, "");
});

Deno.test("packaging/systemd is a unit that systemd accepts", () =>
  inDirectory(async (directory) => {
    if (!await isInstalled("systemd-analyze")) return;
    // It looks whether the program is there, which is not installed here.
    const unit = read("systemd/migrator@.service").replace("/usr/local/bin/migrator", "/bin/sh");
    await Deno.writeTextFile(`${directory}/migrator@.service`, unit);
    const { stderr } = await run(
      "systemd-analyze",
      ["verify", "--man=no", `${directory}/migrator@shop.service`],
      { env: Deno.env.toObject() },
    );
    // What else it loads is the machine's.
    assertEquals(stderr.split("\n").filter((line) => line.includes("migrator@")), []);
  }));
