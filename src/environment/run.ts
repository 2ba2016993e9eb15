import { joinPath } from "../config/paths.ts";
import { runWithoutEnvPy } from "./plain.ts";
import type { EnvironmentRequest, Migrate } from "./request.ts";

/**
 * Finds out how to reach the database and what env.py says about the run, and calls `migrate` where
 * env.py calls `context.run_migrations()`. Where there is no env.py, or `--no-env` is given, the
 * ini, the environment and the flags decide alone.
 *
 * env.py's own statements run on the same connection, before and after, in its order; the connection
 * is open while `migrate` runs and closed afterwards. Errors of `migrate` pass through env.py, whose
 * `finally` and `with` blocks run, and are thrown here.
 */
export async function runEnvironment(request: EnvironmentRequest, migrate: Migrate): Promise<void> {
  const { config, platform } = request;
  const path = joinPath(config.scriptLocation, "env.py");
  const source = request.skipEnvPy ? null : platform.files.readTextOrNull(path);
  if (source === null) return await runWithoutEnvPy(request, migrate);
  const { runEnvPy } = await import("./env_py.ts");
  await runEnvPy(source, path, request, migrate);
}
