/** The keys of the main section that Alembic 1.20 reads; those of `sqlalchemy.` belong to the engine. */
export const ALEMBIC_KEYS: readonly string[] = [
  "script_location",
  "version_locations",
  "path_separator",
  "version_path_separator",
  "recursive_version_locations",
  "prepend_sys_path",
  "sqlalchemy.url",
  "file_template",
  "truncate_slug_length",
  "timezone",
  "output_encoding",
  "revision_environment",
  "sourceless",
];

/** The keys of our own. */
export const OWN_KEYS: readonly string[] = [
  "target",
  "migrator.lock",
  "migrator.lock_wait",
  "migrator.lock_timeout",
  "migrator.lock_retries",
  "migrator.statement_timeout",
  "migrator.direct_url",
  "migrator.history",
  "migrator.history_table",
  "migrator.history_schema",
  "migrator.compare_enums",
  "migrator.rebuild_enums",
  "migrator.compare_checks",
  "migrator.compare_on_server",
  "migrator.split_foreign_keys",
  "migrator.name_constraints",
  "migrator.lint_after",
  "migrator.lint_ignore",
  "migrator.lint_also",
];
