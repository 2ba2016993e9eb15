import { CommandError } from "../../errors/mod.ts";
import type { Constraint, ExcludeElement, ForeignKeyOptions } from "../../schema/constraint.ts";
import type { DialectOption } from "../../schema/dialect_options.ts";
import { isName, type Name, nameText } from "../../schema/name.ts";
import type { Expression } from "../../sql/expression.ts";
import { distinct, effectiveName, type Owner } from "../constraint_name.ts";
import { checkedPhrase, optionList, ownOptions, phrases } from "./dialect_options.ts";
import type { DdlContext } from "./ddl_context.ts";
import { expressionText } from "./expression_text.ts";
import { constraintName, qualified, quote } from "./identifiers.ts";
import { ddlScope } from "./scope.ts";

/**
 * An error where columns are named twice for a table of which nothing else is known: Alembic makes such a table
 * from the names.
 */
export function refuseRepeated(columns: readonly Name[], table: Name): void {
  const repeated = columns.find((name, index) =>
    columns.findIndex((other) => nameText(other) === nameText(name)) < index
  );
  if (repeated === undefined) return;
  throw new CommandError(
    "argument_error",
    `A column with name '${nameText(repeated)}' is already present in table '${nameText(table)}'.`,
  );
}

/** A constraint as it stands in CREATE TABLE or after ADD; `null` where there is nothing to write. */
export function constraintText(
  constraint: Constraint,
  owner: Owner,
  context: DdlContext,
): string | null {
  const name = effectiveName(constraint, owner, context.naming);
  const head = name === null ? "" : `CONSTRAINT ${constraintName(name)} `;
  const tail = deferrability(constraint);
  switch (constraint.kind) {
    case "primaryKey": {
      const options = ownOptions(constraint.dialectOptions, "PrimaryKeyConstraint");
      return `${head}PRIMARY KEY (${nameList(distinct(constraint.columns))})${
        includeText(options.include)
      }${tail}`;
    }
    case "unique": {
      if (constraint.columns.length === 0) return null;
      const options = ownOptions(constraint.dialectOptions, "UniqueConstraint");
      const nulls = options.nulls_not_distinct === true
        ? "NULLS NOT DISTINCT "
        : options.nulls_not_distinct === false
        ? "NULLS DISTINCT "
        : "";
      return `${head}UNIQUE ${nulls}(${nameList(distinct(constraint.columns))})${
        includeText(options.include)
      }${tail}`;
    }
    case "foreignKey": {
      const { columns, referred, referredColumns } = constraint;
      if (distinct(columns).length < columns.length) {
        throw new CommandError(
          "argument_error",
          "ForeignKeyConstraint with duplicate source column references are not supported.",
        );
      }
      return `${head}FOREIGN KEY(${nameList(columns)}) REFERENCES ${
        qualified(referred.table, referred.schema)
      } (${nameList(referredColumns)})${foreignKeyTail(constraint)}${
        validity(ownOptions(constraint.dialectOptions, "ForeignKeyConstraint").not_valid)
      }`;
    }
    case "check": {
      const condition = expressionText(constraint.condition, ddlScope(context.options));
      return `${head}CHECK (${condition})${constraint.noInherit ? " NO INHERIT" : ""}${tail}${
        validity(ownOptions(constraint.dialectOptions, "CheckConstraint").not_valid)
      }`;
    }
    case "exclude": {
      const scope = ddlScope(context.options);
      const elements = constraint.elements.map((element) =>
        excludeElement(element, constraint.ops ?? {}, context)
      );
      const method = checkedPhrase(constraint.using ?? "gist", phrases.using).toLowerCase();
      const where = constraint.where ? ` WHERE (${expressionText(constraint.where, scope)})` : "";
      return `${head}EXCLUDE USING ${method} (${elements.join(", ")})${where}${tail}`;
    }
  }
}

function excludeElement(
  element: ExcludeElement,
  ops: Readonly<Record<string, string>>,
  context: DdlContext,
): string {
  const { expression } = element;
  const text = isName(expression)
    ? quote(expression)
    : expressionText(expression, ddlScope(context.options));
  const key = isName(expression)
    ? nameText(expression)
    : expression.kind === "column" || expression.kind === "label"
    ? nameText(expression.name)
    : null;
  const operatorClass = key !== null && Object.hasOwn(ops, key) ? ` ${ops[key]}` : "";
  return `${text}${operatorClass} WITH ${element.operator}`;
}

/** What follows the columns of a foreign key: MATCH, the actions, when it is checked. */
export function foreignKeyTail(options: ForeignKeyOptions): string {
  let text = "";
  if (options.match !== undefined) text += ` MATCH ${options.match}`;
  if (options.onDelete !== undefined) {
    text += ` ON DELETE ${checkedPhrase(options.onDelete, phrases.onDelete)}`;
  }
  if (options.onUpdate !== undefined) {
    text += ` ON UPDATE ${checkedPhrase(options.onUpdate, phrases.onUpdate)}`;
  }
  return text + deferrability(options);
}

function deferrability(
  options: { readonly deferrable?: boolean; readonly initially?: string },
): string {
  let text = "";
  if (options.deferrable !== undefined) {
    text += options.deferrable ? " DEFERRABLE" : " NOT DEFERRABLE";
  }
  if (options.initially !== undefined) {
    text += ` INITIALLY ${checkedPhrase(options.initially, phrases.initially)}`;
  }
  return text;
}

function validity(notValid: DialectOption | undefined): string {
  return notValid ? " NOT VALID" : "";
}

function nameList(names: readonly Name[]): string {
  return names.map((name) => quote(name)).join(", ");
}

/** INCLUDE of an index or a constraint: names of columns, or columns. */
export function includeText(include: DialectOption | undefined): string {
  const columns = optionList(include);
  if (columns.length === 0) return "";
  const names = columns.map((column) => {
    if (typeof column === "string") return quote(column);
    const expression = column as Expression;
    if (expression.kind === "column") return quote(expression.name);
    throw new CommandError("argument_error", "INCLUDE takes columns or names of columns");
  });
  return ` INCLUDE (${names.join(", ")})`;
}
