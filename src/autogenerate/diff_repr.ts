import type { AlterColumn, AlteredDefault, Operation } from "../operations/operation.ts";
import type { Column, ServerDefault } from "../schema/column.ts";
import type { Constraint, ForeignKey, ForeignKeyConstraint } from "../schema/constraint.ts";
import type { Index } from "../schema/index_definition.ts";
import { isName, type Name, nameText } from "../schema/name.ts";
import type { Table } from "../schema/table.ts";
import { typeRepr } from "../schema/type_repr.ts";
import { reprText } from "../sql/python_text.ts";
import { type Change, operationsOf } from "../operations/change.ts";

/**
 * Changes as `alembic check` lists them: the `repr()` of its tuples. Where Python has the address of an object, there is
 * what the object stands for.
 */
export function diffRepr(changes: readonly Change[]): string {
  return `[${changes.flatMap(operationsOf).map(tupleOf).join(", ")}]`;
}

function tupleOf(operation: Operation): string {
  const { kind } = operation;
  switch (kind) {
    case "createTable":
      return tuple("add_table", tableRepr(operation.table));
    case "dropTable":
      return tuple(
        "remove_table",
        operation.table === undefined
          ? `Table(${name(operation.tableName)}, MetaData(), schema=${name(operation.schema)})`
          : tableRepr(operation.table),
      );
    case "renameTable": {
      // Alembic never finds one, and so has no form of its own.
      const { schema, oldName, newName } = operation;
      return tuple("rename_table", name(schema), name(oldName), name(newName));
    }
    case "addColumn": {
      const { schema, tableName, column } = operation;
      const text = columnRepr(column, tableName, column.primaryKey === true);
      return tuple("add_column", name(schema), name(tableName), text);
    }
    case "dropColumn": {
      const { schema, tableName, columnName, column } = operation;
      const text = column === undefined
        ? untypedColumn(columnName, tableName)
        : columnRepr(column, tableName, column.primaryKey === true);
      return tuple("remove_column", name(schema), name(tableName), text);
    }
    case "alterColumn":
      return alterations(operation);
    case "createIndex":
      return tuple("add_index", indexRepr(operation.index, operation.tableName));
    case "dropIndex": {
      const { index, indexName, tableName } = operation;
      return tuple(
        "remove_index",
        index === undefined ? `Index(${name(indexName)})` : indexRepr(index, tableName ?? ""),
      );
    }
    case "addConstraint": {
      const { constraint, schema, tableName } = operation;
      return tuple(
        constraint.kind === "foreignKey" ? "add_fk" : "add_constraint",
        constraintRepr(constraint, schema, tableName),
      );
    }
    case "dropConstraint": {
      const { constraint, constraintName, constraintType, schema, tableName } = operation;
      return tuple(
        constraintType === "foreignkey" ? "remove_fk" : "remove_constraint",
        constraint === undefined
          ? `Constraint(${name(constraintName)})`
          : constraintRepr(constraint, schema, tableName),
      );
    }
    case "createTableComment":
    case "dropTableComment": {
      const { tableName, schema, existingComment = null } = operation;
      const table = `Table(${name(tableName)}, MetaData(), schema=${name(schema)})`;
      return kind === "createTableComment"
        ? tuple("add_table_comment", table, text(existingComment))
        : tuple("remove_table_comment", table);
    }
    case "execute":
      return tuple(
        "execute",
        operation.statement.kind === "text" ? reprText(operation.statement.sql) : "...",
      );
    case "createType":
    case "dropType":
      return tuple(kind === "createType" ? "add_type" : "remove_type", typeRepr(operation.type));
    default:
      return tuple(kind);
  }
}

function tuple(kind: string, ...parts: readonly string[]): string {
  return `(${[reprText(kind), ...parts].join(", ")}${parts.length === 0 ? "," : ""})`;
}

function name(value: Name | null | undefined): string {
  return value === null || value === undefined ? "None" : reprText(nameText(value));
}

function text(value: string | null): string {
  return value === null ? "None" : reprText(value);
}

function tableRepr(table: Table): string {
  const keys = new Set(
    table.constraints.flatMap((each) => each.kind === "primaryKey" ? each.columns : [])
      .map(nameText),
  );
  const columns = table.columns.map((column) =>
    columnRepr(
      column,
      table.name,
      column.primaryKey === true || keys.has(nameText(column.name)),
      table,
    )
  );
  const comment = table.comment === undefined ? [] : [`comment=${reprText(table.comment)}`];
  return `Table(${
    [name(table.name), "MetaData()", ...columns, `schema=${name(table.schema)}`, ...comment]
      .join(", ")
  })`;
}

function columnRepr(column: Column, table: Name, isKey: boolean, owner?: Table): string {
  const keys = [
    ...(column.foreignKeys ?? []).map(foreignKeyTarget),
    ...(owner?.constraints ?? []).flatMap((each) => {
      if (each.kind !== "foreignKey") return [];
      const at = each.columns.findIndex((other) => nameText(other) === nameText(column.name));
      return at < 0 ? [] : [targetText(each.referred, each.referredColumns[at]!)];
    }),
  ].map((target) => `ForeignKey(${reprText(target)})`);
  const nullable = column.nullable ?? !(isKey || column.identity !== undefined);
  const value = column.computed ?? column.identity ?? column.serverDefault;
  return `Column(${
    [
      name(column.name),
      typeRepr(column.type),
      ...keys,
      `table=<${nameText(table)}>`,
      ...(isKey ? ["primary_key=True"] : []),
      ...(nullable ? [] : ["nullable=False"]),
      ...(value === undefined ? [] : [`server_default=${defaultRepr(value)}`]),
      ...(column.comment === undefined ? [] : [`comment=${reprText(column.comment)}`]),
    ].join(", ")
  })`;
}

function foreignKeyTarget({ referred, referredColumn }: ForeignKey): string {
  return targetText(referred, referredColumn);
}

function targetText(referred: ForeignKey["referred"], column: Name | null): string {
  return [referred.schema, referred.table, column].filter((each) =>
    each !== null && each !== undefined
  )
    .map((each) => nameText(each!)).join(".");
}

function defaultRepr(value: ServerDefault | NonNullable<AlteredDefault>): string {
  switch (value.kind) {
    case "string":
      return `DefaultClause(${reprText(value.value)}, for_update=False)`;
    case "expression":
      return "DefaultClause(<sqlalchemy.sql.elements.TextClause object>, for_update=False)";
    case "fetched":
      return "FetchedValue()";
    case "identity":
      return "Identity()";
    case "computed":
      return "Computed(<sqlalchemy.sql.elements.TextClause object>)";
  }
}

function indexRepr({ name: given, expressions, unique }: Index, table: Name): string {
  const parts = expressions.map((each) =>
    isName(each)
      ? `Column(${name(each)}, table=<${nameText(table)}>)`
      : `<sqlalchemy.sql.elements object>`
  );
  return `Index(${[name(given), ...parts, ...(unique ? ["unique=True"] : [])].join(", ")})`;
}

const constraintClasses: Readonly<Record<Constraint["kind"], string>> = {
  primaryKey: "PrimaryKeyConstraint",
  unique: "UniqueConstraint",
  foreignKey: "ForeignKeyConstraint",
  check: "CheckConstraint",
  exclude: "ExcludeConstraint",
};

function constraintRepr(
  constraint: Constraint,
  schema: Name | null | undefined,
  table: Name,
): string {
  if (constraint.kind === "foreignKey") return foreignKeyRepr(constraint, schema, table);
  const columns = "columns" in constraint
    ? constraint.columns.map((each) => untypedColumn(each, table))
    : [];
  return `${constraintClasses[constraint.kind]}(${columns.join(", ")})`;
}

/** A column as it is in operations, which know its name alone. */
function untypedColumn(column: Name, table: Name, ...keys: readonly string[]): string {
  return `Column(${
    [name(column), "NullType()", ...keys, `table=<${nameText(table)}>`].join(", ")
  })`;
}

function foreignKeyRepr(
  key: ForeignKeyConstraint,
  schema: Name | null | undefined,
  table: Name,
): string {
  const columns = key.columns.map((column, index) => {
    const target = targetText(key.referred, key.referredColumns[index]!);
    return untypedColumn(column, table, `ForeignKey(${reprText(target)})`);
  });
  const options: readonly (readonly [string, string | null | undefined])[] = [
    ["name", key.name === null ? null : name(key.name)],
    ["onupdate", key.onUpdate && reprText(key.onUpdate)],
    ["ondelete", key.onDelete && reprText(key.onDelete)],
    ["deferrable", key.deferrable ? "True" : null],
    ["initially", key.initially && reprText(key.initially)],
    ["use_alter", key.useAlter ? "True" : null],
    ["match", key.match && reprText(key.match)],
  ];
  const given = options.flatMap(([option, value]) => value ? [`${option}=${value}`] : []);
  const owner = ["MetaData()", ...columns, `schema=${name(schema)}`].join(", ");
  return `ForeignKeyConstraint(${
    [
      "<sqlalchemy.sql.base.ReadOnlyColumnCollection object>",
      "None",
      ...given,
      `table=Table(${name(table)}, ${owner})`,
    ].join(", ")
  })`;
}

/** The alterations of one column are a list of tuples inside the list. */
function alterations(operation: AlterColumn): string {
  const { schema, tableName, columnName, existingType, existingServerDefault } = operation;
  const { existingNullable, existingComment } = operation;
  const known = (without: string) => {
    const entries = {
      existing_nullable: existingNullable === undefined ? null : boolean(existingNullable),
      existing_type: existingType === undefined ? null : typeRepr(existingType),
      existing_server_default: existingServerDefault ? defaultRepr(existingServerDefault) : "False",
      existing_comment: existingComment === undefined ? "None" : text(existingComment),
    };
    return `{${
      Object.entries(entries).filter(([key, value]) => key !== without && value !== null)
        .map(([key, value]) => `${reprText(key)}: ${value}`).join(", ")
    }}`;
  };
  const at = [name(schema), name(tableName), name(columnName)];
  const found: string[] = [];
  if (operation.type !== undefined) {
    const before = existingType === undefined ? "None" : typeRepr(existingType);
    found.push(
      tuple("modify_type", ...at, known("existing_type"), before, typeRepr(operation.type)),
    );
  }
  if (operation.nullable !== undefined) {
    const before = existingNullable === undefined ? "None" : boolean(existingNullable);
    found.push(
      tuple(
        "modify_nullable",
        ...at,
        known("existing_nullable"),
        before,
        boolean(operation.nullable),
      ),
    );
  }
  if (operation.serverDefault !== undefined) {
    const value = (of: AlteredDefault | undefined) => of ? defaultRepr(of) : "None";
    found.push(
      tuple(
        "modify_default",
        ...at,
        known("existing_server_default"),
        value(existingServerDefault),
        value(operation.serverDefault),
      ),
    );
  }
  if (operation.comment !== undefined) {
    found.push(
      tuple(
        "modify_comment",
        ...at,
        known("existing_comment"),
        text(existingComment ?? null),
        text(operation.comment),
      ),
    );
  }
  if (operation.newName !== undefined) {
    found.push(tuple("modify_name", ...at, name(operation.newName)));
  }
  return `[${found.join(", ")}]`;
}

function boolean(value: boolean): string {
  return value ? "True" : "False";
}
