import { promisify } from "node:util";
import { constants, gunzipSync, gzipSync, zstdCompress } from "node:zlib";

/** The level behind which a file becomes no smaller. It takes seconds. */
const LEVEL = 19;

/** The data files of PGlite, beside its code. */
const DATA_FILES = ["pglite.data", "pglite.wasm", "initdb.wasm"];

/** Where things are, by absolute paths. */
interface Places {
  /** The checkout. */
  readonly root: string;
  /** The node_modules with PGlite. */
  readonly packages: string;
  /** Emptied first; its `dist` goes into the executable beside the code. */
  readonly staging: string;
  /** What takes long to make is kept below it. */
  readonly cache: string;
}

/**
 * Compresses the files of the embedded database: its data files into `staging/dist`, where pglite_files.ts looks for
 * them, and the archives of the extensions that the program loads, which PGlite looks for in the directory above, by
 * their own names. Gives the paths of these.
 */
export async function stageDatabaseFiles(
  { root, packages, staging, cache }: Places,
): Promise<string[]> {
  const source = `${packages}/@electric-sql/pglite/dist`;
  const { version } = JSON.parse(await Deno.readTextFile(`${source}/../package.json`));
  const packed = `${cache}/pglite-${version}`;
  await Deno.mkdir(packed, { recursive: true });
  await Deno.remove(staging, { recursive: true }).catch(() => {});
  await Deno.mkdir(`${staging}/dist`, { recursive: true });
  const archives = await archivesOfExtensions(root, source);
  await Promise.all(
    [...DATA_FILES, ...archives].map((name) => pack(`${source}/${name}`, `${packed}/${name}`)),
  );
  for (const name of DATA_FILES) {
    await Deno.copyFile(`${packed}/${name}`, `${staging}/dist/${name}.zst`);
  }
  return archives.map((name) => `${packed}/${name}`);
}

/** The names of the archives that the modules which the program loads ask for. */
async function archivesOfExtensions(root: string, source: string): Promise<string[]> {
  const loaded = await Deno.readTextFile(`${root}/src/database/pglite_extensions.ts`);
  const modules = [...loaded.matchAll(/pglite\/contrib\/(\w+)"/g)].map(([, name]) => name!);
  return await Promise.all(modules.map(async (name) => {
    const code = await Deno.readTextFile(`${source}/contrib/${name}.js`);
    return /"\.\.\/([\w-]+\.tar\.gz)"/.exec(code)![1]!;
  }));
}

/** Compresses a file, unless an earlier build did. */
async function pack(file: string, packed: string): Promise<void> {
  if (await Deno.stat(packed).then(() => true, () => false)) return;
  const bytes = await Deno.readFile(file);
  // What is compressed already becomes no smaller; PGlite wants gzip, but none that saves anything.
  const content = file.endsWith(".gz") ? gzipSync(gunzipSync(bytes), { level: 0 }) : bytes;
  const params = { [constants.ZSTD_c_compressionLevel]: LEVEL };
  await Deno.writeFile(`${packed}.new`, await promisify(zstdCompress)(content, { params }));
  await Deno.rename(`${packed}.new`, packed);
}
