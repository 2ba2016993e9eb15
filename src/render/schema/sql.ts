import { type Dialect, newRunMemory } from "../../dialect/dialect.ts";
import { createAll } from "../../operations/create_all.ts";
import type { Operation } from "../../operations/operation.ts";
import type { Column } from "../../schema/column.ts";
import type { Metadata } from "../../schema/metadata.ts";
import { isSerial } from "./tables.ts";

/** The script that makes all that metadata describes, in a database that has nothing of it. */
export function schemaSql(metadata: Metadata, dialect: Dialect): string {
  const options = {
    offline: true,
    standardStrings: true,
    memory: newRunMemory(),
    namingConvention: metadata.namingConvention,
  };
  return creation(metadata).flatMap((operation) => dialect.compile(operation, options))
    .map((statement) => `${dialect.scriptText(statement)}\n`)
    .join("\n");
}

/** The operations that make all of it; columns that count by a sequence of their own make it again. */
export function creation(metadata: Metadata): readonly Operation[] {
  const tables = metadata.tables.map((table) => ({
    ...table,
    columns: table.columns.map(asSerial),
  }));
  return createAll({ ...metadata, tables });
}

function asSerial(column: Column): Column {
  if (!isSerial(column) || column.type.kind !== "integer") return column;
  const word = {
    SmallInteger: "SMALLSERIAL",
    SMALLINT: "SMALLSERIAL",
    BigInteger: "BIGSERIAL",
    BIGINT: "BIGSERIAL",
    Integer: "SERIAL",
    INTEGER: "SERIAL",
  }[column.type.form];
  const { serverDefault: _default, ...rest } = column;
  return { ...rest, autoincrement: false, type: { kind: "custom", ddl: word } };
}
