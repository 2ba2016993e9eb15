import { replaceInert } from "../../sql/inert_parts.ts";

/**
 * What a statement that stands alone is, for those who must know after a crash whether it has run:
 *
 * - `session`: sets up the session, and is run again in each;
 * - `atomic`: may be in a transaction, and so shares one with its record;
 * - `index-build`, `index-drop`: what became of it can be seen in the catalogue;
 * - `repeatable`: does no harm if it is run once more;
 * - `alone`: nothing tells whether it has run.
 */
export type StatementKind =
  | "session"
  | "atomic"
  | "index-build"
  | "index-drop"
  | "repeatable"
  | "alone";

/** A statement as it is classified: for concurrent work on an index, which one. */
export interface ClassifiedStatement {
  readonly kind: StatementKind;
  /** The index as the statement names it; of an `index-build` without a schema. */
  readonly index?: string;
  /** The table of an `index-build`, as the statement names it. */
  readonly table?: string;
}

const NAME = String.raw`(?:"(?:[^"]|"")+"|[\w$\u0080-\uffff]+)`;
const QUALIFIED = `${NAME}(?:\\s*\\.\\s*${NAME})*`;

const indexBuild = new RegExp(
  `^create\\s+(?:unique\\s+)?index\\s+concurrently\\s+(?:if\\s+not\\s+exists\\s+)?(${NAME})\\s+on\\s+` +
    `(?:only\\s+)?(${QUALIFIED})`,
  "i",
);
const indexDrop = new RegExp(
  `^drop\\s+index\\s+concurrently\\s+(?:if\\s+exists\\s+)?(${QUALIFIED})\\s*(?:cascade|restrict)?\\s*$`,
  "i",
);

/** Statements that may stand in a transaction, by their first words; the exceptions follow. */
const transactional =
  /^(?:select|with|values|table|insert|update|delete|merge|truncate|comment|grant|revoke|create|alter|drop|refresh|analyze|import|reassign|security|do|notify|copy)\b/i;

/** Of those, the ones that the server refuses in a transaction, or that might end one. */
const notTransactional = new RegExp(
  [
    String.raw`^(?:create|alter|drop)\s+(?:database|tablespace|subscription|system)\b`,
    String.raw`^alter\s+system\b`,
    String.raw`\bconcurrently\b`,
    String.raw`^do\b[^]*\b(?:commit|rollback|call|execute)\b`,
    String.raw`\b(?:dblink|pg_background)`,
  ].join("|"),
  "i",
);

const addValue = /^alter\s+type\b[^]*\badd\s+value\b/i;

/** Classifies the text of one statement, or of several that are sent as one. */
export function classify(sql: string, serverVersion: number): ClassifiedStatement {
  const text = withoutComments(sql).replace(/;\s*$/, "").trim();
  if (setsUpSession(text)) return { kind: "session" };
  const build = indexBuild.exec(text);
  if (build !== null) return { kind: "index-build", index: build[1]!, table: build[2]! };
  const drop = indexDrop.exec(text);
  if (drop !== null) return { kind: "index-drop", index: drop[1]! };
  if (/^(?:vacuum|analyze|reindex|cluster|checkpoint)\b/i.test(text)) return { kind: "repeatable" };
  const bare = withoutTexts(text);
  const parts = bare.split(";").map((part) => part.trim()).filter((part) => part !== "");
  const isAtomic = parts.length > 0 &&
    parts.every((part) =>
      transactional.test(part) && !notTransactional.test(/^do\b/i.test(part) ? text : part) &&
      (serverVersion >= 120000 || !addValue.test(part))
    );
  return { kind: isAtomic ? "atomic" : "alone" };
}

/** Whether a statement changes nothing but the session, and is run again in each. */
export function setsUpSession(sql: string): boolean {
  const text = withoutComments(sql).replace(/;\s*$/, "");
  return /^select\s+(?:pg_catalog\s*\.\s*)?set_config\s*\(/i.test(text) ||
    (/^(?:set|reset|discard|listen|unlisten|load)\b/i.test(text) && !text.includes(";"));
}

/** Whether a text ends the transaction that it is in, and does nothing else. */
export function isCommit(sql: string): boolean {
  return /^\s*(?:commit|end)(?:\s+(?:work|transaction))?\s*;?\s*$/i.test(withoutComments(sql));
}

/** Whether a text takes back the transaction that it is in, and does nothing else. */
export function isRollback(sql: string): boolean {
  return /^\s*(?:rollback|abort)(?:\s+(?:work|transaction))?\s*;?\s*$/i.test(withoutComments(sql));
}

/** Whether a text begins a transaction, and does nothing else. */
export function isBegin(sql: string): boolean {
  return /^\s*(?:begin|start\s+transaction)\b[^;]*(?:;\s*)?$/i.test(withoutComments(sql));
}

/** Whether a text may end a transaction in another way than {@link isCommit}. */
export function endsTransaction(sql: string): boolean {
  return withoutTexts(withoutComments(sql)).split(";").some((part) =>
    /^\s*(?:commit|end|abort|rollback(?!\s+(?:work\s+|transaction\s+)?to\b)|prepare\s+transaction)\b/i
      .test(part)
  );
}

/** Whether a statement makes what is lost with the session. */
export function makesTemporary(sql: string): boolean {
  return /^\s*create\s+(?:or\s+replace\s+)?(?:local\s+|global\s+)?temp(?:orary)?\b/i.test(
    withoutComments(sql),
  );
}

/** The text without the comments that stand before its first word. */
function withoutComments(sql: string): string {
  return sql.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/)+/, "");
}

/** The text with nothing in its strings, quoted names and comments. */
function withoutTexts(sql: string): string {
  return replaceInert(sql, "''");
}
