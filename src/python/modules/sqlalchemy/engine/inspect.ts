import {
  asString,
  type Evaluation,
  getAttribute,
  isTrue,
  nativeClass,
  type NativeEntry,
  PyClass,
  PyInstance,
  PyOpaque,
  runNow,
  typeName,
  type Value,
} from "../../../runtime/mod.ts";
import { loadFile } from "../../host.ts";
import { sqlalchemyError } from "../exc.ts";
import { catalogueQueries } from "./catalogue_queries.ts";
import { type Binding, bindingOf, bindObject, requireBinding } from "./binding.ts";
import { tableState } from "../schema/table_state.ts";
import type * as queries from "./inspector.ts";

type Queries = typeof queries;

/** Loads the catalogue queries, which few revisions need. */
export function* loadQueries(): Evaluation<Queries> {
  return yield* loadFile(() => import("./inspector.ts"));
}

/** A method of Inspector that asks the catalogue. */
function query(signature: string, name: keyof Queries["inspectorMethods"]): NativeEntry {
  return [signature, function* (self: PyInstance, ...values: Value[]): Evaluation {
    // SQLAlchemy's inspector answers the same question from its memory, too, until clear_cache().
    const memory = self.native as Map<string, Value>;
    const key = `${name} ${JSON.stringify(values.map((value) => asString(value)))}`;
    const known = memory.get(key);
    if (known !== undefined) return known;
    const { inspectorMethods } = yield* loadQueries();
    const ask = inspectorMethods[name] as (binding: Binding, ...values: Value[]) => Evaluation;
    const answer = yield* ask(bindingOf(self)!, ...values);
    memory.set(key, answer);
    return answer;
  }];
}

/** `sqlalchemy.engine.reflection.Inspector`. */
export const inspectorClass: PyClass = nativeClass({
  name: "Inspector",
  module: "sqlalchemy.engine.reflection",
  methods: {
    ...Object.fromEntries(
      Object.entries(catalogueQueries).map(([name, [parameters, asked]]) => [
        name,
        query(parameters, asked),
      ]),
    ),
    clear_cache: ["", (self: PyInstance) => (self.native as Map<string, Value>).clear()],
  },
  classMethods: {
    from_engine: ["bind", (_cls: Value, bind: Value) => inspectorOf(bind)],
  },
  properties: {
    bind: (self: PyInstance) => self.attributes?.get("bind") ?? null,
    engine: (self: PyInstance) => self.attributes?.get("bind") ?? null,
    dialect: (self: PyInstance) => getAttribute(self.attributes?.get("bind") ?? null, "dialect"),
    default_schema_name: () => "public",
  },
});

/** The Inspector of a database. */
export function inspectorOf(bind: Value): PyInstance {
  const inspector = bindObject(new PyInstance(inspectorClass), requireBinding(bind, "inspect"));
  inspector.attributes = new Map([["bind", bind]]);
  inspector.native = new Map<string, Value>();
  return inspector;
}

/** `sqlalchemy.inspect(subject)`: the Inspector of a bind, the mapper of a class, what stands beside an object. */
export function inspectObject(subject: Value, raiseerr: Value): Value {
  if (bindingOf(subject) !== null) return inspectorOf(subject);
  if (subject instanceof PyOpaque) return subject.refuse("inspect()");
  if (tableState(subject) !== undefined) return subject;
  const found = inspectedByMapper(subject);
  if (found !== null || !isTrue(raiseerr)) return found;
  throw sqlalchemyError(
    "NoInspectionAvailable",
    `No inspection system is available for object of type <class '${typeName(subject)}'>`,
  );
}

/** What the ORM, where it is in use, has given to classes and objects under the names that SQLAlchemy has for it. */
function inspectedByMapper(subject: Value): Value {
  if (subject instanceof PyClass) return subject.namespace.get("__mapper__") ?? null;
  if (!(subject instanceof PyInstance)) return null;
  if (subject.cls.lookup("_sa_inspects_itself") !== undefined) return subject;
  return subject.cls.lookup("_sa_instance_state") === undefined
    ? null
    : runNow(getAttribute(subject, "_sa_instance_state"));
}
