import { parentPath } from "../../config/paths.ts";
import type { ModuleLoader } from "../../python/mod.ts";
import type { LoadedModule } from "../../python/module_loader.ts";
import { projectModules } from "../project_modules.ts";
import type { EnvironmentRequest } from "../request.ts";

/** The project's own modules for env.py, and what is found to be one while it runs. */
export interface EnvProjectModules extends ModuleLoader {
  /** Looks in a directory, too, and there first. */
  addRoot(path: string): void;
  /** Makes a text file a module, whatever its name; gives the name to import it by. */
  addFile(path: string, source: string): string;
}

/**
 * The project's own modules for env.py. They are looked for beside the script directory too, since that
 * is what env.py files put on `sys.path`. A directory without Python files is no package: a library of
 * that name is meant, which is not known here.
 */
export function envProjectModules(
  { config, platform }: EnvironmentRequest,
): EnvProjectModules {
  const { files } = platform;
  const modules = projectModules(files, [
    ...new Set([...config.moduleRoots, parentPath(config.scriptLocation)]),
  ]);
  const added = new Map<string, LoadedModule>();
  return {
    async load(name) {
      const found = added.get(name) ?? await modules.load(name);
      if (found?.kind !== "source" || files.isFile(found.path)) return found;
      const isPackage = files.listOrNull(found.path)?.some((entry) =>
        entry.name.endsWith(".py") || files.isFile(`${found.path}/${entry.name}/__init__.py`)
      );
      return isPackage ? found : undefined;
    },
    addRoots: (directories) => modules.addRoots(directories),
    addRoot(path) {
      if (!modules.roots.includes(path)) modules.roots.unshift(path);
    },
    addFile(path, source) {
      const name = `_file_${added.size}`;
      added.set(name, { kind: "source", path, source, isPackage: false });
      return name;
    },
  };
}
