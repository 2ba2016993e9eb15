import { effectiveName } from "../../../../dialect/constraint_name.ts";
import type { Constraint, UniqueConstraint } from "../../../../schema/constraint.ts";
import { nextCreationOrder } from "../../../../schema/creation_order.ts";
import type { DialectOptions } from "../../../../schema/dialect_options.ts";
import { type Name, nameText } from "../../../../schema/name.ts";
import {
  defaultNamingConvention,
  type NamingConvention,
} from "../../../../schema/naming_convention.ts";
import type { Table } from "../../../../schema/table.ts";
import type { SqlType } from "../../../../schema/types.ts";
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause, TableClause, TableColumn } from "../../../../sql/from_clause.ts";
import { PyInstance, PyOpaque, type Value } from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import type { Joinable } from "../expression/join_condition.ts";
import { type FromSource, rememberSource, sourceOfClause } from "../expression/from_source.ts";
import { booleanType } from "../expression/infer.ts";
import { familyOf } from "../types/engine.ts";
import type { Index } from "../../../../schema/index_definition.ts";
import { describe } from "../expression/payload.ts";
import { columnKeys, constraintByName, indexByName } from "./column_keys.ts";
import { columnState, requiredColumnName } from "./column.ts";
import type { ColumnState } from "./column_state.ts";
import { asConstraint, uniqueConstraintClass } from "./constraints.ts";
import { asIndex, type IndexState } from "./index.ts";
import type { MetaDataState } from "./metadata_state.ts";
import { refuseSeveralTables } from "./reference_origin.ts";
import { resolveReferenceTypes } from "./reference_types.ts";

/** The `Table` that a clause of a statement stands for; undefined for lightweight tables. */
export function stateOfClause(clause: FromClause): TableState | undefined {
  const source = sourceOfClause(clause);
  return source instanceof TableState ? source : undefined;
}

function conventionOf(metadata: MetaDataState | null): NamingConvention {
  return metadata?.namingConvention ?? defaultNamingConvention;
}

/** What stands behind a `Table` object. */
export class TableState implements FromSource, Joinable {
  readonly name: Name;
  readonly schema: Name | null;
  readonly metadata: MetaDataState | null;
  /** How unnamed constraints are named: as its MetaData said when the table was made. */
  readonly namingConvention: NamingConvention;
  readonly constraintObjects: PyInstance[] = [];
  readonly indexes: IndexState[] = [];
  readonly indexObjects: PyInstance[] = [];
  comment: string | null = null;
  info: Value = null;
  prefixes: readonly string[] = [];
  dialectOptions: DialectOptions | undefined;
  /** The Python object, for `column.table`. */
  object: PyInstance | null = null;
  readonly #columns = new Map<string, PyInstance>();
  readonly #clauseColumns: TableColumn[] = [];
  readonly #clause: TableClause;

  constructor(name: Name, schema: Name | null, metadata: MetaDataState | null) {
    this.name = name;
    this.schema = schema;
    this.metadata = metadata;
    this.namingConvention = conventionOf(metadata);
    this.#clause = { kind: "table", name, schema, columns: this.#clauseColumns, defined: true };
    rememberSource(this.#clause, this);
  }

  toFrom(): TableClause {
    this.#refresh();
    return this.#clause;
  }

  get constraints(): readonly Constraint[] {
    return this.constraintObjects.map((object) => asConstraint(object)!);
  }

  columns(): ReadonlyMap<string, PyInstance> {
    return this.#columns;
  }

  columnStates(): ColumnState[] {
    return [...this.#columns.values()].map((column) => columnState(column)!);
  }

  /** Adds a column, a constraint or an index. */
  add(item: Value, replace = false): void {
    const column = columnState(item);
    if (column !== undefined) {
      const name = nameText(requiredColumnName(column));
      if (this.#columns.has(column.key ?? name) && !replace) {
        throw sqlalchemyError(
          "DuplicateColumnError",
          `A column with name '${name}' is already present in table '${nameText(this.name)}'.`,
        );
      }
      column.attach(this.#clause, this.object);
      this.#columns.set(column.key ?? name, item as PyInstance);
      if (column.unique && this.#hasOtherConvention()) this.#addUnique(column);
      return;
    }
    const constraint = asConstraint(item);
    if (constraint !== undefined) {
      if (this.constraintObjects.includes(item as PyInstance)) return;
      if (constraint.kind === "foreignKey") refuseSeveralTables(constraint, this.key);
      ((item as PyInstance).attributes ??= new Map()).set("table", this.object);
      if (this.#hasOtherConvention()) (item as PyInstance).native = this.#named(constraint);
      this.constraintObjects.push(item as PyInstance);
      return;
    }
    const index = asIndex(item);
    if (index !== undefined) {
      if (this.indexObjects.includes(item as PyInstance)) return;
      ((item as PyInstance).attributes ??= new Map()).set("table", this.object);
      index.table = { name: this.name, schema: this.schema };
      this.indexes.push(index);
      this.indexObjects.push(item as PyInstance);
      return;
    }
    if (item instanceof PyOpaque) item.refuse("an argument of a table");
    throw sqlalchemyError(
      "ArgumentError",
      `'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got ${describe(item)}`,
    );
  }

  /** Whether the MetaData was given another convention after the table was made: what comes now is named by that. */
  #hasOtherConvention(): boolean {
    return this.namingConvention !== conventionOf(this.metadata);
  }

  #named(constraint: Constraint): Constraint {
    return { ...constraint, name: effectiveName(constraint, this, conventionOf(this.metadata)) };
  }

  /** Says what a column says of itself as a constraint, which has a name of its own. */
  #addUnique(column: ColumnState): void {
    column.unique = false;
    const object = new PyInstance(uniqueConstraintClass);
    object.native = {
      kind: "unique",
      name: null,
      order: nextCreationOrder(),
      columns: [column.name],
    } satisfies UniqueConstraint;
    this.add(object);
  }

  /** The columns as INSERT and UPDATE see them follow the columns as they are now. */
  #refresh(): void {
    const key = this.#primaryKeyNames();
    const columns = this.columnStates().map((state) => {
      const column = state.tableColumn();
      if (!state.primaryKey && !key.has(nameText(column.name))) return column;
      return {
        ...column,
        primaryKey: true,
        ...(this.#isGenerated(state) ? { generated: true } : {}),
      };
    });
    this.#clauseColumns.splice(0, this.#clauseColumns.length, ...columns);
  }

  /** Whether the database gives a column of the primary key its value. */
  #isGenerated(column: ColumnState): boolean {
    if (column.insertDefault !== null) return false;
    if (column.serverDefault !== null || column.identity !== null) return true;
    if (column.sequence !== null) return column.sequence.optional === true;
    if (column.autoincrement === false || !isNumber(column.sqlType)) return false;
    if (column.autoincrement === true) return true;
    return this.primaryKey().length === 1 &&
      (column.foreignKeys.length === 0 || column.autoincrement === "ignore_fk");
  }

  #primaryKeyNames(): ReadonlySet<string> {
    const names = new Set<string>();
    for (const constraint of this.constraints) {
      if (constraint.kind !== "primaryKey") continue;
      for (const name of constraint.columns) names.add(nameText(name));
    }
    return names;
  }

  /** The states of the primary key's columns. */
  primaryKey(): ColumnState[] {
    const names = this.#primaryKeyNames();
    return this.columnStates().filter((state) =>
      state.primaryKey || names.has(nameText(state.name))
    );
  }

  /** The table as plain data. */
  definition(): Table {
    resolveReferenceTypes(this);
    const keys = columnKeys(this.columnStates());
    return {
      kind: "tableDefinition",
      name: this.name,
      schema: this.schema,
      columns: this.columnStates().map((state) =>
        state.definition(inSchemaOf(this.schema, state.sqlType))
      ),
      constraints: this.constraints.map((constraint) => constraintByName(constraint, keys)),
      indexes: [
        ...this.#typeIndexes(),
        ...this.indexes.map(({ index }) => indexByName(index, keys)),
      ],
      ...(this.comment === null ? {} : { comment: this.comment }),
      ...(this.#hasOtherConvention() ? { namingConvention: this.namingConvention } : {}),
      prefixes: this.prefixes,
      dialectOptions: this.dialectOptions,
    };
  }

  /** Indexes that come with the types of columns, such as those on geometries. */
  #typeIndexes(): Index[] {
    const indexes: Index[] = [];
    for (const { name, typeObject } of this.columnStates()) {
      const indexOf = typeObject === null ? undefined : familyOf(typeObject.cls)?.indexOf;
      const index = indexOf?.(typeObject!, nameText(this.name), nameText(name)) ?? null;
      if (index !== null) indexes.push(index);
    }
    return indexes;
  }

  /** The key in `metadata.tables`. */
  get key(): string {
    return this.schema === null
      ? nameText(this.name)
      : `${nameText(this.schema)}.${nameText(this.name)}`;
  }

  /** Tables that this one's foreign keys point to, as keys of `metadata.tables`; those of columns that are `late` aside. */
  references(late: ReadonlySet<string> = new Set()): ReadonlySet<string> {
    const keys = new Set<string>();
    const add = (table: Name, schema: Name | null | undefined) =>
      keys.add(schema ? `${nameText(schema)}.${nameText(table)}` : nameText(table));
    for (const column of this.columnStates()) {
      if (late.has(nameText(column.name || ""))) continue;
      for (const { referred, useAlter } of column.foreignKeys) {
        if (!useAlter) add(referred.table, referred.schema);
      }
    }
    for (const constraint of this.constraints) {
      if (constraint.kind === "foreignKey" && !constraint.useAlter) {
        if (constraint.columns.some((name) => late.has(nameText(name)))) continue;
        add(constraint.referred.table, constraint.referred.schema);
      }
    }
    return keys;
  }

  /** ON made from this table's foreign keys to another; null where there are none. */
  joinTo(other: FromSource): Expression | null {
    if (!(other instanceof TableState)) return null;
    const clauses: Expression[] = [];
    const pair = (local: Name, remote: Name | null) => {
      const left = this.#columns.get(nameText(local));
      const right = other.columns().get(nameText(remote ?? local));
      if (left === undefined || right === undefined) return;
      clauses.push({
        kind: "binary",
        operator: "eq",
        left: columnState(right)!.toExpression(),
        right: columnState(left)!.toExpression(),
        type: booleanType,
      });
    };
    for (const column of this.columnStates()) {
      for (const key of column.foreignKeys) {
        if (nameText(key.referred.table) === nameText(other.name)) {
          pair(column.name, key.referredColumn);
        }
      }
    }
    for (const constraint of this.constraints) {
      if (
        constraint.kind === "foreignKey" &&
        nameText(constraint.referred.table) === nameText(other.name)
      ) {
        constraint.columns.forEach((name, index) => pair(name, constraint.referredColumns[index]!));
      }
    }
    if (clauses.length === 0) return null;
    return clauses.length === 1 ? clauses[0]! : { kind: "booleanList", operator: "and", clauses };
  }
}

/** The state behind a `Table` object. */
export function tableState(value: Value): TableState | undefined {
  return value instanceof PyInstance && value.native instanceof TableState
    ? value.native
    : undefined;
}

/** A type that takes its schema from the table that uses it, in that schema. */
function inSchemaOf(schema: Name | null, type: SqlType): SqlType {
  switch (type.kind) {
    case "enum":
    case "domain":
      return type.inheritSchema ? { ...type, schema: schema ?? undefined } : type;
    case "array":
      return { ...type, itemType: inSchemaOf(schema, type.itemType) };
    default:
      return type;
  }
}

function isNumber({ kind }: SqlType): boolean {
  return kind === "integer" || kind === "numeric" || kind === "float";
}
