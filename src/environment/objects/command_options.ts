import {
  nativeClass,
  type PyClass,
  PyInstance,
  PyList,
  type Value,
} from "../../python/runtime/mod.ts";
import { toPython } from "../../python/modules/alembic/config.ts";
import type { EnvironmentRequest } from "../request.ts";

const namespaceClass: PyClass = nativeClass({ name: "Namespace", module: "argparse" });

/** `config.cmd_opts`: what the command line gave, under the names that Alembic's parser uses. */
export function commandOptions({ config, command }: EnvironmentRequest): PyInstance {
  const object = new PyInstance(namespaceClass);
  const entries: [string, Value][] = [
    ["name", config.section],
    ["x", config.xArguments.length === 0 ? null : new PyList([...config.xArguments])],
    ["sql", command.offline],
    ["tag", command.tag ?? null],
    ["revision", toPython(command.revision ?? null)],
    ["raiseerr", false],
    ["quiet", false],
  ];
  for (const [name, value] of Object.entries(command.options ?? {})) {
    entries.push([name, toPython(value)]);
  }
  object.attributes = new Map(entries);
  return object;
}
