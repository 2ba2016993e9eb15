/**
 * Builds the program as one executable with `deno compile`.
 *
 *     deno task compile [--target=aarch64-apple-darwin] [--output=dist/migrator]
 *     deno task compile:check
 *
 * An executable begins with Deno's base executable, denort, which Deno fetches from its own site. `compile:check`
 * proves all the rest without it: types, module graph, embedded files, permissions.
 */
import { PERMISSIONS, TARGETS } from "./permissions.ts";

const root = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

async function main(args: readonly string[]): Promise<number> {
  const value = (name: string) =>
    args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const target = value("target");
  const unknown = args.find((arg) => !/^--(check$|target=|output=)/.test(arg));
  if (unknown !== undefined || target !== undefined && !TARGETS.includes(target)) {
    console.error(
      `expected --target=${TARGETS.join("|")}, --output=FILE or --check, found ${
        unknown ?? target
      }`,
    );
    return 2;
  }
  if (args.includes("--check")) return await check();
  return await build(value("output") ?? `${root}/dist/migrator`, target ?? Deno.build.target);
}

async function build(output: string, target: string): Promise<number> {
  const { code, stderr } = await compile(output, ["--target", target], {});
  if (code === 0) {
    console.log(`${output}: ${megabytes((await Deno.stat(output)).size)} for ${target}`);
    return 0;
  }
  if (/denort/.test(stderr)) {
    console.error(
      `denort, with which an executable begins, cannot be had: set DENORT_BIN to one, or put ` +
        `denort-${target}.zip into $DENO_DIR/dl/release/v${Deno.version.deno}/`,
    );
  } else console.error(stderr);
  return code;
}

/** Builds all but the base executable, in whose place Deno itself stands, and says what is in it. */
async function check(): Promise<number> {
  const directory = await Deno.makeTempDir({ prefix: "migrator-compile-" });
  try {
    const output = `${directory}/migrator`;
    const { code, stderr } = await compile(output, [], { DENORT_BIN: Deno.execPath() });
    if (code !== 0) {
      console.error(stderr);
      return code;
    }
    // Deno lists what it has embedded, and how large it is.
    const isEmbedded = (name: string) => new RegExp(`[─┬] ${name}\\b`).test(stderr);
    const missing = ["pglite", "pg", "argparse", "smol-toml", "templates", "shells"]
      .filter((name) => !isEmbedded(name));
    const needless = ["drizzle-orm", "yaml", "json-schema"].filter(isEmbedded);
    if (missing.length > 0) console.error(`not embedded: ${missing.join(", ")}`);
    if (needless.length > 0) console.error(`embedded in vain: ${needless.join(", ")}`);
    if (missing.length + needless.length > 0) return 1;
    const embedded = (await Deno.stat(output)).size - (await Deno.stat(Deno.execPath())).size;
    console.log(`types and modules are right, ${megabytes(embedded)} would be embedded`);
    return await runWithPermissions();
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Runs the sample's history on the embedded database, from source, with the executable's permissions. */
async function runWithPermissions(): Promise<number> {
  const { code, stderr } = await deno([
    ...["run", "--quiet", "--no-prompt", ...PERMISSIONS, `${root}/main.ts`],
    ...["--config", `${root}/alembic.ini`, "--no-env", "--url", "pglite://", "upgrade", "head"],
  ]);
  if (code === 0) console.log(`the permissions are enough: ${PERMISSIONS.join(" ")}`);
  else console.error(stderr);
  return code;
}

function compile(output: string, more: readonly string[], env: Record<string, string>) {
  return deno(
    [
      "compile",
      "--check",
      "--frozen",
      // Packages of the tests stay out.
      "--exclude-unused-npm",
      ...PERMISSIONS,
      ...more,
      "--output",
      output,
      "main.ts",
    ],
    env,
  );
}

async function deno(args: readonly string[], env: Record<string, string> = {}) {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: root,
    env: { ...env, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

function megabytes(size: number): string {
  return `${(size / 1e6).toFixed(1)} MB`;
}

Deno.exit(await main(Deno.args));
