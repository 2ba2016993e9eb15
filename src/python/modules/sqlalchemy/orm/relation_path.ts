/** Relationships in statements: where they lead from and to, as joins and as conditions. */
import { nameText } from "../../../../schema/name.ts";
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import {
  type Evaluation,
  PyClass,
  PyInstance,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { conditionOf } from "../expression/coercion.ts";
import { conjunction } from "../expression/conjunction.ts";
import { element } from "../expression/element.ts";
import { classOfAlias } from "../expression/entities.ts";
import { aliasOf } from "../expression/from.ts";
import { asFromSource, fromSource, type JoinStep } from "../expression/from_source.ts";
import { negate, rememberNegation } from "../expression/negation.ts";
import { booleanType, integerType } from "../expression/infer.ts";
import { expressionOf } from "../expression/payload.ts";
import { columnState } from "../schema/column.ts";
import { replaced } from "../expression/adapt.ts";
import { aliasState, columnOfAlias, replacementOf } from "./alias_columns.ts";
import { anonymousAlias } from "./alias_sources.ts";
import { columnObjectOf, differs, equals, keyColumns } from "./columns.ts";
import { entityState, hasState } from "./entity_state.ts";
import type { ClassMapping } from "./mapping.ts";
import { knownValue, mappingFor, onlyOf } from "./mapping_lookup.ts";
import type { Relation } from "./relation.ts";

/** What a relationship leads from or to: a class, or an alias of it or of its table. */
type End = PyClass | PyInstance;

/** A relationship as an attribute of a class or an alias says it, perhaps with `of_type()` and `and_()`. */
export interface RelationPath {
  readonly relation: Relation;
  /** The alias that it is an attribute of; `null` for the class. */
  readonly from: PyInstance | null;
  /** `of_type(…)`: the alias or derived class that it leads to; `null` for the class. */
  readonly to: End | null;
  /** `and_(…)`: further conditions. */
  readonly further: readonly Expression[];
}

/** The column of an attribute, as an end of a relationship has it. */
function columnAt(end: End, mapping: ClassMapping, attribute: string): PyInstance {
  const column = columnObjectOf(mapping, attribute);
  if (end instanceof PyClass) return column;
  const state = columnState(column)!;
  const name = nameText(state.name);
  const found = columnOfAlias(end, state) ?? asFromSource(end)!.columns().get(name);
  if (found !== undefined) return found;
  throw sqlalchemyError(
    "InvalidRequestError",
    `the alias of ${mapping.cls.name} has no column ${name}`,
  );
}

function equal(left: Value, right: Value): Expression {
  return {
    kind: "binary",
    operator: "eq",
    left: expressionOf(left),
    right: expressionOf(right),
    type: booleanType,
  };
}

/** The joins that the path stands for, to the end that it has or to the one given. */
export function joinsAlong(
  path: RelationPath,
  given: Value = null,
  ownBetween = true,
): readonly JoinStep[] {
  const { relation: { mapping, target, pairs, secondary, direction }, further } = path;
  const from = path.from ?? mapping.cls;
  const to = (given as End | null) ?? path.to ?? target.cls;
  const on = (conditions: readonly Expression[]) =>
    element(conjunction([...conditions, ...further]));
  if (secondary === null) {
    const conditions = pairs.map(({ local, remote }) => {
      const [near, far] = [columnAt(from, mapping, local), columnAt(to, target, remote)];
      // What is referred to stands first.
      return direction === "manyToOne" ? equal(far, near) : equal(near, far);
    });
    return [{ target: to, on: on(conditions) }];
  }
  // The table between is joined under a name of its own, so that it can be joined again.
  const table = secondary.table.object!;
  const between = ownBetween ? aliasOf(table, null) : table;
  const columns = asFromSource(between)!.columns();
  const side = (end: End, of: ClassMapping, links: typeof secondary.local) =>
    links.map(({ attribute, column }) =>
      equal(columnAt(end, of, attribute), columns.get(nameText(column.name))!)
    );
  return [
    { target: between, on: element(conjunction(side(from, mapping, secondary.local))) },
    { target: to, on: on(side(to, target, secondary.remote)) },
  ];
}

/** Where a path leads to. */
export function endOf({ to, relation }: RelationPath): End {
  return to ?? relation.target.cls;
}

/** `of_type(…)`: the same path to an alias, or to a class that derives from where it leads. */
export function ofType(path: RelationPath, value: Value): RelationPath {
  const cls = value instanceof PyClass ? value : classOfAlias(value);
  const mapping = cls && mappingFor(cls);
  if (mapping === undefined || !mapping.cls.isSubclassOf(path.relation.target.cls)) {
    throw sqlalchemyError(
      "ArgumentError",
      `of_type() expects ${path.relation.target.cls.name}, a class that derives from it, or an alias of one`,
    );
  }
  return { ...path, to: value as End };
}

/** `Class.relationship.any(…)` and `has(…)`: EXISTS over what it leads to. */
export function existing(
  path: RelationPath,
  criterion: Value,
  kw: ReadonlyMap<string, Value>,
): PyInstance {
  const { relation } = path;
  const { mapping, target } = relation;
  // Rows of one table are told apart by an alias, which the condition is about, too.
  const isWithin = path.to === null && path.from === null && mapping.root === target.root;
  const to = isWithin ? anonymousAlias(target) : endOf(path);
  const joins = joinsAlong(path, to, isWithin);
  const state = to instanceof PyInstance ? aliasState(to) : undefined;
  const adapted = (condition: Expression) =>
    isWithin ? replaced(condition, replacementOf(state!)) : condition;
  // Of an alias SQLAlchemy asks it of the class's own table, which then stands in FROM, too.
  const only = onlyOf(to instanceof PyClass ? mappingFor(to)! : state?.mapping ?? target);
  const from = joins.map((join) => fromSource(join.target).toFrom()).reverse();
  return existsIn(from, [
    ...joins.map(({ on }) => conditionOf(on)),
    ...(only === null ? [] : [adapted(only)]),
    ...(criterion === null ? [] : [adapted(conditionOf(criterion))]),
    ...[...kw].map(([name, value]) => conditionOf(equals(columnAt(to, target, name), value))),
  ]);
}

function existsIn(from: readonly FromClause[], where: readonly Expression[]): PyInstance {
  return element({
    kind: "exists",
    select: {
      kind: "select",
      columns: [{ kind: "literalColumn", sql: "1", type: integerType }],
      from,
      // All that is not of this EXISTS belongs to the statement around it.
      correlateExcept: from.flatMap(membersOf),
      where,
    },
  });
}

function membersOf(from: FromClause): readonly FromClause[] {
  return from.kind === "join" ? [from, ...membersOf(from.left), ...membersOf(from.right)] : [from];
}

/** The conditions that the path stands for, with the columns of one side as an object has them; `null` for no object. */
function conditionsFor(
  { relation, from, to }: RelationPath,
  side: "local" | "remote",
  object: PyInstance,
  ownBetween = false,
): { readonly clauses: readonly Expression[]; readonly between: FromClause | null } {
  const { mapping, target, pairs, secondary } = relation;
  const [near, far] = [from ?? mapping.cls, to ?? target.cls];
  if (secondary === null) {
    const clauses = pairs.map(({ local, remote }) =>
      side === "local"
        ? conditionOf(equals(columnAt(far, target, remote), knownValue(object, local)))
        : conditionOf(equals(columnAt(near, mapping, local), knownValue(object, remote)))
    );
    return { clauses, between: null };
  }
  const table = ownBetween ? aliasOf(secondary.table.object!, null) : secondary.table.object!;
  const columns = asFromSource(table)!.columns();
  const clauses = (["local", "remote"] as const).flatMap((each) =>
    secondary[each].map(({ attribute, column }) => {
      const linked = columns.get(nameText(column.name))!;
      if (each === side) return conditionOf(equals(linked, knownValue(object, attribute)));
      const [end, of] = each === "local" ? [near, mapping] as const : [far, target] as const;
      return equal(columnAt(end, of, attribute), linked);
    })
  );
  return { clauses, between: fromSource(table).toFrom() };
}

/** A new object of a Session has a key only once it is written, as it would be before the statement is run. */
function* withKey(object: PyInstance): Evaluation<void> {
  const { status, owner } = entityState(object);
  if (status === "pending") yield* owner!.autoflush();
}

/** `Parent.children.contains(child)`: whose collection has the object. */
export function* containing(path: RelationPath, other: Value): Evaluation<PyInstance> {
  const { relation } = path;
  if (!relation.isList) {
    throw sqlalchemyError(
      "InvalidRequestError",
      "'contains' not implemented for scalar attributes.  Use ==",
    );
  }
  if (!hasState(other)) {
    throw sqlalchemyError("ArgumentError", "contains() of a relationship expects an object");
  }
  yield* withKey(other);
  const { clauses, between } = conditionsFor(path, "remote", other, true);
  const condition = conjunction(clauses);
  if (between !== null) {
    // The table between stands in FROM then; that it has no such row has to be looked for.
    const inside = conditionsFor(path, "remote", other);
    const exists = expressionOf(existsIn([inside.between!], inside.clauses));
    rememberNegation(condition, negate(exists));
  }
  return element(condition);
}

/** `with_parent(parent, Parent.children)`: the members of what the object has. */
export function* withParent(parent: Value, path: RelationPath): Evaluation<PyInstance> {
  if (!hasState(parent)) {
    throw sqlalchemyError("ArgumentError", "with_parent() received something that is no object");
  }
  yield* withKey(parent);
  return element(conjunction(conditionsFor(path, "local", parent).clauses));
}

/** `Child.parent == parent`, `!=` and `is_(None)`: the columns of the key; what has its key elsewhere is looked for. */
export function* sameKey(
  path: RelationPath,
  other: Value,
  isSame: boolean,
): Evaluation<PyInstance> {
  const { relation: { mapping, direction, pairs, isList }, from } = path;
  if (other !== null && !hasState(other)) {
    throw new UnsupportedConstructError(
      "a comparison of a relationship",
      "a relationship can be compared with an object or None only",
      { hint: "write the condition with the columns" },
    );
  }
  if (other !== null && isList) {
    throw sqlalchemyError(
      "InvalidRequestError",
      "Can't compare a collection to an object or collection; use contains() to test for membership.",
    );
  }
  if (other !== null) yield* withKey(other);
  if (direction !== "manyToOne") return sameElsewhere(path, other, isSame);
  const clauses = pairs.map(({ local, remote }): Expression => {
    const column = columnAt(from ?? mapping.cls, mapping, local);
    const value = other === null ? null : knownValue(other, remote);
    if (isSame) return conditionOf(equals(column, value));
    if (value === null) return conditionOf(differs(column, null));
    return {
      kind: "booleanList",
      operator: "or",
      clauses: [conditionOf(differs(column, value)), conditionOf(equals(column, null))],
    };
  });
  return element(conjunction(clauses));
}

/** The same of a relationship whose other side has the key. */
function sameElsewhere(
  path: RelationPath,
  other: PyInstance | null,
  isSame: boolean,
): PyInstance {
  if (other !== null && isSame && path.relation.secondary === null) {
    return element(conjunction(conditionsFor(path, "remote", other).clauses));
  }
  const { target } = path.relation;
  const key = other === null ? null : element(conjunction(
    keyColumns(target).map(({ attribute }) =>
      conditionOf(equals(columnObjectOf(target, attribute), knownValue(other, attribute)))
    ),
  ));
  const exists = existing(path, key, new Map());
  return isSame === (other === null) ? element(negate(expressionOf(exists))) : exists;
}
