/** The kinds of names that a convention can give. */
export type NamingKey = "pk" | "uq" | "fk" | "ck" | "ix";

/**
 * `MetaData(naming_convention=…)`: templates in Python's `%(token)s` form by kind of constraint. A
 * `custom` entry gives the text of a token that SQLAlchemy does not know.
 */
export interface NamingConvention {
  readonly templates: Readonly<Partial<Record<NamingKey, string>>>;
  readonly custom?: Readonly<Record<string, (table: string, columns: readonly string[]) => string>>;
}

/** SQLAlchemy's default: only indexes of `index=True` columns and unnamed indexes get a name. */
export const defaultNamingConvention: NamingConvention = {
  templates: { ix: "ix_%(column_0_label)s" },
};
