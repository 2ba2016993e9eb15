import { CommandError } from "../errors/mod.ts";
import { askServer, type NormalizedTable } from "../dialect/postgresql/reflection/realize.ts";
import {
  type Ask,
  reflectMetadata,
  reflectSchemaNames,
} from "../dialect/postgresql/reflection/reflect.ts";
import type { Operation } from "../operations/operation.ts";
import type { Metadata } from "../schema/metadata.ts";
import { nameText } from "../schema/name.ts";
import { dependencyOrder, referredKey, referredTables, tableKey } from "../schema/sort_tables.ts";
import type { Table } from "../schema/table.ts";
import { reprText } from "../sql/python_text.ts";
import { compareChecks, conditionText } from "./compare_checks.ts";
import { compareColumns, compareDroppedColumns } from "./compare_columns.ts";
import { defaultQuestion } from "./compare_defaults.ts";
import { compareForeignKeys, dropForeignKey } from "./compare_foreign_keys.ts";
import { compareIndexes, needsServer } from "./compare_indexes.ts";
import { compareEnums } from "./compare_enums.ts";
import type { CompareOptions } from "./compare_options.ts";
import { Comparison, equalityKey, qualifiedText, type TablePair } from "./comparison.ts";
import { withServerNames } from "./constraint_names.ts";
import { columnTypes, type DesiredTable, desiredTable } from "./desired_table.ts";
import { type Change, reverseChanges } from "../operations/change.ts";
import { isUnknown, typesDiffer } from "../dialect/postgresql/comparison/types.ts";

/** The database side of a comparison: a way to ask it, inside a transaction, and what was read. */
export interface ComparedDatabase {
  readonly metadata: Metadata;
  /** Where tables are that name no schema; null where there is no such schema. */
  readonly defaultSchema: string | null;
  /** `server_version_num`. */
  readonly serverVersion: number;
  /** Default: the server is asked nothing more, and texts are compared. */
  readonly ask?: Ask;
}

/**
 * Reads what a comparison needs of a database: the tables that the search path finds or, with `includeSchemas`, those of
 * all schemas. `include_name` is asked which schemas these are to be.
 */
export async function readDatabase(
  ask: Ask,
  serverVersion: number,
  options: CompareOptions,
): Promise<ComparedDatabase> {
  const comparison = new Comparison(options);
  const { current, all } = await reflectSchemaNames(ask);
  const others = options.includeSchemas
    ? all.filter((name) => name !== "information_schema" && name !== current)
    : [];
  const schemas = [null, ...others].filter((name) => comparison.includesName(name, "schema", {}));
  const metadata = await reflectMetadata(ask, { schemas, serverVersion });
  return { metadata, defaultSchema: current, serverVersion, ask };
}

/**
 * What is to be done so that the database holds what the target says, in Alembic's order; where that leaves the order
 * to chance, tables come and go in the order of their dependencies and everything else in that of its definition.
 *
 * Throws a `CommandError` where two of the targets have the same table.
 */
export async function compareMetadata(
  target: readonly Metadata[],
  database: ComparedDatabase,
  options: CompareOptions,
): Promise<ComparedChanges> {
  const comparison = new Comparison(options);
  const desired = desiredTables(target, database.defaultSchema, comparison);
  const existing = existingTables(database.metadata, comparison);
  const pairs = await pairedTables(desired, existing, database, comparison);
  const ofTables = [
    ...addedTables(desired, existing, comparison),
    ...removedTables(desired, existing, comparison),
  ];
  pairs.forEach((pair) => sayOwnedSequences(pair.existing, comparison));
  ofTables.push(...pairs.flatMap((pair) => changedTable(pair, comparison)));
  return aroundTables(target, database, ofTables, comparison);
}

/** Puts what is to be done about types around what is to be done about tables. */
function aroundTables(
  target: readonly Metadata[],
  database: ComparedDatabase,
  upgrade: readonly Change[],
  comparison: Comparison,
): ComparedChanges {
  const back = reverseChanges(upgrade);
  const downgrade = comparison.improvements.constraintNames ? withServerNames(back) : back;
  const { defaultSchema, serverVersion } = database;
  const types = comparison.improvements.enums
    ? compareEnums(
      { target, database: database.metadata, defaultSchema, serverVersion, upgrade, downgrade },
      comparison,
    )
    : { before: [], after: [], backBefore: [], backAfter: [] };
  return {
    upgrade: [
      ...types.before,
      ...upgrade,
      ...types.after,
    ],
    downgrade: [
      ...types.backBefore,
      ...downgrade,
      ...types.backAfter,
    ],
  };
}

/** What is to be done, and what takes it back. */
export interface ComparedChanges {
  readonly upgrade: readonly Change[];
  readonly downgrade: readonly Change[];
}

/** Tables by their key, under which one without a schema is one of the default schema. */
type Tables<T> = ReadonlyMap<string, T>;

function desiredTables(
  target: readonly Metadata[],
  defaultSchema: string | null,
  comparison: Comparison,
): Tables<DesiredTable> {
  const { versionTable } = comparison.options;
  const tables = new Map<string, DesiredTable>();
  const keys = new Set<string>();
  const types = columnTypes(target);
  for (const metadata of target) {
    const { sorted, circular } = dependencyOrder(
      metadata.tables.map((table) => [tableKey(table), table, referredTables(table)] as const),
    );
    if (circular.length > 0 && !comparison.improvements.splitForeignKeys) {
      const names = circular.map((table) => `'${nameText(table.name)}'`).sort().join(", ");
      comparison.warn(
        `Cannot correctly sort tables; there are unresolvable cycles between tables "${names}"`,
      );
    }
    for (const table of sorted) {
      const key = tableKey(table);
      if (keys.has(key)) {
        throw new CommandError(
          "duplicate_table",
          `Duplicate table keys across multiple MetaData objects: "${key}"`,
          { hint: "Let one of the metadata have the table" },
        );
      }
      keys.add(key);
      const schema = schemaText(table);
      if (nameText(table.name) === versionTable.name && schema === versionTable.schema) continue;
      const each = desiredTable(table, metadata, types, comparison.improvements.checks);
      comparison.remember(each.originals);
      tables.set(
        tableKey({ name: table.name, schema: schema === defaultSchema ? null : schema }),
        each,
      );
    }
  }
  return tables;
}

function schemaText({ schema }: Table): string | null {
  return schema === null || schema === undefined ? null : nameText(schema);
}

function existingTables(metadata: Metadata, comparison: Comparison): Tables<Table> {
  const { versionTable, isOwnTable } = comparison.options;
  const tables = new Map<string, Table>();
  for (const table of metadata.tables) {
    const name = nameText(table.name);
    const schema = schemaText(table);
    if (name === versionTable.name && schema === versionTable.schema) continue;
    if (isOwnTable?.(name, schema)) continue;
    if (!comparison.includesName(name, "table", { schema_name: schema })) continue;
    tables.set(tableKey({ name, schema }), table);
  }
  return tables;
}

function keySchema(table: Table, key: string): string | null {
  return key === nameText(table.name) ? null : schemaText(table);
}

function addedTables(
  desired: Tables<DesiredTable>,
  existing: Tables<Table>,
  comparison: Comparison,
): readonly Change[] {
  const changes: Change[] = [];
  const later: Change[] = [];
  const waiting = new Set([...desired.keys()].filter((key) => !existing.has(key)));
  for (const [key, each] of desired) {
    if (existing.has(key)) continue;
    const { table } = each;
    const name = nameText(table.name);
    const schema = keySchema(table, key);
    if (!comparison.includes({ kind: "table", table }, name, "table", false, null)) continue;
    waiting.delete(key);
    const { whole, split } = comparison.improvements.splitForeignKeys
      ? splitForeignKeys(table, waiting)
      : { whole: table, split: [] };
    changes.push({ kind: "createTable", table: whole });
    comparison.info(
      "autogenerate.compare.tables",
      `Detected added table ${reprText(qualifiedText(schema, name))}`,
    );
    const indexes = compareIndexes(
      { schema, name, desired: each, existing: null, normalized: null },
      comparison,
    );
    changes.push(...modifyTable(name, schema, indexes));
    later.push(...modifyTable(name, schema, split));
  }
  return [...changes, ...later];
}

/** What CREATE TABLE can hold, and the foreign keys to tables that are not there yet. */
function splitForeignKeys(
  table: Table,
  waiting: ReadonlySet<string>,
): { readonly whole: Table; readonly split: readonly Operation[] } {
  const isLater = (each: Table["constraints"][number]) =>
    each.kind === "foreignKey" &&
    (each.useAlter === true || waiting.has(referredKey(each)));
  const split = table.constraints.filter(isLater);
  if (split.length === 0) return { whole: table, split: [] };
  return {
    whole: { ...table, constraints: table.constraints.filter((each) => !split.includes(each)) },
    split: split.map((constraint) => ({
      kind: "addConstraint",
      tableName: table.name,
      schema: table.schema,
      constraint: constraint.kind === "foreignKey"
        ? { ...constraint, useAlter: undefined }
        : constraint,
    })),
  };
}

function removedTables(
  desired: Tables<DesiredTable>,
  existing: Tables<Table>,
  comparison: Comparison,
): readonly Change[] {
  const removed = [...existing].filter(([key]) => !desired.has(key));
  const { sorted, circular } = dependencyOrder(
    removed.map(([key, table]) => [key, table, referredTables(table)] as const),
  );
  const changes: Change[] = [];
  const earlier: Change[] = [];
  for (const table of [...sorted].reverse()) {
    const name = nameText(table.name);
    const schema = schemaText(table);
    sayOwnedSequences(table, comparison);
    if (!comparison.includes({ kind: "table", table }, name, "table", true, null)) continue;
    const indexes = compareIndexes(
      { schema, name, desired: null, existing: table, normalized: null },
      comparison,
    );
    changes.push(...modifyTable(name, schema, indexes));
    let dropped: Table = { ...table, indexes: [] };
    if (comparison.improvements.splitForeignKeys && circular.includes(table)) {
      const own = tableKey({ name, schema });
      const keys = table.constraints.filter((each) =>
        each.kind === "foreignKey" &&
        referredKey(each) !== own
      );
      dropped = {
        ...dropped,
        constraints: dropped.constraints.filter((each) => !keys.includes(each)),
      };
      earlier.push(...modifyTable(
        name,
        schema,
        keys.map((key) =>
          dropForeignKey(key as Parameters<typeof dropForeignKey>[0], { name, schema })
        ),
      ));
    }
    changes.push({ kind: "dropTable", tableName: table.name, schema, table: dropped });
    comparison.info(
      "autogenerate.compare.tables",
      `Detected removed table ${reprText(qualifiedText(schema, name))}`,
    );
  }
  return [...earlier, ...changes];
}

function modifyTable(
  tableName: string,
  schema: string | null,
  operations: readonly Operation[],
): readonly Change[] {
  return operations.length === 0 ? [] : [{ kind: "modifyTable", tableName, schema, operations }];
}

/** Says which columns of a table that was read are taken for SERIAL. */
function sayOwnedSequences({ name, columns }: Table, comparison: Comparison): void {
  for (const { ownedSequence, name: column } of columns) {
    if (ownedSequence === undefined) continue;
    comparison.info(
      "ddl.postgresql",
      `Detected sequence named '${ownedSequence}' as owned by integer column '${nameText(name)}(${
        nameText(column)
      })', assuming SERIAL and omitting`,
    );
  }
}

/** The tables of both sides, by schema and name, with what the server says of the target's. */
async function pairedTables(
  desired: Tables<DesiredTable>,
  existing: Tables<Table>,
  database: ComparedDatabase,
  comparison: Comparison,
): Promise<readonly TablePair[]> {
  const pairs = [...existing].flatMap(([key, table]): readonly TablePair[] => {
    const wanted = desired.get(key);
    if (wanted === undefined) return [];
    return [{
      schema: schemaText(table),
      name: nameText(table.name),
      desired: wanted,
      existing: table,
      normalized: null,
    }];
  }).sort((a, b) => compareTexts(a.schema ?? "", b.schema ?? "") || compareTexts(a.name, b.name));
  if (database.ask === undefined) return pairs;

  const equalities = new Map<string, readonly [string, string]>();
  if (comparison.options.compareServerDefault) {
    for (const pair of pairs) {
      for (const question of defaultQuestions(pair)) {
        equalities.set(equalityKey(...question), question);
      }
    }
  }
  const asked = comparison.improvements.serverExpressions || comparison.improvements.checks
    ? pairs.filter((pair) => isDoubtful(pair, comparison))
    : [];
  const answers = await askServer(database.ask, {
    tables: asked.map(({ desired }) => ({
      table: desired.table,
      checks: comparison.improvements.checks ? [...desired.checks, ...desired.typeChecks] : [],
      indexes: comparison.improvements.serverExpressions ? desired.indexes.filter(needsServer) : [],
    })),
    equalities: [...equalities.values()],
  }, database.serverVersion);
  comparison.equalities = new Map(
    [...equalities.keys()].map((key, index) => [key, answers.equalities[index] ?? null]),
  );
  const normalized = new Map<TablePair, NormalizedTable | null>(
    asked.map((pair, index) => [pair, answers.tables[index] ?? null]),
  );
  return pairs.map((pair) => ({ ...pair, normalized: normalized.get(pair) ?? null }));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function defaultQuestions(
  { desired, existing }: TablePair,
): readonly (readonly [string, string])[] {
  const columns = new Map(existing.columns.map((column) => [nameText(column.name), column]));
  return desired.table.columns.flatMap((column) => {
    const other = columns.get(nameText(column.name));
    if (other === undefined) return [];
    const plain = [column, other].every((each) =>
      each.identity === undefined && each.computed === undefined
    );
    if (!plain) return [];
    const { counts } = desired.roles.get(nameText(column.name))!;
    const question = defaultQuestion(other, column, counts);
    return typeof question === "boolean" ? [] : [[question.existing, question.wanted] as const];
  });
}

/** Whether a table of the target says something that models and server write differently. */
function isDoubtful(pair: TablePair, comparison: Comparison): boolean {
  const { desired, existing } = pair;
  const { checks, serverExpressions } = comparison.improvements;
  if (checks) {
    const texts = new Set(
      existing.constraints.flatMap((each) => each.kind === "check" ? [conditionText(each)] : []),
    );
    const wanted = [...desired.checks, ...desired.typeChecks];
    if (wanted.some((check) => !texts.has(conditionText(check)))) return true;
    if (wanted.some((check) => check.name === null)) return true;
  }
  if (!serverExpressions) return false;
  if (desired.indexes.some(needsServer)) return true;
  if (hasDoubtfulType(pair)) return true;
  if (desired.table.columns.some((column) => column.computed !== undefined)) {
    return Boolean(comparison.options.compareServerDefault);
  }
  return Boolean(comparison.options.compareServerDefault) && defaultQuestions(pair).length > 0;
}

/** Whether a type has a text of its own, or seems to be another one: the server may have several names for it. */
function hasDoubtfulType({ desired, existing }: TablePair): boolean {
  const wanted = new Map(
    desired.table.columns.map((column) => [nameText(column.name), column.type]),
  );
  return existing.columns.some(({ name, type }) => {
    const other = wanted.get(nameText(name));
    if (other === undefined || isUnknown(other, false)) return false;
    return isUnknown(type, true) || typesDiffer(type, other);
  });
}

function changedTable(pair: TablePair, comparison: Comparison): readonly Change[] {
  const { name, schema, desired, existing } = pair;
  const tables = [desired.table, existing].map((table) => ({ kind: "table", table }) as const);
  if (!comparison.includes(tables[0]!, name, "table", false, tables[1]!)) return [];
  return modifyTable(name, schema, [
    ...compareColumns(pair, comparison),
    ...compareIndexes(pair, comparison),
    ...compareForeignKeys(pair, comparison),
    ...compareTableComment(pair),
    ...(comparison.improvements.checks ? compareChecks(pair, comparison) : []),
    ...compareDroppedColumns(pair, comparison),
  ]);
}

function compareTableComment(pair: TablePair): readonly Operation[] {
  const { name: tableName, schema, desired, existing } = pair;
  const comment = desired.table.comment ?? null;
  const existingComment = existing.comment ?? null;
  if (comment === existingComment) return [];
  return comment === null
    ? [{ kind: "dropTableComment", tableName, schema, existingComment }]
    : [{ kind: "createTableComment", tableName, schema, comment, existingComment }];
}
