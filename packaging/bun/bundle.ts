/**
 * Puts the program, its packages and its data files into one executable. This is run by Bun, with the
 * parts as one JSON argument; see main.ts.
 */
import configuration from "../../deno.json" with { type: "json" };

/** What the executable is made of; all paths are absolute. */
export interface Parts {
  /** The checkout. */
  readonly root: string;
  /** The node_modules with the packages of deno.json. */
  readonly packages: string;
  /** A directory whose `dist` goes into the executable beside the code. */
  readonly staging: string;
  /** Files that go into the directory above. */
  readonly assets: readonly string[];
  /** The system that the executable is for. */
  readonly target: string;
  /** The Bun for that system, with which the executable starts. */
  readonly runtime: string;
  readonly output: string;
  /** The commit that `--version` names; `null` where the checkout has none. */
  readonly commit: string | null;
}

/** What is used of Bun. */
declare const Bun: {
  readonly argv: readonly string[];
  resolveSync(name: string, directory: string): string;
  file(path: string): { text(): Promise<string> };
  build(options: Record<string, unknown>): Promise<unknown>;
};

interface Building {
  onLoad(
    options: { readonly filter: RegExp },
    load: (
      file: { readonly path: string },
    ) => Promise<{ contents: string; loader: "js" } | undefined>,
  ): void;
  onResolve(
    options: { readonly filter: RegExp },
    resolve: (found: { readonly path: string; readonly importer: string }) => unknown,
  ): void;
}

const parts: Parts = JSON.parse(Bun.argv.at(-1)!);
const imports: Readonly<Record<string, string>> = configuration.imports;

/** Resolves names in the program's own files as deno.json's import map does. */
const importMap = {
  name: "the import map of deno.json",
  setup: (build: Building) =>
    build.onResolve({ filter: /^(?!\.|\/|node:)/ }, ({ path, importer }) => {
      if (!importer.startsWith(`${parts.root}/`) || importer.startsWith(parts.packages)) return;
      const mapped = imports[path] ?? path;
      if (mapped.startsWith("node:")) return { path: mapped, external: true };
      if (mapped.startsWith("./")) return { path: parts.root + mapped.slice(1) };
      return { path: Bun.resolveSync(path, parts.packages) };
    }),
};

/**
 * PGlite opens the archives of its extensions as streams, which Bun cannot do with files that are in the
 * executable; it can read them whole. They are compressed there once more.
 */
const embeddedArchives = {
  name: "archives in the executable",
  setup: (build: Building) =>
    build.onLoad({ filter: /\/pglite\/dist\/[^/]+\.js$/ }, async ({ path }) => {
      const code = await Bun.file(path).text();
      const contents = code.replace(
        /\b(\w+)\.createReadStream\((\w+)\)/g,
        '(await import("node:stream")).Readable.from([Bun.zstdDecompressSync($1.readFileSync($2))])',
      );
      return contents === code ? undefined : { contents, loader: "js" };
    }),
};

/** In the executable the data files of the embedded database are compressed. */
const packedFiles = {
  name: "data files of the embedded database",
  setup: (build: Building) =>
    build.onResolve({ filter: /\/pglite_files\.ts$/ }, () => ({
      path: `${parts.root}/packaging/bun/pglite_files.ts`,
    })),
};

/** Leaves the embedded database to {@link bundleDatabase}. */
const databaseApart = {
  name: "embedded database",
  setup: (build: Building) =>
    build.onResolve({ filter: /\/pglite_package\.ts$/ }, () => ({
      path: "./pglite_package.js",
      external: true,
    })),
};

/**
 * Bundles the embedded database by itself, as files beside the program's code: without bytecode, which would be 1.4 MB
 * and save 3 % of the time that opening it takes.
 */
async function bundleDatabase(): Promise<void> {
  await Bun.build({
    entrypoints: [`${parts.root}/src/database/pglite_package.ts`],
    outdir: `${parts.staging}/dist`,
    target: "bun",
    format: "esm",
    minify: true,
    splitting: true,
    plugins: [importMap, packedFiles, embeddedArchives],
  });
}

await bundleDatabase();
await Bun.build({
  entrypoints: [`${parts.root}/main.ts`],
  target: "bun",
  format: "esm",
  minify: true,
  bytecode: true,
  // What is nested deeper is 0.1 MB that no start misses.
  bytecodeDepth: 3,
  // A command loads the chunks that it uses, as it loads modules from source.
  splitting: true,
  // The files of the embedded database lie beside the code, and PGlite looks for its extensions a directory above.
  naming: { chunk: "dist/[name]-[hash].[ext]" },
  define: parts.commit === null ? {} : { MIGRATOR_COMMIT: JSON.stringify(parts.commit) },
  plugins: [importMap, databaseApart],
  compile: {
    target: `bun-${parts.target}`,
    executablePath: parts.runtime,
    outfile: parts.output,
    assets: [`${parts.staging}/dist`, ...parts.assets],
    // Most runs are over before compiling a function would pay off; for long ones the cores beside are there.
    jitPolicy: 8,
    // The program is configured by its own files alone, whatever lies where it is started.
    autoloadDotenv: false,
    autoloadBunfig: false,
    autoloadTsconfig: false,
    autoloadPackageJson: false,
  },
});
