/** What Python gets from a column. */
import { type SqlType, typeFor } from "../../schema/types.ts";
import type { PlainColumn } from "./tables.ts";

/** The annotation of a column; modules that it needs are added. */
export function annotationOf(
  { column }: PlainColumn,
  optional: boolean,
  modules: Set<string>,
): string {
  const name = pythonType(typeFor(column.type, "postgresql"));
  const [module, ...rest] = name.split(".");
  if (rest.length > 0) modules.add(module!);
  return optional ? `${name} | None` : name;
}

function pythonType(type: SqlType): string {
  switch (type.kind) {
    case "string":
    case "enum":
    case "bit":
      return "str";
    case "integer":
      return "int";
    case "numeric":
      return "decimal.Decimal";
    case "float":
      return "float";
    case "boolean":
      return "bool";
    case "date":
      return "datetime.date";
    case "datetime":
      return "datetime.datetime";
    case "time":
      return "datetime.time";
    case "interval":
      return "datetime.timedelta";
    case "binary":
      return "bytes";
    case "uuid":
      return "uuid.UUID";
    case "json":
    case "hstore":
      return "dict";
    case "array":
      return "list";
    case "domain":
      return pythonType(type.dataType);
    default:
      return "typing.Any";
  }
}
