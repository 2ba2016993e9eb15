/** What the queries of `catalogue.ts` answer, a JSON text each. */

/** What every row says about the table that it belongs to. */
export interface OfTable {
  readonly schema: string;
  readonly table: string;
  /** Whether the search path finds the table. */
  readonly visible: boolean;
}

/** A table that another one names. */
export interface RelationFacts {
  readonly schema: string;
  readonly name: string;
  readonly visible: boolean;
}

/** A table. */
export interface TableFacts extends OfTable {
  readonly comment: string | null;
  /** `LIST (region)`, for the parent of partitions. */
  readonly partitionKey: string | null;
  /** Tables that it inherits from; that whose partition it is is not among them. */
  readonly parents: readonly RelationFacts[] | null;
  /** What it is a partition of, and which: `FOR VALUES IN ('north')`, or `DEFAULT`. */
  readonly partitionOf: (RelationFacts & { readonly bound: string }) | null;
  /** Whether what it holds is not logged, so that a crash empties it. */
  readonly unlogged: boolean;
}

/** A column. */
export interface ColumnFacts extends OfTable {
  readonly name: string;
  /** `format_type(atttypid, atttypmod)`. */
  readonly type: string;
  /** The named type that it is, or that its elements are; null for types of `pg_catalog`. */
  readonly typeOid: string | null;
  /** Where it is not that of the type. */
  readonly collation: string | null;
  readonly notNull: boolean;
  readonly default: string | null;
  readonly comment: string | null;
  /** `a` (always) or `d` (by default); empty for other columns. */
  readonly identity: string;
  readonly sequence: SequenceFacts | null;
  /** `s` for a stored generated column. */
  readonly generated: string;
  /** The sequence that the default draws on, if it belongs to a column, and that column's name. */
  readonly owned: { readonly sequence: string; readonly column: string } | null;
  /** Whether the table has it from those that it inherits from alone. */
  readonly inherited: boolean;
}

/** The numbers of a sequence, as text: they may be greater than what JSON's numbers hold. */
export interface SequenceFacts {
  readonly start: string;
  readonly increment: string;
  readonly minValue: string;
  readonly maxValue: string;
  readonly cache: string;
  readonly cycle: boolean;
}

/** A constraint other than a foreign key; of a CHECK `definition` says all. */
export interface ConstraintFacts extends OfTable {
  readonly name: string;
  /** `p`, `u`, `c` or `x`. */
  readonly type: string;
  readonly columns: readonly string[] | null;
  readonly include: readonly string[] | null;
  /** Null where the server does not have it. */
  readonly nullsNotDistinct: boolean | null;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly comment: string | null;
  /** `pg_get_constraintdef`, of an EXCLUDE and a CHECK. */
  readonly definition: string | null;
  /** Whether the table has it from those that it inherits from alone. */
  readonly inherited: boolean;
  /** Of an EXCLUDE; null for others. */
  readonly exclude: ExcludeFacts | null;
}

/** What an EXCLUDE says. */
export interface ExcludeFacts {
  readonly method: string;
  readonly where: string | null;
  /** Its elements, each with the operator that it is compared by. */
  readonly parts: readonly (IndexPart & { readonly operator: string })[];
}

/** A foreign key. */
export interface ForeignKeyFacts extends OfTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly referredTable: string;
  readonly referredSchema: string;
  readonly referredVisible: boolean;
  readonly referredColumns: readonly string[];
  readonly onDelete: string;
  readonly onUpdate: string;
  /** Columns of `ON DELETE SET NULL (…)`. */
  readonly setColumns: readonly string[] | null;
  readonly match: string;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly notValid: boolean;
  readonly comment: string | null;
}

/** An index that stands behind no constraint. */
export interface IndexFacts extends OfTable {
  readonly name: string;
  readonly unique: boolean;
  readonly method: string;
  readonly where: string | null;
  readonly nullsNotDistinct: boolean;
  readonly options: readonly string[] | null;
  readonly tablespace: string | null;
  /** Key parts, then included columns. */
  readonly parts: readonly IndexPart[];
}

/** A column or an expression of an index. */
export interface IndexPart {
  /** The name of the column, or the text of the expression. */
  readonly text: string;
  readonly expression: boolean;
  readonly key: boolean;
  /** `indoption`: 1 descending, 2 nulls first. */
  readonly option: number;
  /** The operator class, where it is not the default one. */
  readonly ops: string | null;
  /** Where it is another than that of the column. */
  readonly collation: string | null;
}

/** An enumeration or a domain. */
export interface NamedTypeFacts {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly visible: boolean;
  /** Null for a domain. */
  readonly labels: readonly string[] | null;
  /** What a domain is made of, as `format_type` writes it. */
  readonly base: string | null;
  /** The type of that, or of its elements. */
  readonly baseOid: string | null;
  readonly notNull: boolean;
  readonly default: string | null;
  readonly collation: string | null;
  readonly checks: readonly { readonly name: string; readonly definition: string }[] | null;
}

/** A sequence that is not behind an identity column. */
export interface LoneSequenceFacts extends SequenceFacts {
  readonly schema: string;
  readonly name: string;
  readonly visible: boolean;
  readonly type: string;
  /** The column that it goes with, unless it is as `SERIAL` makes it; null where there is none. */
  readonly owner: (RelationFacts & { readonly column: string }) | null;
}
