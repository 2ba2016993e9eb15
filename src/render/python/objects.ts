import type { Operation } from "../../operations/operation.ts";
import type { Sequence } from "../../schema/sequence.ts";
import { reprText } from "../../sql/python_text.ts";
import { typeCode } from "./types.ts";
import { booleanCode, nameCode, type PythonWriter, schemaArgument } from "./writer.ts";

/**
 * What Alembic's autogenerate never writes: named types, sequences, schemas, renamed tables, and SQL for
 * all that has no directive.
 */
export function objectDirective(operation: Operation, writer: PythonWriter): readonly string[] {
  switch (operation.kind) {
    case "renameTable": {
      const { oldName, newName, schema } = operation;
      const args = [nameCode(oldName), nameCode(newName), ...schemaArgument(schema)];
      return [`${writer.op}rename_table(${args.join(", ")})`];
    }
    case "createType":
    case "dropType": {
      const method = operation.kind === "createType" ? "create" : "drop";
      const args = ["op.get_bind()", ...flag("checkfirst", operation.checkFirst)];
      return [`${typeCode(operation.type, writer)}.${method}(${args.join(", ")})`];
    }
    case "createSequence":
    case "dropSequence": {
      const creates = operation.kind === "createSequence";
      const when = creates
        ? flag("if_not_exists", operation.ifNotExists)
        : flag("if_exists", operation.ifExists);
      const sequence = sequenceCode(operation.sequence, writer);
      return [
        executeSchema(creates ? "CreateSequence" : "DropSequence", [sequence, ...when], writer),
      ];
    }
    case "createSchema": {
      const args = [nameCode(operation.name), ...flag("if_not_exists", operation.ifNotExists)];
      return [executeSchema("CreateSchema", args, writer)];
    }
    case "dropSchema": {
      const { name, cascade, ifExists } = operation;
      const args = [nameCode(name), ...flag("cascade", cascade), ...flag("if_exists", ifExists)];
      return [executeSchema("DropSchema", args, writer)];
    }
    case "execute":
      if (operation.statement.kind === "text" && operation.statement.binds === undefined) {
        return [`${writer.op}execute(${reprText(operation.statement.sql)})`];
      }
      return executed(operation, writer);
    default:
      return executed(operation, writer);
  }
}

/** The SQL that an operation comes to; a colon before a word would be read as a place for a value. */
function executed(operation: Operation, writer: PythonWriter): readonly string[] {
  return writer.dialect.compile(operation, writer.compile).map(({ sql }) =>
    `${writer.op}execute(${reprText(sql.replaceAll(/(?<![:\w\\]):(?=\w+(?!:))/g, "\\:"))})`
  );
}

function executeSchema(
  construct: string,
  args: readonly string[],
  writer: PythonWriter,
): string {
  return `${writer.op}execute(${writer.sa}schema.${construct}(${args.join(", ")}))`;
}

/** `sa.Sequence(…)`. */
export function sequenceCode(sequence: Sequence, writer: PythonWriter): string {
  const { start, increment, minValue, maxValue, noMinValue, noMaxValue, cycle, cache } = sequence;
  const numbers = { start, increment, minvalue: minValue, maxvalue: maxValue, cache };
  const args = [
    nameCode(sequence.name),
    ...Object.entries(numbers)
      .flatMap(([key, value]) => value === undefined ? [] : [`${key}=${value}`]),
    ...flag("nominvalue", noMinValue || undefined),
    ...flag("nomaxvalue", noMaxValue || undefined),
    ...flag("cycle", cycle || undefined),
    ...(sequence.dataType === undefined
      ? []
      : [`data_type=${typeCode(sequence.dataType, writer)}`]),
    ...schemaArgument(sequence.schema),
  ];
  return `${writer.sa}Sequence(${args.join(", ")})`;
}

function flag(key: string, value: boolean | undefined): readonly string[] {
  return value === undefined ? [] : [`${key}=${booleanCode(value)}`];
}
