import { parentPath } from "../../config/paths.ts";
import type { ModuleLoader } from "../../python/mod.ts";
import { projectModules } from "../project_modules.ts";
import type { EnvironmentRequest } from "../request.ts";

/**
 * The project's own modules for env.py. They are looked for beside the script directory too, since that
 * is what env.py files put on `sys.path`. A directory without Python files is no package: a library of
 * that name is meant, which is not known here.
 */
export function envProjectModules({ config, platform }: EnvironmentRequest): ModuleLoader {
  const { files } = platform;
  const roots = new Set([...config.moduleRoots, parentPath(config.scriptLocation)]);
  const modules = projectModules(files, [...roots]);
  return {
    async load(name) {
      const found = await modules.load(name);
      if (found?.kind !== "source" || files.isFile(found.path)) return found;
      const isPackage = files.listOrNull(found.path)?.some((entry) =>
        entry.name.endsWith(".py") || files.isFile(`${found.path}/${entry.name}/__init__.py`)
      );
      return isPackage ? found : undefined;
    },
  };
}
