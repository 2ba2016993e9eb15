import { isAbsolute, join, normalize, relative, resolve } from "@std/path";
import { CommandError } from "../errors/mod.ts";
import { configFileNames } from "../config/mod.ts";
import type { CommandContext } from "./context.ts";
import type { InitRequest } from "./request.ts";
import { TEMPLATES } from "./templates.ts";

/**
 * Writes a new script directory and its config file (Alembic manual, "Creating an Environment").
 * An existing config file is left as it is; a script directory that is not empty is an error.
 */
export async function init(request: InitRequest, context: CommandContext): Promise<void> {
  const { platform, output } = context;
  const { files } = platform;
  const name = request.template ?? "generic";
  const template = TEMPLATES.find((each) => each.name === name);
  if (!template) {
    throw new CommandError("no_such_template", `No such template ${name}`, {
      hint: `templates are ${TEMPLATES.map((each) => each.name).join(", ")}`,
    });
  }
  const directory = resolve(platform.cwd(), request.directory);
  const entries = files.listOrNull(directory);
  if (entries && entries.length > 0) {
    const shown = normalize(request.directory).replace(/(?<=.)[\\/]$/, "");
    throw new CommandError(
      "directory_not_empty",
      `Directory ${shown} already exists and is not empty`,
    );
  }
  const versions = join(directory, "versions");
  for (const path of entries ? [versions] : [directory, versions]) {
    await output.status(`Creating directory ${path}`, () => files.makeDirectory(path));
  }
  for (const [file, text] of Object.entries(template.files)) {
    const path = join(directory, file);
    await output.status(
      `Generating ${path}`,
      () => files.writeText(path, text, { createNew: true }),
    );
  }
  const names = configFileNames({ platform, configFiles: request.config });
  const ini = resolve(platform.cwd(), names.ini);
  if (files.isFile(ini)) {
    output.message(`File ${ini} already exists, skipping`);
  } else {
    const location = isAbsolute(request.directory)
      ? request.directory
      : `%(here)s/${relative(resolve(ini, ".."), directory).replaceAll("\\", "/")}`;
    const text = template.ini.replaceAll("${script_location}", location);
    await output.status(
      `Generating ${ini}`,
      () => files.writeText(ini, text, { createNew: true }),
    );
  }
  if (request.package) {
    for (const path of [join(directory, "__init__.py"), join(versions, "__init__.py")]) {
      await output.status(`Adding ${path}`, () => files.writeText(path, "", { createNew: true }));
    }
  }
  output.message(
    `Please edit configuration/connection/logging settings in ${ini} before proceeding.`,
  );
}

/** Prints the names of the templates, each with the first line of its README. */
export function listTemplates({ output }: CommandContext): void {
  output.result("Available templates:\n");
  for (const { name, files } of TEMPLATES) {
    output.result(`${name} - ${files["README"]?.split("\n", 1)[0] ?? ""}`);
  }
  output.result("\nTemplates are used via the 'init' command, e.g.:");
  output.result("\n  migrator init --template generic ./scripts");
}
