import type { DomainType, EnumType, SqlType } from "./types.ts";

/**
 * A type with the named types in it marked as there already, so that a table that uses them does not create them
 * (`create_type=False`). `isThere` says which ones are.
 */
export function existingType(
  type: SqlType,
  isThere: (type: EnumType | DomainType) => boolean = () => true,
): SqlType {
  switch (type.kind) {
    case "enum":
    case "domain":
      return isThere(type) ? { ...type, createType: false } : type;
    case "array":
      return { ...type, itemType: existingType(type.itemType, isThere) };
    case "variant":
      return {
        ...type,
        base: existingType(type.base, isThere),
        variants: Object.fromEntries(
          Object.entries(type.variants).map(([dialect, variant]) => [
            dialect,
            existingType(variant, isThere),
          ]),
        ),
      };
    default:
      return type;
  }
}
