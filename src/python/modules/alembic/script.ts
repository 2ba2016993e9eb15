import {
  type Evaluation,
  type InterpreterContext,
  nativeClass,
  type PyClass,
  PyInstance,
  PyTuple,
  raise,
  str,
  type Value,
  wait,
} from "../../runtime/mod.ts";
import { UnsupportedConstructError } from "../../runtime/errors.ts";
import { commandErrorClass } from "./exc.ts";
import { type FoundRevision, type HostRequest, loadFile, revisionHost } from "../host.ts";

interface ScriptState {
  readonly context: InterpreterContext;
}

interface RevisionState extends ScriptState {
  readonly found: FoundRevision;
}

const stateOf = (self: PyInstance): RevisionState => self.native as RevisionState;

/** `alembic.script.Script`: a revision that another one asks for, and what its file defines. */
const scriptRevisionClass: PyClass = nativeClass({
  name: "Script",
  module: "alembic.script.base",
  properties: {
    revision: (self: PyInstance) => stateOf(self).found.id,
    down_revision: (self: PyInstance) => {
      const { downRevisions } = stateOf(self).found;
      return downRevisions.length > 1 ? new PyTuple([...downRevisions]) : downRevisions[0] ?? null;
    },
    doc: (self: PyInstance) => stateOf(self).found.doc,
    path: (self: PyInstance) => stateOf(self).found.path,
    module: function* (self: PyInstance): Evaluation {
      const { context, found: { id, module } } = stateOf(self);
      if (module === null) {
        throw new UnsupportedConstructError(
          "Script.module",
          `revision ${id} is no Python file, so it has no module`,
          { place: context.currentPlace() },
        );
      }
      yield { kind: "modules", names: [module] } satisfies HostRequest;
      return yield* wait(context.importModule(module));
    },
  },
});

/** `alembic.script.ScriptDirectory` as far as revisions ask it: for another revision. */
const scriptDirectoryClass: PyClass = nativeClass({
  name: "ScriptDirectory",
  module: "alembic.script.base",
  methods: {
    get_revision: ["id_", function* (self: PyInstance, id: Value): Evaluation {
      const { context } = self.native as ScriptState;
      const { findRevision } = revisionHost(context, "ScriptDirectory.get_revision()").context;
      if (findRevision === undefined) {
        throw new UnsupportedConstructError(
          "ScriptDirectory.get_revision()",
          "ScriptDirectory.get_revision() cannot be used here: the other revisions are not known",
          { place: context.currentPlace() },
        );
      }
      const found = yield* loadFile(() => findRevision(str(id)));
      if (typeof found === "string") throw raise(commandErrorClass, found);
      const object = new PyInstance(scriptRevisionClass);
      object.native = { context, found } satisfies RevisionState;
      return object;
    }],
  },
});

/** The object `op.get_context().script`. */
export function scriptDirectory(context: InterpreterContext): PyInstance {
  const object = new PyInstance(scriptDirectoryClass);
  object.native = { context } satisfies ScriptState;
  return object;
}
