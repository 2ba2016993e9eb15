import type { inspectorMethods } from "./inspector.ts";

/** What Inspector and dialect ask the catalogue: parameters, and the query that answers. */
export const catalogueQueries = {
  has_table: ["table_name, schema=None, **kw", "hasTable"],
  has_schema: ["schema_name, **kw", "hasSchema"],
  has_sequence: ["sequence_name, schema=None, **kw", "hasSequence"],
  has_index: ["table_name, index_name, schema=None, **kw", "hasIndex"],
  get_table_names: ["schema=None", "tableNames"],
  get_view_names: ["schema=None", "viewNames"],
  get_materialized_view_names: ["schema=None", "materializedViewNames"],
  get_view_definition: ["view_name, schema=None, **kw", "viewDefinition"],
  get_schema_names: ["**kw", "schemaNames"],
  get_sequence_names: ["schema=None, **kw", "sequenceNames"],
  get_columns: ["table_name, schema=None, **kw", "columns"],
  get_pk_constraint: ["table_name, schema=None, **kw", "primaryKey"],
  get_foreign_keys: ["table_name, schema=None, **kw", "foreignKeys"],
  get_unique_constraints: ["table_name, schema=None, **kw", "uniqueConstraints"],
  get_check_constraints: ["table_name, schema=None, **kw", "checkConstraints"],
  get_indexes: ["table_name, schema=None, **kw", "indexes"],
  get_table_comment: ["table_name, schema=None, **kw", "tableComment"],
  get_enums: ["schema=None, **kw", "enums"],
} satisfies Readonly<Record<string, readonly [string, keyof typeof inspectorMethods]>>;
