import { assertEquals, assertMatch } from "@std/assert";
import { inDirectory, migrate, type Surroundings } from "./in_process.ts";

/** Runs `use` in a project with one revision `ab12` and, if given, an env.py. */
function inProject(
  use: (cwd: string) => Promise<void>,
  { env, url = "" }: { readonly env?: string; readonly url?: string } = {},
): Promise<void> {
  return inDirectory(async (cwd) => {
    await migrate(["-q", "init", "migrations"], { cwd });
    await migrate(["-q", "revision", "-m", "x", "--rev-id", "ab12"], { cwd });
    const ini = Deno.readTextFileSync(`${cwd}/alembic.ini`);
    Deno.writeTextFileSync(`${cwd}/alembic.ini`, ini.replace(/driver:.*/, url));
    if (env !== undefined) Deno.writeTextFileSync(`${cwd}/migrations/env.py`, env);
    await use(cwd);
  });
}

Deno.test("a command error is FAILED on standard output and exit code 255", () =>
  inProject(async (cwd) => {
    assertEquals(await migrate(["show", "nope"], { cwd }), {
      code: 255,
      out: "FAILED: Can't locate revision identified by 'nope'\n",
      err: "hint: No revision file has this id or branch label\n",
    });
    assertEquals(await migrate(["-q", "show", "nope"], { cwd }), {
      code: 255,
      out: "",
      err: "hint: No revision file has this id or branch label\n",
    });
    const wrapped = await migrate(["show", "nope"], { cwd, columns: 30 });
    assertEquals(
      wrapped.out,
      "  FAILED: Can't locate\n  revision identified by\n  'nope'\n",
    );
  }));

Deno.test("several heads are shown with the command that joins them, which does", () =>
  inProject(async (cwd) => {
    await migrate(["-q", "revision", "-m", "y", "--rev-id", "cd34", "--head", "base"], { cwd });
    const { code, err } = await migrate(["show", "head"], { cwd });
    assertEquals(
      [code, err],
      [
        255,
        "hint: The heads are\n" +
        "        ab12 (x)\n" +
        "        cd34 (y)\n" +
        '      To join them: migrator merge -m "merge heads" ab12 cd34\n',
      ],
    );
    const [, command] = /migrator (.*)$/m.exec(err)!;
    const words = command!.match(/"[^"]*"|\S+/g)!.map((word) => word.replaceAll('"', ""));
    await migrate(["-q", ...words], { cwd });
    const heads = await migrate(["heads", "-v"], { cwd });
    assertMatch(heads.out, /^Rev: \w+ \(head\) \(mergepoint\)\nMerges: ab12, cd34\n/);
    assertEquals(heads.out.match(/^Rev: /gm)!.length, 1);
  }));

Deno.test("--raiseerr prints where in the program a command error arose, and exits with 1", () =>
  inProject(async (cwd) => {
    const { code, out, err } = await migrate(["--raiseerr", "show", "nope"], { cwd });
    assertEquals([code, out], [1, ""]);
    assertMatch(
      err,
      /^Stack \(innermost call first\):\n( {4}at .*\n)+error: Can't locate revision identified by 'nope'\n {2}hint /,
    );
  }));

Deno.test("a file that cannot be read as what it is is an error with its place, and exit code 1", () =>
  inProject(async (cwd) => {
    Deno.writeTextFileSync(`${cwd}/migrations/versions/bad.py`, "x = (\n");
    const { code, out, err } = await migrate(["heads"], { cwd });
    assertEquals([code, out], [1, ""]);
    assertEquals(
      err,
      "error: '(' was never closed\n    x = (\n        ^\n" +
        `  at        ${cwd}/migrations/versions/bad.py:1:5\n`,
    );
  }));

Deno.test("a directory that cannot be written to is an error that names it", () =>
  inProject(async (cwd) => {
    const refused = (path: string): never => {
      throw Object.assign(new Error(`Permission denied (os error 13): writefile '${path}'`), {
        code: "EACCES",
      });
    };
    const files: Surroundings["files"] = { writeText: refused, writeBytes: refused };
    const { code, out, err } = await migrate(["revision", "--rev-id", "cd34"], { cwd, files });
    const path = `${cwd}/migrations/versions/cd34_.py`;
    assertEquals([code, out], [1, `Generating ${path} ...  FAILED\n`]);
    assertEquals(err, `error: Permission denied: '${path}'\n`);
  }));

Deno.test("what the program did not foresee is shown with its stack, to be reported", () =>
  inProject(async (cwd) => {
    const files: Surroundings["files"] = {
      readBytes: () => {
        throw new TypeError("unforeseen");
      },
    };
    const { code, out, err } = await migrate(["heads"], { cwd, files });
    assertEquals([code, out], [1, ""]);
    assertMatch(err, /^internal error, please report it: TypeError: unforeseen\n {4}at /);
  }));

const SECRET = "postgresql://me:s3cr3t@127.0.0.1:1/db";

const ENDINGS: readonly (readonly [
  name: string,
  env: string,
  code: number,
  out: string,
  err: string,
])[] = [
  [
    "an exception is an error at its line, without the password in its text",
    `from alembic import context
raise ValueError("bad " + context.config.get_main_option("sqlalchemy.url"))`,
    1,
    "",
    `error: ValueError: bad postgresql://me:***@127.0.0.1:1/db
  at        <CWD>/migrations/env.py:2:1
  hint      env.py raised this; --no-env goes by the ini, the flags and the environment instead
`,
  ],
  [
    "Alembic's CommandError is a command error",
    `from alembic.util import CommandError\nraise CommandError("own words")`,
    255,
    "FAILED: own words\n",
    "hint: see <CWD>/migrations/env.py:2:1\n",
  ],
  ["sys.exit() with a number is the exit code", "import sys\nsys.exit(3)", 3, "", ""],
  ["sys.exit() without a number ends well", "import sys\nsys.exit()", 0, "", ""],
  [
    "sys.exit() with a text prints it",
    "raise SystemExit('no tenant given')",
    1,
    "",
    "no tenant given\n",
  ],
];

for (const [name, env, code, out, err] of ENDINGS) {
  Deno.test(`in env.py ${name}`, () =>
    inProject(async (cwd) => {
      const outcome = await migrate(["current"], { cwd });
      assertEquals({ ...outcome, err: outcome.err.replaceAll(cwd, "<CWD>") }, { code, out, err });
    }, { env, url: SECRET }));
}

Deno.test("a server that cannot be reached is an error without the password", () =>
  inProject(async (cwd) => {
    for (const args of [["current"], ["--raiseerr", "current"], ["-q", "upgrade", "head"]]) {
      const { code, out, err } = await migrate(args, { cwd });
      assertEquals([code, out], [1, ""]);
      assertMatch(
        err,
        /error: cannot connect to the server at "127\.0\.0\.1", port 1: connection refused\n/,
      );
      assertEquals(err.includes("s3cr3t"), false);
    }
  }, { url: SECRET }));

const MALFORMED = [
  "postgresql://me:s3cr3t@127.0.0.1:port/db",
  "postgresql://me:s3cr3t@s3cr3t@127.0.0.1/db",
  "me:s3cr3t@127.0.0.1/db",
  "postgresql//me:s3cr3t@127.0.0.1/db",
  "oracle://me:s3cr3t@127.0.0.1/db",
  "postgresql://me:s3cr3t@[::1/db",
  "postgresql://me:s3cr3t@127.0.0.1:1/db?sslmode=s3cr3t-mode",
  "postgresql://127.0.0.1:1/db?user=me&password=s3cr3t",
];

for (const url of MALFORMED) {
  Deno.test(`the password of ${url} is not shown`, () =>
    inProject(async (cwd) => {
      for (const args of [["--url", url, "current"], ["--no-env", "--url", url, "current", "-v"]]) {
        const { code, out, err } = await migrate(args, { cwd });
        assertEquals(code, 1);
        assertEquals((out + err).replaceAll("s3cr3t-mode", "").includes("s3cr3t"), false);
      }
    }));
}

const WARNED = "postgresql://me@127.0.0.1:1/db";

Deno.test("a warning stands on standard error with its place and what to do", () =>
  inProject(async (cwd) => {
    const { code, err } = await migrate(["current"], { cwd });
    assertEquals(code, 1);
    assertEquals(
      err.replaceAll(cwd, "<CWD>").split("\n").slice(0, 2).map((line) => line.slice(0, 60)),
      [
        "warning: <CWD>/migrations/env.py:1:1: env.py cannot be evalu",
        "  hint: the revisions run with the URL of --url, sqlalchemy.",
      ],
    );
  }, { env: "open('/etc/passwd')\n", url: WARNED }));
