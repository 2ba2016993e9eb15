/** Statements that a whole schema needs beside those of directives. */
import type { Constraint } from "../../schema/constraint.ts";
import type { Extension } from "../../schema/metadata.ts";
import type { Name } from "../../schema/name.ts";
import type { Sequence } from "../../schema/sequence.ts";
import type { Table } from "../../schema/table.ts";
import type { Owner } from "../constraint_name.ts";
import { constraintName, qualified, quote } from "./identifiers.ts";
import { stringLiteral } from "./server_literal.ts";

/** Makes an extension, and before it the schema that it is in, where it names one. */
export function extensionTexts({ name, schema }: Extension): readonly string[] {
  const create = `CREATE EXTENSION IF NOT EXISTS ${quote(name)}`;
  return schema === null ? [create] : [
    `CREATE SCHEMA IF NOT EXISTS ${quote(schema)}`,
    `${create} WITH SCHEMA ${quote(schema)}`,
  ];
}

/** Makes a table the partition that it is; `null` for one that is none. */
export function attachPartitionText({ name, schema, partitionOf }: Table): string | null {
  if (partitionOf === undefined) return null;
  const parent = qualified(partitionOf.table, partitionOf.schema);
  return `ALTER TABLE ${parent} ATTACH PARTITION ${qualified(name, schema)} ${partitionOf.bound}`;
}

/** Lets a sequence go with its column; `null` for one that has none. */
export function sequenceOwnerText({ name, schema, ownedBy }: Sequence): string | null {
  if (ownedBy === undefined) return null;
  const column = `${qualified(ownedBy.table, ownedBy.schema)}.${quote(ownedBy.column)}`;
  return `ALTER SEQUENCE ${qualified(name, schema)} OWNED BY ${column}`;
}

/** The comment of a constraint; `null` where there is none, or no name to say which one it is of. */
export function constraintCommentText(
  { comment }: Constraint,
  name: Name | null,
  owner: Owner,
): string | null {
  if (!comment || name === null) return null;
  return `COMMENT ON CONSTRAINT ${constraintName(name)} ON ${
    qualified(owner.name, owner.schema)
  } IS ${stringLiteral(comment)}`;
}
