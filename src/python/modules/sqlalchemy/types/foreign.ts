import type { SqlType } from "../../../../schema/types.ts";
import {
  nativeClass,
  nativeModule,
  type PyClass,
  PyInstance,
  type PyModule,
  type Value,
} from "../../../runtime/mod.ts";
import type { ForeignDialect } from "../module_names.ts";
import { familyOf, typeEngineClass, unwritable } from "./engine.ts";
import * as generic from "./generic.ts";
import { bitClass } from "./postgresql.ts";
import { defaultDialectClass } from "../engine/dialect_object.ts";
import { ownValue } from "../../../../config/own_value.ts";

/**
 * The types of the other databases. Those whose name PostgreSQL's compiler knows are written as it
 * writes them; the others may be named, as in `with_variant(mysql.LONGTEXT(), "mysql")`, and are an error
 * only where they would have to be written.
 */
const known: Readonly<Record<string, PyClass>> = {
  BIGINT: generic.bigintClass,
  BINARY: generic.binaryClass,
  BIT: bitClass,
  BLOB: generic.blobClass,
  BOOLEAN: generic.booleanSqlClass,
  CHAR: generic.charClass,
  CLOB: generic.clobClass,
  DATE: generic.dateSqlClass,
  DATETIME: generic.dateTimeSqlClass,
  DECIMAL: generic.decimalClass,
  DOUBLE: generic.doubleSqlClass,
  DOUBLE_PRECISION: generic.doublePrecisionClass,
  FLOAT: generic.floatSqlClass,
  INTEGER: generic.integerSqlClass,
  JSON: generic.jsonClass,
  NCHAR: generic.ncharClass,
  NUMERIC: generic.numericSqlClass,
  NVARCHAR: generic.nvarcharClass,
  REAL: generic.realClass,
  SMALLINT: generic.smallintClass,
  TEXT: generic.textSqlClass,
  TIME: generic.timeSqlClass,
  TIMESTAMP: generic.timestampClass,
  VARBINARY: generic.varbinaryClass,
  VARCHAR: generic.varcharClass,
};

const names: Readonly<Record<ForeignDialect, string>> = {
  mysql:
    "BIGINT BINARY BIT BLOB BOOLEAN CHAR DATE DATETIME DECIMAL DOUBLE ENUM FLOAT INET4 INET6 " +
    "INTEGER JSON LONGBLOB LONGTEXT MEDIUMBLOB MEDIUMINT MEDIUMTEXT NCHAR NUMERIC NVARCHAR REAL SET " +
    "SMALLINT TEXT TIME TIMESTAMP TINYBLOB TINYINT TINYTEXT VARBINARY VARCHAR YEAR",
  sqlite:
    "BLOB BOOLEAN CHAR DATE DATETIME DECIMAL FLOAT INTEGER JSON NUMERIC REAL SMALLINT TEXT TIME TIMESTAMP VARCHAR",
  mssql:
    "BIGINT BINARY BIT CHAR DATE DATETIME DATETIME2 DATETIMEOFFSET DECIMAL DOUBLE_PRECISION FLOAT " +
    "IMAGE INTEGER JSON MONEY NCHAR NTEXT NUMERIC NVARCHAR REAL ROWVERSION SMALLDATETIME SMALLINT " +
    "SMALLMONEY SQL_VARIANT TEXT TIME TIMESTAMP TINYINT UNIQUEIDENTIFIER VARBINARY VARCHAR XML",
  oracle:
    "BFILE BINARY_DOUBLE BINARY_FLOAT BLOB CHAR CLOB DATE DOUBLE_PRECISION FLOAT INTERVAL LONG " +
    "NCHAR NCLOB NUMBER NVARCHAR NVARCHAR2 RAW REAL ROWID TIMESTAMP VARCHAR VARCHAR2 VECTOR",
};

/** Parameters that come by position, by the class that the type is written as. */
const positional: Readonly<Record<string, readonly string[]>> = {
  string: ["length"],
  binary: ["length"],
  numeric: ["precision", "scale"],
  float: ["precision"],
  datetime: ["timezone"],
  time: ["timezone"],
  bit: ["length"],
};

function foreignType(name: string, dialect: string): PyClass {
  const base = ownValue(known, name);
  const cls = nativeClass({
    name,
    module: `sqlalchemy.dialects.${dialect}`,
    bases: [base ?? typeEngineClass],
    init: ["*args, **kw", (self: PyInstance, args: Value[], kw: Map<string, Value>) => {
      const attributes = self.attributes = new Map(kw);
      const places = base === undefined ? [] : positional[kindOf(self)] ?? [];
      args.forEach((value, index) => {
        const place = places[index];
        if (place !== undefined) attributes.set(place, value);
      });
    }],
  });
  if (base === undefined) {
    cls.native = { build: (): SqlType => unwritable(`${dialect}.${name}`) };
  }
  return cls;
}

function kindOf(self: PyInstance): string {
  return familyOf(self.cls)?.build(self).kind ?? "null";
}

/** Their dialects, to ask whether a connection's is one. */
const dialects: Readonly<Record<ForeignDialect, string>> = {
  mysql: "MySQLDialect",
  sqlite: "SQLiteDialect",
  mssql: "MSDialect",
  oracle: "OracleDialect",
};

function dialectClassOf(name: ForeignDialect): PyClass {
  return nativeClass({
    name: dialects[name],
    module: `sqlalchemy.dialects.${name}.base`,
    bases: [defaultDialectClass],
  });
}

const modules = new Map<string, PyModule>();

/** The module `sqlalchemy.dialects.<name>` of another database. */
export function foreignDialect(name: ForeignDialect): PyModule {
  let module = modules.get(name);
  if (module === undefined) {
    module = nativeModule(
      `sqlalchemy.dialects.${name}`,
      {
        ...Object.fromEntries(
          names[name].split(" ").map((type) => [type, foreignType(type, name)]),
        ),
        [dialects[name]]: dialectClassOf(name),
      },
    );
    module.attributes.set("base", module);
    modules.set(name, module);
  }
  return module;
}
