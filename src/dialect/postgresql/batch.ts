import { CommandError } from "../../errors/mod.ts";
import type { BatchAlterTable, Operation } from "../../operations/operation.ts";
import { nameText } from "../../schema/name.ts";
import type { CompileOptions } from "../dialect.ts";

/** The operations of a batch: PostgreSQL alters in place, so they are what they would be alone. */
export function batchedOperations(
  batch: BatchAlterTable,
  options: CompileOptions,
): readonly Operation[] {
  switch (batch.recreate) {
    case "auto":
    case "never":
      break;
    case "always":
      throw recreation(batch, options);
    default:
      throw new CommandError(
        "invalid_argument",
        "recreate may be one of 'auto', 'always', or 'never'.",
        { hint: `Found '${batch.recreate}'` },
      );
  }
  for (const operation of batch.operations) {
    if (
      "insertBefore" in operation && operation.insertBefore !== undefined ||
      "insertAfter" in operation && operation.insertAfter !== undefined
    ) {
      throw new CommandError(
        "invalid_argument",
        "Can't specify insert_before or insert_after when using ALTER; please specify recreate='always'",
        { hint: "PostgreSQL adds columns at the end; leave the place out" },
      );
    }
  }
  return batch.operations;
}

function recreation(batch: BatchAlterTable, options: CompileOptions): CommandError {
  const table = nameText(batch.tableName);
  if (options.offline && batch.copyFrom === undefined) {
    return new CommandError(
      "unsupported",
      `This operation cannot proceed in --sql mode; batch mode with dialect postgresql requires a live database connection with which to reflect the table "${table}". To generate a batch SQL migration script using table "move and copy", a complete Table object should be passed to the "copy_from" argument of the batch_alter_table() method so that table reflection can be skipped.`,
    );
  }
  return new CommandError(
    "unsupported",
    `batch_alter_table of '${table}' with recreate='always' makes the table anew, which migrator does not do`,
    { hint: "On PostgreSQL leave recreate out: the same changes are made with ALTER TABLE" },
  );
}
