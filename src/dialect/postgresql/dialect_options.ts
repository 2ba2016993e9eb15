import { CommandError } from "../../errors/mod.ts";
import type { DialectOption, DialectOptions } from "../../schema/dialect_options.ts";
import type { Expression } from "../../sql/expression.ts";
import { expressionText } from "./expression_text.ts";
import { reprText } from "../../sql/python_text.ts";
import type { Scope } from "./scope.ts";
import { textClauseText } from "./text_clause.ts";

const prefix = "postgresql_";

/** What SQLAlchemy accepts with the prefix `postgresql_`, by its class. */
const accepted = {
  Table: [
    "ignore_search_path",
    "tablespace",
    "partition_by",
    "with_oids",
    "on_commit",
    "inherits",
    "using",
  ],
  Index: [
    "include",
    "using",
    "where",
    "ops",
    "concurrently",
    "with",
    "tablespace",
    "nulls_not_distinct",
  ],
  PrimaryKeyConstraint: ["include"],
  UniqueConstraint: ["include", "nulls_not_distinct"],
  ForeignKeyConstraint: ["not_valid"],
  CheckConstraint: ["not_valid"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A class of schema items that takes keywords of this dialect. */
export type OptionOwner = keyof typeof accepted;

/** The keywords of this dialect without their prefix; one that its owner does not know is refused. */
export function ownOptions(
  options: DialectOptions | undefined,
  owner: OptionOwner,
): Readonly<Record<string, DialectOption | undefined>> {
  const own: Record<string, DialectOption | undefined> = {};
  for (const [key, value] of Object.entries(options ?? {})) {
    if (!key.startsWith(prefix)) continue;
    const name = key.slice(prefix.length);
    if (!(accepted[owner] as readonly string[]).includes(name)) {
      throw new CommandError(
        "argument_error",
        `Argument '${key}' is not accepted by dialect 'postgresql' on behalf of <class 'sqlalchemy.sql.schema.${owner}'>`,
        { hint: `Known are: ${accepted[owner].map((each) => prefix + each).join(", ")}` },
      );
    }
    own[name] = value;
  }
  return own;
}

/** An option that is SQL: a plain text is taken as `text()`. */
export function optionSql(value: DialectOption, scope: Scope): string {
  return typeof value === "string"
    ? textClauseText({ kind: "text", sql: value }, scope)
    : expressionText(value as Expression, scope);
}

/** An option that is a mapping. */
export function optionEntries(
  value: DialectOption | undefined,
): readonly (readonly [string, DialectOption])[] {
  return value !== null && typeof value === "object" ? Object.entries(value) : [];
}

/** An option that is one text or a list of them. */
export function optionList(value: DialectOption | undefined): readonly DialectOption[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value as DialectOption];
}

/** Words that SQLAlchemy lets through to the server, by the pattern that its message quotes. */
export const phrases = {
  onUpdate: "^(?:RESTRICT|CASCADE|SET NULL|NO ACTION|SET DEFAULT)$",
  onDelete: "^(?:RESTRICT|CASCADE|SET (?:NULL|DEFAULT)(?:\\s*\\(.+\\))?|NO ACTION)$",
  initially: "^(?:DEFERRED|IMMEDIATE)$",
  using: "^(?:btree|hash|gist|gin|[\\w_]+)$",
} as const;

/** A phrase, if its pattern allows it. */
export function checkedPhrase(phrase: string, pattern: string): string {
  if (new RegExp(pattern, "i").test(phrase)) return phrase;
  throw new CommandError(
    "compile_error",
    `Unexpected SQL phrase: ${reprText(phrase)} (matching against ${reprText(pattern)})`,
  );
}
