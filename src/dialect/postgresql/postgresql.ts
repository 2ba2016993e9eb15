import type { OnTable, Operation } from "../../operations/operation.ts";
import { nullType } from "../../schema/types.ts";
import type { Executable } from "../../sql/expression.ts";
import type { Statement } from "../../sql/statement.ts";
import type { SqlValue } from "../../sql/value.ts";
import { type CompileOptions, type Dialect, doublesBackslashes } from "../dialect.ts";
import {
  compileAddColumn,
  compileAddConstraint,
  compileAlterColumn,
  compileDropColumn,
  compileDropConstraint,
  compileRenameTable,
} from "./alter_table.ts";
import { batchedOperations } from "./batch.ts";
import { compileBulkInsert } from "./bulk_insert.ts";
import { isOwnBlock } from "./conditional.ts";
import { compileCreateTable, compileDropTable } from "./create_table.ts";
import { type DdlContext, ddlContext } from "./ddl_context.ts";
import { expressionText, groupedText } from "./expression_text.ts";
import { withCtes } from "./from_text.ts";
import { historySql } from "./history_tables.ts";
import { qualified, quote } from "./identifiers.ts";
import { compileCreateIndex, compileDropIndex } from "./index_text.ts";
import { compileCreateType, compileDropType } from "./named_types.ts";
import { ddlScope, statementScope } from "./scope.ts";
import { scriptString } from "./script_literal.ts";
import { queryText } from "./select_text.ts";
import type { NamingConvention } from "../../schema/naming_convention.ts";
import { compileCreateSequence, compileDropSequence } from "./sequence_text.ts";
import { serverLiteral } from "./server_literal.ts";
import { withPercentSigns } from "./percent_signs.ts";
import { textClauseText } from "./text_clause.ts";
import { typeText } from "./type_text.ts";
import { versionTableSql } from "./version_table.ts";

/** PostgreSQL, with the texts that SQLAlchemy 2.0 and Alembic 1.20 write for it. */
export const postgresql: Dialect = {
  name: "postgresql",
  transaction: { begin: "BEGIN", commit: "COMMIT", rollback: "ROLLBACK" },
  compile: (operation, options) =>
    texts(operation, ddlContext(options)).map((sql) => statement(sql, options)),
  compileExecutable: (executable, options, parameters) =>
    statement(executableText(executable, options, parameters), options),
  versionTable: versionTableSql,
  history: historySql,
  quote,
  literal: (value, type = nullType) => serverLiteral(value, type),
  typeText: (type) => typeText(type),
  ddlExpression: (expression, options) => expressionText(expression, ddlScope(options)),
  indexExpression: (expression, options) => groupedText(expression, null, ddlScope(options)),
  looksFirst: ({ sql }) => isOwnBlock(sql),
  scriptText: ({ sql }) => `${sql.replaceAll("\t", "    ").trim()};`,
};

function statement(sql: string, options: CompileOptions): Statement {
  const doubled = options.offline && options.paramstyle === "pyformat";
  return { sql: withPercentSigns(sql, doubled) };
}

/** The context of an operation that brings a naming convention with it. */
function named(context: DdlContext, naming: NamingConvention | undefined): DdlContext {
  return naming === undefined ? context : { ...context, naming };
}

function texts(operation: Operation, context: DdlContext): readonly string[] {
  switch (operation.kind) {
    case "createTable":
      return compileCreateTable(operation, named(context, operation.namingConvention));
    case "dropTable":
      return compileDropTable(operation, context);
    case "renameTable":
      return [compileRenameTable(operation)];
    case "addColumn":
      return compileAddColumn(operation, context);
    case "dropColumn":
      return [compileDropColumn(operation)];
    case "alterColumn":
      return compileAlterColumn(operation, context);
    case "createIndex":
      return [compileCreateIndex(operation, context)];
    case "dropIndex":
      return [compileDropIndex(operation, context)];
    case "addConstraint":
      return compileAddConstraint(operation, named(context, operation.namingConvention));
    case "dropConstraint":
      return [compileDropConstraint(operation, context)];
    case "createTableComment":
      return [tableComment(operation, operation.comment, context)];
    case "dropTableComment":
      return [tableComment(operation, null, context)];
    case "batchAlterTable":
      return batchedOperations(operation, context.options)
        .flatMap((each) => texts(each, { ...context, inBatch: true }));
    case "createType":
      return compileCreateType(operation, context);
    case "dropType":
      return compileDropType(operation, context);
    case "createSequence":
      return compileCreateSequence(operation, context);
    case "dropSequence":
      return compileDropSequence(operation, context);
    case "createSchema":
      return [
        `CREATE SCHEMA ${operation.ifNotExists ? "IF NOT EXISTS " : ""}${quote(operation.name)}`,
      ];
    case "dropSchema":
      return [
        `DROP SCHEMA ${operation.ifExists ? "IF EXISTS " : ""}${quote(operation.name)}${
          operation.cascade ? " CASCADE" : ""
        }`,
      ];
    case "bulkInsert":
      return compileBulkInsert(operation, context.options);
    case "execute":
      return [executableText(operation.statement, context.options, operation.parameters)];
    case "rawDdl":
      return [operation.sql];
  }
}

function tableComment(
  operation: OnTable,
  comment: string | null,
  context: DdlContext,
): string {
  return `COMMENT ON TABLE ${qualified(operation.tableName, operation.schema)} IS ${
    comment === null ? "NULL" : scriptString(comment, doublesBackslashes(context.options))
  }`;
}

function executableText(
  executable: Executable,
  options: CompileOptions,
  parameters?: Readonly<Record<string, SqlValue>>,
): string {
  const scope = statementScope(options, parameters);
  return executable.kind === "text"
    ? textClauseText(executable, scope)
    : withCtes(queryText(executable, scope), scope);
}
