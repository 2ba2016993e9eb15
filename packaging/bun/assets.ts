/**
 * The data files of the embedded database, laid out below `staging` as PGlite looks for them from where
 * the code is in the executable; gives what is to be embedded. Of its extensions those are taken that
 * the program loads.
 */
export async function embeddedDatabaseFiles(
  root: string,
  packages: string,
  staging: string,
): Promise<string[]> {
  const source = `${packages}/@electric-sql/pglite/dist`;
  await Deno.mkdir(`${staging}/dist`, { recursive: true });
  for (const name of ["pglite.data", "pglite.wasm", "initdb.wasm"]) {
    await Deno.copyFile(`${source}/${name}`, `${staging}/dist/${name}`);
  }
  const loaded = await Deno.readTextFile(`${root}/src/database/pglite_extensions.ts`);
  const modules = [...loaded.matchAll(/pglite\/contrib\/(\w+)"/g)].map(([, name]) => name!);
  const archives = await Promise.all(modules.map(async (name) => {
    const code = await Deno.readTextFile(`${source}/contrib/${name}.js`);
    return `${source}/${/"\.\.\/([\w-]+\.tar\.gz)"/.exec(code)![1]}`;
  }));
  return [`${staging}/dist`, ...archives];
}
