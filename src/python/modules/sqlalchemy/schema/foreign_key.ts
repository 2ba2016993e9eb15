import {
  type ForeignKey,
  parseForeignKeyTarget,
  type ReferredTable,
} from "../../../../schema/constraint.ts";
import { type Name, nameText } from "../../../../schema/name.ts";
import {
  asString,
  isTrue,
  nativeClass,
  type PyClass,
  PyInstance,
  type Value,
} from "../../../runtime/mod.ts";
import { partsOfTables } from "../known_arguments.ts";
import { sqlalchemyError } from "../exc.ts";
import { asExpression, describe } from "../expression/payload.ts";
import { nameFrom, nameValue, textOption } from "../names.ts";
import { ColumnState } from "./column_state.ts";
import { schemaItemClass } from "./defaults.ts";
import { keepInfo } from "./info.ts";
import { dialectOptions } from "./options.ts";
import { foreignKeyOptions } from "./constraints.ts";
import { rememberOrigin } from "./reference_origin.ts";

/** The foreign key behind a `ForeignKey` object; undefined where it is none. */
export function asForeignKey(value: Value): ForeignKey | undefined {
  return value instanceof PyInstance && value.cls.isSubclassOf(foreignKeyClass)
    ? value.native as ForeignKey
    : undefined;
}

/** `ForeignKey("table.column")`, one argument of a Column. */
export const foreignKeyClass: PyClass = nativeClass({
  name: "ForeignKey",
  module: "sqlalchemy.sql.schema",
  bases: [schemaItemClass],
  init: [
    "column, _constraint=None, use_alter=False, name=None, onupdate=None, ondelete=None, " +
    "deferrable=None, initially=None, link_to_name=False, match=None, info=None, comment=None, " +
    "_unresolvable=False, **kw",
    (
      self: PyInstance,
      column: Value,
      _constraint: Value,
      useAlter: Value,
      name: Value,
      onUpdate: Value,
      onDelete: Value,
      deferrable: Value,
      initially: Value,
      link: Value,
      match: Value,
      info: Value,
      comment: Value,
      _unresolvable: Value,
      kw: Map<string, Value>,
    ) => {
      const options = dialectOptions(kw);
      // The column may get its name and its table later.
      const given = column instanceof PyInstance ? column.native : undefined;
      const later = given instanceof ColumnState ? given : null;
      const key: ForeignKey = {
        kind: "columnForeignKey",
        name: nameFrom(name),
        ...later === null ? target(column) : { referred: { table: "" }, referredColumn: null },
        ...foreignKeyOptions(onUpdate, onDelete, match, useAlter),
        ...(deferrable === null ? {} : { deferrable: isTrue(deferrable) }),
        ...textOption("initially", initially),
        ...textOption("comment", comment),
        ...(options === undefined ? {} : { dialectOptions: options }),
      };
      if (later !== null) followColumn(key, later);
      rememberOrigin(key, [column], link);
      self.native = key;
      keepInfo(self, info);
    },
  ],
  methods: { copy: ["**kw", copyKey], _copy: ["**kw", copyKey] },
  properties: {
    name: (self: PyInstance) => nameValue((self.native as ForeignKey).name),
    target_fullname: (self: PyInstance) => fullName(self.native as ForeignKey),
    ondelete: (self: PyInstance) => (self.native as ForeignKey).onDelete ?? null,
    onupdate: (self: PyInstance) => (self.native as ForeignKey).onUpdate ?? null,
    deferrable: (self: PyInstance) => (self.native as ForeignKey).deferrable ?? null,
    initially: (self: PyInstance) => (self.native as ForeignKey).initially ?? null,
    match: (self: PyInstance) => (self.native as ForeignKey).match ?? null,
    use_alter: (self: PyInstance) => (self.native as ForeignKey).useAlter ?? false,
    link_to_name: () => false,
  },
});

function copyKey(self: PyInstance): PyInstance {
  const copy = new PyInstance(self.cls);
  copy.native = self.native;
  return copy;
}

/** Has a foreign key that was given as a column refer to what that column is when it is asked. */
function followColumn(key: object, column: ColumnState): void {
  const property = (name: string, get: () => unknown) =>
    Object.defineProperty(key, name, { get, enumerable: true });
  property("referredColumn", () => column.name);
  property("referred", (): ReferredTable => {
    const { from } = column;
    if (from?.kind === "table") return { table: from.name, schema: from.schema ?? null };
    throw sqlalchemyError(
      "InvalidRequestError",
      `the column '${nameText(column.name)}' that a foreign key refers to is in no table`,
    );
  });
}

function fullName({ referred, referredColumn }: ForeignKey): string {
  return [referred.schema, referred.table, referredColumn]
    .filter((part): part is Name => part !== null && part !== undefined).map(nameText).join(".");
}

function target(column: Value): Pick<ForeignKey, "referred" | "referredColumn"> {
  const text = asString(column);
  if (text !== null) return parseForeignKeyTarget(text);
  const expression = asExpression(column);
  if (expression?.kind === "column" && expression.from?.kind === "table") {
    return {
      referred: { table: expression.from.name, schema: expression.from.schema ?? null },
      referredColumn: expression.name,
    };
  }
  throw sqlalchemyError("ArgumentError", `'table.column' expected, got ${describe(column)}`);
}

partsOfTables(foreignKeyClass);
