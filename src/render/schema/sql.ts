import { effectiveName } from "../../dialect/constraint_name.ts";
import { type Dialect, newRunMemory } from "../../dialect/dialect.ts";
import {
  attachPartitionText,
  constraintCommentText,
  extensionTexts,
  sequenceOwnerText,
} from "../../dialect/postgresql/whole_schema.ts";
import { nextValue } from "../../dialect/postgresql/sequence_default.ts";
import { createAll } from "../../operations/create_all.ts";
import type { Operation } from "../../operations/operation.ts";
import type { Column } from "../../schema/column.ts";
import type { Metadata } from "../../schema/metadata.ts";
import type { Table } from "../../schema/table.ts";
import { isSerial, owningSequence } from "./tables.ts";
import { sequenceWithoutUsual, withoutUsual } from "./usual.ts";

/** The script that makes all that metadata describes, in a database that has nothing of it. */
export function schemaSql(metadata: Metadata, dialect: Dialect): string {
  const options = {
    offline: true,
    standardStrings: true,
    memory: newRunMemory(),
    namingConvention: metadata.namingConvention,
  };
  return creation(metadata).flatMap((operation) => dialect.compile(operation, options))
    .map(({ sql }) => `${withoutTabs(sql)};\n`)
    .join("\n");
}

/** With blanks for tabs, but for those in texts and names. */
function withoutTabs(sql: string): string {
  return sql.replaceAll(
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|\t/g,
    (part) => part === "\t" ? "    " : part,
  );
}

/** The operations that make all of it; columns that count by a sequence of their own make it again. */
export function creation(metadata: Metadata): readonly Operation[] {
  const tables = metadata.tables.map(withoutUsual).map((table) => ({
    ...table,
    columns: table.columns.map((column) => withoutTypesNull(asSerial(column, table, metadata))),
  }));
  const sequences = metadata.sequences.map(sequenceWithoutUsual);
  const after = [
    ...metadata.sequences.map(sequenceOwnerText),
    ...metadata.tables.map(attachPartitionText),
    ...metadata.tables.flatMap((table) =>
      table.constraints.map((each) =>
        constraintCommentText(
          each,
          effectiveName(each, table, table.namingConvention ?? metadata.namingConvention),
          table,
        )
      )
    ),
  ];
  const raw = (sql: string): Operation => ({ kind: "rawDdl", sql });
  return [
    ...(metadata.extensions ?? []).flatMap(extensionTexts).map(raw),
    ...createAll({ ...metadata, tables, sequences }),
    ...after.filter((sql) => sql !== null).map(raw),
  ];
}

function asSerial(column: Column, table: Table, metadata: Metadata): Column {
  const { type } = column;
  const { serverDefault: _default, ...rest } = column;
  if (isSerial(column, table, metadata) && type.kind === "integer") {
    const word = {
      SmallInteger: "SMALLSERIAL",
      SMALLINT: "SMALLSERIAL",
      BigInteger: "BIGSERIAL",
      BIGINT: "BIGSERIAL",
      Integer: "SERIAL",
      INTEGER: "SERIAL",
    }[type.form];
    return { ...rest, autoincrement: false, type: { kind: "custom", ddl: word } };
  }
  const sequence = owningSequence(column, table, metadata);
  return sequence === undefined ? column : {
    ...rest,
    autoincrement: false,
    serverDefault: nextValue(sequence),
  };
}

/** That a domain allows no NULL need not be said again: the server keeps it apart. */
function withoutTypesNull(column: Column): Column {
  const { nullable: _nullable, ...rest } = column;
  return column.type.kind === "domain" && column.type.notNull ? rest : column;
}
