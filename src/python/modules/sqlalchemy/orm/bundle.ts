/** `Bundle("name", *columns)`: several columns as one value of a row. */
import {
  missingAttribute,
  nativeClass,
  type PyClass,
  PyInstance,
  str,
  type Value,
} from "../../../runtime/mod.ts";
import { RowKeys, RowTuple } from "../engine/row.ts";
import { rememberComposed } from "../expression/entities.ts";
import { outputColumns } from "../expression/output_columns.ts";
import { expressionOf } from "../expression/payload.ts";
import { nameText } from "../../../../schema/name.ts";

/** `sqlalchemy.orm.Bundle`. */
export const bundleClass: PyClass = nativeClass({
  name: "Bundle",
  module: "sqlalchemy.orm.util",
  init: ["name, *exprs, **kw", (self: PyInstance, name: Value, values: Value[]) => {
    const columns = values.map(expressionOf);
    const names = columns.flatMap((column) =>
      [...outputColumns({ kind: "select", columns: [column] })]
        .map(([own, , key]) => key ?? nameText(own))
    );
    const keys = new RowKeys(names);
    self.native = new Map(names.map((own, index) => [own, values[index]!]));
    rememberComposed(self, () => ({
      name: String(name === null ? "" : str(name)),
      columns,
      make: (items) => new RowTuple(items, keys),
    }));
  }],
  methods: {
    __getattr__: ["name", (self: PyInstance, name: string) => {
      const found = (self.native as ReadonlyMap<string, Value>).get(name);
      if (found === undefined) throw missingAttribute(self, name);
      return found;
    }],
  },
  properties: {
    c: (self: PyInstance) => self,
    columns: (self: PyInstance) => self,
  },
});
