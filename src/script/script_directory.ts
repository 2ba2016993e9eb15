import type { PostWriteHook } from "../config/mod.ts";
import { joinPath, parentPath } from "../config/paths.ts";
import { CommandError, FileError } from "../errors/mod.ts";
import { NEW_ID_LENGTH } from "../dialect/dialect.ts";
import type { Files, Platform } from "../platform/mod.ts";
import { checkGenerated } from "./check_generated.ts";
import { createDate, epochMicroseconds } from "./create_date.ts";
import { fileNameOf } from "./file_name.ts";
import type { RevisionGraph } from "./graph.ts";
import { readRevisionFile } from "./load.ts";
import { type PythonRunner, renderTemplate } from "./mako.ts";
import { defaultKind, type NewRevisionRequest, resolveNewLinks } from "./new_revision.ts";
import type { Revision, RevisionKind } from "./revision.ts";
import { builtinTemplates, fileExtensions, templateFiles } from "./revision_templates.ts";
import { scalar, type TemplateVariables } from "./template_values.ts";
import { hookType, runHook } from "./write_hooks.ts";

/** The part of the configuration that new revisions depend on; a `Config` is one. */
export interface ScriptSettings {
  readonly scriptLocation: string;
  readonly versionLocations: readonly string[];
  readonly fileTemplate: string;
  readonly truncateSlugLength: number;
  readonly timezone: string | null;
  readonly outputEncoding: string;
  readonly postWriteHooks: readonly PostWriteHook[];
}

/** A revision file that is not written yet. */
export interface NewRevision {
  readonly path: string;
  readonly text: string;
  readonly kind: RevisionKind;
  readonly id: string;
  readonly branchLabels: readonly string[];
}

/** Shows `<text> ...`, runs the work, and shows `done` or `FAILED`. */
export type StatusReporter = <T>(
  text: string,
  work: () => T | Promise<T>,
  newline?: boolean,
) => Promise<T>;

/** The directory of a project's revisions, for adding new ones. */
export class ScriptDirectory {
  /**
   * `runPython` evaluates what script.py.mako has beyond plain placeholders; `now` gives microseconds
   * since 1970.
   */
  constructor(
    readonly settings: ScriptSettings,
    readonly graph: RevisionGraph,
    readonly platform: Platform,
    readonly runPython: PythonRunner,
    readonly now: () => number = epochMicroseconds,
  ) {}

  /**
   * Makes the file of a new revision as data; nothing is written. `CommandError` for links that
   * cannot be (see `resolveNewLinks`) and templates that fail.
   */
  async generate(request: NewRevisionRequest): Promise<NewRevision> {
    const { settings, graph, platform } = this;
    const links = resolveNewLinks(request, {
      graph,
      versionLocations: settings.versionLocations,
      cwd: platform.cwd(),
      os: platform.os,
    });
    const microseconds = this.now();
    const date = createDate(microseconds, settings.timezone);
    const { id, downRevisions, branchLabels, dependsOn } = links;
    const kind = this.kindOf(request);
    const template = this.#template(kind);
    const variables: TemplateVariables = {
      message: request.message ?? "empty message",
      up_revision: id,
      down_revision: scalar(downRevisions),
      branch_labels: branchLabels.length === 0 ? null : { kind: "tuple", items: branchLabels },
      depends_on: scalar(dependsOn, "list"),
      create_date: date,
      // Alembic leaves these out of what a template of Python's finds, which counts as false there.
      ...(kind === "python" ? {} : { imports: "", upgrades: "", downgrades: "" }),
      ...request.variables,
    };
    const parts = { id, message: request.message, date, microseconds };
    const name = fileNameOf(settings.fileTemplate, parts, settings.truncateSlugLength);
    const path = joinPath(links.directory, name + fileExtensions[kind]);
    const text = await renderTemplate(template.text, template.path, variables, this.runPython);
    checkGenerated({ kind, path, text, template: template.text }, links);
    return {
      path,
      text,
      kind,
      id,
      branchLabels,
    };
  }

  /** The language of a new revision: the one asked for, or that of the newest one. */
  kindOf({ kind }: Pick<NewRevisionRequest, "kind">): RevisionKind {
    return kind ?? defaultKind(this.graph, this.#hasTemplate("python"));
  }

  /** The template that a new revision of a kind is made from. */
  templateText(kind: RevisionKind): string {
    return this.#template(kind).text;
  }

  /**
   * Writes a generated file, runs the post-write hooks over it and reads it back. The file stays
   * where it is if a hook cannot be run or it cannot be read. `warn` is told of hooks that fail, and of an id that
   * the version table may not take.
   */
  async write(
    file: NewRevision,
    status: StatusReporter,
    warn: (message: string) => void = () => {},
  ): Promise<Revision> {
    const { files } = this.platform;
    const directory = parentPath(file.path);
    this.#warnOfLongId(file, warn);
    if (!files.isDirectory(directory)) {
      await status(`Creating directory ${directory}`, () => files.makeDirectory(directory));
    }
    const bytes = encode(file.text, this.settings.outputEncoding);
    await status(`Generating ${file.path}`, () => {
      // Alembic writes over a file of the same name; a migration must not be lost like that.
      if (isThere(file.path, files)) {
        throw new CommandError("file_exists", `File ${file.path} already exists`);
      }
      files.writeBytes(file.path, bytes, { createNew: true });
    });
    for (const hook of this.settings.postWriteHooks) {
      // Alembic says this before the line about the hook, other mistakes after it.
      hookType(hook);
      const code = await status(
        `Running post write hook '${hook.name}'`,
        () => runHook(hook, file.path, this.platform),
        true,
      );
      // As with Alembic the exit code does not count; the user should know all the same.
      if (code !== 0) warn(`post write hook '${hook.name}' ended with exit code ${code}`);
    }
    return await this.#readBack(file);
  }

  /** Where ids are that long already, the table has been made wider. */
  #warnOfLongId({ id }: NewRevision, warn: (message: string) => void): void {
    const length = (text: string) => [...text].length;
    if (length(id) <= NEW_ID_LENGTH) return;
    if (this.graph.revisions.some((each) => length(each.id) > NEW_ID_LENGTH)) return;
    warn(
      `the id ${id} has ${
        length(id)
      } characters, and the version table takes ${NEW_ID_LENGTH} unless ` +
        `a revision makes it wider\n  hint: ALTER TABLE alembic_version ALTER COLUMN version_num TYPE ` +
        `VARCHAR(${length(id)}), or a shorter --rev-id`,
    );
  }

  async #readBack(file: NewRevision): Promise<Revision> {
    const { files } = this.platform;
    const { path, kind, branchLabels } = file;
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (kind === "python") {
      const { parseModule } = await import("../python/syntax/mod.ts");
      parseModule(files.readText(path), path);
    }
    const revision = await readRevisionFile(files, { path, name, kind });
    if (revision === null) throw new FileError("bad_template", `Expected a revision in ${path}`);
    if (branchLabels.length > 0 && revision.branchLabels.length === 0) {
      throw new CommandError(
        "labels_not_written",
        `Version ${revision.id} specified branch_labels ${branchLabels.join(", ")}, however the ` +
          `migration file ${path} does not have them; have you upgraded your script.py.mako to ` +
          "include the 'branch_labels' section?",
      );
    }
    return revision;
  }

  #hasTemplate(kind: RevisionKind): boolean {
    return this.platform.files.isFile(this.#templatePath(kind));
  }

  #templatePath(kind: RevisionKind): string {
    return joinPath(this.settings.scriptLocation, templateFiles[kind]);
  }

  #template(kind: RevisionKind): { readonly text: string; readonly path: string } {
    const path = this.#templatePath(kind);
    const text = this.platform.files.readTextOrNull(path) ?? builtinTemplates[kind];
    if (text === null) {
      throw new FileError("no_template", `Expected a template at ${path}, found no file`, {
        hint: "Copy script.py.mako from a directory that `migrator init` makes, or choose " +
          "--format typescript or sql",
      });
    }
    return { text, path };
  }
}

/** Whether a name is taken; a link that leads to nothing would have the file written where it leads. */
function isThere(path: string, files: Files): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (files.listOrNull(parentPath(path)) ?? []).some((entry) => entry.name === name);
}

/** Encodings in which the characters of ASCII are what they are in ASCII. */
const asciiBased = /^(?:utf8|ascii|usascii|latin1|iso8859\d+|cp125\d|windows125\d)$/;

function encode(text: string, encoding: string): Uint8Array {
  const name = encoding.toLowerCase().replace(/[-_ ]/g, "");
  let highest = 0;
  for (const character of text) highest = Math.max(highest, character.codePointAt(0)!);
  if (name === "utf8" || (highest < 0x80 && asciiBased.test(name))) {
    return new TextEncoder().encode(text);
  }
  if (["latin1", "iso88591"].includes(name) && highest < 0x100) {
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  }
  throw new CommandError("bad_encoding", `The revision cannot be written as ${encoding}`, {
    hint: "Use output_encoding = utf-8",
  });
}
