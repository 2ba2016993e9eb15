/**
 * What a build with Bun needs from the npm registry: Bun itself and the packages of deno.json, each
 * checked against a hash that the repository holds.
 */
import configuration from "../../deno.json" with { type: "json" };
import runtimes from "./runtimes.json" with { type: "json" };

/** A system that Bun runs on, as its packages name it. */
export type Target = keyof typeof runtimes.integrity;

/** The systems that a build can be made for. */
export const TARGETS = Object.keys(runtimes.integrity) as Target[];

/** The system that this runs on. A build machine has glibc, which Deno wants as well. */
export function hostTarget(): Target {
  const target = `${Deno.build.os}-${Deno.build.arch === "x86_64" ? "x64" : "aarch64"}`;
  if (!TARGETS.includes(target as Target)) throw new Error(`Bun is not built here for ${target}`);
  return target as Target;
}

/** Gives the path of a Bun for `target`, which is installed below `cache` if it is not there. */
export async function installBun(target: Target, cache: string): Promise<string> {
  const { version, integrity } = runtimes;
  const name = `@oven/bun-${target}`;
  const directory = `${cache}/bun-${version}-${target}`;
  const [os, cpu] = target.split("-") as [string, string];
  await install(directory, { imports: { [name]: `npm:${name}@${version}` } }, {
    version: "5",
    specifiers: { [`npm:${name}@${version}`]: version },
    npm: {
      [`${name}@${version}`]: {
        integrity: integrity[target],
        os: [os],
        cpu: [cpu === "aarch64" ? "arm64" : cpu],
      },
    },
    workspace: { dependencies: [`npm:${name}@${version}`] },
  });
  const program = await Deno.realPath(`${directory}/node_modules/${name}/bin/bun`);
  await Deno.chmod(program, 0o755);
  return program;
}

/** Installs the packages that deno.json names, as deno.lock has them, and gives their directory. */
export async function installPackages(root: string, cache: string): Promise<string> {
  const directory = `${cache}/packages`;
  const { imports } = configuration;
  const lock = JSON.parse(await Deno.readTextFile(`${root}/deno.lock`));
  await install(directory, { imports }, lock);
  return `${directory}/node_modules`;
}

async function install(directory: string, settings: object, lock: object): Promise<void> {
  await Deno.mkdir(directory, { recursive: true });
  await Deno.writeTextFile(`${directory}/deno.json`, JSON.stringify(settings));
  await Deno.writeTextFile(`${directory}/deno.lock`, JSON.stringify(lock));
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--quiet", "--frozen", "--node-modules-dir=auto"],
    cwd: directory,
    stdout: "null",
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
}
