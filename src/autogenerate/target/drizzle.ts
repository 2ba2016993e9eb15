import { CommandError } from "../../errors/mod.ts";

/** The symbols and properties by which Drizzle's objects can be read, whatever version made them. */
const symbols = {
  kind: Symbol.for("drizzle:entityKind"),
  isTable: Symbol.for("drizzle:IsDrizzleTable"),
  name: Symbol.for("drizzle:Name"),
  schema: Symbol.for("drizzle:Schema"),
  columns: Symbol.for("drizzle:Columns"),
  extraConfig: Symbol.for("drizzle:ExtraConfigBuilder"),
  extraConfigColumns: Symbol.for("drizzle:ExtraConfigColumns"),
  foreignKeys: Symbol.for("drizzle:PgInlineForeignKeys"),
  isEnum: Symbol.for("drizzle:isPgEnum"),
} as const;

type Entity = Readonly<Record<PropertyKey, unknown>>;

/**
 * The SQL that makes what a module of Drizzle's tables (`drizzle-orm/pg-core`) describes. A `CommandError` if it exports
 * no table, or something whose meaning is not known.
 */
export function drizzleSql(module: Readonly<Record<string, unknown>>, path: string): string {
  const exported = Object.values(module).filter(isEntity);
  const tables = [...new Set(exported.filter((each) => each[symbols.isTable] === true))];
  if (tables.length === 0) {
    throw new CommandError("no_drizzle_tables", `${path} exports no table of drizzle-orm/pg-core`, {
      hint: "export what pgTable() gives, and the enums that the tables use",
    });
  }
  const enums = new Map<string, Entity>();
  for (const each of exported) if (each[symbols.isEnum] === true) enums.set(enumName(each), each);
  for (const table of tables) {
    for (const column of columnsOf(table)) {
      const found = enumOf(column);
      if (found !== null) enums.set(enumName(found), found);
    }
  }
  const schemas = new Set<string>();
  for (const { [symbols.schema]: schema } of tables) if (schema) schemas.add(String(schema));
  for (const each of enums.values()) if (each.schema) schemas.add(String(each.schema));
  const sequences = exported.filter((each) => "seqName" in each);
  for (const each of sequences) if (each.schema) schemas.add(String(each.schema));
  const parts = tables.map(tableSql);
  return [
    ...[...schemas].filter((schema) => schema !== "public")
      .map((schema) => `CREATE SCHEMA ${quote(schema)}`),
    ...[...enums].map(([name, each]) =>
      `CREATE TYPE ${name} AS ENUM (${(each.enumValues as string[]).map(literal).join(", ")})`
    ),
    ...sequences.map(sequenceSql),
    ...parts.map(({ create }) => create),
    ...parts.flatMap(({ after }) => after),
  ].map((statement) => `${statement};\n`).join("");
}

function isEntity(value: unknown): value is Entity {
  return value !== null && (typeof value === "object" || typeof value === "function");
}

function kindOf(value: Entity): string {
  const { constructor } = value as { readonly constructor?: Entity };
  return String(constructor?.[symbols.kind] ?? value[symbols.kind] ?? "");
}

function columnsOf(table: Entity): readonly Entity[] {
  return Object.values(table[symbols.columns] as Record<string, Entity>);
}

function tableName(table: Entity): string {
  return qualified(String(table[symbols.name]), table[symbols.schema]);
}

interface TableSql {
  readonly create: string;
  /** What can stand only behind all tables: indexes and foreign keys. */
  readonly after: readonly string[];
}

function tableSql(table: Entity): TableSql {
  const lines = columnsOf(table).map(columnSql);
  const after: string[] = [];
  const name = tableName(table);
  for (const key of (table[symbols.foreignKeys] ?? []) as Entity[]) {
    after.push(foreignKeySql(name, key));
  }
  for (const item of extraItems(table)) {
    const built = typeof item.build === "function" ? item.build.call(item, table) as Entity : item;
    const kind = kindOf(built);
    if (/Index$/.test(kind)) after.push(indexSql(name, built));
    else if (/PrimaryKey$/.test(kind)) {
      lines.push(`CONSTRAINT ${quote(nameOf(built))} PRIMARY KEY (${columnNames(built.columns)})`);
    } else if (/UniqueConstraint$/.test(kind)) {
      const nulls = built.nullsNotDistinct ? " NULLS NOT DISTINCT" : "";
      lines.push(
        `CONSTRAINT ${quote(nameOf(built))} UNIQUE${nulls} (${columnNames(built.columns)})`,
      );
    } else if (/ForeignKey$/.test(kind)) after.push(foreignKeySql(name, built));
    else if (/Check$/.test(kind)) {
      lines.push(`CONSTRAINT ${quote(String(built.name))} CHECK (${sqlOf(built.value)})`);
    } else throw unknownPart(table, kind);
  }
  return { create: `CREATE TABLE ${name} (\n  ${lines.join(",\n  ")}\n)`, after };
}

/** What the function at the end of `pgTable()` gives: a list, or an object of builders. */
function extraItems(table: Entity): readonly Entity[] {
  const build = table[symbols.extraConfig];
  if (typeof build !== "function") return [];
  const given = build(table[symbols.extraConfigColumns] ?? table[symbols.columns]) as unknown;
  const items = Array.isArray(given) ? given.flat() : Object.values(given ?? {});
  return items.filter(isEntity);
}

function columnSql(column: Entity): string {
  const parts = [quote(String(column.name)), typeOf(column)];
  if (column.primary) parts.push("PRIMARY KEY");
  const { generated, generatedIdentity } = column as {
    readonly generated?: Entity;
    readonly generatedIdentity?: Entity;
  };
  if (generatedIdentity) parts.push(identitySql(generatedIdentity));
  else if (generated) {
    const as = typeof generated.as === "function" ? generated.as() : generated.as;
    parts.push(`GENERATED ALWAYS AS (${sqlOf(as)}) STORED`);
  } else if (column.default !== undefined && column.default !== null) {
    parts.push(`DEFAULT ${defaultSql(column)}`);
  }
  if (column.notNull) parts.push("NOT NULL");
  if (column.isUnique) {
    const nulls = column.uniqueType === "not distinct" ? " NULLS NOT DISTINCT" : "";
    parts.push(`CONSTRAINT ${quote(String(column.uniqueName))} UNIQUE${nulls}`);
  }
  return parts.join(" ");
}

function typeOf(column: Entity): string {
  const found = enumOf(column);
  const sqlType = String((column.getSQLType as () => string).call(column));
  if (found === null) return sqlType;
  // An array of an enum ends in its brackets.
  return enumName(found) + (/(?:\[\d*\])+$/.exec(sqlType)?.[0] ?? "");
}

/** The enum of a column, or of the items of an array. */
function enumOf(column: Entity): Entity | null {
  if (isEntity(column.enum) && "enumName" in column.enum) return column.enum;
  return isEntity(column.baseColumn) ? enumOf(column.baseColumn) : null;
}

function enumName(of: Entity): string {
  return qualified(String(of.enumName), of.schema);
}

function defaultSql(column: Entity): string {
  const value = column.default;
  if (isEntity(value) && "queryChunks" in value) return sqlOf(value);
  const map = column.mapToDriverValue as (value: unknown) => unknown;
  return valueSql(typeof map === "function" ? map.call(column, value) : value);
}

function identitySql({ type, sequenceName, sequenceOptions }: Entity): string {
  const options = sequenceOptionsSql((sequenceOptions ?? {}) as Entity);
  const name = sequenceName ? `SEQUENCE NAME ${quote(String(sequenceName))} ` : "";
  const inside = `${name}${options}`.trim();
  return `GENERATED ${type === "always" ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY${
    inside === "" ? "" : ` (${inside})`
  }`;
}

function sequenceSql(sequence: Entity): string {
  const name = qualified(String(sequence.seqName), sequence.schema);
  const options = sequenceOptionsSql((sequence.seqOptions ?? {}) as Entity);
  return `CREATE SEQUENCE ${name} ${options}`.trimEnd();
}

function sequenceOptionsSql(options: Entity): string {
  const words: readonly (readonly [string, unknown])[] = [
    ["INCREMENT BY", options.increment],
    ["MINVALUE", options.minValue],
    ["MAXVALUE", options.maxValue],
    ["START WITH", options.startWith],
    ["CACHE", options.cache],
  ];
  return [
    ...words.flatMap(([word, value]) => value === undefined ? [] : [`${word} ${value}`]),
    ...(options.cycle ? ["CYCLE"] : []),
  ].join(" ");
}

function foreignKeySql(table: string, key: Entity): string {
  const { name, columns, foreignColumns, foreignTable } = (key.reference as () => Entity).call(key);
  const constraint = String(
    name ?? (typeof key.getName === "function" ? key.getName.call(key) : ""),
  );
  const actions = [["DELETE", key.onDelete], ["UPDATE", key.onUpdate]] as const;
  return `ALTER TABLE ${table} ADD${
    constraint === "" ? "" : ` CONSTRAINT ${quote(constraint)}`
  } FOREIGN KEY (${columnNames(columns)}) REFERENCES ${
    tableName((foreignTable ?? (foreignColumns as Entity[])[0]!.table) as Entity)
  } (${columnNames(foreignColumns)})${
    actions.map(([word, action]) => action ? ` ON ${word} ${action}` : "").join("")
  }`;
}

function indexSql(table: string, index: Entity): string {
  const config = (index.config ?? index) as Entity;
  const parts = (config.columns as Entity[]).map((part) => {
    if ("queryChunks" in part) return `(${sqlOf(part)})`;
    const { order, nulls, opClass } = (part.indexConfig ?? {}) as Entity;
    return [
      quote(String(part.name)),
      ...(opClass ? [String(opClass)] : []),
      ...(order === "desc" ? ["DESC"] : []),
      ...(nulls ? [`NULLS ${String(nulls).toUpperCase()}`] : []),
    ].join(" ");
  });
  const name = config.name ??
    `${table.split(".").at(-1)!.replaceAll('"', "")}_${
      (config.columns as Entity[]).map((part) => String(part.name ?? "index")).join("_")
    }_index`;
  const storage = Object.entries((config.with ?? {}) as Record<string, unknown>)
    .map(([key, value]) => `${key} = ${value}`);
  return `CREATE ${config.unique ? "UNIQUE " : ""}INDEX ${quote(String(name))} ON ${table}${
    config.method ? ` USING ${config.method}` : ""
  } (${parts.join(", ")})${storage.length === 0 ? "" : ` WITH (${storage.join(", ")})`}${
    config.where ? ` WHERE ${sqlOf(config.where)}` : ""
  }`;
}

function nameOf(part: Entity): string {
  return String(typeof part.getName === "function" ? part.getName.call(part) : part.name);
}

function columnNames(columns: unknown): string {
  return (columns as Entity[]).map(({ name }) => quote(String(name))).join(", ");
}

/** The text of a piece of Drizzle's SQL; columns without their table, values as literals. */
function sqlOf(value: unknown): string {
  if (!isEntity(value)) return valueSql(value);
  if (Array.isArray(value)) return `(${value.map(sqlOf).join(", ")})`;
  if (Array.isArray(value.queryChunks)) return value.queryChunks.map(sqlOf).join("");
  const kind = kindOf(value);
  if (kind === "StringChunk") return (value.value as string[]).join("");
  if (kind === "Param" || kind === "Placeholder") return valueSql(value.value);
  if (kind === "Name") return quote(String(value.value));
  if (value[symbols.isTable] === true) return tableName(value);
  if (typeof value.getSQLType === "function") return quote(String(value.name));
  if (typeof value.getSQL === "function") return sqlOf(value.getSQL.call(value));
  return valueSql(value);
}

function valueSql(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
    return String(value);
  }
  if (typeof value === "string") return literal(value);
  if (value instanceof Date) return literal(value.toISOString());
  return literal(JSON.stringify(value));
}

function qualified(name: string, schema: unknown): string {
  return schema ? `${quote(String(schema))}.${quote(name)}` : quote(name);
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function unknownPart(table: Entity, kind: string): CommandError {
  return new CommandError(
    "unknown_drizzle_part",
    `The table ${tableName(table)} has a ${kind || "part"} that is not read from Drizzle's tables`,
    { hint: "take it out of the table, and write a revision for it by hand" },
  );
}
