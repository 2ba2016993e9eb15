/**
 * `migrator import` of the legacy project, to SQL and to TypeScript: what it writes is the same as what it was made
 * from, on the embedded database too, and it writes nothing where it must not.
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Schema, Validator } from "@cfworker/json-schema";
import { postgresql } from "../../src/dialect/mod.ts";
import { environmentOf } from "../../src/import/environment.ts";
import { openSource } from "../../src/import/source.ts";
import type { ImportReport } from "../../src/import/report.ts";
import { defaultOptions, offlineItems } from "../../src/migration/mod.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { bodyLoader } from "../../src/revision/load.ts";
import type { Direction } from "../../src/revision/body.ts";
import type { Revision } from "../../src/script/revision.ts";
import { splitSql } from "../../src/script/sql_split.ts";
import { inDirectory, migrate } from "../cli/in_process.ts";
import { OFFLINE_STRETCHES } from "../support/legacy_project.ts";
import { migrator, ROOT } from "../support/command.ts";
import { describePglite } from "../support/describe_pglite.ts";
import { pgliteDirectory } from "../support/pglite.ts";
import { assertSameText } from "../support/same_text.ts";

const LEGACY = `${ROOT}tests/fixtures/legacy`;
const REVISIONS = 65;
const TRANSLATED = 49;
/** Creates a type twice, looking first: the script of Alembic, which cannot look, fails at the second. */
const LOOKS_FIRST = "b3c4d5e6f712";

const schema: Schema = JSON.parse(
  Deno.readTextFileSync(`${ROOT}docs/json/import_report.schema.json`),
);

async function importLegacy(directory: string, ...args: string[]) {
  return await migrate(["import", `${LEGACY}/backend`, ...args], { cwd: directory });
}

/** The revisions of a project, and what each of their functions would write. */
async function opened(path: string) {
  const source = await openSource({ path }, denoPlatform, () => {});
  const { environment, logging } = await environmentOf(source, false);
  const { config, platform, graph } = source;
  const load = bodyLoader({ config, platform, environment, logging });
  const statements = async (revision: Revision, direction: Direction) => {
    const items = await offlineItems(
      { revision, direction, body: await load(revision) },
      { dialect: postgresql, options: defaultOptions },
    );
    return items.flatMap((item) => {
      if (item.kind === "autocommit") return [item.active ? "COMMIT" : "BEGIN"];
      if (item.kind !== "statement") return [];
      return splitSql(item.statement.sql.replaceAll("\t", "    "), { path: revision.path })
        .map(({ text }) => text.replace(/[ \t]+$/gm, ""));
    });
  };
  return { graph, statements };
}

for (const language of ["sql", "typescript"] as const) {
  const extension = language === "sql" ? ".sql" : ".ts";

  Deno.test(`import --to ${language} writes a project that is the legacy one`, async (test) => {
    await inDirectory(async (directory) => {
      const made = `${directory}/made`;
      const { code, out, err } = await importLegacy(
        directory,
        ...["--to", language, "--output", "made", "--report", "report.json"],
      );
      assertEquals(code, 0, out + err);
      assertStringIncludes(out, `${REVISIONS} of ${REVISIONS} revisions run without Python`);
      const report: ImportReport = JSON.parse(
        await Deno.readTextFile(`${directory}/report.json`),
      );

      await test.step("the report follows its schema", () => {
        const { valid, errors } = new Validator(schema, "2020-12").validate(report);
        assert(valid, JSON.stringify(errors, null, 1));
        const { revisions, translated, kept } = report.statistics;
        assertEquals([revisions, translated, kept], [
          REVISIONS,
          TRANSLATED,
          REVISIONS - TRANSLATED,
        ]);
      });

      await test.step("headers are the same", async () => {
        const [from, to] = [await opened(`${LEGACY}/backend`), await opened(made)];
        const header = (
          { id, downRevisions, branchLabels, dependsOn, doc, createDate }: Revision,
        ) => // A SQL file has one line for the message.
        ({ id, downRevisions, branchLabels, dependsOn, doc: doc.replace(/\s+/g, " "), createDate });
        const sorted = (revisions: readonly Revision[]) =>
          revisions.map(header).toSorted((a, b) => a.id < b.id ? -1 : 1);
        assertEquals(sorted(to.graph.revisions), sorted(from.graph.revisions));
      });

      await test.step("statements are the same", async () => {
        const [from, to] = [await opened(`${LEGACY}/backend`), await opened(made)];
        let compared = 0;
        for (const { file, revision, result, new_file: newFile } of report.files) {
          if (result !== "translated") continue;
          assertMatch(newFile, new RegExp(`/${revision}(?:_[^/]*)?\\${extension}$`));
          for (const direction of ["upgrade", "downgrade"] as const) {
            const was = await from.statements(from.graph.get(revision)!, direction);
            const is = await to.statements(to.graph.get(revision)!, direction);
            compared++;
            if (language === "sql" && revision === LOOKS_FIRST) {
              assert(is.some((sql) => sql.startsWith("DO $migrator$")), is.join("; "));
              continue;
            }
            assertEquals(singleBackslashes(is), singleBackslashes(was), `${file} ${direction}`);
          }
        }
        assertEquals(compared, 2 * TRANSLATED);
      });

      await test.step("upgrade --sql writes what it writes of the original", async () => {
        for (const stretch of OFFLINE_STRETCHES) {
          const [from, to] = stretch.split(":");
          for (const args of [["upgrade", stretch], ["downgrade", `${to}:${from}`]]) {
            const was = await migrate([...args, "--sql"], { cwd: `${LEGACY}/backend` });
            const is = await migrate([...args, "--sql"], { cwd: made });
            assertEquals([was.code, is.code], [0, 0], was.err + is.err);
            assertEquals(scriptOf(is.out), scriptOf(was.out), args.join(" "));
          }
        }
      });

      await test.step("kept files are as they were", async () => {
        for (const { file, result, new_file: newFile } of report.files) {
          if (result !== "kept") continue;
          assertEquals(
            await Deno.readTextFile(`${made}/${newFile}`),
            await Deno.readTextFile(`${LEGACY}/backend/${file}`),
          );
        }
      });

      if (language === "typescript") await test.step("deno has nothing to say", () => tidy(made));

      await test.step("the embedded database gets to where Alembic brings it", async () => {
        await using data = await pgliteDirectory();
        const { code, stdout, stderr } = await migrator(
          ["--url", data.url, "upgrade", "head"],
          { cwd: made },
        );
        assertEquals(code, 0, stdout + stderr);
        const expected = await Deno.readTextFile(`${LEGACY}/expected_head.txt`);
        assertSameText(await describePglite(data.path), expected, "database at head");
      });
    });
  });
}

/** Formatted, and right for the type checker with nothing but the name of migrator. */
async function tidy(project: string): Promise<void> {
  const deno = async (...args: string[]) => {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args,
      cwd: project,
      env: { NO_COLOR: "1" },
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
  };
  await Deno.writeTextFile(
    `${project}/deno.json`,
    JSON.stringify({ imports: { migrator: `${ROOT}src/mod.ts` } }),
  );
  await deno("fmt", "--check", "migrations");
  await deno("lint", "migrations");
  const files = [...Deno.readDirSync(`${project}/migrations/versions`)]
    .filter(({ name }) => name.endsWith(".ts"));
  await deno("check", ...files.map(({ name }) => `migrations/versions/${name}`));
}

/** Alembic's scripts, which do not know the server, write backslashes in literals twice. */
function singleBackslashes(statements: readonly string[]): readonly string[] {
  return statements.map((sql) => sql.replaceAll("\\\\", "\\"));
}

/** The statements of a script, without comments, and without the looks that Alembic's script leaves out. */
function scriptOf(text: string): readonly string[] {
  const statements = splitSql(text, { path: "script.sql" })
    .map((each) => each.text.replace(/[ \t]+$/gm, ""));
  const look = /^DO \$migrator\$ BEGIN\nIF .*? THEN\n(.*);\nEND IF;\nEND \$migrator\$$/s;
  return singleBackslashes(statements.map((sql) => sql.replace(look, "$1")));
}

Deno.test("import --dry-run says what would come of it and writes nothing", async () => {
  await inDirectory(async (directory) => {
    const { code, out, err } = await importLegacy(directory, "--dry-run");
    assertEquals([code, err], [0, ""]);
    assertStringIncludes(out, `${REVISIONS} of ${REVISIONS} revisions run without Python\n`);
    assertStringIncludes(out, `${TRANSLATED} can be written as SQL\n`);
    assertStringIncludes(out, "reads the result of a statement (");
    assertMatch(out, /clean_names\.py:47 {2}upgrade\n +for id_, name, phone in /);
    assertStringIncludes(out, "Nothing was written.");
    assertEquals([...Deno.readDirSync(directory)], []);
  });
});

Deno.test("import --strict fails where a revision stays in Python, and writes nothing but the report", async () => {
  await inDirectory(async (directory) => {
    const { code, out, err } = await importLegacy(
      directory,
      ...["--strict", "--output", "made", "--report", "report.json"],
    );
    assertEquals(code, 1);
    assertStringIncludes(
      err,
      `${REVISIONS - TRANSLATED} of ${REVISIONS} revisions cannot be written as SQL`,
    );
    assertStringIncludes(out, "catches errors of the database");
    assertEquals([...Deno.readDirSync(directory)].map(({ name }) => name), ["report.json"]);
    assertEquals(JSON.parse(Deno.readTextFileSync(`${directory}/report.json`)).output, null);
  });
});

Deno.test("import writes over nothing", async () => {
  await inDirectory(async (directory) => {
    await Deno.mkdir(`${directory}/made`);
    const refused = await importLegacy(directory, "--output", "made");
    assertEquals(refused.code, 255);
    assertStringIncludes(refused.out, "FAILED: Expected nothing at made, found a directory");
    assertEquals([...Deno.readDirSync(`${directory}/made`)], []);
    const inside = await importLegacy(directory, "--output", `${LEGACY}/backend/migrations/new`);
    assertEquals(inside.code, 255);
    assertStringIncludes(inside.out, "which is imported");
    const nowhere = await importLegacy(directory);
    assertEquals(nowhere.code, 255);
    assertStringIncludes(nowhere.out, "FAILED: import needs --output DIR");
  });
});

Deno.test("import leaves nothing behind when it cannot write, and can be run again", async () => {
  await inDirectory(async (directory) => {
    const args = ["import", `${LEGACY}/backend`, "--output", "made"];
    let writes = 0;
    const failing = await migrate(args, {
      cwd: directory,
      files: {
        writeBytes: (path, bytes) => {
          if (++writes === 20) throw Object.assign(new Error("disk full"), { code: "ENOSPC" });
          denoPlatform.files.writeBytes(path, bytes);
        },
      },
    });
    assertEquals(failing.code, 1);
    assertStringIncludes(failing.err, "disk full");
    assertEquals([...Deno.readDirSync(directory)], []);
    assertEquals((await migrate(args, { cwd: directory })).code, 0);
  });
});
