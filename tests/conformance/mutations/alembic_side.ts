/** The real Alembic, kept running, for many states of one project. */
import { keepPython, ofSqlalchemy } from "../../support/kept_python.ts";

/** What a revision does without a database; `null` where none was written. */
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
    revision: (directory, url) =>
      kept.ask({ command: "revision", directory, url: ofSqlalchemy(url) }),
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  };
}
