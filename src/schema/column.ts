import type { Expression } from "../sql/expression.ts";
import type { CheckConstraint, ForeignKey } from "./constraint.ts";
import type { DialectOptions } from "./dialect_options.ts";
import type { Name } from "./name.ts";
import type { Computed, Identity, Sequence } from "./sequence.ts";
import type { SqlType } from "./types.ts";

/**
 * A DEFAULT: `string` is written as a quoted literal (`server_default="0"` becomes `DEFAULT '0'`),
 * `expression` as SQL; `fetched` (`FetchedValue()`) says that the database has one and writes nothing.
 */
export type ServerDefault =
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "expression"; readonly expression: Expression }
  | { readonly kind: "fetched" };

/** A column of a table, as `sa.Column(…)` describes it. */
export interface Column {
  readonly kind: "columnDefinition";
  readonly name: Name;
  readonly type: SqlType;
  /**
   * Left out where the author did not say: then a column is nullable unless it is in the primary key
   * or an identity. Saying `true` matters for identity columns, which write `NULL`.
   */
  readonly nullable?: boolean;
  /** That `nullable` came of something else than the author's word for it: an annotation, or what was set later. */
  readonly nullableUnset?: boolean;
  readonly primaryKey?: boolean;
  readonly serverDefault?: ServerDefault;
  readonly identity?: Identity;
  readonly computed?: Computed;
  /** Default `auto`: SERIAL for a single integer primary key without a default or foreign key. */
  readonly autoincrement?: boolean | "auto" | "ignore_fk";
  readonly unique?: boolean;
  readonly index?: boolean;
  /** What a model says on the column and its table has beside it here: a unique constraint, an index. */
  readonly beside?: { readonly unique: boolean; readonly index: boolean };
  readonly comment?: string;
  readonly foreignKeys?: readonly ForeignKey[];
  /** CHECK constraints given inside the column; they are written after it. */
  readonly checks?: readonly CheckConstraint[];
  /** `Column(…, Sequence("s"))`: keeps a primary key from being SERIAL. */
  readonly sequence?: Sequence;
  /** Of a reflected column: the sequence that counts for it and belongs to it, as with SERIAL. */
  readonly ownedSequence?: string;
  /** Of a reflected column: that the table has it from those that it inherits from alone. */
  readonly inherited?: boolean;
  /** A column that the database makes itself, such as `xmin`; never written. */
  readonly system?: boolean;
  /** Whether `default=` was given, a callable included: such a primary key is not SERIAL. */
  readonly hasDefault?: boolean;
  /** `default=`: what an INSERT through this table writes when it gives no value. Never in DDL. */
  readonly insertDefault?: Expression;
  /** `onupdate=`: what an UPDATE through this table writes when it gives no value. Never in DDL. */
  readonly updateDefault?: Expression;
  readonly dialectOptions?: DialectOptions;
}

/** Whether the default of a reflected column is that of its domain, and not its own. */
export function isDefaultOfType({ type, serverDefault }: Column): boolean {
  return type.kind === "domain" && serverDefault?.kind === "expression" &&
    serverDefault.expression === type.default;
}
