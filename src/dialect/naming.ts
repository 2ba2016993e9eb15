import { CommandError } from "../errors/mod.ts";
import { finalName, isFinal, type Name, nameText } from "../schema/name.ts";
import type { NamingConvention, NamingKey } from "../schema/naming_convention.ts";
import { ownValue } from "../config/own_value.ts";

/** What a naming convention may draw on. */
export interface NamingFacts {
  readonly table: Name;
  readonly schema?: Name | null;
  /** Columns of the constraint or index; for a foreign key the local ones. */
  readonly columns: readonly Name[];
  readonly referredTable?: Name;
  readonly referredColumns?: readonly Name[];
}

/**
 * The name that a constraint or index gets: its own, unless a template applies. One applies to a nameless
 * constraint, and to any that is not final where it mentions `%(constraint_name)s`.
 */
export function conventionalName(
  name: Name | null,
  key: NamingKey | null,
  facts: NamingFacts,
  convention: NamingConvention,
): Name | null {
  if (name !== null && isFinal(name)) return name;
  const template = key === null ? undefined : convention.templates[key];
  if (template === undefined) return name;
  if (name !== null && !template.includes("constraint_name")) return name;
  const text = template.replace(
    /%\(([^)]*)\)s|%%/g,
    (match, token: string | undefined) =>
      token === undefined ? match[0]! : tokenText(token, name, facts, convention),
  );
  return finalName(text);
}

function tokenText(
  token: string,
  name: Name | null,
  facts: NamingFacts,
  convention: NamingConvention,
): string {
  const custom = ownValue(convention.custom ?? {}, token);
  if (custom) return custom(nameText(facts.table), facts.columns.map(nameText));
  switch (token) {
    case "table_name":
      return nameText(facts.table);
    case "constraint_name":
      if (name !== null) return nameText(name);
      throw new CommandError(
        "naming_convention",
        "Naming convention including %(constraint_name)s token requires that constraint is explicitly named.",
        { hint: "Give the constraint a name" },
      );
    case "referred_table_name":
      return nameText(facts.referredTable ?? "");
  }
  const match = /^(referred_)?column_(\d+)(_?N)?_(name|key|label)$/.exec(token);
  if (!match) {
    throw new CommandError("naming_convention", `Unknown token '${token}' in a naming convention`);
  }
  const [, referred, index, many, form] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
  ];
  const columns = (referred ? facts.referredColumns : facts.columns) ?? [];
  const text = (column: Name) => form === "label" ? columnLabel(column, facts) : nameText(column);
  if (many) return columns.map(text).join(many.startsWith("_") ? "_" : "");
  const column = columns[Number(index)];
  return column === undefined ? "" : text(column);
}

/** `schema_table_column`, dots of the schema as underscores. */
function columnLabel(column: Name, facts: NamingFacts): string {
  const schema = facts.schema === null || facts.schema === undefined
    ? ""
    : `${nameText(facts.schema).replaceAll(".", "_")}_`;
  return `${schema}${nameText(facts.table)}_${nameText(column)}`;
}
