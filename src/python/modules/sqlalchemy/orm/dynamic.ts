/** `relationship(lazy="dynamic")`: a query of the members in place of a collection. */
import {
  asString,
  callMethod,
  collectNow,
  type Evaluation,
  nativeClass,
  type NativeEntry,
  type PyClass,
  PyInstance,
  PyList,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { entityState } from "./entity_state.ts";
import type { Relation } from "./relation.ts";
import { withParent } from "./relation_path.ts";

/** The object whose members a query is about. */
interface Members {
  readonly instance: PyInstance;
  readonly relation: Relation;
}

const membersOf = new WeakMap<PyInstance, Members>();

/** The query of what an object in a Session has. */
export function* dynamicQuery(instance: PyInstance, relation: Relation): Evaluation {
  const session = entityState(instance).owner!.object;
  const { target, orderBy } = relation;
  const all = (yield* wait(callMethod(session, "query", [target.cls]))) as PyInstance;
  const condition = yield* withParent(instance, { relation, from: null, to: null, further: [] });
  let query = (yield* wait(callMethod(all, "filter", [condition]))) as PyInstance;
  if (orderBy.length > 0) {
    query = (yield* wait(callMethod(query, "order_by", orderBy))) as PyInstance;
  }
  const appender = new PyInstance(appenderClassOf(query.cls));
  appender.native = query.native;
  membersOf.set(appender, { instance, relation });
  return appender;
}

/** The members as a list, which takes changes to the Session. */
function* listOf(self: PyInstance): Evaluation<PyList> {
  const { instance, relation } = membersOf.get(self)!;
  const own = instance.attributes?.get(relation.name);
  if (own instanceof PyList) return own;
  return (yield* entityState(instance).owner!.related(instance, relation)) as PyList;
}

function* add(self: PyInstance, members: readonly Value[]): Evaluation {
  const list = yield* listOf(self);
  for (const member of members) yield* wait(callMethod(list, "append", [member]));
  return null;
}

const adding: NativeEntry = ["item", (self: PyInstance, item: Value) => add(self, [item])];
const addingAll: NativeEntry = [
  "iterator",
  (self: PyInstance, items: Value) => add(self, collectNow(items)),
];

const classes = new WeakMap<PyClass, PyClass>();

/** `AppenderQuery`: queries that members are added to and taken from. */
function appenderClassOf(queryClass: PyClass): PyClass {
  let cls = classes.get(queryClass);
  if (cls === undefined) {
    cls = nativeClass({
      name: "AppenderQuery",
      module: asString(queryClass.module ?? null) ?? undefined,
      bases: [queryClass],
      methods: {
        append: adding,
        add: adding,
        extend: addingAll,
        add_all: addingAll,
        remove: ["item", function* (self: PyInstance, item: Value): Evaluation {
          return yield* wait(callMethod(yield* listOf(self), "remove", [item]));
        }],
      },
    });
    classes.set(queryClass, cls);
  }
  return cls;
}
