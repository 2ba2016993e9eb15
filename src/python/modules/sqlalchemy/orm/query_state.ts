/** What a Query is: a SELECT that knows its Session. */
import type { Select } from "../../../../sql/query.ts";
import { PyInstance } from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { entitiesOf } from "../expression/entities.ts";
import type { ClassMapping } from "./mapping.ts";
import { mappingFor } from "./mapping_lookup.ts";
import type { SessionState } from "./session_state.ts";

/** The Session: beside what SQL is made of, so that it stays with a query that is changed step by step. */
export const SESSION = Symbol("session");
/** Likewise, whether `yield_per()` was called. */
export const PARTWISE = Symbol("yield_per");

/** The SELECT of a query. */
export type QuerySelect = Select & {
  readonly [SESSION]: SessionState;
  /** Whether rows that come again are kept. */
  readonly [PARTWISE]?: boolean;
};

/** The SELECT of a query as it is. */
export function selectOf(self: PyInstance): QuerySelect {
  return self.native as QuerySelect;
}

/** The query with changes, another object. */
export function changed(self: PyInstance, changes: Partial<QuerySelect>): PyInstance {
  const query = new PyInstance(self.cls);
  query.native = { ...selectOf(self), ...changes };
  return query;
}

/** The class that a query is about. */
export function subject(self: PyInstance): ClassMapping {
  const entity = entitiesOf(selectOf(self))[0];
  const mapping = entity ? mappingFor(entity.cls) : undefined;
  if (mapping !== undefined) return mapping;
  throw sqlalchemyError("InvalidRequestError", "the query is not one for objects of a class");
}
