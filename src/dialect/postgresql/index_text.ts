import { CommandError } from "../../errors/mod.ts";
import type { CreateIndex, DropIndex } from "../../operations/operation.ts";
import { columnsOfIndex, type Index } from "../../schema/index_definition.ts";
import { isName, type Name, nameText } from "../../schema/name.ts";
import type { Expression } from "../../sql/expression.ts";
import type { Owner } from "../constraint_name.ts";
import { conventionalName } from "../naming.ts";
import { includeText, refuseRepeated } from "./constraint_text.ts";
import type { DdlContext } from "./ddl_context.ts";
import { checkedPhrase, optionEntries, optionSql, ownOptions, phrases } from "./dialect_options.ts";
import { groupedText } from "./expression_text.ts";
import { constraintName, hasSchema, qualified, quote } from "./identifiers.ts";
import { ddlScope, type Scope } from "./scope.ts";

/** How an index is made where it is not part of a table. */
interface IndexCreation {
  readonly ifNotExists?: boolean;
  /** `op.create_index`: an operator class may be given for a text, by the text itself. */
  readonly textsAreKeys?: boolean;
}

/** CREATE INDEX. */
export function indexText(
  index: Index,
  owner: Owner,
  context: DdlContext,
  { ifNotExists = false, textsAreKeys = false }: IndexCreation = {},
): string {
  const options = ownOptions(index.dialectOptions, "Index");
  let text = `CREATE ${index.unique ? "UNIQUE " : ""}INDEX `;
  if (options.concurrently) text += "CONCURRENTLY ";
  if (ifNotExists) text += "IF NOT EXISTS ";
  return `${text}${indexName(index, owner, context)} ON ${qualified(owner.name, owner.schema)} ${
    indexDefinition(index, context, textsAreKeys)
  }`;
}

/** What stands in CREATE INDEX behind the name of the table. */
export function indexDefinition(index: Index, context: DdlContext, textsAreKeys: boolean): string {
  const options = ownOptions(index.dialectOptions, "Index");
  const scope = ddlScope(context.options);
  let text = "";
  if (options.using) {
    text += `USING ${checkedPhrase(String(options.using), phrases.using).toLowerCase()} `;
  }
  const classes = new Map(optionEntries(options.ops));
  const elements = index.expressions.map((element) => {
    const key = elementKey(element, textsAreKeys);
    const operatorClass = key === null ? undefined : classes.get(key);
    const sql = elementText(element, scope);
    return operatorClass === undefined ? sql : `${sql} ${operatorClass}`;
  });
  text += `(${elements.join(", ")})`;
  text += includeText(options.include);
  if (options.nulls_not_distinct === true) text += " NULLS NOT DISTINCT";
  else if (options.nulls_not_distinct === false) text += " NULLS DISTINCT";
  const storage = optionEntries(options.with);
  if (storage.length > 0) {
    text += ` WITH (${storage.map(([key, value]) => `${key} = ${value}`).join(", ")})`;
  }
  if (options.tablespace) text += ` TABLESPACE ${quote(String(options.tablespace))}`;
  if (options.where !== undefined && options.where !== null) {
    text += ` WHERE ${optionSql(options.where, scope)}`;
  }
  return text;
}

function elementText(element: Name | Expression, scope: Scope): string {
  return isName(element) ? quote(element) : groupedText(element, null, scope);
}

/** What operator classes are given by; `null` for an element that has no key. */
function elementKey(element: Name | Expression, textsAreKeys: boolean): string | null {
  if (typeof element === "string") return element;
  if (!("kind" in element)) return element.name;
  if (element.kind === "column" || element.kind === "label") return nameText(element.name);
  if (element.kind === "text") return textsAreKeys ? element.sql : null;
  return element.kind === "literalColumn" ? element.sql : null;
}

/** The name that an index has once naming conventions have spoken, or `null`. */
export function effectiveIndexName(index: Index, owner: Owner, context: DdlContext): Name | null {
  const facts = { table: owner.name, schema: owner.schema, columns: columnsOfIndex(index) };
  return conventionalName(index.name, "ix", facts, context.naming);
}

function indexName(index: Index, owner: Owner, context: DdlContext): string {
  const name = effectiveIndexName(index, owner, context);
  if (name === null) {
    throw new CommandError("compile_error", "CREATE INDEX requires that the index have a name");
  }
  return constraintName(name);
}

/** `op.create_index`. */
export function compileCreateIndex(operation: CreateIndex, context: DdlContext): string {
  const owner = { name: operation.tableName, schema: operation.schema };
  const { ifNotExists, index } = operation;
  const names = index.expressions.filter((each): each is Name => isName(each));
  refuseRepeated(names, operation.tableName);
  return indexText(index, owner, context, { ifNotExists, textsAreKeys: true });
}

/** `op.drop_index`. */
export function compileDropIndex(operation: DropIndex, context: DdlContext): string {
  const options = ownOptions(operation.dialectOptions, "Index");
  // Without columns given, Alembic makes an index over one that it calls "x".
  const name = conventionalName(
    operation.indexName,
    "ix",
    { table: operation.tableName ?? "no_table", schema: operation.schema, columns: ["x"] },
    context.naming,
  );
  if (name === null || operation.indexName === null) {
    throw new CommandError("compile_error", "DROP INDEX requires that the index have a name");
  }
  let text = "DROP INDEX ";
  if (options.concurrently) text += "CONCURRENTLY ";
  if (operation.ifExists) text += "IF EXISTS ";
  if (hasSchema(operation.schema)) text += `${quote(operation.schema)}.`;
  return text + constraintName(name);
}
