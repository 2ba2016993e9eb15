/** Rows of the tables between two classes. */
import { nameText } from "../../../../schema/name.ts";
import {
  type Evaluation,
  getAttribute,
  PyInstance,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import type { ColumnState } from "../schema/column_state.ts";
import { assigned } from "./columns.ts";
import type { Relation } from "./relation.ts";
import { conditions, emit } from "./send.ts";
import type { SessionState } from "./session_state.ts";

/** Rows of tables between two classes that come and go. */
export class SecondaryRows {
  readonly #changes = new Map<
    string,
    { readonly relation: Relation; readonly sides: readonly PyInstance[]; readonly added: boolean }
  >();
  readonly #numbers = new Map<PyInstance, number>();

  add(relation: Relation, instance: PyInstance, member: PyInstance): void {
    this.#change(relation, instance, member, true);
  }

  remove(relation: Relation, instance: PyInstance, member: PyInstance): void {
    this.#change(relation, instance, member, false);
  }

  /** Both sides of a relationship tell of the same row. */
  #change(relation: Relation, instance: PyInstance, member: PyInstance, added: boolean): void {
    const sides = [instance, member].map((object) => {
      if (!this.#numbers.has(object)) this.#numbers.set(object, this.#numbers.size);
      return this.#numbers.get(object)!;
    });
    const { table, local } = relation.secondary!;
    const first = nameText(local[0]?.column.name ?? "");
    const names = table.columnStates().map((column) => nameText(column.name));
    const key = (names.indexOf(first) === 0 ? sides : sides.toReversed()).join();
    this.#changes.set(`${table.key} ${added} ${key}`, {
      relation,
      sides: [instance, member],
      added,
    });
  }

  *write(session: SessionState): Evaluation<void> {
    for (const { relation, sides: [instance, member], added } of this.#changes.values()) {
      const { table, local, remote } = relation.secondary!;
      const values: [ColumnState, Value][] = [];
      for (const { attribute, column } of local) {
        values.push([column, yield* wait(getAttribute(instance!, attribute))]);
      }
      for (const { attribute, column } of remote) {
        values.push([column, yield* wait(getAttribute(member!, attribute))]);
      }
      emit(
        session,
        added
          ? {
            kind: "insert",
            table: table.toFrom(),
            inline: true,
            rows: [values.map(([column, value]) => ({
              column: column.name,
              value: assigned(value, column),
            }))],
          }
          : { kind: "delete", table: table.toFrom(), where: conditions(values) },
      );
    }
  }
}
