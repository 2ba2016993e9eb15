/**
 * Builds all that a release has, into one directory: the executables for every system, the list of what is in
 * them, and the checksums of all of it.
 *
 *     deno task release [--output=dist/release]
 *
 * Where Deno's base executable cannot be had the executables of Deno are missing, and it ends with an error.
 */
import configuration from "../../deno.json" with { type: "json" };
import { TARGETS as BUN_TARGETS } from "../bun/packages.ts";
import { TARGETS as DENO_TARGETS } from "../deno/permissions.ts";

const root = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** One file of a release, and the script that makes it. */
export interface Built {
  readonly file: string;
  readonly script: string;
  readonly target: string;
}

/** The executables: of Bun, which docs/deploying.md names, and of Deno for the systems that it has a base for. */
export const EXECUTABLES: readonly Built[] = [
  ...BUN_TARGETS.map((target) => ({
    file: `migrator-${target}`,
    script: "packaging/bun/main.ts",
    target,
  })),
  ...DENO_TARGETS.map((target) => ({
    file: `migrator-deno-${target}${target.includes("windows") ? ".exe" : ""}`,
    script: "packaging/deno/main.ts",
    target,
  })),
];

/** The lines of a SHA256SUMS for files of a directory, as `sha256sum --check` reads them. */
export async function checksums(directory: string, names: readonly string[]): Promise<string> {
  const lines = await Promise.all(
    names.toSorted().map(async (name) => {
      const digest = await crypto.subtle.digest(
        "SHA-256",
        await Deno.readFile(`${directory}/${name}`),
      );
      const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
      return `${hex.join("")}  ${name}\n`;
    }),
  );
  return lines.join("");
}

async function run(args: readonly string[]): Promise<string> {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: root,
    stdin: "null",
    stderr: "inherit",
  }).output();
  if (code !== 0) throw new Error(`deno ${args.join(" ")} ended with ${code}`);
  return new TextDecoder().decode(stdout);
}

if (import.meta.main) {
  const output = Deno.args.find((arg) => arg.startsWith("--output="))?.slice("--output=".length) ??
    `${root}/dist/release`;
  const tag = Deno.env.get("GITHUB_REF_NAME");
  if (tag?.startsWith("v") && tag !== `v${configuration.version}`) {
    throw new Error(`expected the tag v${configuration.version}, found ${tag}`);
  }
  await Deno.mkdir(output, { recursive: true });
  for (const { file, script, target } of EXECUTABLES) {
    const line = await run([
      "run",
      "-A",
      script,
      `--target=${target}`,
      `--output=${output}/${file}`,
    ]);
    console.log(line.trimEnd());
  }
  await Deno.writeTextFile(
    `${output}/sbom.cdx.json`,
    await run(["run", "-A", "packaging/release/sbom.ts"]),
  );
  const names = [...EXECUTABLES.map(({ file }) => file), "sbom.cdx.json"];
  await Deno.writeTextFile(`${output}/SHA256SUMS`, await checksums(output, names));
}
