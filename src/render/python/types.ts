import { type InnerRepr, isPostgresqlType, typeRepr } from "../../schema/type_repr.ts";
import type { DomainType, EnumType, SqlType } from "../../schema/types.ts";
import { reprText } from "../../sql/python_text.ts";
import { nameCode, projectCode, type PythonWriter, schemaArgument } from "./writer.ts";
import { expressionCode } from "./expressions.ts";

/** The module of the constructors of a dialect's types, as revisions import it. */
const dialectImport = "from sqlalchemy.dialects import postgresql";

/** Names of PostgreSQL's own are written as `postgresql.NAME`, which needs its import. */
export function postgresqlName(name: string, writer: PythonWriter): string {
  writer.imports.add(dialectImport);
  return `postgresql.${name}`;
}

/** The constructor of a type, such as `sa.String(length=50)`. */
export function typeCode(type: SqlType, writer: PythonWriter): string {
  const rendered = projectCode({ kind: "type", type }, writer);
  if (rendered !== false) return rendered ?? "None";
  return type.kind === "variant" ? variantCode(type, writer) : plainTypeCode(type, writer);
}

function variantCode(
  type: Extract<SqlType, { readonly kind: "variant" }>,
  writer: PythonWriter,
): string {
  const variants = Object.keys(type.variants).sort()
    .map((name) => `.with_variant(${typeCode(type.variants[name]!, writer)}, ${reprText(name)})`);
  return plainTypeCode(type.base, writer) + variants.join("");
}

function plainTypeCode(type: SqlType, writer: PythonWriter): string {
  if (type.origin !== undefined && !type.origin.module.startsWith("sqlalchemy.")) {
    return userTypeCode(type.origin, writer);
  }
  // SQLAlchemy has no class for it, or nothing is known of it.
  if (type.kind === "custom" || type.kind === "null") return `${writer.sa}types.NullType()`;
  if (type.origin === undefined && type.kind === "domain") {
    return postgresqlName(domainCode(type, writer), writer);
  }
  // Only PostgreSQL's class can say that its table does not create the type.
  const existing = type.origin === undefined && type.kind === "enum" &&
    type.createType === false && type.nativeEnum !== false;
  const code = existing ? existingEnumCode(type, writer) : typeRepr(type, innerCode(writer));
  return existing || isPostgresqlType(type) ? postgresqlName(code, writer) : writer.sa + code;
}

function innerCode(writer: PythonWriter): InnerRepr {
  return { type: (each) => typeCode(each, writer), metadata: `${writer.sa}MetaData()` };
}

function existingEnumCode(type: EnumType, writer: PythonWriter): string {
  return typeRepr({ ...type, form: "ENUM" }, innerCode(writer)).replace(
    /\)$/,
    ", create_type=False)",
  );
}

/** All that a domain is made of, where SQLAlchemy's `repr()` tells its name and type. */
function domainCode(type: DomainType, writer: PythonWriter): string {
  const { name, dataType, schema, collation, constraintName, notNull, check, createType } = type;
  const args = [
    nameCode(name),
    typeCode(dataType, writer),
    ...(collation === undefined ? [] : [`collation=${nameCode(collation)}`]),
    ...(type.default === undefined ? [] : [
      `default=${
        typeof type.default === "string"
          ? reprText(type.default)
          : expressionCode(type.default, writer)
      }`,
    ]),
    ...(constraintName === undefined ? [] : [`constraint_name=${nameCode(constraintName)}`]),
    ...(notNull ? ["not_null=True"] : []),
    ...(check === undefined ? [] : [`check=${expressionCode(check, writer)}`]),
    ...(createType === false || type.metadata ? ["create_type=False"] : []),
    ...schemaArgument(schema),
  ];
  return `DOMAIN(${args.join(", ")})`;
}

/**
 * A type of the project or of a library. The line that imports its module is added, which Alembic leaves to
 * the author, unless a prefix says that the template has it.
 */
function userTypeCode(
  { module, repr }: { readonly module: string; readonly repr: string },
  writer: PythonWriter,
): string {
  const prefix = writer.options.userModulePrefix ?? null;
  if (prefix !== null) return prefix + repr;
  writer.imports.add(`import ${module}`);
  return `${module}.${repr}`;
}
