import { reprText } from "../sql/python_text.ts";
import { type Name, nameText } from "./name.ts";
import type { DomainType, EnumType, SqlType } from "./types.ts";

/** How that which stands inside a type is written. */
export interface InnerRepr {
  readonly type: (type: SqlType) => string;
  /** The metadata that an enum is tied to. */
  readonly metadata: string;
}

const plain: InnerRepr = { type: (type) => typeRepr(type), metadata: "MetaData()" };

/**
 * A type as Python's `repr()` gives it, such as `String(length=50)`: the arguments that are not the default of
 * SQLAlchemy's class.
 */
export function typeRepr(type: SqlType, inner: InnerRepr = plain): string {
  if (type.origin !== undefined) return type.origin.repr;
  const call = (name: string, ...args: readonly string[]) => `${name}(${args.join(", ")})`;
  switch (type.kind) {
    case "string":
      return call(
        type.form,
        ...given("length", type.length),
        ...given("collation", type.collation),
      );
    case "integer":
      return call(type.form);
    case "numeric":
      return call(
        type.form,
        ...given("precision", type.precision),
        ...given("scale", type.scale),
        ...returnScale(type.decimalReturnScale),
        ...(type.asDecimal === false ? ["asdecimal=False"] : []),
      );
    case "float":
      return call(
        type.form,
        ...given("precision", type.precision),
        ...flag("asdecimal", type.asDecimal),
        ...returnScale(type.decimalReturnScale),
      );
    case "boolean":
      return call(
        type.form,
        ...flag("create_constraint", type.createConstraint),
        ...given("name", type.name),
      );
    case "date":
      return call(type.form);
    case "datetime":
    case "time":
      return call(
        type.form,
        ...flag("timezone", type.timezone),
        ...given("precision", type.precision),
      );
    case "interval":
      // `Interval` keeps its precisions to itself.
      return type.form === "Interval"
        ? "Interval()"
        : call("INTERVAL", ...given("precision", type.precision), ...given("fields", type.fields));
    case "binary":
      return call(type.form, ...given("length", type.length));
    case "enum":
      return enumRepr(type, inner);
    case "domain":
      return domainRepr(type, inner);
    case "json": {
      const options = flag("none_as_null", type.noneAsNull);
      if (!isPostgresqlType(type)) return call(type.form, ...options);
      const text = type.astextType ?? { kind: "string", form: "Text" } as const;
      return call(type.form, ...options, `astext_type=${inner.type(text)}`);
    }
    case "uuid":
      return call(
        type.form,
        ...(type.asUuid === false ? ["as_uuid=False"] : []),
        ...(type.nativeUuid === false && type.form === "Uuid" ? ["native_uuid=False"] : []),
      );
    case "array":
      return call("ARRAY", inner.type(type.itemType), ...given("dimensions", type.dimensions));
    case "range":
    case "plain":
      return call(type.form);
    case "bit":
      return call(
        "BIT",
        ...given("length", type.length ?? (type.varying ? undefined : 1)),
        ...flag("varying", type.varying),
      );
    case "hstore":
      return call("HSTORE", `text_type=${inner.type({ kind: "string", form: "Text" })}`);
    case "null":
      return "NullType()";
    case "custom":
      return call(type.ddl);
    case "variant":
      return typeRepr(type.base, inner);
  }
}

/** Whether the class of a type is one of `sqlalchemy.dialects.postgresql`, not of `sqlalchemy` itself. */
export function isPostgresqlType(type: SqlType): boolean {
  if (type.origin !== undefined) {
    return type.origin.module.startsWith("sqlalchemy.dialects.postgresql");
  }
  switch (type.kind) {
    case "datetime":
    case "time":
      return type.postgresql === true || type.precision !== undefined;
    case "json":
      return type.postgresql === true || type.form === "JSONB";
    case "array":
      return type.postgresql === true;
    case "enum":
      return type.form === "ENUM";
    case "interval":
      return type.form === "INTERVAL";
    case "binary":
      return type.form === "BYTEA";
    case "string":
      return type.form === "CITEXT";
    case "variant":
      return isPostgresqlType(type.base);
    case "domain":
    case "range":
    case "plain":
    case "bit":
    case "hstore":
      return true;
    default:
      return false;
  }
}

/** A keyword argument that is there. */
function given(key: string, value: number | Name | undefined): readonly string[] {
  if (value === undefined) return [];
  return [`${key}=${typeof value === "number" ? value : reprText(nameText(value))}`];
}

function returnScale(value: number | boolean | undefined): readonly string[] {
  if (typeof value !== "boolean") return given("decimal_return_scale", value);
  return [`decimal_return_scale=${value ? "True" : "False"}`];
}

function flag(key: string, value: boolean | undefined): readonly string[] {
  return value ? [`${key}=True`] : [];
}

function enumRepr(type: EnumType, inner: InnerRepr): string {
  const generic = type.form === "Enum";
  const longest = Math.max(0, ...type.values.map((label) => [...label].length));
  return `${type.form}(${
    [
      ...type.values.map(reprText),
      ...given("name", type.name),
      ...given("schema", type.schema),
      ...(type.metadata ? [`metadata=${inner.metadata}`] : []),
      ...flag("inherit_schema", type.inheritSchema),
      ...(generic && type.nativeEnum === false ? ["native_enum=False"] : []),
      ...flag("create_constraint", type.createConstraint),
      ...(type.length === longest ? [] : given("length", type.length)),
    ].join(", ")
  })`;
}

/** SQLAlchemy's own `repr()` leaves out all but the name and the type. */
function domainRepr(type: DomainType, inner: InnerRepr): string {
  return `DOMAIN(${reprText(nameText(type.name))}, ${inner.type(type.dataType)})`;
}
