import type { Dialect } from "../dialect/dialect.ts";
import { FileError, MigratorError, type Place } from "../errors/mod.ts";
import type { Platform } from "../platform/mod.ts";
import type { BodyHost, Direction, RevisionBody } from "./body.ts";
import type { Operations } from "./typescript_api.ts";
import { makeOperations, type Session } from "./typescript_operations.ts";
import { readTimeouts } from "./timeouts.ts";
import { placeInStack } from "./typescript_place.ts";

type RevisionFunction = (op: Operations) => void | Promise<void>;

/**
 * Loads a revision written in TypeScript. Its module is run by the import, its functions are not. A file that
 * cannot be imported, or has no `upgrade`, is a `FileError` with the place.
 */
export async function loadTypescriptBody(
  path: string,
  platform: Platform,
  dialect?: Dialect,
): Promise<RevisionBody> {
  const module = await importRevision(path, platform);
  const functions = {
    upgrade: exported(module, "upgrade", path, platform),
    downgrade: exported(module, "downgrade", path, platform),
  };
  if (functions.upgrade === undefined) {
    throw new FileError("revision_without_upgrade", `The revision has no function 'upgrade'`, {
      place: { path, line: 1 },
      hint: "Add: export async function upgrade(op: Operations) { … }",
    });
  }
  const usedDialect = dialect ?? (await import("../dialect/postgresql/postgresql.ts")).postgresql;
  const body: RevisionBody = {
    lacks: (direction) => functions[direction] === undefined,
    outsideTransaction: () => false,
    timeouts: () =>
      readTimeouts({ lock: module.lockTimeout, statement: module.statementTimeout }, { path }),
    run: (direction, host) =>
      run(functions[direction], direction, { path, host, dialect: usedDialect }),
    preview: () => {
      const reach = reachOutside(platform.files.readText(path));
      return reach === null
        ? body
        : `TypeScript that uses ${reach} is run only when it is asked for`;
    },
  };
  return body;
}

/**
 * What in a module reaches beyond the operations that it is handed, and so may have effects other than
 * SQL; `null` where nothing does. Coarse on the safe side: a mention in a text counts.
 */
function reachOutside(source: string): string | null {
  const imported =
    /^[^\S\n]*(?:import|export)\b(?!\s+type\b)[^;'"]*?\bfrom\s*["'](?!migrator["'])([^"']+)["']/m
      .exec(source) ?? /\bimport\s*\(?\s*["'](?!migrator["'])([^"']+)["']/.exec(source);
  if (imported !== null) return `'${imported[1]}'`;
  const name =
    /\b(?:Deno|Bun|Migrator|process|globalThis|window|self|fetch|WebSocket|EventSource|Worker|navigator|console|require|eval|Function|setTimeout|setInterval|localStorage|sessionStorage|caches|import\s*\()/
      .exec(source);
  return name === null ? null : name[0];
}

async function run(
  work: RevisionFunction | undefined,
  direction: Direction,
  parts: { readonly path: string; readonly host: BodyHost; readonly dialect: Dialect },
): Promise<void> {
  const { path } = parts;
  if (work === undefined) {
    throw new FileError(
      "revision_without_function",
      `The revision has no function '${direction}'`,
      {
        place: { path, line: 1 },
      },
    );
  }
  const session: Session = { ...parts, ended: false };
  try {
    await work(makeOperations(session));
  } catch (error) {
    if (error instanceof MigratorError) throw error;
    const { message, stack } = error instanceof Error
      ? error
      : { message: String(error), stack: undefined };
    throw new FileError("revision_failed", `${direction}() threw: ${message}`, {
      place: placeInStack(path, stack),
      cause: error,
    });
  } finally {
    session.ended = true;
  }
}

async function importRevision(
  path: string,
  platform: Platform,
): Promise<Record<string, unknown>> {
  try {
    return await platform.importModule(path);
  } catch (error) {
    const { message, stack } = error instanceof Error
      ? error
      : { message: String(error), stack: undefined };
    const place = placeInStack(path, message);
    throw new FileError("revision_not_loaded", `The revision cannot be loaded: ${message}`, {
      place: place.line === undefined ? placeInStack(path, stack) : place,
      cause: error,
    });
  }
}

function exported(
  module: Record<string, unknown>,
  name: Direction,
  path: string,
  platform: Platform,
): RevisionFunction | undefined {
  const value = module[name];
  if (value === undefined || typeof value === "function") {
    return value as RevisionFunction | undefined;
  }
  throw new FileError(
    "revision_not_loaded",
    `'${name}' of a revision must be a function, found ${value === null ? "null" : typeof value}`,
    { place: declaration(name, path, platform) },
  );
}

/** The line that declares a name, for the place of an error. */
function declaration(name: string, path: string, platform: Platform): Place {
  const lines = (platform.files.readTextOrNull(path) ?? "").split("\n");
  const index = lines.findIndex((line) => new RegExp(`\\b${name}\\b`).test(line));
  return index < 0 ? { path } : { path, line: index + 1 };
}
