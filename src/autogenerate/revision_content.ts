import type { Dialect } from "../dialect/dialect.ts";
import { newRunMemory } from "../dialect/dialect.ts";
import { CommandError } from "../errors/mod.ts";
import type { TranslatedItem } from "../import/outcome.ts";
import { statementText, tidied } from "../import/statement_text.ts";
import { typescriptStatements } from "../import/translate_typescript.ts";
import {
  printStatements,
  type PythonBodies,
  pythonBodies,
  type PythonRenderOptions,
  type RevisionChanges,
} from "../render/mod.ts";
import type { NamingConvention } from "../schema/naming_convention.ts";
import type { RevisionKind } from "../script/revision.ts";
import { type Change, operationsOf } from "../operations/change.ts";

/** How the functions of a generated revision are written. */
export interface ContentSettings {
  readonly kind: RevisionKind;
  readonly dialect: Dialect;
  readonly namingConvention: NamingConvention | null;
  /** How Python is written. */
  readonly python?: PythonRenderOptions;
  /** Takes what the author must know of the file. */
  readonly warn: (message: string) => void;
}

/** The functions of a revision in its language, as its template takes them. */
export function revisionContent(changes: RevisionChanges, settings: ContentSettings): PythonBodies {
  const { kind, dialect, namingConvention, python, warn } = settings;
  const convention = namingConvention ?? undefined;
  if (kind === "python") {
    const options = { namingConvention: convention, ...python };
    return pythonBodies(changes, dialect, options, warn);
  }
  const write = (part: readonly Change[]) => {
    const items = compiled(part, dialect, convention);
    if (kind === "sql") return sqlText(items);
    const statements = typescriptStatements(items, {
      dialect,
      options: { namingConvention: convention },
    });
    // The template has the blanks before the first line.
    return printStatements(statements, 2).trimStart();
  };
  return { upgrade: write(changes.upgrade), downgrade: write(changes.downgrade), imports: "" };
}

function compiled(
  changes: readonly Change[],
  dialect: Dialect,
  namingConvention: NamingConvention | undefined,
): readonly TranslatedItem[] {
  const memory = newRunMemory();
  return changes.flatMap(operationsOf).map((operation) => {
    const before = { createdTypes: new Set(memory.createdTypes) };
    const options = { offline: true, standardStrings: true, memory, namingConvention };
    const statements = dialect.compile(operation, options).map(({ sql }) => sql);
    return { kind: "sql", statements, operation, memory: before };
  });
}

function sqlText(items: readonly TranslatedItem[]): string {
  return items.flatMap((item) => item.kind === "sql" ? item.statements : [])
    .map((sql) => {
      const text = statementText(tidied(sql));
      if (text !== null) return text;
      throw new CommandError("unwritable_sql", "A statement cannot stand in a SQL file", {
        hint: "Choose --format python or typescript",
      });
    })
    .join("\n\n");
}
