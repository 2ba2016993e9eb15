import type {
  AlterAction,
  ColumnDefinition,
  ConstraintDefinition,
  ObjectName,
} from "../statement/statement.ts";
import { tokensOf } from "../statement/token_reader.ts";
import { effect, type TableEffect } from "./effect.ts";
import type { SchemaModel } from "./schema_model.ts";
import { isBuiltIn, readType, SERIAL } from "./sql_type.ts";
import { typeChange } from "./type_change.ts";
import { volatilityOf } from "./volatility.ts";

/** What one action of ALTER TABLE does (PostgreSQL manual, "ALTER TABLE"). */
export function alterEffects(
  table: ObjectName,
  action: AlterAction,
  model: SchemaModel,
): readonly TableEffect[] {
  const exclusive = (...rest: Tail) => [effect(table, "ACCESS EXCLUSIVE", ...rest)];
  switch (action.kind) {
    case "add-column":
      return addColumn(table, action.column, model);
    case "alter-type":
      return alterType(table, action, model);
    case "set-not-null":
      return exclusive(...setNotNull(table, action.column, model));
    case "set-expression":
      return exclusive("rewrite", { because: "every value is computed anew" });
    case "set-logged":
    case "set-unlogged":
    case "set-access-method":
      return exclusive("rewrite");
    case "set-tablespace":
      return exclusive("rewrite", { because: "all of the table is copied to its new place" });
    case "add-constraint":
      return addConstraint(table, action.constraint, model);
    case "validate-constraint":
      return [effect(table, "SHARE UPDATE EXCLUSIVE", "scan")];
    case "drop-constraint":
      return [...exclusive(), ...droppedReference(table, action.constraint, model)];
    case "set-statistics":
    case "setting":
      return [effect(table, "SHARE UPDATE EXCLUSIVE")];
    case "trigger":
      return [effect(table, "SHARE ROW EXCLUSIVE")];
    case "attach-partition":
      return [
        effect(table, "SHARE UPDATE EXCLUSIVE"),
        effect(action.partition, "ACCESS EXCLUSIVE", "scan", {
          certain: false,
          because: "it is not read if a valid CHECK says already what the bounds say",
        }),
      ];
    case "detach-partition":
      return action.concurrently || action.finalize
        ? [effect(table, "SHARE UPDATE EXCLUSIVE")]
        : [...exclusive(), effect(action.partition, "ACCESS EXCLUSIVE")];
    case "inherit":
      return [...exclusive(), effect(action.parent, "SHARE UPDATE EXCLUSIVE")];
    case "drop-column":
      return [...exclusive(), ...droppedKeys(table, action.column, model)];
    case "drop-not-null":
    case "set-default":
    case "drop-default":
    case "alter-column":
    case "rename-column":
    case "rename":
    case "rename-constraint":
    case "set-schema":
    case "catalogue":
      return exclusive();
  }
}

type Tail = Parameters<typeof effect> extends [unknown, unknown, ...infer Rest] ? Rest : never;

function addColumn(
  table: ObjectName,
  column: ColumnDefinition,
  model: SchemaModel,
): readonly TableEffect[] {
  return [
    effect(table, "ACCESS EXCLUSIVE", ...columnWork(column, model)),
    ...column.constraints.flatMap((constraint) => addConstraint(table, constraint, model, column)),
  ];
}

function columnWork(column: ColumnDefinition, model: SchemaModel): Tail {
  const type = readType(column.type);
  if (Object.hasOwn(SERIAL, type.name) || column.identity) {
    return ["rewrite", { because: "every row gets a number of its own" }];
  }
  if (column.generated === "stored") {
    return ["rewrite", { because: "every value is computed and stored" }];
  }
  if (column.default !== null && !/^null\b/.test(column.default)) {
    const volatility = volatilityOf(column.default);
    if (volatility === "volatile") {
      return ["rewrite", { because: "every row gets a value of its own" }];
    }
    if (volatility === "unknown") {
      const because = "the default calls a function that may be volatile";
      return ["rewrite", { certain: false, because }];
    }
  }
  const isEnum = [...model.enums.keys()].some((key) => key.endsWith(`.${type.name}`));
  if (isBuiltIn(type) || isEnum) return ["instant"];
  return ["instant", {
    certain: false,
    because: `unless ${column.type} is a domain with constraints`,
  }];
}

function alterType(
  table: ObjectName,
  { column, type, using }: Extract<AlterAction, { readonly kind: "alter-type" }>,
  model: SchemaModel,
): readonly TableEffect[] {
  const from = model.column(table, column)?.type ?? null;
  const { rewrites, certain, because } = typeChange(column, from, type, using);
  const others = droppedKeys(table, column, model);
  if (rewrites) {
    return [effect(table, "ACCESS EXCLUSIVE", "rewrite", { certain, because }), ...others];
  }
  const checked = [...model.table(table)?.constraints.values() ?? []]
    .some(({ expression, validated }) =>
      validated && expression !== null && mentions(expression, column)
    );
  const here = checked
    ? effect(table, "ACCESS EXCLUSIVE", "scan", { because: "a check on the column runs again" })
    : effect(table, "ACCESS EXCLUSIVE", "instant", { because });
  return [here, ...others];
}

function mentions(expression: string, column: string): boolean {
  return tokensOf(expression).some(({ value }) => value === column);
}

function setNotNull(table: ObjectName, column: string, model: SchemaModel): Tail {
  if (model.column(table, column)?.notNull) return ["instant"];
  return provesNotNull(table, column, model)
    ? ["instant", { because: "a validated check proves it" }]
    : ["scan"];
}

/** Whether a validated check says that a column is not null, so that nothing has to be read. */
export function provesNotNull(table: ObjectName, column: string, model: SchemaModel): boolean {
  return [...model.table(table)?.constraints.values() ?? []].some((constraint) =>
    constraint.validated && constraint.expression !== null &&
    isNotNullCheck(constraint.expression, column)
  );
}

/** Whether an expression is `column IS NOT NULL`, also as one part of several joined by AND. */
function isNotNullCheck(expression: string, column: string): boolean {
  if (/\bor\b/.test(expression)) return false;
  const plain = expression.replace(/[()"]/g, " ").replace(/\s+/g, " ").trim();
  return plain.split(" and ").some((part) => part.trim() === `${column} is not null`);
}

/** A primary key makes its columns NOT NULL: for those that are not, the table is read. */
function keyFromIndex(table: ObjectName, index: string, model: SchemaModel): Tail {
  const columns = indexColumns(table, index, model);
  if (columns === null) {
    return ["scan", { certain: false, because: "read if a column of the index may hold null" }];
  }
  return columns.every((name) => neverNull(table, name, model))
    ? ["instant"]
    : ["scan", { because: "columns become NOT NULL" }];
}

/** Whether a column is NOT NULL, or a validated check proves that it holds no null. */
export function neverNull(table: ObjectName, column: string, model: SchemaModel): boolean {
  return model.column(table, column)?.notNull || provesNotNull(table, column, model);
}

/** The columns of an index of a table; `null` where not all of them are known. */
export function indexColumns(
  table: ObjectName,
  index: string,
  model: SchemaModel,
): readonly string[] | null {
  const known = model.indexes.get(model.key({ schema: table.schema, name: index }));
  const columns = known?.columns.filter((name) =>
    name !== null && model.column(table, name) !== undefined
  );
  return columns !== undefined && columns.length === known!.columns.length
    ? columns as readonly string[]
    : null;
}

function addConstraint(
  table: ObjectName,
  constraint: ConstraintDefinition,
  model: SchemaModel,
  newColumn?: ColumnDefinition,
): readonly TableEffect[] {
  switch (constraint.kind) {
    case "check":
      return [effect(table, "ACCESS EXCLUSIVE", constraint.notValid ? "instant" : "scan")];
    case "not-null": {
      const tail: Tail = constraint.notValid
        ? ["instant"]
        : setNotNull(table, constraint.columns[0]!, model);
      return [effect(table, "ACCESS EXCLUSIVE", ...tail)];
    }
    case "foreign-key": {
      // A new column without a default holds nothing that would have to be looked up.
      const checks = !constraint.notValid &&
        (newColumn === undefined || newColumn.default !== null);
      const work = checks ? "scan" : "instant";
      return [
        effect(table, "SHARE ROW EXCLUSIVE", work),
        effect(constraint.references!, "SHARE ROW EXCLUSIVE", work),
      ];
    }
    case "primary-key":
    case "unique": {
      if (constraint.usingIndex === null) {
        return [effect(table, "ACCESS EXCLUSIVE", "scan", { because: "an index is built" })];
      }
      if (constraint.kind === "unique") return [effect(table, "ACCESS EXCLUSIVE")];
      return [
        effect(table, "ACCESS EXCLUSIVE", ...keyFromIndex(table, constraint.usingIndex, model)),
      ];
    }
    case "exclude":
      return [effect(table, "ACCESS EXCLUSIVE", "scan", { because: "an index is built" })];
  }
}

/** A foreign key that goes takes its triggers off the table that it points to. */
function droppedReference(
  table: ObjectName,
  constraint: string,
  model: SchemaModel,
): readonly TableEffect[] {
  const key = model.table(table)?.constraints.get(constraint)?.references;
  const referenced = key ? model.tables.get(key) : undefined;
  return referenced === undefined ? [] : [effect(referenced.name, "ACCESS EXCLUSIVE")];
}

/** The foreign keys of a column go with it; with another type they are made anew. */
function droppedKeys(
  table: ObjectName,
  column: string,
  model: SchemaModel,
): readonly TableEffect[] {
  return [...model.table(table)?.constraints ?? []].flatMap(([name, { columns }]) =>
    columns.includes(column) ? droppedReference(table, name, model) : []
  );
}
