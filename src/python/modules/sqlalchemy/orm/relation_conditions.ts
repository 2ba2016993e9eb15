/** Relationships in conditions and joins. */
import { PyInstance, UnsupportedConstructError, type Value } from "../../../runtime/mod.ts";
import { conditionOf } from "../expression/coercion.ts";
import { element } from "../expression/element.ts";
import { fromSource, type JoinPath } from "../expression/from_source.ts";
import { columnState } from "../schema/column.ts";
import { columnObjectOf, equals } from "./columns.ts";
import { hasState } from "./entity_state.ts";
import { attributes, relationBehind } from "./instrument.ts";
import { tableOf } from "./join_columns.ts";
import type { ClassMapping } from "./mapping.ts";
import { knownValue, onlyOf } from "./mapping_lookup.ts";
import type { Relation } from "./relation.ts";

/** `.join(Class.relationship)` as joins of tables. */
export function joinsOf(relation: Relation): ReturnType<JoinPath["joins"]> {
  const { mapping, target, pairs, secondary } = relation;
  const equal = (left: PyInstance, right: PyInstance) =>
    element({
      kind: "binary",
      operator: "eq",
      left: columnState(left)!.toExpression(),
      right: columnState(right)!.toExpression(),
      type: { kind: "boolean", form: "Boolean" },
    });
  const all = (conditions: readonly PyInstance[]) =>
    conditions.length === 1 ? conditions[0]! : element({
      kind: "booleanList",
      operator: "and",
      clauses: conditions.map((condition) => conditionOf(condition)),
    });
  if (secondary === null) {
    const on = pairs.map(({ local, remote }) =>
      equal(columnObjectOf(mapping, local), columnObjectOf(target, remote))
    );
    return [{ target: target.cls, on: all(on) }];
  }
  const side = (of: ClassMapping, links: typeof secondary.local) =>
    all(
      links.map(({ attribute, column }) =>
        equal(columnObjectOf(of, attribute), columnObjectOf(secondary.table, column))
      ),
    );
  return [
    { target: secondary.table.object!, on: side(mapping, secondary.local) },
    { target: target.cls, on: side(target, secondary.remote) },
  ];
}

/** `Class.relationship.any(…)` and `has(…)`: EXISTS over what it leads to. */
export function existing(
  relation: Relation,
  criterion: Value,
  kw: ReadonlyMap<string, Value>,
): PyInstance {
  const { mapping, target } = relation;
  if (tableOf(mapping) === tableOf(target)) {
    throw new UnsupportedConstructError(
      "any() and has() within one table",
      `${mapping.cls.name}.${relation.name} leads to its own table: any() and has() cannot be evaluated`,
      { hint: "write the condition with an alias" },
    );
  }
  const joins = joinsOf(relation);
  const only = onlyOf(target);
  const where = [
    ...joins.map(({ on }) => conditionOf(on)),
    ...only === null ? [] : [only],
    ...criterion === null ? [] : [conditionOf(criterion)],
    ...[...kw].map(([name, value]) => conditionOf(equals(columnObjectOf(target, name), value))),
  ];
  return element({
    kind: "exists",
    select: {
      kind: "select",
      columns: [{ kind: "literalColumn", sql: "1", type: { kind: "integer", form: "Integer" } }],
      from: joins.map((join) => fromSource(join.target).toFrom()),
      where,
    },
  });
}

/** `Child.parent == parent`: the columns of the key. */
export function sameKey(self: PyInstance, other: Value): PyInstance {
  const { mapping, direction, pairs } = relationBehind(attributes.get(self)!);
  if (direction !== "manyToOne" || (other !== null && !hasState(other))) {
    throw new UnsupportedConstructError(
      "a comparison of a relationship",
      "only relationships to one object can be compared, with an object or None",
      { hint: "write the condition with the columns" },
    );
  }
  const clauses = pairs.map(({ local, remote }) =>
    conditionOf(
      equals(
        columnObjectOf(mapping, local),
        other === null ? null : knownValue(other, remote),
      ),
    )
  );
  return clauses.length === 1 ? element(clauses[0]!) : element({
    kind: "booleanList",
    operator: "and",
    clauses,
  });
}
