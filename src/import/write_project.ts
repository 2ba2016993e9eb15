import { relative } from "@std/path";
import { aroundPackage } from "../config/package_path.ts";
import { absolutePath, joinPath, parentPath } from "../config/paths.ts";
import { CommandError } from "../errors/mod.ts";
import type { Platform } from "../platform/mod.ts";
import type { ImportedRevision } from "./import.ts";
import { withoutLinks } from "../environment/project_files.ts";
import { changeIni, type IniChange } from "./ini_text.ts";
import { filesBeside } from "./project_files.ts";
import type { ImportSource } from "./source.ts";

/** The directories of a new project, below its root. */
export const scriptsDirectory = "migrations";
export const versionsDirectory = "migrations/versions";

/**
 * The absolute path of the directory that is to be made. A `CommandError` if there is something already, or if it were
 * inside the directories that are imported, which are not touched.
 */
export function checkedOutput(output: string, source: ImportSource, platform: Platform): string {
  const path = absolutePath(output, platform.cwd(), platform.os);
  const { files } = platform;
  if (files.isFile(path) || files.isDirectory(path)) {
    throw new CommandError(
      "output_exists",
      `Expected nothing at ${output}, found a ${files.isFile(path) ? "file" : "directory"}`,
      { hint: "Name a directory that does not exist; nothing is written over" },
    );
  }
  const { scriptLocation, versionLocations } = source.config;
  const real = withoutLinks(files, path);
  const around = [scriptLocation, ...versionLocations].find((directory) =>
    directory !== source.root && real.startsWith(joinPath(files.realPath(directory), ""))
  );
  if (around !== undefined) {
    throw new CommandError("output_inside", `${output} is inside ${around}, which is imported`, {
      hint: "Name a directory elsewhere; the source is not changed",
    });
  }
  return path;
}

/**
 * Writes the new project: first beside its place, then, when all of it is there, under its name. If that fails, what was
 * written is removed.
 */
export function writeProject(
  source: ImportSource,
  imported: readonly ImportedRevision[],
  settings: { readonly output: string; readonly iniTemplate: string },
  platform: Platform,
  warn: (message: string) => void,
): void {
  const { files } = platform;
  const { output } = settings;
  const beside = `${output}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  const made = new Set<string>();
  const put = (path: string, bytes: Uint8Array) => {
    const whole = joinPath(beside, path);
    const directory = parentPath(whole);
    if (!made.has(directory)) files.makeDirectory(directory);
    made.add(directory);
    files.writeBytes(whole, bytes, { createNew: true });
  };
  const encoder = new TextEncoder();
  try {
    files.makeDirectory(joinPath(beside, versionsDirectory));
    for (const { revision, text, fileName } of imported) {
      put(
        joinPath(versionsDirectory, fileName),
        text === null ? files.readBytes(revision.path) : encoder.encode(text),
      );
    }
    for (const { from, to } of filesBeside(source, scriptsDirectory, versionsDirectory, warn)) {
      if (!files.isFile(joinPath(beside, to))) put(to, files.readBytes(from));
    }
    put("alembic.ini", encoder.encode(iniOf(source, settings, platform)));
    if (files.isFile(output) || files.isDirectory(output)) {
      throw new CommandError("output_exists", `${output} has been made in the meantime`);
    }
    files.rename(beside, output);
  } catch (error) {
    files.removeTree(beside);
    throw error;
  }
}

/**
 * The ini of the new project: the old one with its paths set to the new places. Python modules of the project are looked
 * for where they were.
 */
function iniOf(
  { config, iniPath, root }: ImportSource,
  { output, iniTemplate }: { readonly output: string; readonly iniTemplate: string },
  { files }: Platform,
): string {
  const here = (path: string) => {
    const way = relative(output, path).replaceAll("\\", "/").replaceAll("%", "%%");
    return way === "" ? "%(here)s" : `%(here)s/${way}`;
  };
  const around = aroundPackage({ files }, config.scriptLocation);
  const directories = [
    ...config.prependSysPath.length > 0 ? config.prependSysPath : [root],
    ...around === null ? [] : [around],
  ];
  const section = config.section;
  const changes: readonly IniChange[] = [
    ["script_location", "%(here)s/migrations"],
    ["version_locations", null],
    ["recursive_version_locations", null],
    ["version_path_separator", null],
    ["path_separator", "newline"],
    ["prepend_sys_path", [...new Set(directories)].map(here).join("\n    ")],
  ];
  // What pyproject.toml said is said in the ini.
  const fromToml: readonly IniChange[] = config.options.hasIniOption("script_location") ? [] : [
    ["file_template", config.fileTemplate.replaceAll("%", "%%")],
    ["truncate_slug_length", String(config.truncateSlugLength)],
    ["timezone", config.timezone],
  ];
  const text = iniPath === null
    ? iniTemplate.replaceAll("${script_location}", "%(here)s/migrations")
    : files.readText(iniPath);
  // Formatters of Python have nothing to do with revisions in another language.
  return changeIni(changeIni(text, section, [...changes, ...fromToml]), "post_write_hooks", [[
    "hooks",
    null,
  ]]);
}
