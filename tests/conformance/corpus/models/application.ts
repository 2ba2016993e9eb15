/** Applications whose models both programs read, and the copies that they are run in. */

/** An application of a list. */
export interface Application {
  /** What tables call it. */
  readonly name: string;
  /** The top of the checkout. */
  readonly top: string;
  /** The directory, below it, that Alembic is started in. */
  readonly directory: string;
  /** The ini, from there. */
  readonly ini: string;
  /** The variables that the application needs, with `{host}`, `{port}`, `{database}` and `{top}` in them. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The applications of a list: repository, commit, directory, ini and variables, with tabs between. */
export async function listedApplications(
  list: string,
  root: string,
): Promise<readonly Application[]> {
  const [, ...lines] = (await Deno.readTextFile(list)).trimEnd().split("\n");
  return lines.map((line) => {
    const [repository = "", , directory = "", ini = "", variables = ""] = line.split("\t");
    return {
      name: repository,
      top: `${root}/${repository}`,
      directory: directory === "" ? "." : directory,
      ini: ini === "" ? "alembic.ini" : ini,
      environment: Object.fromEntries(
        variables.split(" ").filter((pair) => pair !== "").map((pair) => {
          const at = pair.indexOf("=");
          return [pair.slice(0, at), pair.slice(at + 1)];
        }),
      ),
    };
  });
}

/** What is no part of what Alembic loads, and large. */
const LEFT_OUT = new Set([".git", "node_modules", "frontend", "__pycache__"]);

/** Copies a checkout without its revisions, so that what is generated is the first of all. */
export async function copyWithoutRevisions(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory, isFile } of Deno.readDir(from)) {
    if (LEFT_OUT.has(name)) continue;
    const [source, target] = [`${from}/${name}`, `${to}/${name}`];
    if (isDirectory) await copyWithoutRevisions(source, target);
    else if (isFile && !(name.endsWith(".py") && await isRevision(source))) {
      await Deno.copyFile(source, target);
    }
  }
}

const REVISION = /^(?:down_revision|revision)\b[^=\n]*=/gm;

/** Whether a file is a revision: it says of which revision it is and what it comes after. */
async function isRevision(path: string): Promise<boolean> {
  return [...(await Deno.readTextFile(path)).matchAll(REVISION)].length > 1;
}

/** The file with a revision id below a directory; `null` where there is none. */
export async function findRevision(directory: string, id: string): Promise<string | null> {
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = `${directory}/${name}`;
    if (isDirectory) {
      const found = await findRevision(path, id);
      if (found !== null) return found;
    } else if (name.endsWith(".py")) {
      const text = await Deno.readTextFile(path);
      if (new RegExp(`^revision\\b.*=\\s*['"]${id}['"]`, "m").test(text)) return text;
    }
  }
  return null;
}
