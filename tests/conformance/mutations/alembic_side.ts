/** The real Alembic, kept running, for many states of one project. */
import { keepPython, ofSqlalchemy } from "../../support/kept_python.ts";

/**
 * What a revision does without a database; `null` where none was written. A constraint that it drops and has no name for,
 * which does not run, is named `nameless`.
 */
export interface Written {
  readonly upgrade: readonly string[] | null;
  readonly downgrade: readonly string[] | null;
  /** What was logged. */
  readonly log: string;
  /** The text of the file. */
  readonly file: string;
  /** What went wrong instead. */
  readonly error?: string;
}

/** Alembic behind pipes; calls do not overlap, the caller awaits each. */
export interface AlembicSide extends AsyncDisposable {
  /** Empties the database, runs `before` in it and makes the tables of the models. */
  create(directory: string, url: string, before: string): Promise<void>;
  /** Why a server does not take the models in an empty database; null where it does. */
  whyNotCreatable(directory: string, url: string, before: string): Promise<string | null>;
  /** `revision --autogenerate`. */
  revision(directory: string, url: string): Promise<Written>;
}

/** Starts it. */
export function startAlembicSide(python: string): AlembicSide {
  const kept = keepPython(python, new URL("./oracle.py", import.meta.url));
  return {
    async create(directory, url, before) {
      const request = { command: "create", directory, url: ofSqlalchemy(url), before };
      const { error } = await kept.ask(request);
      if (error !== undefined) throw new Error(error);
    },
    async whyNotCreatable(directory, url, before) {
      const request = { command: "creatable", directory, url: ofSqlalchemy(url), before };
      const { why, error } = await kept.ask(request);
      return why ?? error ?? null;
    },
    revision: (directory, url) =>
      kept.ask({ command: "revision", directory, url: ofSqlalchemy(url) }),
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  };
}
