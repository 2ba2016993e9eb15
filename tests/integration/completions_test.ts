/**
 * The scripts of `completions` in the shells they are for: each is read by the real shell, and its function
 * is called on command lines as the shell would on a tab. bash must be there; what else is not, is said.
 */
import { assertEquals } from "@std/assert";
import { makeShop } from "../cli/completion/shop.ts";
import { homeIn, migrator, migratorOnPath } from "../support/command.ts";
import { run } from "../support/process.ts";

type Shell = "bash" | "zsh" | "fish";

/** Command lines up to the cursor, and what is offered there: word for word, each shell in its own way. */
const LINES: readonly (readonly [line: string, offered: Readonly<Record<Shell, string>>])[] = [
  same("migrator up", "upgrade"),
  same("migrator show c", "current|c3c3c3"),
  same("migrator -n other show f", "f6f6f6"),
  same("migrator revision --head c3c3c3 --splice --depends-on b", "b2b2b2"),
  same("migrator merge c3c3c3 d", "d4d4d4"),
  same("migrator -c alem", "alembic.ini"),
  same("migrator nonsense x", ""),
  // bash breaks words at these characters and completes what stands after them.
  pieces("migrator history -r a1a1a1:", "cur", "rent"),
  pieces("migrator revision --format=", "ty", "pescript"),
  pieces("migrator upgrade side@", "h", "ead"),
  pieces("migrator --config=", "alem", "bic.ini"),
];

function same(line: string, offered: string): (typeof LINES)[number] {
  return [line, { bash: offered, zsh: offered, fish: offered }];
}

function pieces(before: string, typed: string, rest: string): (typeof LINES)[number] {
  const whole = `${before.split(" ").at(-1)}${typed}${rest}`;
  return [before + typed, { bash: typed + rest, zsh: whole, fish: whole }];
}

/** How each shell is asked: reads the script, completes the lines, prints the values a line each. */
const ASK: Readonly<Record<Shell, string>> = {
  bash: `
source ./script
while IFS= read -r line; do
  COMP_LINE=$line COMP_POINT=\${#line} COMP_TYPE=37 COMP_WORDS=(migrator "") COMP_CWORD=1 COMPREPLY=()
  _migrator migrator "" migrator
  (IFS='|'; printf '%s\\n' "\${COMPREPLY[*]}")
done`,
  // Outside of its line editor zsh's own functions cannot be called; these note what they are given.
  zsh: `
compdef() { }
compset() { taken=\$PREFIX PREFIX=\${PREFIX#\${~2}}; taken=\${taken%\$PREFIX} }
_files() { offered=($PREFIX*(N)); offered=($taken\${^offered}) }
_describe() {
  local each
  for each in "\${(@P)5}"; do
    each=\${each//\\\\:/|}
    offered+=("\${\${each%%:*}//|/:}")
  done
}
source ./script
while IFS= read -r line; do
  words=("\${(@)\${(z)line}}") CURRENT=$#words PREFIX=$words[-1] taken= offered=()
  _migrator
  print -r -- "\${(j:|:)offered}"
done`,
  fish: `
source ./script
while read -l line
  set -l found (complete -C "$line" | string replace -r '\\t.*' '')
  echo (string join '|' -- $found)
end`,
};

for (const shell of ["bash", "zsh", "fish"] as const) {
  const found = await isInstalled(shell);
  if (!found) {
    console.error(`\n*** SKIPPED: completions in ${shell}, which is not installed here\n`);
  }
  Deno.test({
    name: `completions ${shell} prints a script by which ${shell} completes command lines`,
    ignore: !found && shell !== "bash",
    async fn(test) {
      const root = await Deno.makeTempDir({ prefix: "migrator-completions-" });
      try {
        await makeShop(root);
        const script = await migrator(["completions", shell], { cwd: root });
        assertEquals([script.code, script.stderr], [0, ""]);
        await Deno.writeTextFile(`${root}/script`, script.stdout);
        const env = { PATH: await migratorOnPath(`${root}/bin`), ...homeIn(root) };
        const options = { cwd: root, env };
        const parsed = await run(shell, ["-n", "./script"], options);
        assertEquals(parsed, { code: 0, stdout: "", stderr: "" });
        const quiet = { bash: ["--norc"], zsh: ["-f"], fish: ["--no-config"] }[shell];
        const stdin = LINES.map(([line]) => `${line}\n`).join("");
        const asked = await run(shell, [...quiet, "-c", ASK[shell]], { ...options, stdin });
        const offered = asked.stdout.split("\n");
        for (const [index, [line, expected]] of LINES.entries()) {
          await test.step(line, () => assertEquals(offered[index], expected[shell], asked.stderr));
        }
      } finally {
        await Deno.remove(root, { recursive: true });
      }
    },
  });
}

Deno.test("completions bash shows descriptions in lists and leaves them out where words are inserted", async () => {
  const { stdout } = await migrator(["completions", "bash"]);
  const program = `
migrator() { :; }
type() { return 0; }
_ask() { printf 'words\\nhead\\tthe head: %s\\nheads\\tall of them\\n' "$(printf 'x%.0s' {1..99})"; }
${stdout.replace('"$program" __complete', "_ask")}
for COMP_TYPE in 9 37; do
  COMP_LINE='migrator upgrade h' COMP_POINT=18 COLUMNS=40
  _migrator migrator
  printf '%s|\\n' "\${COMPREPLY[@]}"
done`;
  assertEquals(await run("bash", ["--norc", "-c", program]), {
    code: 0,
    stdout: `head   (the head: xxxxxxxxxxxxxxxxxx…)|
heads  (all of them)|
head|
heads|
`,
    stderr: "",
  });
});

/** Branch labels that a shell would make something of, were they not in quotes. */
const HOSTILE = [
  "x$(touch pwned)",
  "x`touch pwned`",
  "x;touch pwned",
  "x|touch pwned",
  "x&touch pwned",
  "x>pwned",
  "x<(touch pwned)",
  "x'q",
  'x"q',
  "x\\y",
  "x y",
  "x$HOME",
  "x{a,b}",
  "x*",
  "x!!",
  "x#y",
  "~x",
  "日本",
];

Deno.test("completions bash inserts names as one word, and neither it nor the line runs what is in them", async () => {
  const root = await Deno.makeTempDir({ prefix: "migrator-completions-" });
  try {
    await Deno.mkdir(`${root}/m/versions`, { recursive: true });
    await Deno.writeTextFile(`${root}/alembic.ini`, "[alembic]\nscript_location = m\n");
    const doc = "all heads: heads, z$(touch pwned) `touch pwned`";
    const revision = (id: string, labels: readonly string[]) =>
      Deno.writeTextFile(
        `${root}/m/versions/${labels.length}.py`,
        `"""${doc}"""\nrevision = ${JSON.stringify(id)}\ndown_revision = None\n` +
          `branch_labels = ${labels.length === 0 ? "None" : JSON.stringify(labels)}\n`,
      );
    await revision("heads", HOSTILE);
    await revision("z$(touch pwned)", []);
    const program = `
${(await migrator(["completions", "bash"])).stdout}
for COMP_TYPE in 9 37; do
  for typed in x '~' 日 heads; do
    COMP_LINE="migrator show $typed" COMP_POINT=\${#COMP_LINE} COLUMNS=400
    COMPREPLY=()
    _migrator migrator "" migrator
    # What all have in common is what bash inserts.
    common=\${COMPREPLY[0]}
    for each in "\${COMPREPLY[@]}"; do
      while [[ \${each:0:\${#common}} != "$common" ]]; do common=\${common%?}; done
      [[ $COMP_TYPE == 37 ]] && eval "printf '%s|%s\\n' $each '' "
    done
    printf 'common %s\\n' "$common"
  done
done`;
    const env = { PATH: await migratorOnPath(`${root}/bin`), ...homeIn(root) };
    const { stdout, stderr } = await run("bash", ["--norc", "-c", program], { cwd: root, env });
    const lines = stdout.split("\n").filter((line) => line !== "");
    const inserted = lines.filter((line) => line.endsWith("|")).map((line) => line.slice(0, -1));
    const labels = inserted.filter((value) => !/@(?:head|base)$/.test(value) && value !== "heads");
    assertEquals(labels.sort(), [...HOSTILE].sort(), stderr);
    const common = lines.filter((line) => line.startsWith("common ")).map((line) => line.slice(7));
    assertEquals(common, ["x", "\\~x", "日本", "heads", "x", "\\~x", "日本", "heads"]);
    assertEquals([...Deno.readDirSync(root)].some(({ name }) => name === "pwned"), false);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

async function isInstalled(shell: Shell): Promise<boolean> {
  try {
    return (await run(shell, ["-c", "exit 0"])).code === 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
