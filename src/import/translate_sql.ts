import { MigratorError } from "../errors/mod.ts";
import { sqlFile, type SqlFileBlock } from "../render/mod.ts";
import { sqlBody } from "../revision/sql.ts";
import type { Direction } from "../revision/body.ts";
import type { Revision, RevisionHeader } from "../script/revision.ts";
import { readSqlHeader } from "../script/sql_file.ts";
import { decodeRevision } from "../script/source_text.ts";
import type { TranslatedItem } from "./outcome.ts";
import { statementText, textsOf, tidied } from "./statement_text.ts";
import { checkHeader, Untranslatable } from "./untranslatable.ts";

/** The two functions of a revision; without `downgrade` there is no way back. */
export interface Functions {
  readonly upgrade: readonly TranslatedItem[];
  readonly downgrade: readonly TranslatedItem[] | null;
}

/**
 * A revision as a SQL file. What was written is read again: unless it is the same header and the same statements, an
 * {@link Untranslatable} is thrown.
 */
export async function translateToSql(
  revision: Revision,
  { upgrade, downgrade }: Functions,
  fileName: string,
): Promise<string> {
  const text = sqlFile(
    {
      ...revision,
      createDate: revision.createDate,
      message: revision.doc,
      explanation: explanationOf(revision),
    },
    blocksOf(upgrade, "upgrade"),
    downgrade && blocksOf(downgrade, "downgrade"),
  );
  // As it will be read: line ends and characters that a file does not keep come to light.
  const source = decodeRevision(new TextEncoder().encode(text), fileName, "sql");
  checkHeader(revision, headerIn(source, fileName), "a SQL file");
  for (const direction of ["upgrade", "downgrade"] as const) {
    const items = direction === "upgrade" ? upgrade : downgrade;
    if (items === null) continue;
    if (!same(await written(source, fileName, direction), wanted(items))) {
      throw notKept(direction);
    }
  }
  return text;
}

/** What a docstring says below its first paragraph, but for what the header says anyway. */
function explanationOf({ docstring, doc }: Revision): string | undefined {
  const lines = docstring.slice(doc.length).split("\n").filter((line) =>
    !/^(?:Revision ID|Revises|Create Date):/.test(line)
  );
  return lines.join("\n").replace(/\n{3,}/g, "\n\n").replace(/^\s*\n/, "").trimEnd() || undefined;
}

function headerIn(source: string, fileName: string): RevisionHeader | null {
  try {
    return readSqlHeader(source, fileName, fileName);
  } catch (error) {
    if (error instanceof MigratorError) throw notKept("upgrade");
    throw error;
  }
}

function notKept(direction: Direction): Untranslatable {
  return new Untranslatable(
    direction,
    "statements that a SQL file would not keep as they are",
    "a statement has a line that reads as a marker (-- migrate:…), or a carriage return",
  );
}

function blocksOf(items: readonly TranslatedItem[], direction: Direction): readonly SqlFileBlock[] {
  const blocks: { autocommit: boolean; statements: string[] }[] = [];
  let autocommit = false;
  let open = false;
  for (const item of items) {
    if (item.kind === "autocommit") {
      autocommit = item.active;
      open = false;
      // A block without statements ends the transaction all the same.
      if (autocommit) {
        blocks.push({ autocommit, statements: [] });
        open = true;
      }
      continue;
    }
    if (!open) blocks.push({ autocommit, statements: [] });
    open = true;
    for (const sql of item.statements) {
      const text = statementText(item.operation === null ? sql : tidied(sql));
      if (text === null) {
        throw new Untranslatable(
          direction,
          "SQL that cannot stand in a file",
          "a statement is not whole, or is a command of psql's",
        );
      }
      if (text !== "") blocks.at(-1)!.statements.push(text);
    }
  }
  return blocks;
}

/** What runs of the file, as texts; edges of autocommit blocks as `true` and `false`. */
async function written(
  source: string,
  fileName: string,
  direction: Direction,
): Promise<readonly (string | boolean)[]> {
  const found: (string | boolean)[] = [];
  const body = sqlBody(source, fileName);
  const outside = body.outsideTransaction(direction);
  if (outside) found.push(true);
  await body.run(direction, {
    offline: true,
    emit: (item) => {
      if (item.kind === "statement") found.push(item.statement.sql);
      if (item.kind === "autocommit") found.push(item.active);
    },
    flush: () => Promise.resolve(),
    execute: () => Promise.reject(new TypeError("a SQL file reads nothing")),
  });
  if (outside) found.push(false);
  return found;
}

function wanted(items: readonly TranslatedItem[]): readonly (string | boolean)[] {
  return items.flatMap((item): readonly (string | boolean)[] =>
    item.kind === "autocommit"
      ? [item.active]
      : item.statements.flatMap((sql) => textsOf(item.operation === null ? sql : tidied(sql)))
  );
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
