import { assertEquals, assertRejects } from "@std/assert";
import { MigratorError } from "../../src/errors/mod.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { loadGraph, loadRevisions } from "../../src/script/load.ts";
import { kindOfFile } from "../../src/script/revision_files.ts";
import { planUpgrade } from "../../src/migration/plan.ts";
import { describeStep } from "../../src/migration/plan_step.ts";
import { seededRandom, shuffle } from "../support/random_graph.ts";

const python = (id: string) => `"""doc ${id}"""\nrevision = '${id}'\ndown_revision = None\n`;

/** Ids of what is loaded from these files, and the warnings; `link -> target` makes a link. */
async function load(
  files: Readonly<Record<string, string | Uint8Array>>,
  locations: readonly string[] = ["versions"],
  recursive = false,
): Promise<{ ids: string[]; warnings: string[]; root: string }> {
  const root = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const [name, content] of Object.entries(files)) {
      const [path = "", target] = name.split(" -> ");
      await Deno.mkdir(`${root}/${path.slice(0, path.lastIndexOf("/"))}`, { recursive: true });
      if (target !== undefined) await Deno.symlink(`${root}/${target}`, `${root}/${path}`);
      else if (typeof content === "string") await Deno.writeTextFile(`${root}/${path}`, content);
      else await Deno.writeFile(`${root}/${path}`, content);
    }
    const warnings: string[] = [];
    const revisions = await loadRevisions(
      denoPlatform.files,
      { directories: locations.map((location) => `${root}/${location}`), recursive },
      (warning) => warnings.push(warning.replaceAll(root, "")),
    );
    return { ids: revisions.map(({ id }) => id), warnings, root };
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const names: [name: string, kind: ReturnType<typeof kindOfFile>][] = [
  ["a.py", "python"],
  [".hidden.py", "python"],
  ["_x.py", "python"],
  ["__init__.py", null],
  ["__init__x.py", null],
  [".#a.py", null],
  ["a.py~", null],
  ["a.pyc", null],
  ["README", null],
  ["a.ts", "typescript"],
  ["a.mts", "typescript"],
  ["a.js", "typescript"],
  ["a.mjs", "typescript"],
  ["a.d.ts", null],
  ["a.sql", "sql"],
];

for (const [name, kind] of names) {
  Deno.test(`kindOfFile() takes ${name} for ${kind}`, () => assertEquals(kindOfFile(name), kind));
}

Deno.test("loadRevisions() takes locations in order and sorts the files of each", async () => {
  const { ids } = await load({
    "one/b.py": python("b"),
    "one/a.py": python("a"),
    "one/B.py": python("capital"),
    "one/README": "x",
    "one/helper.sql": "SELECT 1;",
    "two/0.ts": `export const revision = "ts";\nexport const downRevision = null;\n`,
    "two/1.sql": "-- revision: sql\n-- down_revision:\n-- migrate:up\n",
    "one/below/c.py": python("c"),
  }, ["two", "gone", "one"]);
  assertEquals(ids, ["ts", "sql", "capital", "a", "b"]);
});

Deno.test("plans are the same in whatever order the file system lists files", async () => {
  const root = await Deno.realPath(await Deno.makeTempDir());
  try {
    const write = (name: string, down: string, more = "") =>
      Deno.writeTextFile(
        `${root}/${name}.py`,
        `revision = '${name.slice(2)}'\ndown_revision = ${down}\n${more}`,
      );
    await write("1_root", "None");
    await write("2_left", "'root'");
    await write("3_right", "'root'");
    await write("4_other", "None", "branch_labels = 'side'\n");
    await write("5_third", "'root'", "depends_on = ('left', 'side')\n");
    await write("6_merged", "('right', 'left')");
    const random = seededRandom(5);
    const plans = new Set<string>();
    for (let round = 0; round < 20; round++) {
      const files = {
        ...denoPlatform.files,
        listOrNull: (path: string) => {
          const entries = denoPlatform.files.listOrNull(path);
          return entries && shuffle(random, entries);
        },
      };
      const graph = await loadGraph(files, { directories: [root], recursive: false }, () => {});
      plans.add(planUpgrade(graph, [], "heads").map(describeStep).join("\n"));
    }
    assertEquals([...plans], [[
      "Running upgrade  -> other",
      "Running upgrade  -> root",
      "Running upgrade root -> left",
      "Running upgrade root -> right",
      "Running upgrade right, left -> merged",
      "Running upgrade root -> third",
    ].join("\n")]);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("loadRevisions() goes down into directories when asked to", async () => {
  const { ids } = await load(
    {
      "versions/z.py": python("z"),
      "versions/2024/b.py": python("b"),
      "versions/2023/a.py": python("a"),
      "versions/__pycache__/c.py": python("c"),
    },
    ["versions"],
    true,
  );
  assertEquals(ids, ["z", "a", "b"]);
});

Deno.test("loadRevisions() warns of a file that comes up twice", async () => {
  const { ids, warnings } = await load(
    { "versions/a.py": python("a"), "versions/b.py -> versions/a.py": "", "other -> versions": "" },
    ["versions", "other"],
  );
  assertEquals(ids, ["a"]);
  const warning =
    "File /versions/a.py loaded twice! ignoring. Please ensure version_locations is unique.";
  assertEquals(warnings, [warning, warning, warning]);
});

Deno.test("loadRevisions() reads files with a byte order mark, CRLF and other encodings", async () => {
  const latin1 = Uint8Array.from(
    '# -*- coding: latin-1 -*-\n"""caf\u00e9"""\nrevision = "\u00e9"\ndown_revision = None\n',
    (character) => character.charCodeAt(0),
  );
  const { ids } = await load({
    "versions/a.py": `\ufeff${python("a")}`,
    "versions/b.py": python("b").replaceAll("\n", "\r\n"),
    "versions/c.py": latin1,
  });
  assertEquals(ids, ["a", "b", "\u00e9"]);
});

Deno.test("loadRevisions() refuses bytes that are not of the encoding", async () => {
  const bytes = Uint8Array.from([0x22, 0xff, 0x22, 0x0a]);
  const error = await assertRejects(() => load({ "versions/a.py": bytes }), MigratorError);
  assertEquals(error.message, "Expected UTF-8 text, found other bytes");
});

Deno.test("loadRevisions() takes the id from a file name of hex digits", async () => {
  const { ids } = await load({ "versions/1a2b3c.py": "down_revision = None\n" });
  assertEquals(ids, ["1a2b3c"]);
});

Deno.test("loadRevisions() parses the file when the scanner cannot follow its header", async () => {
  const { ids } = await load({
    "versions/a.py": "revision, down_revision = 'a', None\n",
  });
  assertEquals(ids, ["a"]);
});
