import { assertEquals, assertRejects } from "@std/assert";
import { scratchFor, tryRevision } from "../../src/autogenerate/trial.ts";
import { withUnwritten } from "../../src/autogenerate/unwritten_file.ts";
import { loadConfig } from "../../src/config/mod.ts";
import { postgresql } from "../../src/dialect/postgresql/postgresql.ts";
import { NO_ENVIRONMENT } from "../../src/environment/environment.ts";
import { CommandError, FileError } from "../../src/errors/mod.ts";
import { Logging } from "../../src/logging/mod.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { bodyLoader } from "../../src/revision/load.ts";
import { makeRevision, type RevisionKind } from "../../src/script/revision.ts";
import { inDirectory } from "../cli/in_process.ts";
import { freshPglite } from "../support/pglite.ts";

/** Tries the text of a file that would stand in `m/versions`, a directory that is not there. */
async function tried(kind: RevisionKind, extension: string, text: string, directory: string) {
  const path = `${directory}/m/versions/a1 tried.${extension}`;
  await Deno.writeTextFile(`${directory}/alembic.ini`, "[alembic]\nscript_location = %(here)s/m\n");
  await Deno.mkdir(`${directory}/m`);
  await Deno.writeTextFile(`${directory}/m/name.ts`, 'export const name = "nobody";\n');
  const platform = { ...denoPlatform, cwd: () => directory };
  const load = bodyLoader({
    config: await loadConfig({ platform, xArguments: [] }),
    platform: withUnwritten(platform, { path, text }),
    environment: NO_ENVIRONMENT,
    logging: new Logging(platform.terminal),
  });
  const header = { id: "a1", downRevisions: [], branchLabels: [], dependsOn: [], docstring: "" };
  try {
    return await tryRevision(await load(makeRevision(header, kind, path)), {
      connection: await freshPglite(),
      dialect: postgresql,
      namingConvention: null,
    });
  } finally {
    assertEquals([...Deno.readDirSync(`${directory}/m`)].map(({ name }) => name), ["name.ts"]);
  }
}

const forms: readonly (readonly [RevisionKind, string, (up: string, down: string) => string])[] = [
  [
    "python",
    "py",
    (up, down) =>
      `from alembic import op\ndef upgrade():\n    op.execute("${up}")\ndef downgrade():\n    op.execute("${down}")\n`,
  ],
  [
    "typescript",
    "ts",
    (up, down) =>
      `import type { Operations } from "migrator";
import { name } from "../name.ts";
export function upgrade(op: Operations): void {
  op.execute("${up}".replace("nobody", name));
}
export function downgrade(op: Operations): void {
  op.execute("${down}");
}
`,
  ],
  ["sql", "sql", (up, down) => `-- migrate:up\n${up};\n-- migrate:down\n${down};\n`],
];

for (const [kind, extension, form] of forms) {
  Deno.test(`a trial runs a ${kind} file that is not written up and down, and leaves nothing`, () =>
    inDirectory(async (directory) => {
      const text = form("CREATE TABLE nobody ()", "DROP TABLE nobody");
      assertEquals(await tried(kind, extension, text, directory), { kind: "passed" });
    }));

  Deno.test(`a trial names the statement of a ${kind} file that fails`, () =>
    inDirectory(async (directory) => {
      const text = form("CREATE TABLE nobody ()", "DROP TABLE somebody");
      const error = await assertRejects(
        () => tried(kind, extension, text, directory),
        CommandError,
        'downgrade() of the new revision fails on an embedded database, so it was not written: table "somebody" does not exist',
      );
      assertEquals(
        error.hint?.replace(/;$/, ""),
        "write it all the same with --no-trial, and mend it by hand\nthe statement was: DROP TABLE somebody",
      );
    }));
}

Deno.test("a trial lets a constraint without a name pass, which the file is warned of", () =>
  inDirectory(async (directory) => {
    const text = forms[0]![2]("SELECT 1", "SELECT 2").replace(
      'op.execute("SELECT 2")',
      'op.drop_constraint(None, "t", type_="foreignkey")',
    );
    assertEquals(await tried("python", "py", text, directory), {
      kind: "unfinished",
      reason: "downgrade() cannot run yet: Can't emit DROP CONSTRAINT for constraint " +
        "ForeignKeyConstraint(); it has no name",
    });
  }));

Deno.test("a trial says where in a TypeScript file that is not written an error is", () =>
  inDirectory(async (directory) => {
    const error = await assertRejects(
      () => tried("typescript", "ts", "export function upgrade() {\n  const;\n}\n", directory),
      FileError,
      "The revision cannot be loaded",
    );
    assertEquals(error.place?.path, `${directory}/m/versions/a1 tried.ts`);
    assertEquals(error.place?.line, 2);
  }));

Deno.test("a trial has the schemas of the database, also those without tables", async () => {
  const connection = await freshPglite();
  const metadata = { tables: [], types: [], sequences: [], namingConvention: { templates: {} } };
  const before = { metadata, schemas: ["test_empty", "public"] };
  assertEquals(await scratchFor(connection, before, [], postgresql), null);
  await connection.execute({ sql: "CREATE TABLE test_empty.t ()" });
});
