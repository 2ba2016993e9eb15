import { CommandError, MigratorError } from "../errors/mod.ts";
import { readTemplate } from "./mako_lexer.ts";
import { templateModule } from "./mako_python.ts";
import { renderSimply } from "./mako_simple.ts";
import type { TemplateVariables } from "./template_values.ts";

/**
 * Runs a Python module with these variables as its globals (sequences as tuples and lists, moments
 * as `datetime`, and beside them `comma` and `config` as Alembic gives them to templates) and gives
 * the strings of its list `_written`.
 */
export type PythonRunner = (
  source: string,
  path: string,
  variables: TemplateVariables,
) => Promise<readonly string[]>;

/** The names that every template finds besides its variables. */
const always = ["comma", "config"];

/**
 * Renders a Mako template as Alembic does for `script.py.mako`. Templates like those that come with
 * Alembic need nothing else; `runPython` evaluates the others.
 *
 * A `CommandError` if the template cannot be rendered, with the place where it is known.
 */
export async function renderTemplate(
  template: string,
  path: string,
  variables: TemplateVariables,
  runPython: PythonRunner,
): Promise<string> {
  try {
    const nodes = readTemplate(template, path);
    const simple = renderSimply(nodes, variables);
    if (simple !== null) return simple;
    const names = [...Object.keys(variables), ...always];
    const { source, templateLines } = templateModule(nodes, names, path);
    try {
      return (await runPython(source, path, variables)).join("");
    } catch (error) {
      throw atTemplateLine(error, path, templateLines);
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandError("bad_template", `Template rendering failed; ${message}`, {
      place: error instanceof MigratorError ? error.place ?? { path } : { path },
      hint: error instanceof MigratorError ? error.hint : undefined,
      cause: error,
    });
  }
}

/** Python counts the lines of the translation; the user's are those of the template. */
function atTemplateLine(error: unknown, path: string, templateLines: readonly number[]): unknown {
  if (!(error instanceof MigratorError) || error.place?.path !== path) return error;
  const { line } = error.place;
  return new MigratorError(error.code, error.message, {
    place: { path, line: line === undefined ? undefined : templateLines[line - 1] },
    hint: error.hint,
    cause: error,
  });
}
