/** `aliased(Class)`: the class again, over an alias of its table. */
import { nameText } from "../../../../schema/name.ts";
import type { ColumnReference } from "../../../../sql/expression.ts";
import {
  callMethod,
  missingAttribute,
  nativeClass,
  type Outcome,
  type PyClass,
  PyInstance,
  type Value,
} from "../../../runtime/mod.ts";
import { replaced } from "../expression/adapt.ts";
import { element } from "../expression/element.ts";
import { classOfAlias, rememberAlias, rememberEntity } from "../expression/entities.ts";
import { aliasOf } from "../expression/from.ts";
import { asExpression, giveExpression } from "../expression/payload.ts";
import { columnState } from "../schema/column.ts";
import { aliasState, columnOfAlias, rememberAliasState, replacementOf } from "./alias_columns.ts";
import { flatSource, plainSource, subquerySource } from "./alias_sources.ts";
import { type LoadedColumn, loadedColumns } from "./entity_columns.ts";
import { isJoined } from "./inheritance.ts";
import { instrumentBackrefs, relationOfAlias } from "./instrument.ts";
import { mappingFor, onlyOf } from "./mapping_lookup.ts";
import { relationOf } from "./relation.ts";
import { introduceAlias } from "./subjects.ts";

/** The aliases that `with_polymorphic()` has for the classes that derive from its own, by their names. */
const parts = new WeakMap<PyInstance, ReadonlyMap<string, PyInstance>>();

/** Says which aliases are attributes of another. */
export function rememberParts(alias: PyInstance, own: ReadonlyMap<string, PyInstance>): void {
  parts.set(alias, own);
}

/** `AliasedClass`. */
export const aliasedClass: PyClass = nativeClass({
  name: "AliasedClass",
  module: "sqlalchemy.orm.util",
  methods: { __getattr__: ["name", attributeOf] },
});

function attributeOf(self: PyInstance, name: string): Outcome {
  const part = parts.get(self)?.get(name);
  if (part !== undefined) return part;
  const mapping = mappingFor(classOfAlias(self)!)!;
  const column = columnState(mapping.allColumns().get(name) ?? null);
  const found = column && columnOfAlias(self, column);
  if (found !== undefined) return found;
  const loaded = loadedOf(self).find(({ attribute }) => attribute === name);
  if (loaded !== undefined) return element(loaded.expression);
  const relation = relationOf(mapping, name);
  if (relation !== undefined) return relationOfAlias(self, relation);
  const own = mapping.cls.lookup(name);
  // What a class says of itself, as hybrids do, it says of the alias.
  if (own instanceof PyInstance && own.cls.lookup("__get__") !== undefined) {
    return callMethod(own, "__get__", [null, self]);
  }
  throw missingAttribute(self, name);
}

/** What is read through an alias for the objects of its class. */
function loadedOf(alias: PyInstance): readonly LoadedColumn[] {
  const state = aliasState(alias)!;
  return loadedColumns(state.mapping).flatMap((column): readonly LoadedColumn[] => {
    if (column.state === null) {
      return [{ ...column, expression: replaced(column.expression, replacementOf(state)) }];
    }
    const own = state.columns.get(column.state);
    if (own === undefined) return [];
    const { key: _, ...expression } = asExpression(own) as ColumnReference;
    return [{ ...column, expression }];
  });
}

/**
 * `aliased(element, alias, name)`: over an alias of its table, or over what is given and has its columns; for a table or a
 * subquery it is its alias.
 */
export function makeAliased(element: Value, given: Value, name: Value, flat: Value): PyInstance {
  const cls = element instanceof PyInstance ? undefined : element as PyClass;
  const mapping = cls && mappingFor(cls);
  if (mapping === undefined || mapping.table === null) return aliasOf(element as PyInstance, name);
  const { source, columns, tables } = given === null && isJoined(mapping)
    ? flat === true ? flatSource(mapping, name) : subquerySource(mapping, name)
    : plainSource(mapping, given === null ? aliasOf(mapping.table, name) : given as PyInstance);
  instrumentBackrefs(mapping);
  const alias = new PyInstance(aliasedClass);
  alias.native = source;
  for (const [attribute, object] of mapping.allColumns()) {
    const state = columnState(object)!;
    const column = columns.get(state);
    const expression = column && asExpression(column);
    if (expression?.kind !== "column" || nameText(state.name) === attribute) continue;
    giveExpression(column!, { ...expression, key: attribute });
  }
  const state = { mapping, columns, tables };
  rememberAliasState(alias, state);
  rememberAlias(alias, mapping.cls, source.toFrom());
  rememberEntity(
    alias,
    () => loadedOf(alias).map(({ attribute, expression }) => [attribute, expression]),
  );
  introduceAlias(alias, mapping, [...columns.values()], () => {
    const only = onlyOf(mapping);
    return only && replaced(only, replacementOf(state));
  });
  return alias;
}
