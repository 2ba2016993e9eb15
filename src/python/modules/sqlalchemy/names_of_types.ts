import type { PyClass } from "../../runtime/mod.ts";
import { pickleTypeClass, typeDecoratorClass, userDefinedTypeClass } from "./types/decorator.ts";
import { typeEngineClass } from "./types/engine.ts";
import { enumClass, postgresqlEnumClass } from "./types/enum.ts";
import * as generic from "./types/generic.ts";
import * as pg from "./types/postgresql.ts";

/** The types of `sqlalchemy` and `sqlalchemy.types`, by name. */
export const genericTypes: Readonly<Record<string, PyClass>> = {
  ARRAY: generic.arrayClass,
  BIGINT: generic.bigintClass,
  BINARY: generic.binaryClass,
  BLOB: generic.blobClass,
  BOOLEAN: generic.booleanSqlClass,
  BigInteger: generic.bigIntegerClass,
  Boolean: generic.booleanClass,
  CHAR: generic.charClass,
  CLOB: generic.clobClass,
  DATE: generic.dateSqlClass,
  DATETIME: generic.dateTimeSqlClass,
  DECIMAL: generic.decimalClass,
  DOUBLE: generic.doubleSqlClass,
  DOUBLE_PRECISION: generic.doublePrecisionClass,
  Date: generic.dateClass,
  DateTime: generic.dateTimeClass,
  Double: generic.doubleClass,
  Enum: enumClass,
  FLOAT: generic.floatSqlClass,
  Float: generic.floatTypeClass,
  INT: generic.integerSqlClass,
  INTEGER: generic.integerSqlClass,
  Integer: generic.integerClass,
  Interval: generic.intervalClass,
  JSON: generic.jsonClass,
  LargeBinary: generic.largeBinaryClass,
  NCHAR: generic.ncharClass,
  NUMERIC: generic.numericSqlClass,
  NVARCHAR: generic.nvarcharClass,
  Numeric: generic.numericClass,
  PickleType: pickleTypeClass,
  REAL: generic.realClass,
  SMALLINT: generic.smallintClass,
  SmallInteger: generic.smallIntegerClass,
  String: generic.stringClass,
  TEXT: generic.textSqlClass,
  TIME: generic.timeSqlClass,
  TIMESTAMP: generic.timestampClass,
  Text: generic.textClass,
  Time: generic.timeClass,
  TypeDecorator: typeDecoratorClass,
  UUID: generic.uuidSqlClass,
  Unicode: generic.unicodeClass,
  UnicodeText: generic.unicodeTextClass,
  Uuid: generic.uuidTypeClass,
  VARBINARY: generic.varbinaryClass,
  VARCHAR: generic.varcharClass,
};

/** What `sqlalchemy.types` has beyond those of `sqlalchemy`. */
export const furtherTypes: Readonly<Record<string, PyClass>> = {
  NullType: generic.nullTypeClass,
  TypeEngine: typeEngineClass,
  UserDefinedType: userDefinedTypeClass,
  // The name of LargeBinary up to SQLAlchemy 1.3.
  Binary: generic.largeBinaryClass,
};

/** The types of `sqlalchemy.dialects.postgresql`, by name. */
export const postgresqlTypes: Readonly<Record<string, PyClass>> = {
  ARRAY: pg.postgresqlArrayClass,
  BIGINT: generic.bigintClass,
  BIT: pg.bitClass,
  BOOLEAN: generic.booleanSqlClass,
  BYTEA: pg.byteaClass,
  CHAR: generic.charClass,
  CITEXT: pg.citextClass,
  DATE: generic.dateSqlClass,
  DOMAIN: pg.domainClass,
  DOUBLE_PRECISION: generic.doublePrecisionClass,
  ENUM: postgresqlEnumClass,
  FLOAT: generic.floatSqlClass,
  HSTORE: pg.hstoreClass,
  INTEGER: generic.integerSqlClass,
  INTERVAL: pg.postgresqlIntervalClass,
  JSON: pg.postgresqlJsonClass,
  JSONB: pg.jsonbClass,
  NUMERIC: generic.numericSqlClass,
  REAL: generic.realClass,
  SMALLINT: generic.smallintClass,
  TEXT: generic.textSqlClass,
  TIME: pg.postgresqlTimeClass,
  TIMESTAMP: pg.postgresqlTimestampClass,
  UUID: generic.uuidSqlClass,
  VARCHAR: generic.varcharClass,
  AbstractRange: pg.abstractRangeClass,
  ...pg.plainClasses,
  ...pg.rangeClasses,
};
