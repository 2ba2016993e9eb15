import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { inDirectory, migrate } from "./in_process.ts";

/** Every file and directory below a directory, sorted, directories with a slash. */
function tree(directory: string, prefix = ""): string[] {
  return [...Deno.readDirSync(`${directory}/${prefix}`)].flatMap(({ name, isDirectory }) =>
    isDirectory
      ? [`${prefix}${name}/`, ...tree(directory, `${prefix}${name}/`)]
      : [`${prefix}${name}`]
  ).sort();
}

/** The paths that lines of `init` say it has made. */
function announced(out: string, cwd: string): string[] {
  return [...out.matchAll(/^(?:(Creating directory)|Generating|Adding) (.*) \.\.\. {2}done$/gm)]
    .map(([, directory, path]) => `${path}${directory ? "/" : ""}`.replace(`${cwd}/`, ""))
    .sort();
}

/** The value of an option that is not commented out. */
function option(ini: string, name: string): string | undefined {
  return new RegExp(`^${name} =[ ]?(.*)$`, "m").exec(ini)?.[1];
}

const MADE: readonly (readonly [args: string, files: readonly string[]])[] = [
  ["migrations", ["README", "env.py", "script.py.mako", "versions/"]],
  ["-t generic migrations", ["README", "env.py", "script.py.mako", "versions/"]],
  ["--template async migrations", ["README", "env.py", "script.py.mako", "versions/"]],
  ["-t typescript migrations", ["README", "versions/"]],
  ["--package migrations", [
    "README",
    "__init__.py",
    "env.py",
    "script.py.mako",
    "versions/",
    "versions/__init__.py",
  ]],
];

for (const [args, files] of MADE) {
  Deno.test(`init ${args} makes what it says, and no more`, () =>
    inDirectory(async (cwd) => {
      const { code, out, err } = await migrate(["init", ...args.split(" ")], { cwd });
      assertEquals([code, err], [0, ""]);
      const made = ["alembic.ini", "migrations/", ...files.map((file) => `migrations/${file}`)];
      assertEquals(tree(cwd), made.sort());
      assertEquals(announced(out, cwd), made);
      assert(
        out.endsWith(
          `\nPlease edit configuration/connection/logging settings in ${cwd}/alembic.ini before proceeding.\n`,
        ),
      );
      const ini = Deno.readTextFileSync(`${cwd}/alembic.ini`);
      assertEquals(option(ini, "script_location"), "%(here)s/migrations");
      assertEquals(option(ini, "prepend_sys_path"), ".");
      assertEquals(option(ini, "path_separator"), "os");
      assertEquals(option(ini, "sqlalchemy.url"), "driver://user:pass@localhost/dbname");
    }));
}

Deno.test("init puts the settings of a pyproject template into pyproject.toml, after what is there", () =>
  inDirectory(async (cwd) => {
    const before = '[project]\nname = "shop"\n';
    Deno.writeTextFileSync(`${cwd}/pyproject.toml`, before);
    const first = await migrate(["init", "-t", "pyproject", "migrations"], { cwd });
    assertStringIncludes(first.out, `\nAppending to existing ${cwd}/pyproject.toml ...  done\n`);
    assert(
      first.out.endsWith(
        `\nPlease edit configuration settings in ${cwd}/pyproject.toml and configuration/` +
          `connection/logging settings in ${cwd}/alembic.ini before proceeding.\n`,
      ),
    );
    const text = Deno.readTextFileSync(`${cwd}/pyproject.toml`);
    assert(text.startsWith(`${before}\n\n[tool.alembic]\n`));
    assertStringIncludes(text, '\nscript_location = "%(here)s/migrations"\n');
    const second = await migrate(["init", "-t", "pyproject", "again"], { cwd });
    assertStringIncludes(
      second.out,
      `\nFile ${cwd}/pyproject.toml already exists and already has a [tool.alembic] section, ` +
        "skipping\n",
    );
    assertEquals(Deno.readTextFileSync(`${cwd}/pyproject.toml`), text);
  }));

Deno.test("init -t multidb makes a project that writes the SQL of each database to its own file", () =>
  inDirectory(async (cwd) => {
    await migrate(["init", "-t", "multidb", "migrations"], { cwd });
    await migrate(["revision", "-m", "first", "--rev-id", "ab12"], { cwd });
    const path = `${cwd}/migrations/versions/ab12_first.py`;
    const text = Deno.readTextFileSync(path).replaceAll(
      /(def upgrade_(\w+).*\n.*\n {4})pass/g,
      "$1op.execute('CREATE TABLE in_$2 (id int)')",
    );
    Deno.writeTextFileSync(path, text);
    Deno.writeTextFileSync(
      `${cwd}/alembic.ini`,
      Deno.readTextFileSync(`${cwd}/alembic.ini`).replaceAll("driver://", "postgresql://"),
    );
    const { code, out } = await migrate(["upgrade", "head", "--sql"], { cwd });
    assertEquals([code, out], [0, ""]);
    for (const name of ["engine1", "engine2"]) {
      const script = Deno.readTextFileSync(`${cwd}/${name}.sql`);
      assertEquals(script.match(/CREATE TABLE in_.*|BEGIN;|COMMIT;/g), [
        "BEGIN;",
        `CREATE TABLE in_${name} (id int);`,
        "COMMIT;",
      ]);
    }
  }));

Deno.test("init refuses a directory that is not empty, and so a second time", () =>
  inDirectory(async (cwd) => {
    await migrate(["init", "migrations"], { cwd });
    const before = tree(cwd);
    for (const name of ["migrations", "./migrations", "migrations/", `${cwd}/migrations`]) {
      const shown = name.startsWith("/") ? name : "migrations";
      assertEquals(await migrate(["init", name], { cwd }), {
        code: 255,
        out: `FAILED: Directory ${shown} already exists and is not empty\n`,
        err: "",
      });
    }
    assertEquals(tree(cwd), before);
  }));

Deno.test("init uses an empty directory that exists", () =>
  inDirectory(async (cwd) => {
    Deno.mkdirSync(`${cwd}/empty`);
    const { code, out } = await migrate(["init", "empty"], { cwd });
    assertEquals(code, 0);
    assert(out.startsWith(`Creating directory ${cwd}/empty/versions ...  done\n`));
  }));

Deno.test("init leaves an ini file that exists as it is", () =>
  inDirectory(async (cwd) => {
    Deno.writeTextFileSync(`${cwd}/alembic.ini`, "[alembic]\n# mine\n");
    const { code, out } = await migrate(["init", "migrations"], { cwd });
    assertEquals(code, 0);
    assertStringIncludes(out, `\nFile ${cwd}/alembic.ini already exists, skipping\n`);
    assertEquals(Deno.readTextFileSync(`${cwd}/alembic.ini`), "[alembic]\n# mine\n");
  }));

const LOCATIONS: readonly (readonly [args: string, ini: string, location: string])[] = [
  ["-c other.ini init a", "other.ini", "%(here)s/a"],
  ["-c conf/x.ini init db/a", "conf/x.ini", "%(here)s/../db/a"],
  ["init ./a/../b/", "alembic.ini", "%(here)s/b"],
];

for (const [args, ini, location] of LOCATIONS) {
  Deno.test(`${args} writes ${ini} with the place of the scripts`, () =>
    inDirectory(async (cwd) => {
      Deno.mkdirSync(`${cwd}/conf`);
      assertEquals((await migrate(args.split(" "), { cwd })).code, 0);
      const text = Deno.readTextFileSync(`${cwd}/${ini}`);
      assertEquals(option(text, "script_location"), location);
    }));
}

Deno.test("init keeps an absolute path in the ini file", () =>
  inDirectory(async (cwd) => {
    assertEquals((await migrate(["init", `${cwd}/abs`], { cwd })).code, 0);
    assertEquals(
      option(Deno.readTextFileSync(`${cwd}/alembic.ini`), "script_location"),
      `${cwd}/abs`,
    );
  }));

Deno.test("init names the templates where it does not know one", () =>
  inDirectory(async (cwd) => {
    assertEquals(await migrate(["init", "-t", "flask", "x"], { cwd }), {
      code: 255,
      out: "FAILED: No such template flask\n",
      err: "hint: templates are async, generic, multidb, pyproject, pyproject_async, typescript\n",
    });
    assertEquals(tree(cwd), []);
  }));

const EXTENSIONS = [
  ["generic", "py"],
  ["async", "py"],
  ["multidb", "py"],
  ["pyproject", "py"],
  ["pyproject_async", "py"],
  ["typescript", "ts"],
] as const;

for (const [template, extension] of EXTENSIONS) {
  Deno.test(`revision writes a .${extension} file after init -t ${template}`, () =>
    inDirectory(async (cwd) => {
      await migrate(["init", "-t", template, "migrations"], { cwd });
      const made = await migrate(["revision", "-m", "First one", "--rev-id", "ab12"], { cwd });
      const path = `${cwd}/migrations/versions/ab12_first_one.${extension}`;
      assertEquals(made, { code: 0, out: `Generating ${path} ...  done\n`, err: "" });
      assertMatch(Deno.readTextFileSync(path), /Revision ID: ab12\n/);
      assertEquals(await migrate(["history"], { cwd }), {
        code: 0,
        out: "<base> -> ab12 (head), First one\n",
        err: "",
      });
    }));
}

Deno.test("revision writes all kinds into one history, by default that of the newest file", () =>
  inDirectory(async (cwd) => {
    await migrate(["init", "migrations"], { cwd });
    const made = [
      ["a1", "", "py"],
      ["b2", "--format=sql", "sql"],
      ["c3", "", "sql"],
      ["d4", "--format=typescript", "ts"],
      ["e5", "", "ts"],
      ["f6", "--format=python", "py"],
    ] as const;
    for (const [id, format, extension] of made) {
      const args = ["revision", "-m", id, "--rev-id", id, format].filter((each) => each !== "");
      const { out } = await migrate(args, { cwd });
      assertEquals(
        out,
        `Generating ${cwd}/migrations/versions/${id}_${id}.${extension} ...  done\n`,
      );
    }
    assertEquals(
      (await migrate(["history"], { cwd })).out,
      "e5 -> f6 (head), f6\nd4 -> e5, e5\nc3 -> d4, d4\nb2 -> c3, c3\na1 -> b2, b2\n<base> -> a1, a1\n",
    );
  }));

Deno.test("list_templates lists every template with the first line of its README", () =>
  inDirectory(async (cwd) => {
    const { code, out, err } = await migrate(["list_templates"], { cwd });
    assertEquals([code, err], [0, ""]);
    const [head, , ...rest] = out.split("\n");
    assertEquals(head, "Available templates:");
    const listed = rest.slice(0, rest.indexOf(""));
    for (const line of listed) {
      const [name, summary] = line.split(" - ");
      await migrate(["init", "-t", name!, name!], { cwd });
      assertEquals(Deno.readTextFileSync(`${cwd}/${name}/README`).split("\n", 1)[0], summary);
    }
    assertEquals(listed.length, 6);
    assert(
      out.endsWith(
        "\n\nTemplates are used via the 'init' command, e.g.:\n\n" +
          "  migrator init --template generic ./scripts\n",
      ),
    );
  }));
