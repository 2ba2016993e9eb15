import { showPrinted } from "../config/printable.ts";
import type { Config } from "../config/mod.ts";
import { FileError } from "../errors/mod.ts";
import type { Platform } from "../platform/mod.ts";
import type { PythonRunner } from "./mako.ts";
import { reprOf, type TemplateValue, type TemplateVariables } from "./template_values.ts";

/**
 * Evaluates templates with the Python evaluator: the sandbox that revisions run in, with the
 * project's configuration as `config`. It is loaded when a template needs it.
 */
export function runTemplate(config: Config, platform: Platform): PythonRunner {
  return async (source, path, variables) => {
    const [{ Interpreter, PyList }, { configObject }] = await Promise.all([
      import("../python/mod.ts"),
      import("../python/modules/alembic/config.ts"),
    ]);
    const interpreter = new Interpreter({
      environment: new Map(Object.entries(platform.envAll())),
      print: (text) => showPrinted(platform.terminal, text),
    });
    const globals = new Map([["config", configObject({ options: config.options.copy() })]]);
    const prelude = preludeOf(variables);
    // Preparing finds the modules that the code imports.
    await interpreter.prepare(prelude, "<variables>");
    await interpreter.prepare(source, path);
    interpreter.executeBlock(prelude, globals, "<variables>");
    interpreter.executeBlock(source, globals, path);
    const written = globals.get("_written");
    if (!(written instanceof PyList)) throw notText(path);
    return written.items.map((item) => {
      if (typeof item !== "string") throw notText(path);
      return item;
    });
  };
}

function notText(path: string): FileError {
  return new FileError(
    "bad_template",
    "Expected text from every placeholder, found another value",
    {
      place: { path },
      hint: "Leave out the filter `n`, or give it a filter that makes text",
    },
  );
}

/** The variables and the filter `comma` as Python source. */
function preludeOf(variables: TemplateVariables): string {
  const lines = [
    "import datetime",
    "def comma(value):",
    "    if value is None:",
    "        return ''",
    "    return value if isinstance(value, str) else ', '.join(value)",
  ];
  for (const [name, value] of Object.entries(variables)) lines.push(`${name} = ${literal(value)}`);
  lines.push("del datetime");
  return `${lines.join("\n")}\n`;
}

function literal(value: TemplateValue): string {
  // A JSON string is a Python string of the same value.
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || value.kind !== "datetime") return reprOf(value);
  const { year, month, day, hour, minute, second, microsecond, offset } = value;
  const zone = offset === null
    ? ""
    : `, tzinfo=datetime.timezone(datetime.timedelta(seconds=${offset}))`;
  const parts = [year, month, day, hour, minute, second, microsecond].join(", ");
  return `datetime.datetime(${parts}${zone})`;
}
