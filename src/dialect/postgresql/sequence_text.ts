import type { CreateSequence, DropSequence } from "../../operations/operation.ts";
import type { Sequence } from "../../schema/sequence.ts";
import { sequenceOptionsText } from "./column_text.ts";
import { onlyIf, relationExists } from "./conditional.ts";
import type { DdlContext } from "./ddl_context.ts";
import { qualified } from "./identifiers.ts";
import { typeText } from "./type_text.ts";

/** CREATE SEQUENCE, looking first where that is asked for. */
export function compileCreateSequence(
  operation: CreateSequence,
  context: DdlContext,
): readonly string[] {
  const { sequence } = operation;
  const create = createSequenceText(sequence, operation.ifNotExists);
  return operation.checkFirst
    ? onlyIf(false, sequenceExists(sequence), [create], context)
    : [create];
}

/** DROP SEQUENCE, likewise. */
export function compileDropSequence(
  operation: DropSequence,
  context: DdlContext,
): readonly string[] {
  const { sequence } = operation;
  const drop = dropSequenceText(sequence, operation.ifExists);
  return operation.checkFirst ? onlyIf(true, sequenceExists(sequence), [drop], context) : [drop];
}

/** CREATE SEQUENCE alone. */
export function createSequenceText(sequence: Sequence, ifNotExists = false): string {
  const options = sequenceOptionsText(sequence);
  return `CREATE SEQUENCE ${ifNotExists ? "IF NOT EXISTS " : ""}${
    qualified(sequence.name, sequence.schema)
  }${sequence.dataType ? ` AS ${typeText(sequence.dataType)}` : ""}${
    options === "" ? "" : ` ${options}`
  }`;
}

/** DROP SEQUENCE alone. */
export function dropSequenceText(sequence: Sequence, ifExists = false): string {
  return `DROP SEQUENCE ${ifExists ? "IF EXISTS " : ""}${
    qualified(sequence.name, sequence.schema)
  }`;
}

/** Finds the sequence. */
export function sequenceExists({ name, schema }: Sequence): string {
  return relationExists(name, schema, ["S"]);
}
