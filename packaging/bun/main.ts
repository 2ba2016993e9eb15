/**
 * Builds the program as one executable with Bun, with nothing but the npm registry.
 *
 *     deno task compile:bun [--target=linux-x64-musl] [--output=dist/migrator]
 */
import { commitOf } from "../../src/cli/version_line.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { stageDatabaseFiles } from "./assets.ts";
import type { Parts } from "./bundle.ts";
import { withoutZeros } from "./elf.ts";
import { hostTarget, installBun, installPackages, type Target, TARGETS } from "./packages.ts";

const root = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** What the command line asks for. */
function readOptions(args: readonly string[]): { target: Target; output: string } {
  const value = (name: string) =>
    args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const unknown = args.find((arg) => !/^--(target|output)=/.test(arg));
  const target = value("target") ?? hostTarget();
  if (unknown !== undefined || !TARGETS.includes(target as Target)) {
    console.error(
      `expected --target=${TARGETS.join("|")} and --output=FILE, found ${unknown ?? target}`,
    );
    Deno.exit(2);
  }
  const given = value("output");
  return {
    target: target as Target,
    output: given === undefined
      ? `${root}/dist/migrator-bun-${target}`
      : new URL(given, `file://${Deno.cwd()}/`).pathname,
  };
}

const { target, output } = readOptions(Deno.args);
const cache = `${root}/.cache/bun`;
const staging = `${cache}/assets`;
const [builder, runtime, packages] = [
  await installBun(hostTarget(), cache),
  await installBun(target, cache),
  await installPackages(root, cache),
];
await Deno.mkdir(output.slice(0, output.lastIndexOf("/")), { recursive: true });
const parts: Parts = {
  root,
  packages,
  staging,
  assets: await stageDatabaseFiles({ root, packages, staging, cache }),
  target,
  runtime,
  output,
  commit: commitOf(denoPlatform.files, root),
};
const { code } = await new Deno.Command(builder, {
  args: ["run", `${root}/packaging/bun/bundle.ts`, JSON.stringify(parts)],
  stdout: "inherit",
  stderr: "inherit",
}).output();
if (code !== 0) Deno.exit(code);
if (target.startsWith("linux")) {
  await Deno.writeFile(output, withoutZeros(await Deno.readFile(output)));
}
const { size } = await Deno.stat(output);
console.log(`${output}: ${(size / 1e6).toFixed(1)} MB for ${target}`);
