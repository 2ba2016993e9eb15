import type {
  AlterAction,
  ColumnDefinition,
  ConstraintDefinition,
  FactsOf,
  ObjectName,
  StatementFacts,
} from "../statement/statement.ts";
import type { TableSize } from "./effect.ts";
import { readType, SERIAL } from "./sql_type.ts";
import { unknownFunctions } from "./volatility.ts";
import { ownValue } from "../../config/own_value.ts";

/** What is known of one column. */
export interface KnownColumn {
  readonly type: string;
  readonly notNull: boolean;
}

/** What is known of a constraint. */
export interface KnownConstraint {
  readonly kind: ConstraintDefinition["kind"];
  /** The columns it is about; of a check none, see `expression`. */
  readonly columns: readonly string[];
  readonly expression: string | null;
  readonly validated: boolean;
  /** The key of the table that a foreign key points to. */
  readonly references: string | null;
}

/** What is known of one index. */
export interface KnownIndex {
  /** The key of the table that it is on. */
  readonly table: string;
  /** What it is made of: the names of columns, `null` for an expression. */
  readonly columns: readonly (string | null)[];
}

/** What is known of one table. */
export interface KnownTable {
  readonly name: ObjectName;
  /** Whether the run that is looked at made it, so that nobody uses it yet. */
  isNew: boolean;
  readonly columns: Map<string, KnownColumn>;
  readonly constraints: Map<string, KnownConstraint>;
  size: TableSize | null;
}

/**
 * What is known of a database while statements are looked at one after the other: the tables that
 * earlier ones made, types of columns, validated checks, which table an index is on. What is not in it
 * is not known, rather than not there.
 */
export class SchemaModel {
  readonly tables = new Map<string, KnownTable>();
  /** Indexes by key. */
  readonly indexes = new Map<string, KnownIndex>();
  /** Enum types by key; whether the open transaction made them, and which labels it added. */
  readonly enums = new Map<string, { readonly isNew: boolean; readonly added: Set<string> }>();

  /** `defaultSchema` is what a name without a schema means. */
  constructor(readonly defaultSchema = "public") {}

  /** Where the search path finds names that are not in the first schema. */
  readonly #schemas = new Map<string, string>();

  /** A name as the keys of the model have it. */
  key({ schema, name }: ObjectName): string {
    return `${schema ?? this.#schemas.get(name) ?? this.defaultSchema}.${name}`;
  }

  /** The keys of what was looked for in the catalogue; none where there is none, or no longer sure. */
  #lookedUp: ReadonlySet<string> = new Set();

  /** Says what was looked for in the catalogue, so that what was not found is known not to be there. */
  lookedUp(names: readonly ObjectName[]): void {
    this.#lookedUp = new Set(names.map((name) => this.key(name)));
  }

  /** Something ran whose effects are not known: what was not there may be there now. */
  loseCertainty(): void {
    this.#lookedUp = new Set();
  }

  /** Whether it is known that there is no table or index of this name. */
  isAbsent(name: ObjectName): boolean {
    const key = this.key(name);
    return this.#lookedUp.has(key) && !this.tables.has(key) && !this.indexes.has(key);
  }

  /** Says in which schema a name without one is found. */
  foundIn(schema: string, name: string): void {
    if (schema !== this.defaultSchema) this.#schemas.set(name, schema);
  }

  /** The table, if anything is known of it. */
  table(name: ObjectName): KnownTable | undefined {
    return this.tables.get(this.key(name));
  }

  /** Whether the run that is looked at made the table. */
  isNew(name: ObjectName): boolean {
    return this.table(name)?.isNew ?? false;
  }

  column(table: ObjectName, column: string): KnownColumn | undefined {
    return this.table(table)?.columns.get(column);
  }

  /** The table that an index is on; `null` where it is not known. */
  tableOfIndex(index: ObjectName): ObjectName | null {
    const known = this.indexes.get(this.key(index));
    return known === undefined ? null : this.tables.get(known.table)?.name ?? null;
  }

  /** From here on, what is there counts as used by others. */
  startRun(): void {
    for (const table of this.tables.values()) table.isNew = false;
    this.endTransaction();
  }

  /** A transaction has ended: what it added may be used. */
  endTransaction(): void {
    for (const key of this.enums.keys()) this.enums.set(key, { isNew: false, added: new Set() });
  }

  /** Makes a place for a table that is there already. */
  addTable(name: ObjectName, size: TableSize | null): KnownTable {
    return this.#add(name, { isNew: false, size });
  }

  /** Follows what a statement does. */
  apply(facts: StatementFacts): void {
    switch (facts.kind) {
      case "unknown":
        return this.loseCertainty();
      case "select":
        if (unknownFunctions(facts.calls).length > 0) this.loseCertainty();
        return;
      case "other":
        if (facts.what === "create extension") this.loseCertainty();
        return;
      case "create-table":
        return this.#createTable(facts);
      case "alter-table":
        for (const action of facts.actions) this.#alter(facts.table, action);
        return;
      case "create-index":
        if (facts.index === null) return;
        this.#known(facts.table);
        this.indexes.set(this.key({ schema: facts.table.schema, name: facts.index }), {
          table: this.key(facts.table),
          columns: facts.columns,
        });
        return;
      case "create-view":
        if (facts.materialized) this.#add(facts.name, { isNew: true, size: null });
        return;
      case "alter-relation":
        if (facts.what === "index" && facts.to !== null) this.#renameIndex(facts.name, facts.to);
        return;
      case "drop":
        for (const name of facts.names) this.#drop(facts.what, name);
        return;
      case "create-type":
        if (facts.labels !== null) {
          this.enums.set(this.key(facts.name), { isNew: true, added: new Set() });
        }
        return;
      case "add-enum-value": {
        const known = this.enums.get(this.key(facts.type));
        if (known !== undefined) known.added.add(facts.value);
        else {
          this.enums.set(this.key(facts.type), { isNew: false, added: new Set([facts.value]) });
        }
        return;
      }
    }
  }

  #createTable(facts: FactsOf<"create-table">): void {
    const { table, ifNotExists, columns, constraints } = facts;
    if (ifNotExists && this.tables.has(this.key(table))) return;
    const known = this.#add(table, { isNew: true, size: null });
    for (const column of columns) this.#addColumn(known, column);
    for (const constraint of constraints) this.#addConstraint(known, constraint);
  }

  #addColumn(table: KnownTable, column: ColumnDefinition): void {
    const { name } = readType(column.type);
    const type = ownValue(SERIAL, name) ?? column.type;
    const notNull = column.notNull || column.identity || Object.hasOwn(SERIAL, name);
    table.columns.set(column.name, { type, notNull });
    for (const constraint of column.constraints) this.#addConstraint(table, constraint);
  }

  #alter(name: ObjectName, action: AlterAction): void {
    const table = this.#known(name);
    switch (action.kind) {
      case "add-column":
        if (action.ifNotExists && table.columns.has(action.column.name)) return;
        return this.#addColumn(table, action.column);
      case "drop-column":
        return void table.columns.delete(action.column);
      case "alter-type": {
        const notNull = table.columns.get(action.column)?.notNull ?? false;
        return void table.columns.set(action.column, { type: action.type, notNull });
      }
      case "set-not-null":
      case "drop-not-null": {
        const column = table.columns.get(action.column);
        const notNull = action.kind === "set-not-null";
        if (column) table.columns.set(action.column, { ...column, notNull });
        return;
      }
      case "add-constraint":
        return this.#addConstraint(table, action.constraint);
      case "validate-constraint": {
        const known = table.constraints.get(action.constraint);
        if (known) table.constraints.set(action.constraint, { ...known, validated: true });
        return;
      }
      case "drop-constraint":
        return void table.constraints.delete(action.constraint);
      case "rename-column":
        return move(table.columns, action.column, action.to);
      case "rename-constraint":
        return move(table.constraints, action.constraint, action.to);
      case "rename":
        return this.#rename(name, { schema: name.schema, name: action.to });
      case "set-schema":
        return this.#rename(name, { schema: action.schema, name: name.name });
    }
  }

  #known(name: ObjectName): KnownTable {
    return this.table(name) ?? this.addTable(name, null);
  }

  #add(name: ObjectName, { isNew, size }: Pick<KnownTable, "isNew" | "size">): KnownTable {
    const table: KnownTable = { name, isNew, size, columns: new Map(), constraints: new Map() };
    this.tables.set(this.key(name), table);
    return table;
  }

  #rename(from: ObjectName, to: ObjectName): void {
    const table = this.tables.get(this.key(from));
    if (table === undefined) return;
    this.tables.delete(this.key(from));
    this.tables.set(this.key(to), { ...table, name: to });
    for (const [index, known] of this.indexes) {
      if (known.table === this.key(from)) {
        this.indexes.set(index, { ...known, table: this.key(to) });
      }
    }
  }

  #renameIndex(from: ObjectName, to: string): void {
    move(this.indexes, this.key(from), this.key({ schema: from.schema, name: to }));
  }

  #drop(what: string, name: ObjectName): void {
    if (what === "index") this.indexes.delete(this.key(name));
    if (what === "table" || what === "materialized view") this.tables.delete(this.key(name));
    if (what === "type") this.enums.delete(this.key(name));
  }

  #addConstraint(table: KnownTable, constraint: ConstraintDefinition): void {
    const name = constraint.name ?? `(${table.constraints.size})`;
    table.constraints.set(name, {
      kind: constraint.kind,
      columns: constraint.columns,
      expression: constraint.expression,
      validated: !constraint.notValid,
      references: constraint.references && this.key(constraint.references),
    });
    if (constraint.kind !== "primary-key") return;
    for (const name of constraint.columns) {
      const column = table.columns.get(name);
      if (column) table.columns.set(name, { ...column, notNull: true });
    }
  }
}

function move<V>(map: Map<string, V>, from: string, to: string): void {
  const value = map.get(from);
  if (value === undefined) return;
  map.delete(from);
  map.set(to, value);
}
