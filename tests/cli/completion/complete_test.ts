import { assertEquals } from "@std/assert";
import { COMMANDS } from "../../../src/cli/commands.ts";
import { GLOBAL_OPTIONS } from "../../../src/cli/options.ts";
import { inDirectory, migrate } from "../in_process.ts";
import { makeShop } from "./shop.ts";

/** Words so far (the last is at the cursor), and the values that are offered. */
const CASES: readonly (readonly [line: string, values: string])[] = [
  ["up", "upgrade"],
  ["upgrade ", "head heads +1 side side@head side@+1 c3c3c3 d4d4d4 b2b2b2 a1a1a1"],
  ["upgrade c", "c3c3c3"],
  ["upgrade c3c3c3 ", ""],
  ["upgrade side@", "side@head side@+1 side@a1a1a1 side@b2b2b2 side@d4d4d4"],
  ["upgrade --sql a1a1a1:h", "a1a1a1:head a1a1a1:heads"],
  ["upgrade --ta", "--tag"],
  ["upgrade --tag ", ""],
  ["upgrade --sql --stat", "--statement-timeout"],
  ["downgrade ", "base -1 side side@base side@-1 c3c3c3 d4d4d4 b2b2b2 a1a1a1"],
  [
    "downgrade -",
    "-h --help --sql --tag --recorded --plan-first -y --yes --lock --no-lock --lock-wait --lock-timeout --lock-retries " +
    "--statement-timeout --direct-url --history-table --history-schema --no-history --urls-file --schemas " +
    "--shared-schema --jobs --retry-failed --failed-to --only-from --json --url --no-env -1",
  ],
  ["show cur", "current"],
  ["edit b", "base b2b2b2"],
  ["stamp a1a1a1 ", "head heads base side side@head side@base c3c3c3 d4d4d4 b2b2b2"],
  ["merge ", "head heads base side side@head c3c3c3 d4d4d4"],
  ["merge c3c3c3 ", "head heads base side side@head d4d4d4"],
  ["merge --splice a", "a1a1a1"],
  ["merge a", "a1a1a1"],
  ["revision --head ", "head heads base side side@head c3c3c3 d4d4d4"],
  ["revision --splice --head a", "a1a1a1"],
  [
    "revision --head=side@",
    "--head=side@head --head=side@a1a1a1 --head=side@b2b2b2 --head=side@d4d4d4",
  ],
  ["revision --depends-on c3c3c3 --depends-on ", "side d4d4d4 b2b2b2 a1a1a1"],
  ["revision --format ", "python typescript sql"],
  ["revision --form=s", "--form=sql"],
  ["revision --rev-id ", ""],
  ["revision --version-path ", "migrations/versions migrations/side"],
  [
    "history -r ",
    "base: current: head: heads: side: side@base: side@head: c3c3c3: d4d4d4: b2b2b2: a1a1a1:",
  ],
  ["history -r a1a1a1:h", "a1a1a1:head a1a1a1:heads"],
  ["history -ra1a1a1:+", "-ra1a1a1:+1"],
  ["history -v -i -", "-h --help -r --rev-range --graph --ascii --json --url --no-env"],
  ["history -vr :c", ":current :c3c3c3"],
  ["init -t p", "pyproject pyproject_async"],
  ["completions ", "bash zsh fish"],
  ["-n ", "alembic other"],
  ["-n other upgrade ", "head heads +1 f6f6f6"],
  ["--name=other show f", "f6f6f6"],
  ["-c nowhere.ini upgrade ", "head heads +1"],
  ["heads ", ""],
  ["nonsense ", COMMANDS.map(({ name }) => name).join(" ")],
];

Deno.test("__complete offers what may stand at the cursor", (test) =>
  inDirectory(async (cwd) => {
    await makeShop(cwd);
    for (const [line, values] of CASES) {
      await test.step(line, async () => {
        const { code, out, err } = await migrate(["__complete", "words", ...line.split(" ")], {
          cwd,
        });
        assertEquals([code, err], [0, ""]);
        const [kind, ...lines] = out.trimEnd().split("\n");
        assertEquals(kind, "words");
        const found = lines.map((each) => each.split("\t")[0]!);
        assertEquals(found.join(" "), values);
      });
    }
  }));

Deno.test("__complete says what revisions, labels and symbols stand for", () =>
  inDirectory(async (cwd) => {
    await makeShop(cwd);
    const { out } = await migrate(["__complete", "words", "show", ""], { cwd });
    assertEquals(
      out,
      `words
head\tmeans one of 2 heads, and none is named
heads\tall heads: c3c3c3, d4d4d4
base\tbefore the first revision
current\twhere the database stands
side\tbranch label of d4d4d4, beside it
side@head\tits head: d4d4d4, beside it
side@base\ton branch side: before the first revision
c3c3c3\tprices: a table (head)
d4d4d4\tbeside it (head)
b2b2b2\titems of the shop (branchpoint)
a1a1a1\tthe beginning
`,
    );
  }));

Deno.test("__complete leaves names of files to the shell", () =>
  inDirectory(async (cwd) => {
    const asked = async (...words: string[]) =>
      (await migrate(["__complete", "words", ...words], { cwd })).out;
    assertEquals(await asked("-c", ""), "files\t\n");
    assertEquals(await asked("--config=a"), "files\t--config=\n");
    assertEquals(await asked("-ca"), "files\t-c\n");
    assertEquals(await asked("init", ""), "directories\t\n");
    assertEquals(await asked("revision", "--version-path", ""), "words\n");
  }));

Deno.test("__complete reads a line with bash's quotes as bash would", () =>
  inDirectory(async (cwd) => {
    await makeShop(cwd);
    const lines: Record<string, string> = {
      "migrator up": "words\nupgrade\tUpgrade to a later version.\n",
      "migrator show c3": "words\nc3c3c3\tprices: a table (head)\n",
      "migrator -n 'other' show \"f": "words\nf6f6f6\tanother shop (head)\n",
      "migrator -x a\\ b revision --form": "words\n--format\t" +
        "Language of the new revision file; defaults to that of the newest one\n",
    };
    for (const [line, expected] of Object.entries(lines)) {
      assertEquals((await migrate(["__complete", "line", line], { cwd })).out, expected, line);
    }
  }));

Deno.test("__complete is silent where a project is broken, and still knows the symbols", () =>
  inDirectory(async (cwd) => {
    await makeShop(cwd);
    Deno.writeTextFileSync(`${cwd}/migrations/versions/z.py`, "revision = (\n");
    const { code, out, err } = await migrate(["__complete", "words", "upgrade", ""], { cwd });
    assertEquals([code, err], [0, ""]);
    assertEquals(
      out,
      "words\nhead\tthe only head\nheads\tall heads\n+1\tthe revision after the current one\n",
    );
  }));

for (const command of COMMANDS) {
  Deno.test(`__complete offers every option of ${command.name}`, () =>
    inDirectory(async (cwd) => {
      const { out } = await migrate(["__complete", "words", command.name, "--"], { cwd });
      const also = GLOBAL_OPTIONS.filter((each) => each.alsoAfterCommand && command.usesDatabase);
      assertEquals(
        out.trimEnd().split("\n").slice(1).map((line) => line.split("\t")[0]).sort(),
        ["--help", ...[...command.options, ...also].map(({ flags }) => flags.at(-1)!)].sort(),
      );
    }));
}
