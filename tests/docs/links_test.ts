/** The pages of the documentation lead somewhere, and all of them can be reached from the index. */
import { dirname, join, relative } from "@std/path";
import { assertEquals } from "@std/assert";
import { parsePage } from "../support/page.ts";
import { ROOT } from "../support/command.ts";

const DOCS = join(ROOT, "docs");
const pages = [...Deno.readDirSync(DOCS)].filter(({ name }) => name.endsWith(".md"))
  .map(({ name }) => join(DOCS, name)).sort();

Deno.test("links of the documentation lead to files and headings that exist", () => {
  const broken = [...pages, join(ROOT, "README.md"), join(ROOT, "CONTRIBUTING.md")].flatMap((
    page,
  ) =>
    linksOf(Deno.readTextFileSync(page))
      .filter((link) => !leadsSomewhere(page, link))
      .map((link) => `${relative(ROOT, page)}: ${link}`)
  );
  assertEquals(broken, []);
});

Deno.test("index of the documentation names every page", () => {
  const named = linksOf(Deno.readTextFileSync(join(DOCS, "README.md")));
  const missing = pages.map((page) => relative(DOCS, page))
    .filter((name) => name !== "README.md" && !named.includes(name));
  assertEquals(missing, []);
});

Deno.test("every command line of the documentation is run by a test", () => {
  // json.md has its own: each example there follows the schema too.
  const unplayed = [join(ROOT, "README.md"), ...pages].filter((page) => !page.endsWith("json.md"))
    .flatMap((page) => {
      const { start, steps } = parsePage(Deno.readTextFileSync(page));
      const commands = steps.filter((step) => step.kind === "command");
      return start === null ? commands.map(({ line }) => `${relative(ROOT, page)}: ${line}`) : [];
    });
  assertEquals(unplayed, []);
});

function linksOf(text: string): string[] {
  return [...text.replace(/```[^]*?```/g, "").matchAll(/\]\(([^)]+)\)/g)].map((found) => found[1]!)
    .filter((link) => !/^\w+:/.test(link));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path, heading] = link.split("#");
  const target = path === "" ? page : join(dirname(page), path!);
  try {
    const { isFile } = Deno.statSync(target);
    if (heading === undefined || !isFile) return true;
    return headingsOf(Deno.readTextFileSync(target)).includes(heading);
  } catch {
    return false;
  }
}

/** As GitHub makes anchors of headings. */
function headingsOf(text: string): string[] {
  return text.split("\n").filter((line) => /^#+ /.test(line)).map((line) =>
    line.replace(/^#+ /, "").toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-")
  );
}
