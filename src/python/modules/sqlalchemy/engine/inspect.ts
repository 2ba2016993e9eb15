import {
  asString,
  type Evaluation,
  getAttribute,
  nativeClass,
  type PyClass,
  PyInstance,
  PyOpaque,
  typeName,
  type Value,
} from "../../../runtime/mod.ts";
import type { HostRequest } from "../../host.ts";
import { sqlalchemyError } from "../exc.ts";
import { type Binding, bindingOf, bindObject, requireBinding } from "./binding.ts";
import { tableState } from "../schema/table_state.ts";
import type * as queries from "./inspector.ts";

type Queries = typeof queries;

/** Loads the catalogue queries, which few revisions need. */
export function* loadQueries(): Evaluation<Queries> {
  const request: HostRequest = { kind: "load", load: () => import("./inspector.ts") };
  return (yield request) as Queries;
}

/** A method of Inspector that asks the catalogue. */
function query(signature: string, name: keyof Queries["inspectorMethods"]) {
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
  }] as const;
}

/** `sqlalchemy.engine.reflection.Inspector`. */
export const inspectorClass: PyClass = nativeClass({
  name: "Inspector",
  module: "sqlalchemy.engine.reflection",
  methods: {
    has_table: query("table_name, schema=None, **kw", "hasTable"),
    has_schema: query("schema_name, **kw", "hasSchema"),
    has_sequence: query("sequence_name, schema=None, **kw", "hasSequence"),
    has_index: query("table_name, index_name, schema=None, **kw", "hasIndex"),
    get_table_names: query("schema=None", "tableNames"),
    get_view_names: query("schema=None", "viewNames"),
    get_materialized_view_names: query("schema=None", "materializedViewNames"),
    get_view_definition: query("view_name, schema=None, **kw", "viewDefinition"),
    get_schema_names: query("**kw", "schemaNames"),
    get_sequence_names: query("schema=None, **kw", "sequenceNames"),
    get_columns: query("table_name, schema=None, **kw", "columns"),
    get_pk_constraint: query("table_name, schema=None, **kw", "primaryKey"),
    get_foreign_keys: query("table_name, schema=None, **kw", "foreignKeys"),
    get_unique_constraints: query("table_name, schema=None, **kw", "uniqueConstraints"),
    get_check_constraints: query("table_name, schema=None, **kw", "checkConstraints"),
    get_indexes: query("table_name, schema=None, **kw", "indexes"),
    get_table_comment: query("table_name, schema=None, **kw", "tableComment"),
    get_enums: query("schema=None, **kw", "enums"),
    clear_cache: ["", (self: PyInstance) => (self.native as Map<string, Value>).clear()],
  },
  classMethods: {
    from_engine: ["bind", (_cls: Value, bind: Value) => inspectObject(bind)],
  },
  properties: {
    bind: (self: PyInstance) => self.attributes?.get("bind") ?? null,
    engine: (self: PyInstance) => self.attributes?.get("bind") ?? null,
    dialect: (self: PyInstance) => getAttribute(self.attributes?.get("bind") ?? null, "dialect"),
    default_schema_name: () => "public",
  },
});

/** `sqlalchemy.inspect(subject)`. */
export function inspectObject(subject: Value): PyInstance {
  if (bindingOf(subject) !== null) {
    const inspector = bindObject(
      new PyInstance(inspectorClass),
      requireBinding(subject, "inspect"),
    );
    inspector.attributes = new Map([["bind", subject]]);
    inspector.native = new Map<string, Value>();
    return inspector;
  }
  if (subject instanceof PyOpaque) return subject.refuse("inspect()");
  if (tableState(subject) !== undefined) return subject as PyInstance;
  throw sqlalchemyError(
    "NoInspectionAvailable",
    `No inspection system is available for object of type <class '${typeName(subject)}'>`,
  );
}
