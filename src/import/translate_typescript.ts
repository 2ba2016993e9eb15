import type { CompileOptions, Dialect, RunMemory } from "../dialect/dialect.ts";
import { MigratorError } from "../errors/mod.ts";
import type { Operation } from "../operations/operation.ts";
import {
  type CallCode,
  type CodeStatement,
  executeCall,
  type FunctionContent,
  typedCalls,
  typescriptFile,
} from "../render/mod.ts";
import type { Revision } from "../script/revision.ts";
import { readTypeScriptHeader } from "../script/typescript_header.ts";
import type { TranslatedItem } from "./outcome.ts";
import { tidied } from "./statement_text.ts";
import { emittedBy } from "./emitted.ts";
import { withNamedConstraints } from "./named_constraints.ts";
import { checkHeader } from "./untranslatable.ts";

/** The two functions of a revision: what they do, or what they refuse with; `null` for none. */
export interface TypescriptFunctions {
  readonly upgrade: readonly TranslatedItem[];
  readonly downgrade: readonly TranslatedItem[] | { readonly refusal: string } | null;
}

/** How the operations of the project are compiled. */
export interface TypescriptSettings {
  readonly dialect: Dialect;
  readonly options: Omit<CompileOptions, "offline" | "memory" | "standardStrings">;
}

/**
 * A revision as a TypeScript file of typed operations. Each is run before it is written: unless it comes to the SQL
 * that it stands for, the file says that SQL instead.
 */
export function translateToTypescript(
  revision: Revision,
  { upgrade, downgrade }: TypescriptFunctions,
  fileName: string,
  settings: TypescriptSettings,
): string {
  const content = (items: readonly TranslatedItem[]): FunctionContent => ({
    statements: typescriptStatements(items, settings),
  });
  const text = typescriptFile(
    revision,
    content(upgrade),
    downgrade === null || "refusal" in downgrade ? downgrade : content(downgrade),
  );
  checkHeader(revision, readTypeScriptHeader(text, fileName, fileName), "a TypeScript file");
  return text;
}

/** The statements of a function: typed operations where they come to the SQL of what they stand for. */
export function typescriptStatements(
  items: readonly TranslatedItem[],
  settings: TypescriptSettings,
): readonly CodeStatement[] {
  const outer: CodeStatement[] = [];
  let inner: CodeStatement[] | null = null;
  for (const item of items) {
    if (item.kind === "sql") (inner ?? outer).push(...callsOf(item, settings));
    else if (item.active) inner = [];
    else if (inner !== null) {
      outer.push({ kind: "autocommit", body: inner });
      inner = null;
    }
  }
  return outer;
}

type SqlItem = Extract<TranslatedItem, { readonly kind: "sql" }>;

function callsOf(item: SqlItem, settings: TypescriptSettings): readonly CallCode[] {
  const { operation, statements } = item;
  if (operation !== null && statements.length > 0) {
    const calls = typedCallsOf(operation, item, settings);
    if (calls !== null && sayTheSame(calls, operation, item, settings)) return calls;
  }
  return statements.filter((sql) => sql.trim() !== "")
    .map((sql) => executeCall(operation === null ? sql : tidied(sql)));
}

function typedCallsOf(
  operation: Operation,
  { memory }: SqlItem,
  { dialect, options }: TypescriptSettings,
): readonly CallCode[] | null {
  try {
    return typedCalls(withNamedConstraints(operation, options.namingConvention), {
      dialect,
      options: { ...options, offline: true, standardStrings: true, memory },
    });
  } catch (error) {
    if (error instanceof MigratorError) return null;
    throw error;
  }
}

/**
 * Whether calls come to the SQL of an operation: in a script and on a server, with the naming convention of the
 * project's metadata and without it, as TypeScript revisions may be run without the models.
 */
function sayTheSame(
  calls: readonly CallCode[],
  operation: Operation,
  item: SqlItem,
  { dialect, options }: TypescriptSettings,
): boolean {
  try {
    const emitted = emittedBy(calls, dialect);
    const sql = (of: readonly Operation[], more: Partial<CompileOptions>) => {
      const memory: RunMemory = { createdTypes: new Set(item.memory.createdTypes) };
      const all: CompileOptions = {
        ...options,
        offline: true,
        standardStrings: true,
        ...more,
        memory,
      };
      return JSON.stringify(of.flatMap((each) => dialect.compile(each, all)).map((one) => one.sql));
    };
    const wanted = sql([operation], {});
    if (sql(emitted, {}) !== wanted) return false;
    if (sql(emitted, { namingConvention: undefined }) !== wanted) return false;
    // Rows travel in other forms to a server, which mean the same.
    if (operation.kind === "bulkInsert") return true;
    const live = sql([operation], { offline: false });
    return sql(emitted, { offline: false }) === live &&
      sql(emitted, { offline: false, namingConvention: undefined }) === live;
  } catch (error) {
    if (error instanceof MigratorError) return false;
    throw error;
  }
}
