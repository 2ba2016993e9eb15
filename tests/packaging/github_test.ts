/**
 * The action for pull requests and the workflows: what can be said of them without GitHub. The scripts of the action
 * are run, with stand-ins for GitHub's own program and for releases.
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { parse } from "yaml";
import { checksums, EXECUTABLES } from "../../packaging/release/main.ts";
import { inDirectory } from "../cli/in_process.ts";
import { migratorOnPath, ROOT } from "../support/command.ts";
import { run } from "../support/process.ts";

const read = (path: string) => Deno.readTextFileSync(ROOT + path);
const WORKFLOWS = [".github/workflows/ci.yml", ".github/workflows/release.yml"];

/** Runs a program with these variables alone, and the PATH. */
const runScript = (program: string, args: readonly string[], env: Record<string, string> = {}) =>
  run(program, args, { env: { PATH: Deno.env.get("PATH")!, ...env } });

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly Step[]; readonly "timeout-minutes": number }>
  >;
}

const action: Action = parse(read("action.yml"));

for (const path of WORKFLOWS) {
  Deno.test(`${path} pins what it uses, limits what it may, and puts nothing into scripts`, () => {
    const { permissions, jobs }: Workflow = parse(read(path));
    assertEquals(permissions, { contents: "read" });
    for (const job of Object.values(jobs)) {
      assert(job["timeout-minutes"] > 0);
      for (const { uses, run } of job.steps) {
        if (uses !== undefined) assertMatch(uses, /^[\w-]+\/[\w-]+@v\d+\.\d+\.\d+$/);
        assertEquals(run?.includes("${{") ?? false, false, run);
      }
    }
  });
}

Deno.test("workflows use the Deno of the project's own CI", () => {
  const wanted = /deno@([\d.]+)/.exec(read(".ci/run"))![1];
  assertEquals(/deno-version: ([\d.]+)/.exec(read(WORKFLOWS[1]!))![1], wanted);
});

Deno.test("action runs scripts that there are, and docs/github.md describes its inputs", async () => {
  for (const { run, shell } of action.runs.steps) {
    assertEquals([shell, run!.includes("${{")], ["bash", false]);
    for (const [, script] of run!.matchAll(/GITHUB_ACTION_PATH\/([\w./]+)/g)) {
      assertEquals((await runScript("bash", ["-n", ROOT + script])).stderr, "");
      assert(Deno.statSync(ROOT + script).mode! & 0o100, script);
    }
  }
  const described = [...read("docs/github.md").matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) =>
    name!
  );
  assertEquals(described.toSorted(), Object.keys(action.inputs).toSorted());
});

/** Writes a program that is called in the place of another one. */
async function standIn(path: string, script: string): Promise<void> {
  await Deno.writeTextFile(path, `#!/bin/sh\n${script}`);
  await Deno.chmod(path, 0o755);
}

Deno.test("install.sh takes what the checksums of the release say, and nothing else", () =>
  inDirectory(async (directory) => {
    const release = join(directory, "v9.9.9");
    await Deno.mkdir(release);
    const names = EXECUTABLES.map(({ file }) => file).filter((file) => !file.includes("deno"));
    for (const name of names) await standIn(join(release, name), `echo ${name}\n`);
    const install = (version = "v9.9.9") =>
      runScript("bash", [`${ROOT}packaging/github/install.sh`, join(directory, "bin")], {
        MIGRATOR_RELEASES: `file://${directory}`,
        MIGRATOR_VERSION: version,
      });
    await Deno.writeTextFile(join(release, "SHA256SUMS"), await checksums(release, names));
    const { code, stdout, stderr } = await install();
    assertEquals([code, names.includes(stdout.trim())], [0, true], stderr);
    assertEquals((await runScript(join(directory, "bin/migrator"), [])).stdout, stdout);
    for (const name of names) await standIn(join(release, name), "echo another\n");
    const refused = await install();
    assertEquals(refused.code, 1);
    assertMatch(refused.stderr, /^the checksum of migrator-\S+ is [0-9a-f]{64}, expected /);
    assertMatch((await install("0f".repeat(20))).stderr, /^'0f\w+' is no release .*'version'/);
  }));

Deno.test("single_head.sh fails where there are several heads", () =>
  inDirectory(async (directory) => {
    const path = await migratorOnPath(join(directory, "bin"));
    await Deno.mkdir(join(directory, "migrations/versions"), { recursive: true });
    await Deno.writeTextFile(
      join(directory, "alembic.ini"),
      "[alembic]\nscript_location = migrations\n",
    );
    const seen: (number | string)[] = [];
    for (const id of ["a1", "b2"]) {
      await Deno.writeTextFile(
        join(directory, `migrations/versions/${id}.sql`),
        `-- revision: ${id}\n-- down_revision:\n-- migrate:up\nSELECT 1;\n`,
      );
      const { code, stdout } = await run("bash", [`${ROOT}packaging/github/single_head.sh`], {
        cwd: directory,
        env: { PATH: path },
      });
      seen.push(code, stdout.split(" - ")[0]!);
    }
    assertEquals(seen, [0, "a1 (head)\n", 1, "::error title=Several heads::a1 (head) b2 (head)"]);
  }));

Deno.test("plan.sh writes one comment anew, whatever the plan holds", () =>
  inDirectory(async (directory) => {
    const calls = join(directory, "calls");
    await standIn(
      join(directory, "gh"),
      `echo "$*" >> ${calls}
case "$*" in *--paginate*) echo "$EXISTING" ;; *) cat >> ${calls} ;; esac
`,
    );
    const plan = async (code: number, existing: string, env: Record<string, string> = {}) => {
      await standIn(
        join(directory, "migrator"),
        `echo "$*" >> ${calls}\nprintf 'a \`\`\`\` fence'\necho 'error: no' >&2\nexit ${code}\n`,
      );
      await Deno.writeTextFile(calls, "");
      const finished = await runScript("bash", [`${ROOT}packaging/github/plan.sh`], {
        PATH: `${directory}:${Deno.env.get("PATH")}`,
        PULL_REQUEST: "17",
        GITHUB_REPOSITORY: "o/r",
        EXISTING: existing,
        ...env,
      });
      return { code: finished.code, calls: await Deno.readTextFile(calls) };
    };
    const first = await plan(2, "", { URL: "pglite://", FAIL_ON: "error" });
    assertEquals(first.code, 0);
    assertEquals(
      first.calls.replace(/--jq .*/, "--jq …"),
      `plan --fail-on error --url pglite://
api --paginate repos/o/r/issues/17/comments --jq …
api --silent --method POST repos/o/r/issues/17/comments --field body=@-
<!-- migrator plan -->
### What the next upgrade does

\`\`\`\`\`text
a \`\`\`\` fence
\`\`\`\`\`
`,
    );
    const again = await plan(3, "23", { NAME: "shop" });
    assertEquals(again.code, 3);
    assertMatch(again.calls, /^api --silent --method PATCH repos\/o\/r\/issues\/comments\/23 /m);
    assertMatch(again.calls, /^<!-- migrator plan shop -->\n### shop: What .* with findings$/m);
    const failed = await plan(1, "", { COMMENT: "false" });
    assertEquals([failed.code, failed.calls], [1, "plan --fail-on never\n"]);
  }));
