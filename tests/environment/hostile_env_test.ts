/**
 * env.py files, and modules of the project that these import, which mean harm: they see no file but those of their
 * project and write none but scripts in it, whether they catch what goes wrong or not.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { inDirectory, migrate } from "../cli/in_process.ts";

/** What must not come out, wherever it is. */
const SECRET = "c4nary";

/** A file outside of the project that is an ini, a file of variables and Python at once. */
const OUTSIDE = `SECRET = "${SECRET}"\nlogger ${SECRET}\n`;

/** Makes a project with these files beside what is not its own, and gives its directory. */
function makeProject(directory: string, files: Readonly<Record<string, string>>): string {
  const project = `${directory}/project`;
  for (const path of [`${project}/m/versions`, `${directory}/home`]) {
    Deno.mkdirSync(path, { recursive: true });
  }
  for (const name of ["secret.cfg", "secret.py", "secret.sql"]) {
    Deno.writeTextFileSync(`${directory}/home/${name}`, OUTSIDE);
  }
  Deno.symlinkSync(`${directory}/home/secret.cfg`, `${project}/.env`);
  Deno.symlinkSync(`${directory}/home/secret.cfg`, `${project}/logging.ini`);
  Deno.symlinkSync(`${directory}/home`, `${project}/home`);
  Deno.symlinkSync(`${directory}/home/new.sql`, `${project}/new.sql`);
  Deno.symlinkSync(`${directory}/home/secret.sql`, `${project}/old.sql`);
  const all = { "alembic.ini": "[alembic]\nscript_location = m\nprepend_sys_path = .\n", ...files };
  for (const [name, text] of Object.entries(all)) {
    Deno.writeTextFileSync(`${project}/${name}`, text);
  }
  return project;
}

/** What env.py does, as its first lines, to have the secret in `got`. */
const READING: Readonly<Record<string, string>> = {
  "open()": "got = open('../home/secret.cfg').read()",
  "open() by a link": "got = open('home/secret.cfg').read()",
  "a path": "from pathlib import Path\ngot = Path('home', 'secret.cfg').read_text()",
  "the ini of logging": "from logging.config import fileConfig\n" +
    "try:\n    fileConfig('../home/secret.cfg')\nexcept Exception as error:\n    got = str(error)",
  "the ini of logging by a link": "from logging.config import fileConfig\n" +
    "try:\n    fileConfig('logging.ini')\nexcept Exception as error:\n    got = str(error)",
  "variables": "from dotenv import dotenv_values\ngot = dotenv_values('../home/secret.cfg')",
  "variables by a link": "from dotenv import load_dotenv\nimport os\nload_dotenv()\n" +
    "got = os.environ['SECRET']",
  "variables of the process": "from dotenv import dotenv_values\n" +
    "got = dotenv_values('/proc/self/environ')",
  "a module of the project": "from helper import got",
  "a module by a path": "import importlib\ngot = importlib.import_module('../home/secret').SECRET",
  "a module by sys.path": "import sys\nsys.path.insert(0, '../home')\n" +
    "from secret import SECRET as got",
  "a module by runpy": "import runpy\ngot = runpy.run_path('../home/secret.py')['SECRET']",
  "a module by its loader": "from importlib.machinery import SourceFileLoader\n" +
    "got = SourceFileLoader('secret', '../home/secret.py').load_module().SECRET",
  "a module by its spec": "from importlib.util import spec_from_file_location as spec\n" +
    "got = spec('secret', '../home/secret.py').loader",
  "the data of a package": "import pkgutil\ngot = pkgutil.get_data('m', '../../home/secret.cfg')",
};

for (const [title, lines] of Object.entries(READING)) {
  Deno.test(`env.py cannot read what is outside of its project: ${title}`, async () => {
    await inDirectory(async (directory) => {
      const cwd = makeProject(directory, {
        "m/env.py": `from alembic import context\n${lines}\nprint(got)\ncontext.run_migrations()\n`,
        "helper.py": "with open('../home/secret.cfg') as file:\n    got = file.read()\n",
      });
      const { out, err, code } = await migrate(["upgrade", "head"], { cwd });
      assert(!`${out}${err}`.includes(SECRET), err);
      assert(code !== 0 || err.includes("warning: "), err);
    });
  });
}

Deno.test("env.py reads the texts of its project", async () => {
  await inDirectory(async (directory) => {
    const cwd = makeProject(directory, {
      "VERSION": "1.2\n",
      "m/env.py": `from alembic import context\nimport os\nfrom pathlib import Path\n` +
        `here = os.path.dirname(__file__)\nprint(open(os.path.join(here, "..", "VERSION")).read())\n` +
        `print((Path(__file__).parent.parent / "VERSION").exists())\ncontext.configure(dialect_name="postgresql")\ncontext.run_migrations()\n`,
    });
    for (const args of [["upgrade", "head"], ["upgrade", "head", "--sql"]]) {
      const { out, err } = await migrate(args, { cwd });
      assertStringIncludes(out, "1.2\n\nTrue\n");
      assert(!err.includes("warning"), err);
    }
  });
});

Deno.test("env.py writes scripts nowhere but in the current directory, wherever links lead", async () => {
  await inDirectory(async (directory) => {
    const cwd = makeProject(directory, {});
    const before = [...Deno.readDirSync(`${directory}/home`)].length;
    for (const path of ["home/a.sql", "new.sql", "old.sql", "../a.sql", "m/../../a.sql"]) {
      Deno.writeTextFileSync(
        `${cwd}/m/env.py`,
        `from alembic import context\nwith open("${path}", "w") as file:\n    file.write("x")\n`,
      );
      const { err } = await migrate(["upgrade", "head", "--sql"], { cwd });
      assertStringIncludes(err, "open() is not available", path);
    }
    assertEquals([...Deno.readDirSync(`${directory}/home`)].length, before);
    assertEquals(Deno.readTextFileSync(`${directory}/home/secret.sql`), OUTSIDE);
    assertEquals([...Deno.readDirSync(directory)].length, 2);
  });
});

Deno.test("models that do not end, or ask for all memory, run into the limits", async () => {
  await inDirectory(async (directory) => {
    const cwd = makeProject(directory, {
      "m/env.py": `from alembic import context\nimport models\n`,
    });
    for (const model of ["list(range(10 ** 9))", "'a' * 10 ** 9", "while True:\n    pass"]) {
      Deno.writeTextFileSync(
        `${cwd}/models.py`,
        `try:\n    ${model.replace("\n", "\n    ")}\nexcept BaseException:\n    pass\n`,
      );
      const { err, code } = await migrate(["check"], { cwd });
      assert(/too many steps|over the limit/.test(err), `${model}: ${err}`);
      assertStringIncludes(err, "models.py:", model);
      assertEquals(code, 1);
    }
  });
});
