import {
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { CommandError, MigratorError } from "../../src/errors/mod.ts";
import { createDate } from "../../src/script/create_date.ts";
import { slugOf } from "../../src/script/file_name.ts";
import type { RevisionGraph } from "../../src/script/graph.ts";
import { loadGraph } from "../../src/script/load.ts";
import { randomRevisionId, resolveNewLinks } from "../../src/script/new_revision.ts";
import { ScriptDirectory, type ScriptSettings } from "../../src/script/script_directory.ts";
import { splitShellWords } from "../../src/script/shell_words.ts";
import { hookCommand } from "../../src/script/write_hooks.ts";
import { graphOf } from "../support/graph_text.ts";
import { recordingPlatform } from "../support/recording_platform.ts";

const links = (graph: RevisionGraph, request: Partial<Parameters<typeof resolveNewLinks>[0]>) =>
  resolveNewLinks({ message: null, ...request }, {
    graph,
    versionLocations: ["/v", "/w"],
    cwd: "/",
    os: "posix",
  });

const twoHeads = "a\nb <- a\nc <- a | | L";

const refused: [name: string, request: Parameters<typeof links>[1], message: string][] = [
  [
    "several heads",
    {},
    "Multiple heads are present; please specify the head revision on which the new revision should be based, or perform a merge.",
  ],
  ["one head twice", { heads: ["b", "b"] }, "Duplicate head revisions specified"],
  [
    "an inner revision",
    { heads: ["a"] },
    "Revision a is not a head revision; please specify --splice to create a new branch from this revision",
  ],
  ["a symbol that is none", { heads: ["zzzz"] }, "Can't locate revision identified by 'zzzz'"],
  [
    "an id with a colon",
    { heads: ["b"], id: "a:b" },
    "Character(s) ':' not allowed in revision identifier 'a:b'",
  ],
  ["an id that is there", { heads: ["b"], id: "c" }, "Revision c is present already"],
  [
    "a new base without a place",
    { heads: ["base"] },
    "Multiple version locations present, please specify --version-path",
  ],
  [
    "a place that is none",
    { heads: ["b"], versionPath: "x" },
    "Path x is not represented in current version locations",
  ],
  [
    "a dependency on the base",
    { heads: ["b"], dependsOn: ["base"] },
    "A revision cannot depend on 'base'",
  ],
];

for (const [name, request, message] of refused) {
  Deno.test(`resolveNewLinks() refuses ${name}`, () => {
    const error = assertThrows(() => links(graphOf(twoHeads), request), CommandError);
    assertEquals(error.message, message);
  });
}

Deno.test("resolveNewLinks() resolves heads in the order given and labels as typed", () => {
  const { downRevisions, dependsOn, directory } = links(graphOf(twoHeads + "\ndddd"), {
    heads: ["L", "b"],
    dependsOn: ["L", "ddd"],
  });
  assertEquals({ downRevisions, dependsOn, directory }, {
    downRevisions: ["c", "b"],
    dependsOn: ["L", "dddd"],
    directory: "/v",
  });
});

Deno.test("randomRevisionId() gives twelve hex digits", () => {
  assertMatch(randomRevisionId(), /^[0-9a-f]{12}$/);
});

// As Alembic names its files.
const slugs: [message: string, limit: number, expected: string][] = [
  ["Add Users", 40, "add_users"],
  ["", 40, ""],
  ["it's 100% -- ok", 40, "it_s_100_ok"],
  ["Straße öffnen", 40, "straße_öffnen"],
  ["this is a long message", 10, "this_is_a_"],
  ["x".repeat(60), 40, `${"x".repeat(40)}_`],
];

for (const [message, limit, expected] of slugs) {
  Deno.test(`slugOf() makes '${expected}' of '${message}'`, () => {
    assertEquals(slugOf(message, limit), expected);
  });
}

const moment = Date.UTC(2024, 6, 1, 22, 30, 5) * 1000 + 123;

const dates: [zone: string, expected: string][] = [
  ["UTC", "2024-07-01 22:30:05.000123+00:00"],
  ["utc", "2024-07-01 22:30:05.000123+00:00"],
  ["Europe/Paris", "2024-07-02 00:30:05.000123+02:00"],
  ["America/St_Johns", "2024-07-01 20:00:05.000123-02:30"],
  ["America/Port-au-Prince", "2024-07-01 18:30:05.000123-04:00"],
];

for (const [zone, expected] of dates) {
  Deno.test(`createDate() shows a moment in ${zone} as Python does`, () => {
    assertEquals(createDate(moment, zone).text, expected);
  });
}

Deno.test("createDate() leaves out microseconds that are none and the zone of local time", () => {
  assertMatch(createDate(moment - 123, null).text, /^2024-07-0[12] \d\d:\d\d:05$/);
});

for (const zone of ["europe/paris", "EUROPE/PARIS", "Nowhere/Land", "mars"]) {
  Deno.test(`createDate() refuses the zone ${zone}`, () => {
    const error = assertThrows(() => createDate(moment, zone), CommandError);
    assertEquals(error.message, `Can't locate timezone: ${zone}`);
  });
}

// As Python's shlex.split cuts them.
const words: [text: string, posix: boolean, expected: string[]][] = [
  ["-l 79 file", true, ["-l", "79", "file"]],
  [`a "b c" 'd "e' f\\ g`, true, ["a", "b c", `d "e`, "f g"]],
  [`a"b"'c' "" ''`, true, ["abc", "", ""]],
  [`"a\\"b\\c" '\\'`, true, [`a"b\\c`, "\\"]],
  [`"C:\\a b" d\\e`, false, [`"C:\\a b"`, "d\\e"]],
];

for (const [text, posix, expected] of words) {
  Deno.test(`splitShellWords() cuts ${text}`, () => {
    assertEquals(splitShellWords(text, posix), expected);
  });
}

const hooks: [options: Record<string, string>, expected: [string, ...string[]]][] = [
  [{ type: "exec", executable: "ruff", options: "check --fix REVISION_SCRIPT_FILENAME" }, [
    "ruff",
    "check",
    "--fix",
    "/v/a.py",
  ]],
  [{ type: "exec", executable: "ruff", options: "--fix" }, ["ruff", "/v/a.py", "--fix"]],
  [{ type: "exec", executable: "x" }, ["x", "/v/a.py"]],
  [{ type: "console_scripts", entrypoint: "black", options: "-l 79 REVISION_SCRIPT_FILENAME" }, [
    "black",
    "-l",
    "79",
    "/v/a.py",
  ]],
  [{ type: "module", module: "ruff", options: "a=REVISION_SCRIPT_FILENAME" }, [
    "python3",
    "-m",
    "ruff",
    "a=/v/a.py",
  ]],
];

for (const [options, [program, ...args]] of hooks) {
  Deno.test(`hookCommand() starts ${program} for ${JSON.stringify(options)}`, () => {
    assertEquals(hookCommand({ name: "h", options }, "/v/a.py", "posix"), {
      program,
      args,
      cwd: undefined,
    });
  });
}

const badHooks: [options: Record<string, string>, message: string][] = [
  [{}, "Key 'h.type' (or 'type' in toml) is required for post write hook 'h'"],
  [{ type: "exec" }, "Key h.executable is required for post write hook 'h'"],
  [{ type: "shell" }, "No formatter with name 'shell' registered"],
];

for (const [options, message] of badHooks) {
  Deno.test(`hookCommand() refuses a hook: ${message}`, () => {
    const error = assertThrows(
      () => hookCommand({ name: "h", options }, "/v/a.py", "posix"),
      CommandError,
    );
    assertEquals(error.message, message);
  });
}

async function inProject(
  work: (project: {
    root: string;
    open(settings?: Partial<ScriptSettings>, missing?: string[]): Promise<{
      scripts: ScriptDirectory;
      started: unknown[];
    }>;
  }) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  const defaults: ScriptSettings = {
    scriptLocation: root,
    versionLocations: [`${root}/versions`],
    fileTemplate: "%(rev)s_%(slug)s",
    truncateSlugLength: 40,
    timezone: "UTC",
    outputEncoding: "utf-8",
    postWriteHooks: [],
  };
  const noPython = () => Promise.reject(new MigratorError("no_python", "nothing runs Python here"));
  try {
    await work({
      root,
      open: async (settings = {}, missing = []) => {
        const { platform, started } = recordingPlatform(root, missing);
        const whole = { ...defaults, ...settings };
        const graph = await loadGraph(
          platform.files,
          { directories: whole.versionLocations, recursive: true },
          () => {},
        );
        const scripts = new ScriptDirectory(whole, graph, platform, noPython, () => moment);
        return { scripts, started };
      },
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const quietly = async <T>(_text: string, work: () => T | Promise<T>) => await work();

Deno.test("ScriptDirectory writes TypeScript and SQL revisions that read back as they were made", () =>
  inProject(async ({ root, open }) => {
    const kinds = ["typescript", "sql", "typescript"] as const;
    for (const [index, kind] of kinds.entries()) {
      const { scripts } = await open();
      const message = `step ${index} */ with\n"two" lines`;
      const file = await scripts.generate({
        message,
        id: `id${index}`,
        kind,
        branchLabels: index === 0 ? ["main"] : [],
      });
      const revision = await scripts.write(file, quietly);
      assertEquals(revision.id, `id${index}`);
      assertEquals(revision.downRevisions, index === 0 ? [] : [`id${index - 1}`]);
      assertEquals(revision.branchLabels, index === 0 ? ["main"] : []);
      assertEquals(revision.createDate, "2024-07-01 22:30:05.000123+00:00");
    }
    const { scripts } = await open();
    assertEquals(scripts.graph.heads.map(({ id }) => id), ["id2"]);
    // Without a format the newest revision decides.
    assertEquals((await scripts.generate({ message: null })).kind, "typescript");
    assertEquals(
      await Deno.readTextFile(`${root}/versions/id1_step_1_with_two_lines.sql`),
      `-- revision: id1
-- down_revision: id0
-- branch_labels: 
-- depends_on: 
-- message: step 1 */ with "two" lines
-- create_date: 2024-07-01 22:30:05.000123+00:00

-- migrate:up

-- migrate:down
`,
    );
    assertEquals(
      await Deno.readTextFile(`${root}/versions/id2_step_2_with_two_lines.ts`),
      `/**
 * step 2 *\\/ with
 * "two" lines
 *
 * Revision ID: id2
 * Revises: id1
 * Create Date: 2024-07-01 22:30:05.000123+00:00
 */
import type { Operations } from "migrator";

export const revision = "id2";
export const downRevision = "id1";
export const branchLabels = null;
export const dependsOn = null;

export async function upgrade(op: Operations): Promise<void> {
}

export async function downgrade(op: Operations): Promise<void> {
}
`,
    );
  }));

Deno.test("ScriptDirectory writes a merge in TypeScript when several heads are given", () =>
  inProject(async ({ open }) => {
    for (const [id, heads] of [["a", undefined], ["b", ["base"]], ["m", ["heads"]]] as const) {
      const { scripts } = await open();
      const file = await scripts.generate({ message: null, id, heads, kind: "typescript" });
      await scripts.write(file, quietly);
      if (id === "m") {
        assertStringIncludes(file.text, `export const downRevision = ["a", "b"];`);
        assertStringIncludes(file.text, " * empty message\n");
      }
    }
  }));

Deno.test("ScriptDirectory prefers the template of the project", () =>
  inProject(async ({ root, open }) => {
    await Deno.writeTextFile(
      `${root}/script.sql.mako`,
      "-- revision: ${up_revision}\n-- down_revision: ${down_revision | comma,n}\n-- own\n-- migrate:up\n",
    );
    const { scripts } = await open();
    const file = await scripts.generate({ message: "x", id: "a", kind: "sql" });
    assertEquals(file.text, "-- revision: a\n-- down_revision: \n-- own\n-- migrate:up\n");
  }));

Deno.test("ScriptDirectory warns of the first id that the version table may not take", () =>
  inProject(async ({ open }) => {
    const warned = [];
    for (const length of [32, 40, 41]) {
      const { scripts } = await open();
      const file = await scripts.generate({ message: "x", id: "a".repeat(length), kind: "sql" });
      const warnings: string[] = [];
      await scripts.write(file, quietly, (message) => warnings.push(message.split("\n")[0]!));
      warned.push(warnings);
    }
    assertEquals(warned, [
      [],
      [
        `the id ${"a".repeat(40)} has 40 characters, and the version table takes 32 unless a ` +
        "revision makes it wider",
      ],
      [],
    ]);
  }));

Deno.test("ScriptDirectory runs the hooks on the new file and goes on when they fail", () =>
  inProject(async ({ root, open }) => {
    const postWriteHooks: ScriptSettings["postWriteHooks"] = [
      { name: "one", options: { type: "exec", executable: "first", cwd: "/tmp" } },
      { name: "two", options: { type: "exec", executable: "second", options: "-q" } },
    ];
    const { scripts, started } = await open({ postWriteHooks });
    const shown: string[] = [];
    const file = await scripts.generate({ message: "x", id: "a", kind: "sql" });
    await scripts.write(file, async (text, work) => {
      shown.push(text);
      return await work();
    });
    const path = `${root}/versions/a_x.sql`;
    assertEquals(started, [
      { command: "first", args: [path], cwd: "/tmp" },
      { command: "second", args: [path, "-q"], cwd: undefined },
    ]);
    assertEquals(shown, [
      `Creating directory ${root}/versions`,
      `Generating ${path}`,
      "Running post write hook 'one'",
      "Running post write hook 'two'",
    ]);
  }));

Deno.test("ScriptDirectory leaves the file when a hook's program is missing", () =>
  inProject(async ({ root, open }) => {
    const postWriteHooks = [
      { name: "one", options: { type: "console_scripts", entrypoint: "black" } },
    ];
    const { scripts } = await open({ postWriteHooks }, ["black"]);
    const file = await scripts.generate({ message: "x", id: "a", kind: "sql" });
    const error = await assertRejects(() => scripts.write(file, quietly), CommandError);
    assertEquals(error.message, "Could not find entrypoint console_scripts.black");
    assertEquals((await Deno.stat(`${root}/versions/a_x.sql`)).isFile, true);
  }));

Deno.test("ScriptDirectory does not write over a file", () =>
  inProject(async ({ root, open }) => {
    const { scripts } = await open();
    const file = await scripts.generate({ message: "x", id: "a", kind: "sql" });
    await scripts.write(file, quietly);
    const before = await Deno.readTextFile(`${root}/versions/a_x.sql`);
    await assertRejects(
      () => scripts.write({ ...file, text: "lost" }, quietly),
      CommandError,
      "already exists",
    );
    assertEquals(await Deno.readTextFile(`${root}/versions/a_x.sql`), before);
  }));

Deno.test("ScriptDirectory names the template's line when it cannot be read", () =>
  inProject(async ({ root, open }) => {
    await Deno.writeTextFile(`${root}/script.py.mako`, "x\n% if y:\nz\n");
    const { scripts } = await open();
    const error = await assertRejects(
      () => scripts.generate({ message: "x", kind: "python" }),
      CommandError,
    );
    assertEquals(
      error.message,
      "Template rendering failed; Expected '% endif', found the end of the template",
    );
    assertEquals(error.place, { path: `${root}/script.py.mako`, line: 2 });
  }));

Deno.test("ScriptDirectory complains of a Python message that breaks the file, and leaves it", () =>
  inProject(async ({ root, open }) => {
    await Deno.writeTextFile(
      `${root}/script.py.mako`,
      '"""${message}"""\nrevision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n',
    );
    const { scripts } = await open();
    const file = await scripts.generate({ message: 'a """ b', id: "a", kind: "python" });
    await assertRejects(() => scripts.write(file, quietly), MigratorError);
    assertEquals((await Deno.stat(file.path)).isFile, true);
  }));

Deno.test("ScriptDirectory tells when the template drops the branch label", () =>
  inProject(async ({ root, open }) => {
    await Deno.writeTextFile(
      `${root}/script.py.mako`,
      "revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n",
    );
    const { scripts } = await open();
    const file = await scripts.generate({
      message: "x",
      id: "a",
      kind: "python",
      branchLabels: ["L"],
    });
    await assertRejects(
      () => scripts.write(file, quietly),
      CommandError,
      "Version a specified branch_labels L, however the migration file",
    );
  }));
