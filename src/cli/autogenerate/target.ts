import { readSchemaFile } from "../../autogenerate/target/schema_file.ts";
import { absolutePath } from "../../config/paths.ts";
import type { Environment } from "../../environment/environment.ts";
import { readTargetMetadata, type TargetMetadata } from "../../environment/target_metadata.ts";
import { DEFAULT_TARGET_OPTIONS, targetOptions } from "../../environment/target_options.ts";
import type { CommandContext, Project } from "../context.ts";

/** Where what the database should hold is described, other than in env.py. */
export interface TargetRequest {
  /** `--target`: a schema in SQL, or a module of Drizzle's tables. */
  readonly target?: string;
}

/**
 * What the database should hold: what `--target` names, or `target` in the config file, or env.py's
 * `target_metadata`.
 */
export async function readTarget(
  request: TargetRequest,
  environment: Environment,
  { platform }: CommandContext,
  project: Project,
): Promise<TargetMetadata> {
  const path = targetPath(request, project, platform.cwd(), platform.os);
  if (path === null) return readTargetMetadata(environment);
  const { configuration } = environment;
  return {
    metadata: [await readSchemaFile(path, platform)],
    objectOf: () => undefined,
    options: configuration === undefined
      ? { ...DEFAULT_TARGET_OPTIONS, compareServerDefault: true }
      : targetOptions(configuration),
  };
}

/** Whether the target is what env.py says, so that the models are read. */
export function readsModels(request: TargetRequest, { config }: Project): boolean {
  return request.target === undefined && !config.options.getAlembicOption("target");
}

function targetPath(
  { target }: TargetRequest,
  { config }: Project,
  cwd: string,
  os: "posix" | "windows",
): string | null {
  if (target !== undefined) return absolutePath(target, cwd, os);
  const configured = config.options.getAlembicOption("target");
  if (typeof configured !== "string" || configured === "") return null;
  // As `script_location` in an ini: from where the command runs, unless `%(here)s` says otherwise.
  return absolutePath(configured, cwd, os);
}
