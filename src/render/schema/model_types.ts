/** The types that models name: each stands once, as a variable, and the columns that have it use that. */
import type { Metadata } from "../../schema/metadata.ts";
import { nameText } from "../../schema/name.ts";
import { namedTypesIn, sortTypes, typeKey } from "../../schema/sort_types.ts";
import type { DomainType, EnumType, SqlType } from "../../schema/types.ts";
import { reprText } from "../../sql/python_text.ts";
import { typeCode } from "../python/types.ts";
import type { PythonWriter, RenderItem } from "../python/writer.ts";
import { uniqueVariables } from "./model_names.ts";

type NamedType = EnumType | DomainType;

/** The class that {@link modelTypes} writes types of the server by that SQLAlchemy has no class for. */
export const SERVER_TYPE = "ServerType";

const serverTypeClass = `class ${SERVER_TYPE}(sa.types.UserDefinedType):
    """A type that SQLAlchemy has no class for, by its name on the server."""

    cache_ok = True

    def __init__(self, spec: str) -> None:
        self.spec = spec

    def get_col_spec(self, **kw) -> str:
        return self.spec
`;

/** How types are written in models, and what has to stand before them. */
export interface ModelTypes {
  readonly renderItem: RenderItem;
  /** The class and the variables, once all that uses them is written. */
  definitions(writer: PythonWriter): readonly string[];
}

/**
 * Writes named types as variables. `target` is the expression of the `MetaData`: types that no column has directly, such
 * as what a domain is made of, are tied to it, as nothing else would create them.
 */
export function modelTypes(metadata: Metadata, target: string, taken: Set<string>): ModelTypes {
  const types = sortTypes(metadata.types)
    .filter(({ name, origin }) => name !== undefined && origin === undefined);
  const names = uniqueVariables(types.map((type) => `${nameText(type.name!)}_type`), taken);
  const variables = new Map(types.map((type, index) => [typeKey(type), names[index]!]));
  const ofColumns = new Set(
    metadata.tables.flatMap(({ columns }) => columns.flatMap(({ type }) => namedTypesIn(type))),
  );
  const inner = new Set(
    types.flatMap((type) => type.kind === "domain" ? namedTypesIn(type.dataType) : []),
  );
  let usesServerType = false;
  const variable = (type: SqlType) =>
    type.kind === "domain" || type.kind === "enum" && type.nativeEnum !== false
      ? variables.get(typeKey(type))
      : undefined;
  const renderItem: RenderItem = (item) => {
    if (item.kind !== "type") return false;
    if (item.type.kind === "custom" && item.type.origin === undefined) {
      usesServerType = true;
      return `${SERVER_TYPE}(${reprText(item.type.ddl)})`;
    }
    return item.type.origin === undefined ? variable(item.type) ?? false : false;
  };
  const definition = (type: NamedType, writer: PythonWriter) => {
    const itself = type.kind === "enum"
      ? { ...type, createType: undefined }
      : { ...type, createType: undefined, check: wholeCheck(type) };
    const plain: RenderItem = (item, imports) =>
      item.kind === "type" && item.type === itself ? false : renderItem(item, imports);
    const code = typeCode(itself, { ...writer, options: { ...writer.options, renderItem: plain } });
    const tied = !ofColumns.has(typeKey(type)) || inner.has(typeKey(type));
    const tie = tied && !type.metadata ? `, metadata=${target})` : ")";
    return `${variables.get(typeKey(type))} = ${
      code.replace(`metadata=${writer.sa}MetaData()`, `metadata=${target}`).replace(/\)$/, tie)
    }\n`;
  };
  return {
    renderItem,
    definitions: (writer) => {
      const lines = types.map((type) => definition(type, writer));
      return [
        ...(usesServerType ? [serverTypeClass] : []),
        ...(lines.length === 0 ? [] : [lines.join("")]),
      ];
    },
  };
}

/** SQLAlchemy's DOMAIN has one constraint; all that there are, in one. */
function wholeCheck({ check, checks = [] }: DomainType): DomainType["check"] {
  const texts = checks.map(({ condition }) => condition.kind === "text" ? condition.sql : null);
  if (texts.length < 2 || texts.includes(null)) return check;
  return { kind: "text", sql: texts.map((text) => `(${text})`).join(" AND ") };
}
