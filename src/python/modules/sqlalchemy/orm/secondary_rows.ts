/** Rows of the tables between two classes. */
import {
  type Evaluation,
  getAttribute,
  type PyInstance,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { readStatement } from "../engine/connection.ts";
import type { ColumnState } from "../schema/column_state.ts";
import { relationKey } from "./collection.ts";
import { assigned } from "./columns.ts";
import { ormError } from "./exc.ts";
import type { Relation } from "./relation.ts";
import { conditions, emit } from "./send.ts";
import type { SessionState } from "./session_state.ts";

/** A row that comes or goes. */
interface Change {
  readonly instance: PyInstance;
  readonly member: PyInstance;
  readonly kind: "added" | "removed" | "ended";
}

/** Rows of tables between two classes that come and go. */
export class SecondaryRows {
  readonly #changes = new Map<Relation, Change[]>();

  add(relation: Relation, instance: PyInstance, member: PyInstance): void {
    this.#change(relation, { instance, member, kind: "added" });
  }

  remove(relation: Relation, instance: PyInstance, member: PyInstance): void {
    this.#change(relation, { instance, member, kind: "removed" });
  }

  /** The object is deleted. */
  end(relation: Relation, instance: PyInstance, member: PyInstance): void {
    this.#change(relation, { instance, member, kind: "ended" });
  }

  #change(relation: Relation, change: Change): void {
    const known = this.#changes.get(relation);
    if (known === undefined) this.#changes.set(relation, [change]);
    else known.push(change);
  }

  /** Deletes the rows of objects that are deleted. */
  *writeEnds(session: SessionState): Evaluation<void> {
    for (const [relation, changes] of this.#ofOneSide()) {
      const ended = changes.filter(({ kind }) => kind === "ended");
      yield* removeRows(session, relation, ended);
    }
  }

  /** Writes the other rows. */
  *write(session: SessionState): Evaluation<void> {
    for (const [relation, changes] of this.#ofOneSide()) {
      yield* removeRows(session, relation, changes.filter(({ kind }) => kind === "removed"));
      for (const change of changes.filter(({ kind }) => kind === "added")) {
        const values = yield* valuesOf(relation, change);
        emit(session, {
          kind: "insert",
          table: relation.secondary!.table.toFrom(),
          inline: true,
          rows: [values.map(([column, value]) => ({
            column: column.name,
            value: assigned(value, column),
          }))],
        });
      }
    }
  }

  /** Both sides of a relationship tell of the same row; the one that comes first in the alphabet is heard. */
  #ofOneSide(): readonly (readonly [Relation, readonly Change[]])[] {
    const heard: [Relation, Change[]][] = [];
    const inOrder = [...this.#changes].sort(([a], [b]) => relationKey(a) < relationKey(b) ? -1 : 1);
    for (const [relation, changes] of inOrder) {
      const others = heard.filter(([other]) => isReverse(relation, other))
        .flatMap(([, changes]) => changes);
      heard.push([
        relation,
        changes.filter(({ instance, member }) =>
          !others.some((other) => other.instance === member && other.member === instance)
        ),
      ]);
    }
    return heard;
  }
}

/** Whether two relationships are the two sides of one. */
function isReverse(relation: Relation, other: Relation): boolean {
  return relation.back === other.name && relation.target.root === other.mapping.root;
}

function* removeRows(
  session: SessionState,
  relation: Relation,
  changes: readonly Change[],
): Evaluation<void> {
  const { table } = relation.secondary!;
  let matched = 0;
  for (const change of changes) {
    const { result } = yield* readStatement(session.begin(), {
      kind: "delete",
      table: table.toFrom(),
      where: conditions(yield* valuesOf(relation, change)),
    });
    matched += result?.rowCount ?? 1;
  }
  if (matched === changes.length) return;
  throw ormError(
    "StaleDataError",
    `DELETE statement on table '${table.key}' expected to delete ${changes.length} row(s); Only ${matched} were matched.`,
  );
}

/** The row between two objects. */
function* valuesOf(
  relation: Relation,
  { instance, member }: Change,
): Evaluation<[ColumnState, Value][]> {
  const { local, remote } = relation.secondary!;
  const values: [ColumnState, Value][] = [];
  for (const { attribute, column } of local) {
    values.push([column, yield* wait(getAttribute(instance, attribute))]);
  }
  for (const { attribute, column } of remote) {
    values.push([column, yield* wait(getAttribute(member, attribute))]);
  }
  return values;
}
