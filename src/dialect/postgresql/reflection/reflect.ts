import type { Column } from "../../../schema/column.ts";
import type { ReferredTable } from "../../../schema/constraint.ts";
import type { DialectOption } from "../../../schema/dialect_options.ts";
import type { Extension, Metadata } from "../../../schema/metadata.ts";
import { defaultNamingConvention } from "../../../schema/naming_convention.ts";
import type { Sequence } from "../../../schema/sequence.ts";
import type { Table } from "../../../schema/table.ts";
import {
  type CatalogueScope,
  columnsQuery,
  constraintsQuery,
  extensionsQuery,
  foreignKeysQuery,
  indexesQuery,
  namedTypesQuery,
  schemasQuery,
  sequencesQuery,
  tablesQuery,
} from "./catalogue.ts";
import type {
  ColumnFacts,
  ConstraintFacts,
  ForeignKeyFacts,
  IndexFacts,
  LoneSequenceFacts,
  NamedTypeFacts,
  OfTable,
  RelationFacts,
  TableFacts,
} from "./catalogue_facts.ts";
import { qualified } from "../identifiers.ts";
import { reflectedNamedTypes } from "./named_types.ts";
import {
  reflectedColumn,
  reflectedConstraint,
  reflectedForeignKey,
  reflectedIndex,
  sequenceOptions,
} from "./tables.ts";
import { reflectedType } from "./types.ts";

/** Sends queries, if it can in one message, and gives the rows of each. */
export type Ask = (
  queries: readonly string[],
) => Promise<readonly (readonly (readonly (string | null)[])[])[]>;

/** The schemas of a database. */
export interface SchemaNames {
  /** Where tables are that name none. `null`: the search path names no schema that exists. */
  readonly current: string | null;
  /** All but the server's own, `information_schema` included, by name. */
  readonly all: readonly string[];
}

/** Reads which schemas there are. */
export async function reflectSchemaNames(ask: Ask): Promise<SchemaNames> {
  const [rows] = await ask([schemasQuery]);
  const [current, all] = rows![0]!;
  return { current: current ?? null, all: JSON.parse(all ?? "[]") as string[] };
}

/** Reads which extensions there are beside those that every database has. */
export async function reflectExtensions(ask: Ask): Promise<readonly Extension[]> {
  const [rows] = await ask([extensionsQuery]);
  return rows!.map(([name, schema]) => ({ name: name!, schema: schema ?? null }));
}

/**
 * Reads the tables of some schemas (`null`: what the search path finds, without naming a schema), with all that
 * belongs to them, in as many queries for thousands of tables as for one. Tables are those that SQLAlchemy's
 * `get_table_names` gives, partitions and heirs among them, temporary ones not; by schema and name.
 */
export async function reflectMetadata(ask: Ask, scope: CatalogueScope): Promise<Metadata> {
  const answers = await ask([
    tablesQuery(scope),
    columnsQuery(scope),
    constraintsQuery(scope),
    foreignKeysQuery(scope),
    indexesQuery(scope),
    namedTypesQuery(),
    ...(scope.serverVersion >= 100000 ? [sequencesQuery(scope)] : []),
  ]);
  const facts = <T>(index: number) =>
    (answers[index] ?? []).map(([text]) => JSON.parse(text!) as T);
  const typeFacts = facts<NamedTypeFacts>(5);
  const namedTypes = reflectedNamedTypes(typeFacts);
  const parts: TableParts = {
    columns: byTable(facts<ColumnFacts>(1)),
    constraints: byTable(facts<ConstraintFacts>(2)),
    foreignKeys: byTable(facts<ForeignKeyFacts>(3)),
    indexes: byTable(facts<IndexFacts>(4)),
    namedTypes,
  };
  const tables = facts<TableFacts>(0);
  const [here, elsewhere] = [true, false].map((wanted) =>
    typeFacts.filter((type) => scope.schemas.some((schema) => isIn(schema, type)) === wanted).map((
      type,
    ) => namedTypes.get(type.oid)!)
  );
  return {
    tables: scope.schemas.flatMap((schema) =>
      tables.filter((table) => isIn(schema, table)).map((table) =>
        reflectedTable(table, schema, parts)
      )
    ),
    namingConvention: defaultNamingConvention,
    sequences: facts<LoneSequenceFacts>(6).map(reflectedSequence),
    types: here!,
    typesElsewhere: elsewhere!,
  };
}

function isIn(
  scope: string | null,
  item: { readonly schema: string; readonly visible: boolean },
): boolean {
  return scope === null ? item.visible && item.schema !== "pg_catalog" : item.schema === scope;
}

/** What belongs to tables, by {@link tableKey}. */
interface TableParts {
  readonly columns: ReadonlyMap<string, readonly ColumnFacts[]>;
  readonly constraints: ReadonlyMap<string, readonly ConstraintFacts[]>;
  readonly foreignKeys: ReadonlyMap<string, readonly ForeignKeyFacts[]>;
  readonly indexes: ReadonlyMap<string, readonly IndexFacts[]>;
  readonly namedTypes: ReturnType<typeof reflectedNamedTypes>;
}

function tableKey({ schema, table }: OfTable): string {
  return JSON.stringify([schema, table]);
}

function byTable<T extends OfTable>(facts: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const each of facts) {
    const key = tableKey(each);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return groups;
}

function reflectedTable(facts: TableFacts, scope: string | null, parts: TableParts): Table {
  const key = tableKey(facts);
  const constraints = parts.constraints.get(key) ?? [];
  const primaryKey = constraints.find(({ type }) => type === "p");
  const keyColumns = new Set(primaryKey?.columns ?? []);
  const columns: readonly Column[] = (parts.columns.get(key) ?? []).map((column) =>
    reflectedColumn(column, scope, parts.namedTypes, keyColumns.has(column.name))
  );
  const of = (type: string) =>
    constraints.filter((each) => each.type === type).map(reflectedConstraint);
  const options: Record<string, DialectOption> = {};
  if (facts.partitionKey !== null) options.postgresql_partition_by = facts.partitionKey;
  if (facts.parents !== null) options.postgresql_inherits = facts.parents.map(inheritedName);
  return {
    kind: "tableDefinition",
    name: facts.table,
    schema: scope,
    columns,
    // In the order in which SQLAlchemy puts together a table that it reflects.
    constraints: [
      ...of("p"),
      ...(parts.foreignKeys.get(key) ?? []).map((each) => reflectedForeignKey(each, scope)),
      ...of("u"),
      ...of("c"),
      ...of("x"),
    ],
    indexes: (parts.indexes.get(key) ?? []).map(reflectedIndex),
    ...(facts.unlogged ? { prefixes: ["UNLOGGED"] } : {}),
    ...(facts.partitionOf === null ? {} : {
      partitionOf: { ...relation(facts.partitionOf), bound: facts.partitionOf.bound },
    }),
    ...(facts.comment === null ? {} : { comment: facts.comment }),
    ...(Object.keys(options).length > 0 ? { dialectOptions: options } : {}),
  };
}

/** Another table, its schema named where the search path does not find it. */
function relation({ schema, name, visible }: RelationFacts): ReferredTable {
  return { table: name, schema: visible ? null : schema };
}

/** The keyword has no place for a schema, so both stand in one name. */
function inheritedName({ schema, name, visible }: RelationFacts): DialectOption {
  return visible ? name : { name: qualified(name, schema), quote: false };
}

function reflectedSequence(facts: LoneSequenceFacts): Sequence {
  const { owner } = facts;
  return {
    kind: "sequence",
    name: facts.name,
    schema: facts.visible ? null : facts.schema,
    dataType: reflectedType(facts.type),
    ...sequenceOptions(facts),
    ...(owner === null ? {} : { ownedBy: { ...relation(owner), column: owner.column } }),
  };
}
