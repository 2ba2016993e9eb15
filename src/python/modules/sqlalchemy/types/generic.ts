import type {
  BinaryType,
  DateTimeType,
  FloatType,
  IntegerType,
  NumericType,
  SqlType,
  StringType,
} from "../../../../schema/types.ts";
import type { PyClass, PyInstance } from "../../../runtime/mod.ts";
import { jsonNull } from "../values.ts";
import {
  field,
  flagField,
  nameField,
  numberField,
  sqlType,
  typeClass,
  typeEngineClass,
} from "./engine.ts";

const text = "length=None, collation=None";
const string = (form: StringType["form"]) => (self: PyInstance): SqlType => ({
  kind: "string",
  form,
  length: numberField(self, "length"),
  collation: nameField(self, "collation"),
});
const integer = (form: IntegerType["form"]) => (): SqlType => ({ kind: "integer", form });
/** What a number is to Python, as far as it is said. */
function inPython(
  self: PyInstance,
  usual: boolean,
): { readonly asDecimal?: boolean; readonly decimalReturnScale?: number | boolean } {
  const asDecimal = field(self, "asdecimal") ?? usual;
  const scale = field(self, "decimal_return_scale");
  const decimalReturnScale = typeof scale === "boolean"
    ? scale
    : numberField(self, "decimal_return_scale");
  return {
    ...(asDecimal === usual ? {} : { asDecimal: !usual }),
    ...(decimalReturnScale === undefined ? {} : { decimalReturnScale }),
  };
}
const exact = "precision=None, scale=None, decimal_return_scale=None, asdecimal=True";
const numeric = (form: NumericType["form"]) => (self: PyInstance): SqlType => ({
  kind: "numeric",
  form,
  precision: numberField(self, "precision"),
  scale: numberField(self, "scale"),
  ...inPython(self, true),
});
const floating = "precision=None, asdecimal=False, decimal_return_scale=None";
const float = (form: FloatType["form"]) => (self: PyInstance): SqlType => ({
  kind: "float",
  form,
  precision: numberField(self, "precision"),
  ...inPython(self, false),
});
const datetime = (form: DateTimeType["form"]) => (self: PyInstance): SqlType => ({
  kind: "datetime",
  form,
  timezone: flagField(self, "timezone"),
  precision: numberField(self, "precision"),
});
const binary = (form: BinaryType["form"]) => (self: PyInstance): SqlType => ({
  kind: "binary",
  form,
  length: numberField(self, "length"),
});

export const nullTypeClass: PyClass = typeClass("NullType", typeEngineClass, "", () => ({
  kind: "null",
}));

export const stringClass: PyClass = typeClass("String", typeEngineClass, text, string("String"));
export const textClass: PyClass = typeClass("Text", stringClass, text, string("Text"));
export const unicodeClass: PyClass = typeClass("Unicode", stringClass, text, string("Unicode"));
export const unicodeTextClass: PyClass = typeClass(
  "UnicodeText",
  textClass,
  text,
  string("UnicodeText"),
);
export const varcharClass: PyClass = typeClass("VARCHAR", stringClass, text, string("VARCHAR"));
export const charClass: PyClass = typeClass("CHAR", stringClass, text, string("CHAR"));
export const nvarcharClass: PyClass = typeClass("NVARCHAR", unicodeClass, text, string("NVARCHAR"));
export const ncharClass: PyClass = typeClass("NCHAR", unicodeClass, text, string("NCHAR"));
export const textSqlClass: PyClass = typeClass("TEXT", textClass, text, string("TEXT"));
export const clobClass: PyClass = typeClass("CLOB", textClass, text, string("CLOB"));

export const integerClass: PyClass = typeClass("Integer", typeEngineClass, "", integer("Integer"));
export const smallIntegerClass: PyClass = typeClass(
  "SmallInteger",
  integerClass,
  "",
  integer("SmallInteger"),
);
export const bigIntegerClass: PyClass = typeClass(
  "BigInteger",
  integerClass,
  "",
  integer("BigInteger"),
);
export const integerSqlClass: PyClass = typeClass("INTEGER", integerClass, "", integer("INTEGER"));
export const smallintClass: PyClass = typeClass(
  "SMALLINT",
  smallIntegerClass,
  "",
  integer("SMALLINT"),
);
export const bigintClass: PyClass = typeClass("BIGINT", bigIntegerClass, "", integer("BIGINT"));

export const numericClass: PyClass = typeClass(
  "Numeric",
  typeEngineClass,
  exact,
  numeric("Numeric"),
);
export const numericSqlClass: PyClass = typeClass(
  "NUMERIC",
  numericClass,
  exact,
  numeric("NUMERIC"),
);
export const decimalClass: PyClass = typeClass("DECIMAL", numericClass, exact, numeric("DECIMAL"));
export const floatTypeClass: PyClass = typeClass("Float", numericClass, floating, float("Float"));
export const doubleClass: PyClass = typeClass("Double", floatTypeClass, floating, float("Double"));
export const floatSqlClass: PyClass = typeClass("FLOAT", floatTypeClass, floating, float("FLOAT"));
export const realClass: PyClass = typeClass("REAL", floatTypeClass, floating, float("REAL"));
export const doubleSqlClass: PyClass = typeClass("DOUBLE", doubleClass, floating, float("DOUBLE"));
export const doublePrecisionClass: PyClass = typeClass(
  "DOUBLE_PRECISION",
  doubleClass,
  floating,
  float("DOUBLE_PRECISION"),
);

const truth = "create_constraint=False, name=None";
const boolean = (form: "Boolean" | "BOOLEAN") => (self: PyInstance): SqlType => ({
  kind: "boolean",
  form,
  createConstraint: flagField(self, "create_constraint"),
  name: nameField(self, "name"),
});
export const booleanClass: PyClass = typeClass(
  "Boolean",
  typeEngineClass,
  truth,
  boolean("Boolean"),
);
export const booleanSqlClass: PyClass = typeClass(
  "BOOLEAN",
  booleanClass,
  truth,
  boolean("BOOLEAN"),
);

const zone = "timezone=False";
export const dateTimeClass: PyClass = typeClass(
  "DateTime",
  typeEngineClass,
  zone,
  datetime("DateTime"),
);
export const timestampClass: PyClass = typeClass(
  "TIMESTAMP",
  dateTimeClass,
  zone,
  datetime("TIMESTAMP"),
);
export const dateTimeSqlClass: PyClass = typeClass(
  "DATETIME",
  dateTimeClass,
  zone,
  datetime("DATETIME"),
);
export const dateClass: PyClass = typeClass("Date", typeEngineClass, "", () => ({
  kind: "date",
  form: "Date",
}));
export const dateSqlClass: PyClass = typeClass("DATE", dateClass, "", () => ({
  kind: "date",
  form: "DATE",
}));
const time = (form: "Time" | "TIME") => (self: PyInstance): SqlType => ({
  kind: "time",
  form,
  timezone: flagField(self, "timezone"),
  precision: numberField(self, "precision"),
});
export const timeClass: PyClass = typeClass("Time", typeEngineClass, zone, time("Time"));
export const timeSqlClass: PyClass = typeClass("TIME", timeClass, zone, time("TIME"));
export const intervalClass: PyClass = typeClass(
  "Interval",
  typeEngineClass,
  "native=True, second_precision=None, day_precision=None",
  (self) => ({
    kind: "interval",
    form: "Interval",
    precision: numberField(self, "second_precision"),
  }),
);

export const largeBinaryClass: PyClass = typeClass(
  "LargeBinary",
  typeEngineClass,
  "length=None",
  binary("LargeBinary"),
);
export const blobClass: PyClass = typeClass(
  "BLOB",
  largeBinaryClass,
  "length=None",
  binary("BLOB"),
);
export const binaryClass: PyClass = typeClass(
  "BINARY",
  typeEngineClass,
  "length=None",
  binary("BINARY"),
);
export const varbinaryClass: PyClass = typeClass(
  "VARBINARY",
  typeEngineClass,
  "length=None",
  binary("VARBINARY"),
);

export const jsonClass: PyClass = typeClass(
  "JSON",
  typeEngineClass,
  "none_as_null=False",
  (self) => ({ kind: "json", form: "JSON", noneAsNull: flagField(self, "none_as_null") }),
);
jsonClass.define("NULL", jsonNull);
export const arrayClass: PyClass = typeClass(
  "ARRAY",
  typeEngineClass,
  "item_type, as_tuple=False, dimensions=None, zero_indexes=False",
  (self) => ({
    kind: "array",
    itemType: sqlType(field(self, "item_type")),
    dimensions: numberField(self, "dimensions"),
  }),
);
export const uuidTypeClass: PyClass = typeClass(
  "Uuid",
  typeEngineClass,
  "as_uuid=True, native_uuid=True",
  (self) => ({
    kind: "uuid",
    form: "Uuid",
    asUuid: flagField(self, "as_uuid"),
    nativeUuid: flagField(self, "native_uuid"),
  }),
);
export const uuidSqlClass: PyClass = typeClass("UUID", uuidTypeClass, "as_uuid=True", (self) => ({
  kind: "uuid",
  form: "UUID",
  asUuid: flagField(self, "as_uuid"),
}));
