/** What is in packaging/ to be deployed with fits the program: it cannot be run here. */
import { assert, assertEquals } from "@std/assert";
import { parse, parseAllDocuments } from "yaml";
import { parseArguments } from "../../src/cli/arguments.ts";
import { ROOT } from "../support/command.ts";
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
