import type { Operation } from "../operations/operation.ts";
import type { ForeignKeyConstraint } from "../schema/constraint.ts";
import { nameText } from "../schema/name.ts";
import type { Table } from "../schema/table.ts";
import { type Comparison, nameOrNull, type TablePair } from "./comparison.ts";

const logger = "autogenerate.compare.constraints";

/** Foreign keys, by what they say and not by their names: those to drop, then those to add. */
export function compareForeignKeys(
  pair: TablePair,
  comparison: Comparison,
): readonly Operation[] {
  const parents = { table_name: pair.name, schema_name: pair.schema };
  const existing = keysOf(pair.existing).filter((each) =>
    comparison.includesName(nameOrNull(each), "foreign_key_constraint", parents)
  );
  const desired = keysOf(pair.desired.table);
  // A table of the target that names the default schema is another for Alembic than one that names none.
  const found = bySignature(existing, pair.schema, pair.name);
  const wanted = bySignature(desired, schemaOf(pair.desired.table), pair.name);
  const operations: Operation[] = [];
  const object = (table: Table, constraint: ForeignKeyConstraint) =>
    ({ kind: "constraint", table, constraint }) as const;
  for (const [signature, key] of found) {
    if (wanted.has(signature)) continue;
    const other = named(desired, key);
    const compareTo = other === undefined ? null : object(pair.desired.table, other);
    const name = nameOrNull(key);
    if (
      !comparison.includes(
        object(pair.existing, key),
        name,
        "foreign_key_constraint",
        true,
        compareTo,
      )
    ) continue;
    operations.push(dropForeignKey(key, pair));
    comparison.info(logger, `Detected removed foreign key ${described(key, pair)}`);
  }
  for (const [signature, key] of wanted) {
    if (found.has(signature)) continue;
    const other = named(existing, key);
    const compareTo = other === undefined ? null : object(pair.existing, other);
    const name = nameOrNull(key);
    if (
      !comparison.includes(
        object(pair.desired.table, key),
        name,
        "foreign_key_constraint",
        false,
        compareTo,
      )
    ) continue;
    operations.push({
      kind: "addConstraint",
      tableName: pair.name,
      schema: schemaOf(pair.desired.table),
      constraint: key,
    });
    comparison.info(logger, `Detected added foreign key ${described(key, pair)}`);
  }
  return operations;
}

/** ALTER TABLE … DROP CONSTRAINT of a foreign key that is known whole. */
export function dropForeignKey(
  key: ForeignKeyConstraint,
  table: { readonly name: string; readonly schema: string | null },
): Operation {
  return {
    kind: "dropConstraint",
    tableName: table.name,
    schema: table.schema,
    constraintName: key.name,
    constraintType: "foreignkey",
    constraint: key,
  };
}

function keysOf(table: Table): readonly ForeignKeyConstraint[] {
  return table.constraints.filter((each): each is ForeignKeyConstraint =>
    each.kind === "foreignKey"
  );
}

function named(
  keys: readonly ForeignKeyConstraint[],
  { name }: ForeignKeyConstraint,
): ForeignKeyConstraint | undefined {
  if (name === null) return undefined;
  return keys.findLast((each) => each.name !== null && nameText(each.name) === nameText(name));
}

function schemaOf({ schema }: Table): string | null {
  return schema === null || schema === undefined ? null : nameText(schema);
}

function bySignature(
  keys: readonly ForeignKeyConstraint[],
  schema: string | null,
  table: string,
): ReadonlyMap<string, ForeignKeyConstraint> {
  return new Map(keys.map((key) => [
    JSON.stringify([
      schema,
      table,
      key.columns.map(nameText),
      key.referred.schema ? nameText(key.referred.schema) : null,
      nameText(key.referred.table),
      key.referredColumns.map(nameText),
      action(key.onUpdate),
      action(key.onDelete),
      key.initially?.toLowerCase() === "deferred"
        ? "initially_deferrable"
        : key.deferrable
        ? "deferrable"
        : "not deferrable",
    ]),
    key,
  ]));
}

function action(text: string | undefined): string | null {
  const lower = text?.toLowerCase();
  return lower === undefined || lower === "" || lower === "no action" ? null : lower;
}

function described(key: ForeignKeyConstraint, { schema, name }: TablePair): string {
  const columns = (names: ForeignKeyConstraint["columns"]) => names.map(nameText).join(", ");
  return `(${columns(key.columns)})(${columns(key.referredColumns)}) on table ${
    schema === null ? "" : `${schema}.`
  }${name}`;
}
