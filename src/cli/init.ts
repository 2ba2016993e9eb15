import { basename, isAbsolute, join, normalize, relative, resolve } from "@std/path";
import { CommandError } from "../errors/mod.ts";
import { configFileNames, readTomlOptions } from "../config/mod.ts";
import type { CommandContext } from "./context.ts";
import type { InitRequest } from "./request.ts";
import { TEMPLATE_NAMES } from "./template_names.ts";
import { type Template, TEMPLATES } from "./templates.ts";

/**
 * Writes a new script directory and its config files (Alembic manual, "Creating an Environment").
 * A config file that exists is left as it is, but for a pyproject.toml without `[tool.alembic]`, which
 * gets one at its end; a script directory that is not empty is an error.
 */
export async function init(request: InitRequest, context: CommandContext): Promise<void> {
  const { platform, output, json } = context;
  const { files } = platform;
  const template = findTemplate(request.template ?? "generic");
  const directory = resolve(platform.cwd(), request.directory);
  const entries = files.listOrNull(directory);
  if (entries && entries.length > 0) {
    const shown = normalize(request.directory).replace(/(?<=.)[\\/]$/, "");
    throw new CommandError(
      "directory_not_empty",
      `Directory ${shown} already exists and is not empty`,
    );
  }
  const { ini, toml } = configFiles(request, template, context);
  const versions = join(directory, "versions");
  const written: string[] = [];
  for (const path of entries ? [versions] : [directory, versions]) {
    await output.status(`Creating directory ${path}`, () => files.makeDirectory(path));
  }
  const write = async (label: string, path: string, text: string) => {
    await output.status(
      `${label} ${path}`,
      () => files.writeText(path, text, { createNew: true }),
    );
    written.push(path);
  };
  for (const [file, text] of Object.entries(template.files)) {
    await write("Generating", join(directory, file), text);
  }
  const fill = (text: string, configFile: string) =>
    text.replaceAll("${script_location}", scriptLocation(request.directory, directory, configFile));
  if (toml !== null && await writeToml(toml, fill(template.toml!, toml), context)) {
    written.push(toml);
  }
  if (files.isFile(ini)) output.message(`File ${ini} already exists, skipping`);
  else await write("Generating", ini, fill(template.ini, ini));
  if (request.package) {
    for (const path of [join(directory, "__init__.py"), join(versions, "__init__.py")]) {
      await write("Adding", path, "");
    }
  }
  json?.set("directory", directory);
  json?.set("template", request.template ?? "generic");
  json?.set("config_files", toml === null ? [ini] : [toml, ini]);
  json?.set("files", written);
  const inToml = toml === null ? "" : `configuration settings in ${toml} and `;
  output.message(
    `Please edit ${inToml}configuration/connection/logging settings in ${ini} before proceeding.`,
  );
}

/** The paths of the config files; an error, before anything is written, where they cannot be. */
function configFiles(
  request: InitRequest,
  template: Template,
  { platform }: CommandContext,
): { readonly ini: string; readonly toml: string | null } {
  const names = configFileNames({ platform, configFiles: request.config });
  const ini = resolve(platform.cwd(), names.ini);
  const toml = template.toml === undefined ? null : resolve(platform.cwd(), names.toml);
  for (const path of toml === null ? [ini] : [toml, ini]) {
    const directory = resolve(path, "..");
    if (platform.files.isDirectory(directory)) continue;
    throw new CommandError(
      "no_config_directory",
      `Directory ${directory} of the config file ${basename(path)} doesn't exist`,
      { hint: "Make it first, or name another file with -c" },
    );
  }
  return { ini, toml };
}

function findTemplate(name: string): Template {
  const found = TEMPLATE_NAMES.find((each) => each === name);
  if (found !== undefined) return TEMPLATES[found];
  throw new CommandError("no_such_template", `No such template ${name}`, {
    hint: `templates are ${TEMPLATE_NAMES.join(", ")}`,
  });
}

/** The script directory as a config file names it: from the file, unless it was given as absolute. */
function scriptLocation(given: string, directory: string, configFile: string): string {
  if (isAbsolute(given)) return given;
  return `%(here)s/${relative(resolve(configFile, ".."), directory).replaceAll("\\", "/")}`;
}

/**
 * Writes the settings to pyproject.toml, after what is there; not where it has such settings already.
 * Whether it has written.
 */
async function writeToml(path: string, text: string, context: CommandContext): Promise<boolean> {
  const { output, platform: { files } } = context;
  const before = files.readTextOrNull(path);
  if (before === null) {
    await output.status(
      `Generating ${path}`,
      () => files.writeText(path, text, { createNew: true }),
    );
  } else if (await readTomlOptions(before, path) !== null) {
    output.message(
      `File ${path} already exists and already has a [tool.alembic] section, skipping`,
    );
    return false;
  } else {
    await output.status(
      `Appending to existing ${path}`,
      () => files.writeText(path, `${before}\n\n${text}`),
    );
  }
  return true;
}

/** Prints the names of the templates, each with the first line of its README. */
export function listTemplates({ output, json }: CommandContext): void {
  const templates = TEMPLATE_NAMES.map((name) => ({
    name,
    description: TEMPLATES[name].files["README"]?.split("\n", 1)[0] ?? "",
  }));
  if (json) return json.set("templates", templates);
  output.result("Available templates:\n");
  for (const { name, description } of templates) output.result(`${name} - ${description}`);
  output.result("\nTemplates are used via the 'init' command, e.g.:");
  output.result("\n  migrator init --template generic ./scripts");
}
