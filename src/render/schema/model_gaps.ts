/** What models cannot say of a schema. */
import { effectiveName } from "../../dialect/constraint_name.ts";
import type { Metadata } from "../../schema/metadata.ts";
import { nameText } from "../../schema/name.ts";
import { tableKey } from "../../schema/sort_tables.ts";

/** The comment that names what SQLAlchemy has no words for; empty where there is nothing. */
export function gapsComment(metadata: Metadata): readonly string[] {
  const gaps = [...constraintGaps(metadata), ...domainGaps(metadata)];
  return gaps.length === 0 ? [] : [
    "# SQLAlchemy has no words for these; the database that they were read from has them:",
    ...gaps.map((gap) => `#   ${gap.replaceAll(/[\r\n]+/g, " ")}`),
  ];
}

function constraintGaps({ tables, namingConvention }: Metadata): readonly string[] {
  return tables.flatMap((table) =>
    table.constraints.flatMap((constraint) => {
      if (constraint.kind !== "check") return [];
      const name = effectiveName(constraint, table, table.namingConvention ?? namingConvention);
      const words = [
        ...(constraint.noInherit ? ["NO INHERIT"] : []),
        ...(constraint.dialectOptions?.postgresql_not_valid ? ["NOT VALID"] : []),
      ];
      return words.map((word) =>
        `CHECK ${name === null ? "" : `${nameText(name)} `}of ${tableKey(table)}: ${word}`
      );
    })
  );
}

function domainGaps({ types }: Metadata): readonly string[] {
  return types.flatMap((type) => {
    if (type.kind !== "domain") return [];
    const checks = (type.checks ?? []).map(({ name }) => nameText(name));
    const domain = tableKey({ name: type.name, schema: type.schema });
    return [
      ...(checks.length > 1
        ? [`domain ${domain}: ${checks.join(" and ")} are several constraints`]
        : []),
      ...(checks.length > 0 && type.notNull ? [`domain ${domain}: the name ${checks[0]}`] : []),
    ];
  });
}
