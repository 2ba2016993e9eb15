import { type Change, operationsOf } from "../operations/change.ts";
import type { DropConstraint, Operation } from "../operations/operation.ts";
import type { Constraint } from "../schema/constraint.ts";
import { type Name, nameText } from "../schema/name.ts";
import type { Table } from "../schema/table.ts";

const suffixes = { unique: "key", foreignKey: "fkey" } as const;

/**
 * Names the constraints that the models leave nameless where they are to be dropped, as PostgreSQL names them when the
 * upgrade makes them: after the table and the columns, with a number where that name is taken. Those that it would
 * have to shorten stay nameless, as Alembic leaves all of them. `database` is what there is before the upgrade.
 */
export function withServerNames(
  downgrade: readonly Change[],
  upgrade: readonly Change[],
  database: NamedTables,
): readonly Change[] {
  const names = new ServerNames(database);
  for (const operation of upgrade.flatMap(operationsOf)) names.follow(operation);
  const named = <T extends Operation>(operation: T): T | DropConstraint => {
    if (operation.kind !== "dropConstraint" || operation.constraintName !== null) return operation;
    const name = operation.constraint && names.given.get(operation.constraint);
    return name === undefined ? operation : { ...operation, constraintName: { name, final: true } };
  };
  return downgrade.map((change) =>
    change.kind === "modifyTable"
      ? { ...change, operations: change.operations.map(named) }
      : named(change)
  );
}

/** Tables, and the schema of those that name none. */
export interface NamedTables {
  readonly tables: readonly Table[];
  readonly defaultSchema: string | null;
}

/** Which names are taken, by schema, while an upgrade goes on, and which the server gives. */
class ServerNames {
  /** Names by the nameless constraints that got them. */
  readonly given = new Map<Constraint, string>();
  readonly #constraints = new Set<string>();
  /** Tables and indexes, those behind constraints included. */
  readonly #relations = new Set<string>();

  readonly #defaultSchema: string | null;

  constructor({ tables, defaultSchema }: NamedTables) {
    this.#defaultSchema = defaultSchema;
    tables.forEach((table) => this.#enter(table));
  }

  /** Follows what an operation of the upgrade makes and drops. */
  follow(operation: Operation): void {
    switch (operation.kind) {
      case "createTable":
        return this.#enter(operation.table);
      case "dropTable":
        return operation.table === undefined ? undefined : this.#enter(operation.table, false);
      case "createIndex":
        return this.#take(this.#relations, operation.schema, operation.index.name);
      case "dropIndex":
        return this.#take(this.#relations, operation.schema, operation.indexName, false);
      case "addConstraint":
        return this.#add(operation.tableName, operation.schema, operation.constraint);
      case "dropConstraint":
        this.#take(this.#constraints, operation.schema, operation.constraintName, false);
        return this.#take(this.#relations, operation.schema, operation.constraintName, false);
    }
  }

  /** Enters the names of a table, or takes them out. */
  #enter({ name, schema, constraints, indexes }: Table, there = true): void {
    this.#take(this.#relations, schema, name, there);
    for (const index of indexes) this.#take(this.#relations, schema, index.name, there);
    for (const constraint of constraints) {
      if (there) this.#add(name, schema, constraint);
      else {
        this.#take(this.#constraints, schema, constraint.name, false);
        this.#take(this.#relations, schema, constraint.name, false);
      }
    }
  }

  #add(table: Name, schema: Schema, constraint: Constraint): void {
    const name = constraint.name ?? this.#serverName(table, schema, constraint);
    this.#take(this.#constraints, schema, name);
    if (hasIndex(constraint)) this.#take(this.#relations, schema, name);
  }

  /** The rule of `ChooseConstraintName` and `ChooseRelationName`. */
  #serverName(table: Name, schema: Schema, constraint: Constraint): string | null {
    if (constraint.kind !== "unique" && constraint.kind !== "foreignKey") return null;
    const columns = constraint.columns.map(nameText);
    const base = [nameText(table), ...columns, suffixes[constraint.kind]].join("_");
    const isTaken = (name: string) =>
      this.#constraints.has(this.#key(schema, name)) ||
      hasIndex(constraint) && this.#relations.has(this.#key(schema, name));
    let name = base;
    for (let number = 1; isTaken(name); number++) name = `${base}${number}`;
    if (new TextEncoder().encode(name).length > 63) return null;
    this.given.set(constraint, name);
    return name;
  }

  #take(names: Set<string>, schema: Schema, name: Name | null, there = true): void {
    if (name === null) return;
    if (there) names.add(this.#key(schema, nameText(name)));
    else names.delete(this.#key(schema, nameText(name)));
  }

  #key(schema: Schema, name: string): string {
    const text = schema === null || schema === undefined ? null : nameText(schema);
    return JSON.stringify([text === this.#defaultSchema ? null : text, name]);
  }
}

type Schema = Name | null | undefined;

/** Whether the server makes an index of the same name for a constraint. */
function hasIndex({ kind }: Constraint): boolean {
  return kind === "unique" || kind === "primaryKey" || kind === "exclude";
}
