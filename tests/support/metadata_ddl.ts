import { newRunMemory } from "../../src/dialect/dialect.ts";
import { postgresql } from "../../src/dialect/postgresql/postgresql.ts";
import type { Metadata } from "../../src/schema/metadata.ts";
import { nameText } from "../../src/schema/name.ts";
import { sortTables, tableKey } from "../../src/schema/sort_tables.ts";
import type { Table } from "../../src/schema/table.ts";

/** The DDL of one table, as tests/conformance/metadata_oracle.py writes it. */
export interface TableDdl {
  readonly name: string;
  readonly create: string;
  readonly indexes: readonly string[];
  readonly comments: readonly string[];
  readonly types: readonly string[];
}

/** The DDL of all that a MetaData holds. */
export interface MetadataDdl {
  readonly tables: readonly TableDdl[];
  readonly sequences: readonly string[];
}

/** Compiles a metadata, its tables in the order of `sorted_tables`. */
export function metadataDdl(metadata: Metadata): MetadataDdl {
  const options = () => ({
    offline: true,
    memory: newRunMemory(),
    namingConvention: metadata.namingConvention,
    paramstyle: "named" as const,
    standardStrings: true,
  });
  const describe = (table: Table): TableDdl => {
    const statements = postgresql.compile(
      { kind: "createTable", table, checkFirst: false },
      options(),
    ).map(({ sql }) => sql.trim());
    const some = (pattern: RegExp) => statements.filter((sql) => pattern.test(sql));
    return {
      name: tableKey(table),
      create: some(/^CREATE (?!TYPE|DOMAIN|INDEX|UNIQUE|SEQUENCE)/)[0] ?? "",
      indexes: some(/^CREATE (UNIQUE )?INDEX/).sort(),
      comments: some(/^COMMENT/),
      types: [...new Set(some(/^CREATE (TYPE|DOMAIN)/))].sort(),
    };
  };
  return {
    tables: sortTables(metadata.tables).map(describe),
    sequences: metadata.sequences.map((sequence) =>
      postgresql.compile({ kind: "createSequence", sequence }, options())
        .map(({ sql }) => sql.trim()).join("\n")
    ).sort(),
  };
}

/** The names of the tables. */
export function tableNames(metadata: Metadata): readonly string[] {
  return metadata.tables.map(({ name }) => nameText(name));
}
