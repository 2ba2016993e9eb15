/** `aliased(Class)`: the class again, over an alias of its table. */
import { nameText } from "../../../../schema/name.ts";
import {
  missingAttribute,
  nativeClass,
  type PyClass,
  PyInstance,
  type Value,
} from "../../../runtime/mod.ts";
import { classOfAlias, rememberAlias } from "../expression/entities.ts";
import { aliasOf } from "../expression/from.ts";
import { asFromSource } from "../expression/from_source.ts";
import { giveKey } from "../expression/payload.ts";
import { columnState } from "../schema/column.ts";
import { refuseJoined } from "./inheritance.ts";
import { mappingFor } from "./mapping_lookup.ts";
import { relationOfAlias } from "./instrument.ts";
import { relationOf } from "./relation.ts";
import { introduceAlias } from "./subjects.ts";

const aliasedClass: PyClass = nativeClass({
  name: "AliasedClass",
  module: "sqlalchemy.orm.util",
  methods: {
    __getattr__: ["name", (self: PyInstance, name: string) => {
      const mapping = mappingFor(classOfAlias(self)!)!;
      const column = columnState(mapping.allColumns().get(name) ?? null);
      const found = column && asFromSource(self)!.columns().get(nameText(column.name));
      if (found !== undefined) {
        if (nameText(column!.name) !== name) giveKey(found, name);
        return found;
      }
      const relation = relationOf(mapping, name);
      if (relation === undefined) throw missingAttribute(self, name);
      return relationOfAlias(self, relation);
    }],
  },
});

/**
 * `aliased(element, alias, name)`: over an alias of its table, or over what is given and has its columns; for a table or a
 * subquery it is its alias.
 */
export function makeAliased(element: Value, given: Value, name: Value): PyInstance {
  const cls = element instanceof PyInstance ? undefined : element as PyClass;
  const mapping = cls && mappingFor(cls);
  if (mapping === undefined || mapping.table === null) return aliasOf(element as PyInstance, name);
  refuseJoined(mapping, "an alias");
  const alias = new PyInstance(aliasedClass);
  alias.native = (given === null ? aliasOf(mapping.table, name) : given as PyInstance).native;
  rememberAlias(alias, mapping.cls);
  introduceAlias(alias, mapping);
  return alias;
}
