import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { projectFiles } from "../../src/environment/project_files.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { UnsupportedConstructError } from "../../src/python/mod.ts";
import { BudgetExceededError } from "../../src/python/runtime/errors.ts";
import { runProgram } from "../python/support/evaluate.ts";

/** What must not come out, wherever it is. */
const SECRET = "c4nary";

/** Makes a project that has these files, beside a directory that is none of its own. */
function makeProject(directory: string, files: Readonly<Record<string, string>>): string {
  const project = `${directory}/project`;
  for (const path of ["project/sql/old", "project/.ssh", "project-secrets"]) {
    Deno.mkdirSync(`${directory}/${path}`, { recursive: true });
  }
  Deno.writeTextFileSync(`${directory}/project-secrets/key`, SECRET);
  Deno.writeTextFileSync(`${project}/.pgpass`, SECRET);
  Deno.writeTextFileSync(`${project}/.ssh/id`, SECRET);
  const links: Readonly<Record<string, string>> = {
    link: `${directory}/project-secrets/key`,
    chain: "link",
    up: "..",
    secrets: "../project-secrets",
    environ: "/proc/self/environ",
    root: "/",
    zero: "/dev/zero",
    loop: "loop",
    here: ".",
    again: ".",
    broken: "../project-secrets/none",
    visible: ".pgpass",
  };
  for (const [name, target] of Object.entries(links)) {
    Deno.symlinkSync(target, `${project}/${name}`);
  }
  for (const [name, text] of Object.entries(files)) {
    Deno.writeTextFileSync(`${project}/${name}`, text);
  }
  Deno.truncateSync(`${project}/huge`, 1 << 30);
  new Deno.Command("mkfifo", { args: [`${project}/pipe`] }).outputSync();
  return project;
}

const directory = Deno.realPathSync(Deno.makeTempDirSync());
globalThis.addEventListener("unload", () => Deno.removeSync(directory, { recursive: true }));

/** Runs a program in the project. */
function runIn(program: string): Promise<string> {
  return runProgram(program, {
    files: projectFiles(denoPlatform.files, [project, "/", `${directory}/none`]),
    environment: new Map([["PWD", project]]),
    steps: 200_000,
  });
}

const FILES = {
  "a.sql": "SELECT 1;\r\nSELECT 2;\n",
  "rows.json": '{"id": 7}',
  "sql/2.sql": "two",
  "sql/1.sql": "one",
  "sql/old/0.sql": "zero",
  huge: "",
};
const project = makeProject(directory, FILES);

/** Programs and what CPython prints for them in the same directory. */
const READING: readonly (readonly [program: string, printed: string])[] = [
  ["with open('a.sql') as f:\n    print(repr(f.read()))", "'SELECT 1;\\nSELECT 2;\\n'\n"],
  [
    "print([line.strip() for line in open('a.sql', 'r', encoding='utf-8')])",
    "['SELECT 1;', 'SELECT 2;']\n",
  ],
  ["import json\nprint(json.load(open('rows.json'))['id'])", "7\n"],
  ["import io\nprint(io.open('sql/1.sql').readline())", "one\n"],
  ["from pathlib import Path\nprint(Path('sql', '2.sql').read_text())", "two\n"],
  ["from pathlib import Path\nwith Path('sql/2.sql').open() as f: print(f.read())", "two\n"],
  [
    "from pathlib import Path\nprint(sorted(p.name for p in Path('sql').glob('*.sql')))",
    "['1.sql', '2.sql']\n",
  ],
  [
    "from pathlib import Path\nprint(sorted(str(p) for p in Path('.').glob('**/*.sql')))",
    "['a.sql', 'sql/1.sql', 'sql/2.sql', 'sql/old/0.sql']\n",
  ],
  // Links are found, and not gone into.
  [
    "from pathlib import Path\nprint(sorted(p.name for p in Path('.').rglob('*.sql')))",
    "['0.sql', '1.sql', '2.sql', 'a.sql']\n",
  ],
  [
    "from pathlib import Path\nprint([str(p) for p in Path('here').glob('*.json')])",
    "['here/rows.json']\n",
  ],
  ["print(open('here/../project/rows.json').read())", '{"id": 7}\n'],
  [
    "import os\nprint(os.path.exists('pipe'), os.path.isfile('loop'), os.path.exists('x' * 300))",
    "False False False\n",
  ],
  // What is neither a file nor a directory is never opened.
  ...["pipe", "loop", "a.sql/x", "none", "broken"].map((name) =>
    [
      `try:\n    open('${name}')\nexcept FileNotFoundError as error:\n    print(error)`,
      `[Errno 2] No such file or directory: '${name}'\n`,
    ] as const
  ),
  [
    "try:\n    open('a.sql\\0')\nexcept ValueError as error:\n    print(error)",
    "embedded null byte\n",
  ],
  [
    "from pathlib import Path\nprint(sorted(p.name for p in Path('sql').iterdir()), Path('sql').is_dir())",
    "['1.sql', '2.sql', 'old'] True\n",
  ],
  [
    "import os\nprint(sorted(os.listdir('sql')), os.path.exists('b.sql'), os.path.isfile('a.sql'))",
    "['1.sql', '2.sql', 'old'] False True\n",
  ],
  [
    "try:\n    open('b.sql')\nexcept FileNotFoundError as error:\n    print(error)",
    "[Errno 2] No such file or directory: 'b.sql'\n",
  ],
  [
    "try:\n    open('sql')\nexcept IsADirectoryError as error:\n    print(error)",
    "[Errno 21] Is a directory: 'sql'\n",
  ],
];

for (const [program, printed] of READING) {
  Deno.test(`evaluated code reads the files of its project: ${JSON.stringify(program)}`, async () => {
    assertEquals(await runIn(program), printed);
  });
}

const READ = "only files of the project can be read";

/** Ways to look at what is outside, or hidden, or to do more than look. */
const REFUSED: readonly (readonly [program: string, construct: string, message: string])[] = [
  ...[
    "../project-secrets/key",
    "sql/../../project-secrets/key",
    `${directory}/project-secrets/key`,
    `${directory}/project/../project-secrets/key`,
    "link",
    "chain",
    "here/link",
    "secrets/key",
    "secrets/none",
    "up/project-secrets/key",
    "environ",
    "root/etc/passwd",
    "root/proc/self/environ",
    "zero",
    "/etc/passwd",
    "/etc/none",
    "/proc/self/environ",
    "/proc/self/cwd/../project-secrets/key",
    "/proc/self/fd/0",
    "/dev/stdin",
    "//etc/passwd",
    "/",
    "..",
  ].flatMap((path) =>
    [
      [`open('${path}')`, "open()", READ],
      [`import io\nio.open('${path}')`, "open()", READ],
      [`from pathlib import Path\nPath('${path}').read_text()`, "Path.read_text()", READ],
      [`from pathlib import Path\nlist(Path('${path}').iterdir())`, "Path.iterdir()", READ],
      [`from pathlib import Path\nlist(Path('${path}').rglob('*'))`, "Path.rglob()", READ],
      [`import os\nos.listdir('${path}')`, "os.listdir()", READ],
      [`import os\nos.path.exists('${path}')`, "os.path.exists()", READ],
    ] as const
  ),
  ...[".pgpass", ".ssh/id", "visible", "here/.ssh/id", "sql/../.pgpass"].flatMap((path) =>
    [
      [`open('${path}')`, "open()", "with a dot in front"],
      [
        `from pathlib import Path\nPath('${path}').read_text()`,
        "Path.read_text()",
        "with a dot in front",
      ],
    ] as const
  ),
  ["from pathlib import Path\nlist(Path('.').glob('secrets/*'))", "Path.glob()", READ],
  ["from pathlib import Path\nlist(Path('.').glob('root/*/passwd'))", "Path.glob()", READ],
  ["from pathlib import Path\nlist(Path('.').glob('../*'))", "Path.glob()", "'..'"],
  ["from pathlib import Path\n(Path('sql') / '/etc/passwd').open()", "Path.open()", READ],
  [
    "class P:\n    def __fspath__(self): return '/etc/passwd'\n    __str__ = __fspath__\nopen(P())",
    "open()",
    READ,
  ],
  ["__file__ = '/etc/passwd'\nopen(__file__)", "open()", READ],
  [
    "import os\nos.environ['PWD'] = '/etc'\nopen(os.path.join(os.getcwd(), '..', 'key'))",
    "open()",
    READ,
  ],
  ...["w", "a", "x", "r+", "rb", "wb", "rb+", "U", "rw"].map((mode) =>
    [`open('a.sql', '${mode}')`, "open()", "can only read text"] as const
  ),
  [
    "from pathlib import Path\nPath('a.sql').open('w')",
    "Path.open()",
    "can only read text",
  ],
  ...["write_text('y')", "write_bytes(b'y')", "unlink()", "touch()", "mkdir()", "symlink_to('/')"]
    .map((call) =>
      [
        `from pathlib import Path\nPath('x').${call}`,
        `Path.${call.replace(/\(.*/, "()")}`,
        "can only read",
      ] as const
    ),
  ...["remove('a.sql')", "system('id')", "walk('.')", "open('a.sql', 0)", "scandir()"].map((call) =>
    [`import os\nos.${call}`, `os.${call.replace(/\(.*/, "()")}`, "is not available"] as const
  ),
];

/** What a program that must not come to its end was stopped by. */
async function stoppedBy(program: string): Promise<unknown> {
  try {
    return `${program}: it printed ${await runIn(program)}`;
  } catch (error) {
    return error;
  }
}

Deno.test("evaluated code reads nothing but the texts of its project", async () => {
  for (const [program, construct, message] of REFUSED) {
    const error = await stoppedBy(program);
    assert(error instanceof UnsupportedConstructError, `${program}: ${error}`);
    assertEquals(error.construct, construct, program);
    assertStringIncludes(error.message, message, program);
    assert(!error.message.includes(SECRET), program);
  }
});

Deno.test("evaluated code that reads much runs into its limits", async () => {
  for (
    const program of [
      "open('huge')",
      "from pathlib import Path\nPath('huge').read_text()",
      "while True: open('a.sql')",
      "from pathlib import Path\nwhile True: list(Path('.').rglob('*'))",
    ]
  ) {
    const error = await stoppedBy(program);
    assert(error instanceof BudgetExceededError, `${program}: ${error}`);
  }
});
