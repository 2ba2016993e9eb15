import { parentPath } from "../../config/paths.ts";
import { CommandError } from "../../errors/mod.ts";
import { pathToFileUrl } from "../../platform/file_url.ts";
import type { Platform } from "../../platform/mod.ts";
import { drizzleSql } from "./drizzle.ts";

/**
 * The SQL that makes what a file with Drizzle's tables describes. Its packages are those of the project that it stands in:
 * where the runtime knows only those that the program was started with, the file is imported in a process of its
 * own. A `CommandError` for what cannot be imported or is not known.
 */
export async function drizzleFileSql(path: string, platform: Platform): Promise<string> {
  const { evaluate } = platform;
  if (evaluate !== undefined) return sqlOfProcess(path, { ...platform, evaluate });
  let module;
  try {
    module = await platform.importModule(path);
  } catch (error) {
    throw notImported(path, error instanceof Error ? error.message : String(error));
  }
  return drizzleSql(module, path);
}

/** What the process says in its last line. */
type Answer =
  | { readonly sql: string }
  | {
    readonly refusal: { readonly code: string; readonly message: string; readonly hint?: string };
  }
  | { readonly failure: string };

function sqlOfProcess(path: string, platform: Platform & Required<Pick<Platform, "evaluate">>) {
  const source = `const answer = (given) => console.log("\\n" + JSON.stringify(given));
try {
  const [{ drizzleSql }, { CommandError }] = await Promise.all([
    import(${JSON.stringify(import.meta.resolve("./drizzle.ts"))}),
    import(${JSON.stringify(import.meta.resolve("../../errors/mod.ts"))}),
  ]);
  const path = ${JSON.stringify(path)};
  const module = await import(${JSON.stringify(pathToFileUrl(path))});
  try {
    answer({ sql: drizzleSql(module, path) });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    answer({ refusal: { code: error.code, message: error.message, hint: error.hint } });
  }
} catch (error) {
  answer({ failure: error instanceof Error ? error.message : String(error) });
}
`;
  const { stdout, stderr } = platform.evaluate(source, parentPath(path));
  const answer = readAnswer(stdout) ?? { failure: stderr.trim() || "its process gave no answer" };
  if ("sql" in answer) return answer.sql;
  if ("failure" in answer) throw notImported(path, answer.failure);
  const { code, message, hint } = answer.refusal;
  throw new CommandError(code, message, { hint });
}

function readAnswer(stdout: string): Answer | null {
  try {
    return JSON.parse(stdout.trimEnd().split("\n").at(-1)!) as Answer;
  } catch {
    return null;
  }
}

function notImported(path: string, message: string): CommandError {
  // A package, or a part of one, in the words of Deno and of Bun.
  const missing = /(?:package|Import|import path) ["']((?:@[^/"']+\/)?[^./"'][^/"']*)[^"']*["']/
    .exec(message)?.[1];
  const way = missing === undefined
    ? "it must be a module that can be imported where it stands, without a database"
    : `install it in ${
      parentPath(path)
    } or above: npm install ${missing}, or deno add npm:${missing}`;
  // Without what a runtime proposes that knows nothing of the program.
  const said = message.split("\n")
    .filter((line) => !/^\s*(?:hint:|at \S+:\d+:\d+$)/.test(line) || missing === undefined)
    .join("\n");
  return new CommandError("target_import", `${path} cannot be imported: ${said}`, {
    hint: `${way}; or give the SQL that \`drizzle-kit export\` prints as --target`,
  });
}
