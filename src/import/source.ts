import { ConfigOptions } from "../config/config_options.ts";
import { type Config, Ini, loadConfigFiles, readConfig } from "../config/mod.ts";
import { absolutePath, baseName, joinPath, parentPath } from "../config/paths.ts";
import { FileError, MigratorError } from "../errors/mod.ts";
import type { Platform } from "../platform/mod.ts";
import { quietPlatform } from "../platform/quiet.ts";
import type { RevisionGraph } from "../script/graph.ts";
import { loadGraph } from "../script/load.ts";
import { kindOfFile } from "../script/revision_files.ts";

/** What is imported: a project of Alembic's, or the part of one that was named. */
export interface ImportSource {
  readonly config: Config;
  readonly graph: RevisionGraph;
  /** The directory that paths are shown from: that of the ini, or what stands in its place. */
  readonly root: string;
  /** The ini; `null` where the configuration is in pyproject.toml or there is none. */
  readonly iniPath: string | null;
  /** The platform as the project sees it: its own current directory, and nothing printed. */
  readonly platform: Platform;
}

/** What the command line says about the source. */
export interface SourceRequest {
  /** A directory with alembic.ini or pyproject.toml, such a file, a script directory, or versions/. */
  readonly path: string;
  /** `-n/--name`: the main section of the ini. */
  readonly name?: string;
  readonly xArguments?: readonly string[];
}

/**
 * Reads the configuration and the headers of what is to be imported. Nothing is run. A `FileError` where the
 * path leads to nothing that could be imported; errors of the configuration and of headers as elsewhere.
 */
export async function openSource(
  request: SourceRequest,
  platform: Platform,
  warn: (message: string) => void,
): Promise<ImportSource> {
  const path = absolutePath(request.path, platform.cwd(), platform.os);
  const found = find(path, request, platform);
  const { config, own } = found.kind === "configured"
    ? await configuredProject(found, platform, request)
    : bareProject(found, platform, request);
  const graph = await loadGraph(
    platform.files,
    { directories: config.versionLocations, recursive: config.recursiveVersionLocations },
    warn,
    { keepTexts: true },
  );
  if (graph.revisions.length === 0) {
    throw new FileError(
      "no_revisions",
      `Expected revision files in ${config.versionLocations.join(", ")}, found none`,
      { hint: "Name the directory of alembic.ini, the ini itself, or the directory of the files" },
    );
  }
  return {
    config,
    graph,
    root: own.cwd(),
    iniPath: config.iniExists ? config.iniPath : null,
    platform: own,
  };
}

type Found =
  | { readonly kind: "configured"; readonly file: string }
  | {
    readonly kind: "bare";
    readonly root: string;
    readonly scriptLocation: string;
    readonly versions: string;
  };

function find(path: string, { path: typed }: SourceRequest, { files, os }: Platform): Found {
  if (files.isFile(path)) return { kind: "configured", file: path };
  if (!files.isDirectory(path)) {
    throw new FileError("no_source", `Expected a project at ${typed}, found nothing`, {
      hint: "Name the directory of alembic.ini, the ini itself, or a directory of revision files",
    });
  }
  for (const name of ["alembic.ini", "pyproject.toml"]) {
    const file = joinPath(path, name);
    if (files.isFile(file) && (name === "alembic.ini" || hasAlembicTable(files.readText(file)))) {
      return { kind: "configured", file };
    }
  }
  for (const name of ["migrations", "alembic"]) {
    const file = joinPath(path, `${name}/alembic.ini`);
    if (files.isFile(file)) return { kind: "configured", file };
  }
  const versions = joinPath(path, "versions");
  if (files.isDirectory(versions)) {
    return { kind: "bare", root: parentPath(path), scriptLocation: path, versions };
  }
  if (files.listOrNull(path)?.some(({ name }) => kindOfFile(name) !== null)) {
    const parent = parentPath(path);
    const hasEnv = baseName(path, os) === "versions" && files.isFile(joinPath(parent, "env.py"));
    return {
      kind: "bare",
      root: hasEnv ? parentPath(parent) : parent,
      scriptLocation: hasEnv ? parent : path,
      versions: path,
    };
  }
  throw new FileError(
    "no_source",
    `Expected alembic.ini, versions/ or revision files in ${typed}, found none of them`,
    { hint: "Name the directory of alembic.ini, the ini itself, or a directory of revision files" },
  );
}

interface Opened {
  readonly config: Config;
  readonly own: Platform;
}

/**
 * The project of a configuration file. Relative paths in it start where Alembic is called: mostly in its directory, or
 * in the one above, or where we are; of these the first counts from which the revisions are found. An ini beside env.py
 * is called from within or from above, which may say no more than where we are; it may be that of Flask-Migrate or its
 * like, which does without `script_location`.
 */
async function configuredProject(
  { file }: Extract<Found, { readonly kind: "configured" }>,
  platform: Platform,
  { name, xArguments }: SourceRequest,
): Promise<Opened> {
  const { files } = platform;
  const directory = parentPath(file);
  const isBesideScripts = files.isFile(joinPath(directory, "env.py"));
  const above = parentPath(directory);
  const here = platform.cwd();
  const roots = isBesideScripts && here !== directory ? [above, directory] : [directory, above];
  let without: Opened | null = null;
  let first: unknown;
  for (const root of [...roots, here]) {
    const own = quietPlatform(platform, root);
    const request = { platform: own, configFiles: [file], name, xArguments };
    const found = await loadConfigFiles(request);
    const options = found.options.copy();
    if (isBesideScripts && options.getAlembicOption("script_location") === null) {
      options.setMainOption("script_location", escaped(directory));
    }
    try {
      const opened = { config: readConfig({ ...found, options }, request), own };
      if (opened.config.versionLocations.some((each) => files.isDirectory(each))) return opened;
      without ??= opened;
    } catch (error) {
      if (!(error instanceof MigratorError)) throw error;
      first ??= error;
    }
  }
  if (without !== null) return without;
  throw first;
}

function escaped(path: string): string {
  return path.replaceAll("%", "%%");
}

function hasAlembicTable(toml: string): boolean {
  return /^[^\S\n]*\[\s*tool\s*\.\s*alembic\s*\]/m.test(toml);
}

/** A directory of revisions without a configuration. */
function bareProject(
  { root, scriptLocation, versions }: Extract<Found, { readonly kind: "bare" }>,
  platform: Platform,
  { name = "alembic", xArguments }: SourceRequest,
): Opened {
  const own = quietPlatform(platform, root);
  const iniFile = "alembic.ini";
  const text = `[${name}]\nscript_location = ${escaped(scriptLocation)}\n` +
    `version_locations = ${escaped(versions)}\npath_separator = newline\n` +
    `prepend_sys_path = ${escaped(root)}\n`;
  const config = readConfig({
    iniFile,
    iniPath: joinPath(root, iniFile),
    iniExists: false,
    tomlFile: "pyproject.toml",
    tomlPath: joinPath(root, "pyproject.toml"),
    tomlExists: false,
    options: new ConfigOptions(Ini.parse(text, iniFile, { here: root }), null, name, iniFile),
  }, { platform: own, name, xArguments });
  return { config, own };
}
