import type { DomainType, EnumType, SqlType } from "../../../schema/types.ts";
import type { NamedTypeFacts } from "./catalogue_facts.ts";
import { verbatimText } from "./text.ts";
import { reflectedType } from "./types.ts";

/**
 * Enumerations and domains by their OID. The schema is named where the search path does not find the
 * type, as SQLAlchemy does.
 */
export function reflectedNamedTypes(
  facts: readonly NamedTypeFacts[],
): ReadonlyMap<string, EnumType | DomainType> {
  const byOid = new Map(facts.map((each) => [each.oid, each]));
  const types = new Map<string, EnumType | DomainType>();
  const typeOf = (each: NamedTypeFacts): EnumType | DomainType => {
    const known = types.get(each.oid);
    if (known !== undefined) return known;
    const type = each.base === null ? enumType(each) : domainType(each, baseType(each));
    types.set(each.oid, type);
    return type;
  };
  const baseType = (each: NamedTypeFacts): SqlType => {
    const named = byOid.get(each.baseOid ?? "");
    return reflectedType(each.base!, named === undefined ? null : typeOf(named));
  };
  facts.forEach(typeOf);
  return types;
}

function enumType(facts: NamedTypeFacts): EnumType {
  return {
    kind: "enum",
    form: "ENUM",
    values: facts.labels ?? [],
    name: facts.name,
    ...(facts.visible ? {} : { schema: facts.schema }),
  };
}

function domainType(facts: NamedTypeFacts, dataType: SqlType): DomainType {
  // SQLAlchemy's DOMAIN has one constraint; several are tested in the order of their names.
  const checks = (facts.checks ?? []).map(({ name, definition }) => ({
    name,
    condition: verbatimText(definition.slice("CHECK (".length, -1)),
  }));
  const [check] = checks;
  return {
    kind: "domain",
    name: facts.name,
    dataType,
    createType: false,
    ...(facts.visible ? {} : { schema: facts.schema }),
    ...(facts.collation === null ? {} : { collation: facts.collation }),
    ...(facts.default === null ? {} : { default: verbatimText(facts.default) }),
    ...(facts.notNull ? { notNull: true } : {}),
    ...(check === undefined ? {} : {
      constraintName: check.name,
      check: check.condition,
      checks,
    }),
  };
}
