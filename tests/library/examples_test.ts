/** The examples of docs/library.md and of the docstrings run, and print what the page shows. */
import { dirname } from "@std/path";
import { assertEquals } from "@std/assert";
import { ROOT } from "../support/command.ts";
import { inProject } from "./project.ts";

/** What stands between what two examples print. */
const END = "-- end --";

/** A block of TypeScript, and the text that is shown below it. */
interface Example {
  readonly code: string;
  readonly printed: string | null;
}

function examplesIn(text: string): Example[] {
  return [...text.matchAll(/```ts\n([^]*?)```(?:\n\n```text\n([^]*?)```)?/g)]
    .map(([, code, printed]) => ({ code: code!, printed: printed ?? null }));
}

function docstringExamples(path: string): Example[] {
  const lines = Deno.readTextFileSync(path).split("\n");
  return examplesIn(lines.map((line) => line.replace(/^ \* ?/, "")).join("\n"));
}

Deno.test("examples of docs/library.md and of the docstrings run and print what is shown", async () => {
  const page = examplesIn(Deno.readTextFileSync(`${ROOT}docs/library.md`));
  const docstrings = docstringExamples(`${ROOT}src/library/migrator.ts`);
  assertEquals([page.length > 2, docstrings.length > 0], [true, true]);
  const examples = [...page, ...docstrings];
  await inProject(async (project) => {
    const directory = dirname(project);
    for (const [index, { code }] of examples.entries()) {
      await Deno.writeTextFile(`${directory}/${index}.ts`, code);
    }
    // One process for all, which loads the engine and the embedded database once.
    const names = examples.map((_, index) => `./${index}.ts`);
    await Deno.writeTextFile(
      `${directory}/all.ts`,
      `for (const name of ${JSON.stringify(names)}) {
        await import(name);
        console.log("${END}");
      }`,
    );
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", `--config=${ROOT}deno.json`, "all.ts"],
      cwd: directory,
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    assertEquals(decoder.decode(stderr), "");
    const printed = decoder.decode(stdout).split(`${END}\n`);
    examples.forEach((example, index) => {
      if (example.printed !== null) assertEquals(printed[index], example.printed);
    });
  });
});
