import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { projectFiles } from "../../src/environment/project_files.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { UnsupportedConstructError } from "../../src/python/mod.ts";
import { runProgram } from "../python/support/evaluate.ts";

/** Runs a program in a project that has these files, beside a directory that is none of its own. */
async function runIn(program: string, files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await Deno.realPath(await Deno.makeTempDir());
  const project = `${directory}/project`;
  try {
    await Deno.mkdir(`${project}/sql/old`, { recursive: true });
    await Deno.mkdir(`${directory}/project-secrets`);
    await Deno.writeTextFile(`${directory}/project-secrets/key`, "secret");
    await Deno.symlink(`${directory}/project-secrets/key`, `${project}/link`);
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${project}/${name}`, text);
    }
    return await runProgram(program, {
      files: projectFiles(denoPlatform.files, [project]),
      environment: new Map([["PWD", project]]),
    });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

const FILES = {
  "a.sql": "SELECT 1;\r\nSELECT 2;\n",
  "rows.json": '{"id": 7}',
  "sql/2.sql": "two",
  "sql/1.sql": "one",
  "sql/old/0.sql": "zero",
};

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
    assertEquals(await runIn(program, FILES), printed);
  });
}

const REFUSED: readonly (readonly [program: string, construct: string, message: string])[] = [
  ["open('../project-secrets/key')", "open()", "only files of the project can be read"],
  ["open('link')", "open()", "only files of the project can be read"],
  ["open('/etc/passwd')", "open()", "only files of the project can be read"],
  ["open('a.sql', 'w')", "open()", "can only read text"],
  ["open('a.sql', 'rb')", "open()", "can only read text"],
  ["import os\nos.path.exists('/etc/passwd')", "os.path.exists()", "only files of the project"],
  ["from pathlib import Path\nPath('x').write_text('y')", "Path.write_text()", "can only read"],
  ["import os\nos.remove('a.sql')", "os.remove()", "is not available"],
];

for (const [program, construct, message] of REFUSED) {
  Deno.test(`evaluated code may not ${JSON.stringify(program)}`, async () => {
    const error = await assertRejects(() => runIn(program, FILES), UnsupportedConstructError);
    assertEquals(error.construct, construct);
    assertStringIncludes(error.message, message);
  });
}
