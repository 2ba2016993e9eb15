import type { SqlType } from "../../../../schema/types.ts";
import { PyClass, PyInstance, PyList, type Value } from "../../../runtime/mod.ts";
import { nameValue } from "../names.ts";
import { typeEngineClass } from "./engine.ts";
import { enumClass, postgresqlEnumClass } from "./enum.ts";
import * as generic from "./generic.ts";
import * as postgresql from "./postgresql.ts";

const genericByName = new Map<string, PyClass>();
const postgresqlByName = new Map<string, PyClass>();
for (
  const [source, target] of [[generic, genericByName], [postgresql, postgresqlByName]] as const
) {
  for (const value of Object.values(source)) {
    if (value instanceof PyClass) target.set(value.name, value);
  }
}

function classFor(type: SqlType): PyClass | undefined {
  switch (type.kind) {
    case "null":
      return generic.nullTypeClass;
    case "enum":
      return type.form === "ENUM" ? postgresqlEnumClass : enumClass;
    case "domain":
      return postgresql.domainClass;
    case "array":
      return type.postgresql ? postgresql.postgresqlArrayClass : generic.arrayClass;
    case "json":
      return type.form === "JSONB"
        ? postgresql.jsonbClass
        : type.postgresql
        ? postgresql.postgresqlJsonClass
        : generic.jsonClass;
    case "bit":
      return postgresql.bitClass;
    case "hstore":
      return postgresql.hstoreClass;
    case "plain":
      return postgresql.plainClasses[type.form];
    case "range":
      return postgresql.rangeClasses[type.form];
    case "datetime":
      return type.precision === undefined && !type.postgresql
        ? genericByName.get(type.form)
        : postgresql.postgresqlTimestampClass;
    case "time":
      return type.precision === undefined && !type.postgresql
        ? genericByName.get(type.form)
        : postgresql.postgresqlTimeClass;
    case "custom":
    case "variant":
      return undefined;
    default:
      return genericByName.get(type.form) ?? postgresqlByName.get(type.form);
  }
}

/** The Python object of a type that was not made by Python code, such as a reflected one. */
export function typeValue(type: SqlType): PyInstance | null {
  if (type.kind === "variant") return typeValue(type.base);
  const cls = classFor(type);
  if (cls === undefined) return type.kind === "custom" ? customType(type.ddl) : null;
  const instance = new PyInstance(cls);
  const attributes = instance.attributes = new Map<string, Value>();
  for (const [key, value] of Object.entries(type)) {
    const name = pythonNames[key] ?? key;
    if (name === "kind" || name === "form") continue;
    if (value === undefined) continue;
    if (typeof value === "boolean" || typeof value === "number") {
      attributes.set(name, value);
    } else if (key === "itemType" || key === "dataType") {
      attributes.set(name, typeValue(value as SqlType));
    } else if (key === "values") {
      attributes.set("enums", new PyList([...(value as readonly string[])]));
    } else if (key === "name" || key === "schema" || key === "collation") {
      attributes.set(name, nameValue(value as string));
    } else if (typeof value === "string") attributes.set(name, value);
  }
  return instance;
}

const pythonNames: Readonly<Record<string, string>> = {
  createConstraint: "create_constraint",
  nativeEnum: "native_enum",
  createType: "create_type",
  inheritSchema: "inherit_schema",
  asUuid: "as_uuid",
  nativeUuid: "native_uuid",
  noneAsNull: "none_as_null",
  itemType: "item_type",
  dataType: "data_type",
  notNull: "not_null",
};

/** A type of which only the text is known. */
function customType(ddl: string): PyInstance {
  const cls = new PyClass({ name: ddl, module: "sqlalchemy.types", bases: [typeEngineClass] });
  cls.native = { build: () => ({ kind: "custom", ddl }) };
  return new PyInstance(cls);
}
