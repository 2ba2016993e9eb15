/** dbmate of the npm registry, and a history as it wants it. */

const VERSION = "2.36.0";

/** Gives the path of dbmate, installed below `cache`; `null`, and says so, where it cannot be had. */
export async function installDbmate(cache: string): Promise<string | null> {
  const { os, arch } = Deno.build;
  const name = `@dbmate/${os}-${arch === "x86_64" ? "x64" : "arm64"}`;
  await Deno.mkdir(cache, { recursive: true });
  await Deno.writeTextFile(
    `${cache}/deno.json`,
    JSON.stringify({ imports: { [name]: `npm:${name}@${VERSION}` } }),
  );
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--quiet", "--node-modules-dir=auto"],
    cwd: cache,
    stdout: "null",
    stderr: "null",
  }).output();
  if (code !== 0) {
    console.log("SKIPPED: dbmate, because it cannot be installed");
    return null;
  }
  const program = await Deno.realPath(`${cache}/node_modules/${name}/bin/dbmate`);
  await Deno.chmod(program, 0o755);
  return program;
}

/** The files for the SQL that `alembic upgrade head --sql` gives with one transaction for each revision. */
export function dbmateFiles(sql: string): { readonly name: string; readonly text: string }[] {
  return sql.split(/^-- Running upgrade .*\n/m).slice(1).map((part, index) => {
    const statements = part
      .replace(/^(?:BEGIN|COMMIT);\n/gm, "")
      .replace(/^(?:UPDATE|INSERT INTO) alembic_version [^;]*;\n/gm, "");
    const version = String(20_000_101_000_000 + index);
    return {
      name: `${version}_revision.sql`,
      text: `-- migrate:up\n${statements}\n-- migrate:down\n`,
    };
  });
}
