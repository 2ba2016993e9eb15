/** The names of Python that things of a database get in models. */
import type { Metadata } from "../../schema/metadata.ts";
import { type Name, nameText } from "../../schema/name.ts";
import type { PlainTable } from "./tables.ts";

/** A class for each table; those of tables that are no class stay unused. */
export function uniqueClassNames(tables: readonly PlainTable[]): readonly string[] {
  const taken = new Set(["Base", "SQLModel", "Field", "Mapped", "DeclarativeBase"]);
  return tables.map(({ table }) => {
    const words = (text: string) => text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
    const camel = (text: string) =>
      words(text).map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
    const plain = camel(nameText(table.name));
    const candidates = [plain, `${table.schema ? camel(nameText(table.schema)) : ""}${plain}`];
    let name = candidates.find((each) => /^[\p{L}_]/u.test(each) && !taken.has(each));
    for (let number = 2; name === undefined; number++) {
      const numbered = `Table${plain}${number}`;
      if (!taken.has(numbered)) name = numbered;
    }
    taken.add(name);
    return name;
  });
}

const keywords: ReadonlySet<string> = new Set(
  ("False None True and as assert async await break class continue def del elif else except finally for from " +
    "global if import in is lambda nonlocal not or pass raise return try while with yield metadata registry")
    .split(" "),
);

/** An attribute for each column. */
export function uniqueAttributes(names: readonly Name[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let attribute = attributeName(nameText(name));
    while (taken.has(attribute)) attribute += "_";
    taken.add(attribute);
    return attribute;
  });
}

function attributeName(text: string): string {
  const plain = text.replaceAll(/[^\p{L}\p{N}_]/gu, "_");
  const name = /^\p{L}/u.test(plain) ? plain : `c_${plain}`;
  return keywords.has(name) || name.startsWith("model_") ? `${name}_` : name;
}

/** A variable for each table that is no class, and for each type. */
export function uniqueVariables(
  names: readonly string[],
  taken: Set<string>,
): readonly string[] {
  return names.map((name) => {
    let variable = attributeName(name);
    while (taken.has(variable)) variable += "_";
    taken.add(variable);
    return variable;
  });
}

/** All attributes of all classes: a variable of that name could not be seen behind them. */
export function allAttributes({ tables }: Metadata): Set<string> {
  return new Set(
    tables.flatMap(({ columns }) => uniqueAttributes(columns.map(({ name }) => name))),
  );
}
