import { CommandError, FileError } from "../errors/mod.ts";
import type { PythonRunner } from "../script/mako.ts";
import { reprOf, type TemplateValue, type TemplateVariables } from "../script/template_values.ts";
import { warningText } from "./environment.ts";
import type { EnvironmentRequest } from "./request.ts";

/** What of a request templates need: they find the project as env.py does, but for a database. */
export interface TemplateRequest
  extends Pick<EnvironmentRequest, "config" | "platform" | "logging"> {
  readonly warn: (message: string) => void;
}

/**
 * Evaluates templates with the Python evaluator: the sandbox that env.py runs in, with its modules and the project's
 * configuration as `config`. It is loaded when a template needs it.
 */
export function runTemplate(request: TemplateRequest): PythonRunner {
  return async (source, path, variables) => {
    const [
      { PyList },
      { parseModule },
      { answer, envInterpreter },
      { importedNames },
      { EnvSession },
    ] = await Promise.all([
      import("../python/mod.ts"),
      import("../python/syntax/mod.ts"),
      import("./env_interpreter.ts"),
      import("./modules/imported_names.ts"),
      import("./session.ts"),
    ]);
    const session = new EnvSession(withoutDatabase(request), path, () => Promise.resolve());
    const interpreter = envInterpreter(session, path, importedNames(parseModule(source, path)));
    const globals = new Map([["config", session.config]]);
    const blocks = [
      await interpreter.prepare(preludeOf(variables), "<variables>"),
      await interpreter.prepare(source, path),
    ];
    for (const block of blocks) {
      await interpreter.runBlock(block, globals)
        .complete((asked) => answer(session, interpreter, asked));
    }
    const written = globals.get("_written");
    if (!(written instanceof PyList)) throw notText(path);
    return written.items.map((item) => {
      if (typeof item !== "string") throw notText(path);
      return item;
    });
  };
}

function withoutDatabase(request: TemplateRequest): EnvironmentRequest {
  return {
    ...request,
    warn: (warning) => request.warn(warningText(warning)),
    command: { name: "revision", offline: false },
    connect: () => {
      throw new CommandError(
        "template_connects",
        "A template cannot connect to the database",
        { hint: "read what it needs in env.py, and pass it on with template_args" },
      );
    },
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
