import type { Place } from "../../../../errors/mod.ts";
import type {
  ForeignKey,
  ForeignKeyConstraint,
  ReferredTable,
} from "../../../../schema/constraint.ts";
import { referredKey } from "../../../../schema/sort_tables.ts";
import { nameText } from "../../../../schema/name.ts";
import { sqlalchemyError } from "../exc.ts";
import { asString, runningPlace, type Value } from "../../../runtime/mod.ts";

/** How a foreign key was given. */
export interface ReferenceOrigin {
  /** Where it stands. */
  readonly place: Place | undefined;
  /** For each column that it refers to: whether it was given as a text and not as a column, which may be of another MetaData. */
  readonly byText: readonly boolean[];
  /** Whether texts are names of columns, and not their keys. */
  readonly linkToName: boolean;
  /** The tables of the columns that a constraint refers to, which must be one. */
  readonly tables: readonly ReferredTable[];
}

// Constraints are copied when they get their names; the list of the columns that they refer to stays the same one.
const origins = new WeakMap<object, ReferenceOrigin>();

function identity(key: ForeignKey | ForeignKeyConstraint): object {
  return key.kind === "foreignKey" ? key.referredColumns : key;
}

/** Remembers how a foreign key was given: the columns that it refers to, and `link_to_name=`. */
export function rememberOrigin(
  key: ForeignKey | ForeignKeyConstraint,
  references: readonly Value[],
  linkToName: Value,
  tables: readonly ReferredTable[] = [],
): void {
  origins.set(identity(key), {
    place: runningPlace(),
    byText: references.map((reference) => asString(reference) !== null),
    linkToName: linkToName === true,
    tables,
  });
}

/** How a foreign key was given; undefined for one that no Python code made. */
export function originOf(key: ForeignKey | ForeignKeyConstraint): ReferenceOrigin | undefined {
  return origins.get(identity(key));
}

/** Raises what SQLAlchemy raises where the columns that a foreign key refers to are not all of one table. */
export function refuseSeveralTables(
  key: ForeignKeyConstraint,
  tableKey: string,
): void {
  const keys = originOf(key)?.tables.map((name) => referredKey({ referred: name })) ?? [];
  const [first, second] = [...new Set(keys)].sort();
  if (second === undefined) return;
  throw sqlalchemyError(
    "ArgumentError",
    `ForeignKeyConstraint on ${tableKey}(${key.columns.map(nameText).join(", ")}) refers to ` +
      `multiple remote tables: ${first} and ${second}`,
  );
}
