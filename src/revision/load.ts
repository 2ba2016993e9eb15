import type { Config } from "../config/mod.ts";
import type { Dialect } from "../dialect/dialect.ts";
import type { Environment } from "../environment/environment.ts";
import { CommandError } from "../errors/mod.ts";
import type { Platform } from "../platform/mod.ts";
import type { Revision } from "../script/revision.ts";
import type { RevisionBody } from "./body.ts";

/** What bodies may need to know beside their file. */
export interface BodyContext {
  readonly config: Config;
  readonly platform: Platform;
  readonly environment: Environment;
  /** Default: PostgreSQL. */
  readonly dialect?: Dialect;
}

/**
 * Gives the function that loads the body of a revision, whatever language it is written in. What a
 * language needs is imported with the first revision that is written in it.
 */
export function bodyLoader(context: BodyContext): (revision: Revision) => Promise<RevisionBody> {
  const { platform, dialect } = context;
  return async ({ kind, path }) => {
    switch (kind) {
      case "sql": {
        const { loadSqlBody } = await import("./sql.ts");
        return loadSqlBody(path, platform.files);
      }
      case "typescript": {
        const { loadTypescriptBody } = await import("./typescript.ts");
        return await loadTypescriptBody(path, platform, dialect);
      }
      case "python":
        throw new CommandError("unsupported", "Python revisions cannot be run yet", {
          place: { path },
        });
    }
  };
}
