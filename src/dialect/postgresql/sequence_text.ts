import type { CreateSequence, DropSequence } from "../../operations/operation.ts";
import { sequenceOptionsText } from "./column_text.ts";
import { onlyIf, relationExists } from "./conditional.ts";
import type { DdlContext } from "./ddl_context.ts";
import { qualified } from "./identifiers.ts";
import { typeText } from "./type_text.ts";

/** CREATE SEQUENCE. */
export function compileCreateSequence(
  operation: CreateSequence,
  context: DdlContext,
): readonly string[] {
  const { sequence } = operation;
  const options = sequenceOptionsText(sequence);
  const create = `CREATE SEQUENCE ${operation.ifNotExists ? "IF NOT EXISTS " : ""}${
    qualified(sequence.name, sequence.schema)
  }${sequence.dataType ? ` AS ${typeText(sequence.dataType)}` : ""}${
    options === "" ? "" : ` ${options}`
  }`;
  return operation.checkFirst
    ? onlyIf(false, relationExists(sequence.name, sequence.schema, ["S"]), [create], context)
    : [create];
}

/** DROP SEQUENCE. */
export function compileDropSequence(
  operation: DropSequence,
  context: DdlContext,
): readonly string[] {
  const { sequence } = operation;
  const drop = `DROP SEQUENCE ${operation.ifExists ? "IF EXISTS " : ""}${
    qualified(sequence.name, sequence.schema)
  }`;
  return operation.checkFirst
    ? onlyIf(true, relationExists(sequence.name, sequence.schema, ["S"]), [drop], context)
    : [drop];
}
