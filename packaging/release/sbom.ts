/**
 * What is in an executable, as CycloneDX 1.6: the packages that the program imports, with what these need, from
 * deno.lock; each with the hash that the registry gave, which the build checks.
 *
 *     deno run -A packaging/release/sbom.ts > sbom.cdx.json
 */
import configuration from "../../deno.json" with { type: "json" };
import runtimes from "../bun/runtimes.json" with { type: "json" };

/** What is used of deno.lock, version 5. */
export interface Lock {
  readonly specifiers: Readonly<Record<string, string>>;
  readonly npm: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly integrity: string;
  readonly dependencies?: readonly string[];
  readonly optionalDependencies?: readonly string[];
}

/** A component of the list. */
export interface Component {
  readonly type: "application" | "library" | "platform";
  readonly "bom-ref": string;
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly hashes?: readonly { readonly alg: "SHA-512"; readonly content: string }[];
}

/** The list, in the terms of the CycloneDX specification. */
export interface Sbom {
  readonly bomFormat: "CycloneDX";
  readonly specVersion: "1.6";
  readonly version: 1;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const PROGRAM = "migrator";

/** Makes the list for the packages with these names in deno.json, and the Bun that executables begin with. */
export function makeSbom(lock: Lock, names: readonly string[]): Sbom {
  const keys = names.map((name) => {
    const specifier = (configuration.imports as Record<string, string>)[name];
    if (!specifier?.startsWith("npm:")) throw new Error(`${name} is no package of deno.json`);
    return keyOf(lock, specifier.slice("npm:".length));
  });
  const components = new Map<string, Component>();
  const dependencies = new Map<string, readonly string[]>();
  const add = (key: string): string => {
    const component = componentOf(key, lock.npm[key]!);
    const ref = component["bom-ref"];
    if (components.has(ref)) return ref;
    components.set(ref, component);
    const { dependencies: needed = [], optionalDependencies: optional = [] } = lock.npm[key]!;
    dependencies.set(ref, [...needed, ...optional].map((name) => add(keyOf(lock, name))).sort());
    return ref;
  };
  const bun: Component = {
    type: "platform",
    "bom-ref": `pkg:npm/bun@${runtimes.version}`,
    name: "bun",
    version: runtimes.version,
    purl: `pkg:npm/bun@${runtimes.version}`,
  };
  dependencies.set(PROGRAM, [...keys.map(add), bun["bom-ref"]].sort());
  const { version } = configuration;
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: { type: "application", "bom-ref": PROGRAM, name: PROGRAM, version },
    },
    components: [
      ...[...components].sort(([a], [b]) => a < b ? -1 : 1).map(([, each]) => each),
      bun,
    ],
    dependencies: [...dependencies].map(([ref, dependsOn]) => ({ ref, dependsOn })),
  };
}

/** The packages of deno.json that the program's own files import. */
export function importedPackages(root: string): readonly string[] {
  const packages = Object.entries(configuration.imports)
    .filter(([, target]) => target.startsWith("npm:")).map(([name]) => name);
  const found = new Set<string>();
  const visit = (path: string): void => {
    for (const { name, isDirectory } of Deno.readDirSync(path)) {
      if (isDirectory) visit(`${path}/${name}`);
      else if (name.endsWith(".ts")) {
        const text = Deno.readTextFileSync(`${path}/${name}`);
        for (const [, imported] of text.matchAll(/(?:from |import\()"([^"]+)"/g)) {
          const known = packages.find((each) =>
            imported === each || imported!.startsWith(`${each}/`)
          );
          if (known !== undefined) found.add(known);
        }
      }
    }
  };
  visit(`${root}/src`);
  return [...found].sort();
}

/** The entry of a package, which deno.lock names by its version where there is only one. */
function keyOf({ npm }: Lock, name: string): string {
  const keys = Object.keys(npm).filter((key) =>
    key === name || key.startsWith(`${name}_`) ||
    /^@\d/.test(key.slice(name.length)) && key.startsWith(name)
  );
  if (keys.length !== 1) throw new Error(`${keys.length} entries of deno.lock are ${name}`);
  return keys[0]!;
}

function componentOf(key: string, { integrity }: LockedPackage): Component {
  // What follows an underscore are the packages beside which it was resolved.
  const [, name, version] = /^(@?[^@]+)@([^_]+)/.exec(key)!;
  const purl = `pkg:npm/${name!.replace("@", "%40")}@${version}`;
  return {
    type: "library",
    "bom-ref": purl,
    name: name!,
    version: version!,
    purl,
    hashes: [{ alg: "SHA-512", content: hexOf(integrity) }],
  };
}

/** The hexadecimal digits of a hash in the form of Subresource Integrity. */
function hexOf(integrity: string): string {
  const [algorithm, base64] = [integrity.slice(0, 7), integrity.slice(7)];
  if (algorithm !== "sha512-") throw new Error(`expected a SHA-512, found ${integrity}`);
  return Array.from(atob(base64), (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0"))
    .join("");
}

if (import.meta.main) {
  const root = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
  const lock = JSON.parse(await Deno.readTextFile(`${root}/deno.lock`));
  console.log(JSON.stringify(makeSbom(lock, importedPackages(root)), null, 2));
}
