/** The name of a table, index, type …: folded as the server folds it, without quotation marks. */
export interface ObjectName {
  /** `null` where it is not written. */
  readonly schema: string | null;
  readonly name: string;
}

/** A constraint, of a table or of one column. */
export interface ConstraintDefinition {
  readonly kind: "primary-key" | "unique" | "exclude" | "check" | "foreign-key" | "not-null";
  readonly name: string | null;
  readonly columns: readonly string[];
  /** The condition of a check, as it is written, in one line. */
  readonly expression: string | null;
  readonly references: ObjectName | null;
  readonly notValid: boolean;
  /** The index that `USING INDEX` names. */
  readonly usingIndex: string | null;
}

/** A column of CREATE TABLE or ADD COLUMN. */
export interface ColumnDefinition {
  readonly name: string;
  /** As it is written, words in small letters. */
  readonly type: string;
  readonly notNull: boolean;
  /** The expression of DEFAULT, in one line. */
  readonly default: string | null;
  readonly generated: "stored" | "virtual" | null;
  readonly identity: boolean;
  /** Those written at the column. */
  readonly constraints: readonly ConstraintDefinition[];
}

/** One action of ALTER TABLE. */
export type AlterAction =
  | {
    readonly kind: "add-column";
    readonly column: ColumnDefinition;
    readonly ifNotExists: boolean;
  }
  | { readonly kind: "drop-column"; readonly column: string }
  | {
    readonly kind: "alter-type";
    readonly column: string;
    readonly type: string;
    readonly using: string | null;
  }
  | { readonly kind: "set-not-null" | "drop-not-null"; readonly column: string }
  | { readonly kind: "set-default" | "drop-default"; readonly column: string }
  | { readonly kind: "set-expression"; readonly column: string }
  /** What else can be said of a column: STORAGE, COMPRESSION, GENERATED, EXPRESSION … */
  | { readonly kind: "alter-column"; readonly column: string; readonly what: string }
  | { readonly kind: "set-statistics"; readonly column: string }
  | { readonly kind: "add-constraint"; readonly constraint: ConstraintDefinition }
  | { readonly kind: "validate-constraint" | "drop-constraint"; readonly constraint: string }
  | { readonly kind: "rename-column"; readonly column: string; readonly to: string }
  | { readonly kind: "rename"; readonly to: string }
  | { readonly kind: "rename-constraint"; readonly constraint: string; readonly to: string }
  | { readonly kind: "set-schema"; readonly schema: string }
  | { readonly kind: "set-logged" | "set-unlogged" | "set-tablespace" | "set-access-method" }
  | { readonly kind: "trigger"; readonly enable: boolean }
  | {
    readonly kind: "attach-partition";
    readonly partition: ObjectName;
    readonly isDefault: boolean;
  }
  | {
    readonly kind: "detach-partition";
    readonly partition: ObjectName;
    readonly concurrently: boolean;
    readonly finalize: boolean;
  }
  | { readonly kind: "inherit"; readonly parent: ObjectName; readonly inherit: boolean }
  /** SET (…), RESET (…), CLUSTER ON, SET WITHOUT CLUSTER: settings that other work hardly notices. */
  | { readonly kind: "setting" }
  /** Entries of the catalogue alone: OWNER TO, REPLICA IDENTITY, ROW LEVEL SECURITY, rules … */
  | { readonly kind: "catalogue"; readonly what: string };

/** The modes of table locks, from the weakest on (PostgreSQL manual, "Table-Level Locks"). */
export const LOCK_MODES = [
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
] as const;

/** One of the {@link LOCK_MODES}. */
export type LockMode = typeof LOCK_MODES[number];

/** What a statement of PostgreSQL says, as far as locks and lint rules need it. */
export type StatementFacts =
  | {
    readonly kind: "create-table";
    readonly table: ObjectName;
    readonly ifNotExists: boolean;
    readonly temporary: boolean;
    readonly columns: readonly ColumnDefinition[];
    readonly constraints: readonly ConstraintDefinition[];
    readonly partitionOf: ObjectName | null;
    readonly inherits: readonly ObjectName[];
    /** Whether it is filled by a query. */
    readonly asQuery: boolean;
  }
  | {
    readonly kind: "alter-table";
    readonly table: ObjectName;
    readonly actions: readonly AlterAction[];
  }
  /** ALTER INDEX, ALTER SEQUENCE, ALTER VIEW … */
  | {
    readonly kind: "alter-relation";
    readonly what: string;
    readonly name: ObjectName;
    readonly action: "rename" | "attach-partition" | "other";
    readonly to: string | null;
  }
  | {
    readonly kind: "create-index";
    readonly index: string | null;
    readonly table: ObjectName;
    readonly unique: boolean;
    /** What it is made of: the names of columns, `null` for an expression. */
    readonly columns: readonly (string | null)[];
    readonly concurrently: boolean;
    readonly ifNotExists: boolean;
  }
  /** DROP of whatever has names of its own. `what` is `table`, `index`, `materialized view` … */
  | {
    readonly kind: "drop";
    readonly what: string;
    readonly names: readonly ObjectName[];
    readonly concurrently: boolean;
    readonly cascade: boolean;
  }
  /** CREATE, ALTER or DROP of what belongs to a table: a trigger, policy or rule. */
  | {
    readonly kind: "table-part";
    readonly verb: "create" | "alter" | "drop";
    readonly what: "trigger" | "policy" | "rule";
    readonly table: ObjectName;
  }
  | {
    readonly kind: "truncate";
    readonly tables: readonly ObjectName[];
    readonly cascade: boolean;
  }
  | {
    readonly kind: "reindex";
    readonly what: "index" | "table" | "schema" | "database" | "system";
    readonly name: ObjectName | null;
    readonly concurrently: boolean;
  }
  | { readonly kind: "cluster"; readonly table: ObjectName | null }
  | { readonly kind: "vacuum"; readonly tables: readonly ObjectName[]; readonly full: boolean }
  | { readonly kind: "analyze"; readonly tables: readonly ObjectName[] }
  | { readonly kind: "lock"; readonly tables: readonly ObjectName[]; readonly mode: LockMode }
  | {
    readonly kind: "create-type";
    readonly name: ObjectName;
    readonly labels: readonly string[] | null;
  }
  | {
    readonly kind: "add-enum-value";
    readonly type: ObjectName;
    readonly value: string;
    readonly ifNotExists: boolean;
    /** Whether BEFORE or AFTER says where it stands. */
    readonly positioned: boolean;
  }
  | {
    readonly kind: "rename-enum-value";
    readonly type: ObjectName;
    readonly from: string;
    readonly to: string;
  }
  | {
    readonly kind: "rename-type" | "rename-schema";
    readonly name: ObjectName;
    readonly to: string;
  }
  | { readonly kind: "alter-domain"; readonly name: ObjectName; readonly validates: boolean }
  | {
    readonly kind: "insert" | "update" | "delete" | "merge" | "copy";
    readonly table: ObjectName;
    /** Whether a condition chooses the rows. */
    readonly where: boolean;
  }
  | { readonly kind: "select"; readonly calls: readonly string[] }
  | {
    readonly kind: "create-view";
    readonly name: ObjectName;
    readonly materialized: boolean;
    readonly replace: boolean;
  }
  | { readonly kind: "refresh"; readonly name: ObjectName; readonly concurrently: boolean }
  | {
    readonly kind: "comment";
    /** The table that the comment belongs to, where it is one's or a column's. */
    readonly table: ObjectName | null;
  }
  | { readonly kind: "create-statistics"; readonly table: ObjectName | null }
  | {
    readonly kind: "transaction";
    readonly verb: "begin" | "commit" | "rollback" | "savepoint" | "other";
  }
  | {
    readonly kind: "set";
    readonly parameter: string;
    readonly local: boolean;
    readonly value: string;
  }
  /** A statement that locks no table that is there: CREATE SCHEMA, GRANT, CREATE FUNCTION … */
  | { readonly kind: "other"; readonly what: string; readonly outsideTransaction: boolean }
  /** What it does cannot be said: a DO block, CALL, or something not known here. */
  | { readonly kind: "unknown"; readonly what: string };

/** A statement's facts of one kind. */
export type FactsOf<K extends StatementFacts["kind"]> = Extract<
  StatementFacts,
  { readonly kind: K }
>;
