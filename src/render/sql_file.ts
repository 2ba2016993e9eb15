import { lineComment } from "../sql/line_comment.ts";

/** What the header of a SQL revision says. */
export interface SqlFileHeader {
  readonly id: string;
  readonly downRevisions: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  readonly message: string;
  /** More than the message, in several lines. */
  readonly explanation?: string;
  readonly createDate: string | null;
}

/** What a part of a SQL revision holds, in order: statements with their semicolons, in or outside the transaction. */
export interface SqlFileBlock {
  readonly autocommit: boolean;
  readonly statements: readonly string[];
}

/**
 * A SQL revision. A part that is all outside the transaction says `transaction:false`; one that mixes both has markers
 * round what is outside. Without `downgrade` there is no way back.
 */
export function sqlFile(
  header: SqlFileHeader,
  upgrade: readonly SqlFileBlock[],
  downgrade: readonly SqlFileBlock[] | null,
): string {
  const fields = [
    `revision: ${header.id}`,
    `down_revision: ${header.downRevisions.join(", ") || "None"}`,
    ...(header.branchLabels.length > 0 ? [`branch_labels: ${header.branchLabels.join(", ")}`] : []),
    ...(header.dependsOn.length > 0 ? [`depends_on: ${header.dependsOn.join(", ")}`] : []),
    `message: ${header.message.trim()}`,
    ...(header.createDate === null ? [] : [`create_date: ${header.createDate}`]),
  ];
  const parts = [part("up", upgrade), ...(downgrade === null ? [] : [part("down", downgrade)])];
  const explained = header.explanation === undefined ? [] : [
    "",
    // The bar keeps the reader from taking a line for a field or a marker.
    ...header.explanation.split(/\r\n?|\n/).map((line) => `| ${line}`),
  ];
  const comments = [...fields, ...explained].map((line) => lineComment(line).trimEnd());
  return `${comments.join("\n")}\n\n${parts.join("\n")}`;
}

function part(name: string, blocks: readonly SqlFileBlock[]): string {
  const [only, ...more] = blocks;
  const outside = only?.autocommit === true && more.length === 0;
  const texts = blocks.flatMap(({ autocommit, statements }) => {
    const text = statements.join("\n\n");
    if (!autocommit || outside) return text === "" ? [] : [text];
    const inner = text === "" ? "" : `${text}\n`;
    return [`-- migrate:autocommit begin\n${inner}-- migrate:autocommit end`];
  });
  const head = `-- migrate:${name}${outside ? " transaction:false" : ""}\n`;
  return texts.length === 0 ? head : `${head}${texts.join("\n\n")}\n`;
}
