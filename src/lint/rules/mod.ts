import { addCheck } from "./add_check.ts";
import { addForeignKey } from "./add_foreign_key.ts";
import { addNumberedColumn } from "./add_numbered_column.ts";
import { addStoredColumn } from "./add_stored_column.ts";
import { attachPartition } from "./attach_partition.ts";
import { backfillWithSchemaChange } from "./backfill_with_schema_change.ts";
import { bareTableName } from "./bare_table_name.ts";
import { changeAllRows } from "./change_all_rows.ts";
import { charColumn } from "./char_column.ts";
import { columnType } from "./column_type.ts";
import { constraintBuildsIndex } from "./constraint_builds_index.ts";
import { detachPartition } from "./detach_partition.ts";
import { disableTrigger } from "./disable_trigger.ts";
import { domainConstraint } from "./domain_constraint.ts";
import { dropCascade } from "./drop_cascade.ts";
import { dropColumn } from "./drop_column.ts";
import { dropConstraint } from "./drop_constraint.ts";
import { dropIndexNotConcurrent } from "./drop_index_not_concurrent.ts";
import { dropNotNull } from "./drop_not_null.ts";
import { dropSchema } from "./drop_schema.ts";
import { dropTable } from "./drop_table.ts";
import { enumValueInTransaction } from "./enum_value_in_transaction.ts";
import { enumValuePlace } from "./enum_value_place.ts";
import { enumValueUsed } from "./enum_value_used.ts";
import { indexNotConcurrent } from "./index_not_concurrent.ts";
import { integerKey } from "./integer_key.ts";
import { jsonColumn } from "./json_column.ts";
import { lockTable } from "./lock_table.ts";
import { longName } from "./long_name.ts";
import { notInATransaction } from "./not_in_a_transaction.ts";
import { nullableKey } from "./nullable_key.ts";
import { refreshNotConcurrent } from "./refresh_not_concurrent.ts";
import { reindexNotConcurrent } from "./reindex_not_concurrent.ts";
import { renameColumn } from "./rename_column.ts";
import { renameEnumValue } from "./rename_enum_value.ts";
import { renameTable } from "./rename_table.ts";
import { requiredColumn } from "./required_column.ts";
import { rewriteTable } from "./rewrite_table.ts";
import { serialColumn } from "./serial_column.ts";
import { setNotNull } from "./set_not_null.ts";
import { setSearchPath } from "./set_search_path.ts";
import { timestampWithoutZone } from "./timestamp_without_zone.ts";
import { transactionControl } from "./transaction_control.ts";
import { truncate } from "./truncate.ts";
import { uniqueIndex } from "./unique_index.ts";
import { unknownStatement } from "./unknown_statement.ts";
import { vacuumFull } from "./vacuum_full.ts";
import { validateUnderLock } from "./validate_under_lock.ts";
import { varcharLimit } from "./varchar_limit.ts";
import { volatileDefault } from "./volatile_default.ts";
import { wideIndex } from "./wide_index.ts";
import type { Rule } from "../rule.ts";

/** All rules on single statements, in the order of their ids. */
export const RULES: readonly Rule[] = [
  addCheck,
  addForeignKey,
  addNumberedColumn,
  addStoredColumn,
  attachPartition,
  backfillWithSchemaChange,
  bareTableName,
  changeAllRows,
  charColumn,
  columnType,
  constraintBuildsIndex,
  detachPartition,
  disableTrigger,
  domainConstraint,
  dropCascade,
  dropColumn,
  dropConstraint,
  dropIndexNotConcurrent,
  dropNotNull,
  dropSchema,
  dropTable,
  enumValueInTransaction,
  enumValuePlace,
  enumValueUsed,
  indexNotConcurrent,
  integerKey,
  jsonColumn,
  lockTable,
  longName,
  notInATransaction,
  nullableKey,
  refreshNotConcurrent,
  reindexNotConcurrent,
  renameColumn,
  renameEnumValue,
  renameTable,
  requiredColumn,
  rewriteTable,
  serialColumn,
  setNotNull,
  setSearchPath,
  timestampWithoutZone,
  transactionControl,
  truncate,
  uniqueIndex,
  unknownStatement,
  vacuumFull,
  validateUnderLock,
  varcharLimit,
  volatileDefault,
  wideIndex,
];
