import type { Column, ServerDefault } from "../../../../schema/column.ts";
import type { CheckConstraint, ForeignKey } from "../../../../schema/constraint.ts";
import type { DialectOptions } from "../../../../schema/dialect_options.ts";
import type { Name } from "../../../../schema/name.ts";
import type { Computed, Identity, Sequence } from "../../../../schema/sequence.ts";
import { nullType, type SqlType } from "../../../../schema/types.ts";
import type { ColumnReference, Expression } from "../../../../sql/expression.ts";
import type { FromClause, TableColumn } from "../../../../sql/from_clause.ts";
import { type PyInstance, PyOpaque, type Value } from "../../../runtime/mod.ts";
import type { ExpressionSource } from "../expression/payload.ts";
import { typeOfExpression } from "../expression/infer.ts";
import { valueExpression } from "../expression/coercion.ts";
import { copiedInfo } from "./info.ts";
import { isCallableInstance } from "./default_function.ts";

const states = new WeakMap<object, ColumnState>();

/** The column that a part of an expression refers to; undefined for other parts. */
export function stateOfReference(part: object): ColumnState | undefined {
  return states.get(part);
}

/** Data that a column was made of, with what a `Column` object has no place for. */
export interface ColumnOrigin {
  readonly column: Column;
  /** What `definition()` gave then: what differs from it was changed by Python code. */
  readonly seen: Column;
}

/** What stands behind a `Column` object. */
export class ColumnState implements ExpressionSource {
  #name: Name = "";
  key: string | null = null;
  /** The Python object of the type; null where none was given. */
  typeObject: PyInstance | null = null;
  sqlType: SqlType = nullType;
  nullable: boolean | undefined;
  /** Whether `nullable` was not given but came of an annotation, or was set later. */
  #nullableFollows = false;
  primaryKey = false;
  serverDefault: ServerDefault | null = null;
  /** The `server_default=` argument as Python sees it. */
  serverDefaultValue: Value = null;
  identity: Identity | null = null;
  computed: Computed | null = null;
  sequence: Sequence | null = null;
  autoincrement: boolean | "auto" | "ignore_fk" = "auto";
  /** Null where the argument was not given. */
  unique: boolean | null = null;
  index: boolean | null = null;
  comment: string | null = null;
  info: Value = null;
  system = false;
  /** `default=` and `onupdate=` as given: a value, an expression, or a function. */
  insertDefault: Value = null;
  updateDefault: Value = null;
  /** What the column was made of that is no object of Python's. */
  origin: ColumnOrigin | null = null;
  readonly foreignKeys: ForeignKey[] = [];
  readonly foreignKeyObjects: PyInstance[] = [];
  readonly checks: CheckConstraint[] = [];
  dialectOptions: DialectOptions | undefined;
  /** What the column belongs to in FROM, once it is part of a table. */
  #from: FromClause | null = null;
  table: Value = null;
  #reference: Mutable<ColumnReference> | null = null;
  readonly #waiting: (() => void)[] = [];

  get name(): Name {
    return this.#name;
  }

  /** A name that is given later counts in expressions that were made before. */
  set name(name: Name) {
    this.#name = name;
    if (this.#reference !== null) this.#reference.name = name;
  }

  /** Sets whether the column may be null, as no argument of its own says. */
  setNullable(nullable: boolean): void {
    if (this.nullable === undefined) this.#nullableFollows = true;
    this.nullable = nullable;
  }

  /** Calls a function when the column has become part of a table. */
  whenAttached(then: () => void): void {
    this.#waiting.push(then);
  }

  /** Makes the column part of a table. */
  attach(from: FromClause, table: Value): void {
    this.#from = from;
    this.table = table;
    if (this.#reference !== null) this.#reference.from = from;
    for (const then of this.#waiting.splice(0)) then();
  }

  get from(): FromClause | null {
    return this.#from;
  }

  toExpression(): Expression {
    if (this.#reference === null) {
      this.#reference = { kind: "column", name: this.name, type: this.sqlType, from: this.#from };
      states.set(this.#reference, this);
    }
    this.#reference.type = this.sqlType;
    return this.#reference;
  }

  /** An expression of its own for the column, for those that tell one from another; with the key by which it is known. */
  newReference(key?: string): Expression {
    const reference: Expression = {
      ...this.toExpression() as ColumnReference,
      ...(key === undefined ? {} : { key }),
    };
    states.set(reference, this);
    return reference;
  }

  /** The column of a lightweight table, for INSERT and UPDATE. */
  tableColumn(): TableColumn {
    const insertDefault = plainDefault(this.insertDefault, this.sqlType);
    const updateDefault = plainDefault(this.updateDefault, this.sqlType);
    return {
      name: this.name,
      type: this.sqlType,
      ...(this.primaryKey ? { primaryKey: true } : {}),
      ...(insertDefault === undefined ? {} : { insertDefault }),
      ...(updateDefault === undefined ? {} : { updateDefault }),
    };
  }

  /** The column as plain data, of the given type. */
  definition(type: SqlType = this.sqlType): Column {
    const column: Mutable<Column> = {
      kind: "columnDefinition",
      name: this.name,
      type,
      nullable: this.nullable,
      primaryKey: this.primaryKey,
      autoincrement: this.autoincrement,
      unique: this.unique === true,
      index: this.index === true,
      foreignKeys: this.foreignKeys.slice(),
      checks: this.checks.slice(),
      system: this.system,
      hasDefault: this.insertDefault !== null,
      dialectOptions: this.dialectOptions,
    };
    if (this.#nullableFollows) column.nullableUnset = true;
    if (this.serverDefault !== null) column.serverDefault = this.serverDefault;
    if (this.identity !== null) column.identity = this.identity;
    if (this.computed !== null) column.computed = this.computed;
    if (this.comment !== null) column.comment = this.comment;
    if (this.sequence !== null) column.sequence = this.sequence;
    return column;
  }

  /** A copy that belongs to no table. Foreign keys that became constraints of a table stay with that, as in SQLAlchemy. */
  copy(keepsKeys = this.table === null): ColumnState {
    const copy = new ColumnState();
    Object.assign(copy, this, {
      name: this.name,
      foreignKeys: keepsKeys ? [...this.foreignKeys] : [],
      foreignKeyObjects: keepsKeys ? [...this.foreignKeyObjects] : [],
      checks: [...this.checks],
      info: copiedInfo(this.info),
    });
    copy.#nullableFollows = this.#nullableFollows;
    copy.table = null;
    return copy;
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A default that is known without running anything; functions, and what is not known, are asked row by row elsewhere. */
function plainDefault(value: Value, type: SqlType): Expression | undefined {
  if (value === null || isCallable(value) || value instanceof PyOpaque) return undefined;
  const expression = valueExpression(value, type);
  return expression.kind === "bind" && typeOfExpression(expression).kind === "null"
    ? { ...expression, type }
    : expression;
}

/** Whether a default is a function of Python. */
export function isCallable(value: Value): boolean {
  return typeof value === "object" && value !== null &&
    ("invoke" in value || "namespace" in value || isCallableInstance(value));
}
