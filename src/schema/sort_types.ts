import type { Metadata } from "./metadata.ts";
import { nameText } from "./name.ts";
import { dependencyOrder } from "./sort_tables.ts";
import type { SqlType } from "./types.ts";

type NamedType = Metadata["types"][number];

/** Types after those that they are made of. */
export function sortTypes(types: readonly NamedType[]): readonly NamedType[] {
  return dependencyOrder(types.map((type) => [
    typeKey(type),
    type,
    new Set(type.kind === "domain" ? namedTypesIn(type.dataType) : []),
  ])).sorted;
}

/** The key of a named type among others. */
export function typeKey({ schema, name }: Pick<NamedType, "schema" | "name">): string {
  return JSON.stringify([schema, name].map((each) => each ? nameText(each) : ""));
}

/** The keys of the named types that a type is, or that its elements are. */
export function namedTypesIn(type: SqlType): readonly string[] {
  if (type.kind === "array") return namedTypesIn(type.itemType);
  return type.kind === "enum" || type.kind === "domain" ? [typeKey(type)] : [];
}
