/** Columns of mapped classes, as aliases of the classes have them. */
import { nameText } from "../../../../schema/name.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { PyInstance } from "../../../runtime/mod.ts";
import type { Replacement } from "../expression/adapt.ts";
import { asExpression } from "../expression/payload.ts";
import type { ColumnState } from "../schema/column_state.ts";
import type { ClassMapping } from "./mapping.ts";

/** What an alias of a class stands on. */
export interface AliasState {
  readonly mapping: ClassMapping;
  /** The columns of the class as the alias has them. */
  readonly columns: ReadonlyMap<ColumnState, PyInstance>;
  /** The tables that it stands for. */
  readonly tables: readonly FromClause[];
}

const states = new WeakMap<PyInstance, AliasState>();

/** Says what an alias stands on. */
export function rememberAliasState(alias: PyInstance, state: AliasState): void {
  states.set(alias, state);
}

/** What an alias of a class stands on; undefined for any other value. */
export function aliasState(alias: PyInstance): AliasState | undefined {
  return states.get(alias);
}

/** The column of a class as an alias of it has it; undefined where the alias has none, or the value is no such alias. */
export function columnOfAlias(alias: PyInstance, state: ColumnState): PyInstance | undefined {
  return states.get(alias)?.columns.get(state);
}

/** What expressions about the class are about the alias. */
export function replacementOf({ columns, tables }: AliasState): Replacement {
  return {
    tables: new Set(tables),
    column: ({ name, from }) => {
      const found = [...columns].find(([state]) =>
        state.from === from && nameText(state.name) === nameText(name)
      );
      return found && asExpression(found[1]);
    },
  };
}
