import {
  nativeClass,
  type PyClass,
  PyInstance,
  PyList,
  type Value,
} from "../../python/runtime/mod.ts";
import type { EnvironmentRequest } from "../request.ts";
import { withHeads } from "./heads.ts";

const requestOf = (self: PyInstance): EnvironmentRequest => self.native as EnvironmentRequest;

/** `alembic.script.ScriptDirectory` as far as env.py asks it: where it is, and its heads. */
const scriptClass: PyClass = nativeClass({
  name: "ScriptDirectory",
  module: "alembic.script.base",
  methods: {
    get_heads: [
      "consider_depends_on=False",
      (self: PyInstance) => withHeads(requestOf(self).command, list),
    ],
    get_current_head: [
      "",
      (self: PyInstance) => withHeads(requestOf(self).command, ([head = null]): Value => head),
    ],
  },
  properties: {
    dir: (self: PyInstance) => requestOf(self).config.scriptLocation,
    versions: (self: PyInstance) => requestOf(self).config.versionLocations[0] ?? null,
    version_locations: (self: PyInstance) =>
      new PyList([...requestOf(self).config.versionLocations]),
  },
});

const list = (heads: readonly string[]): Value => new PyList([...heads]);

/** The object `context.script`. */
export function scriptObject(request: EnvironmentRequest): PyInstance {
  const object = new PyInstance(scriptClass);
  object.native = request;
  return object;
}
