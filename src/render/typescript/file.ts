import type { CodeStatement, Plain } from "./code.ts";
import { lineWidth, printConstant, printStatements } from "./print.ts";
import { stringCode } from "./string_code.ts";

/** What the header of a revision file says. */
export interface FileHeader {
  readonly id: string;
  readonly downRevisions: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  /** The message and what Alembic's templates write below it; empty for none. */
  readonly docstring: string;
}

/** What a function of a revision does: statements, or nothing but to refuse with this message. */
export type FunctionContent =
  | { readonly statements: readonly CodeStatement[] }
  | { readonly refusal: string };

/** A TypeScript revision as `deno fmt` leaves it; a function that is `null` is left out. */
export function typescriptFile(
  header: FileHeader,
  upgrade: FunctionContent,
  downgrade: FunctionContent | null,
): string {
  const does = (content: FunctionContent | null) =>
    content !== null && "statements" in content && content.statements.length > 0;
  const imports = does(upgrade) || does(downgrade)
    ? 'import type { Operations } from "migrator";\n'
    : null;
  const top = [header.docstring === "" ? null : comment(header.docstring), imports]
    .filter((each) => each !== null).join("");
  return [
    ...(top === "" ? [] : [top]),
    [
      printConstant("revision", header.id),
      printConstant("downRevision", links(header.downRevisions)),
      printConstant("branchLabels", links(header.branchLabels)),
      printConstant("dependsOn", links(header.dependsOn)),
    ].join("\n") + "\n",
    functionCode("upgrade", upgrade),
    ...(downgrade === null ? [] : [functionCode("downgrade", downgrade)]),
  ].join("\n");
}

function links(names: readonly string[]): Plain {
  if (names.length === 0) return null;
  return names.length === 1 ? names[0]! : [...names];
}

function comment(docstring: string): string {
  // `deno fmt` leaves one empty line where there are several.
  const lines = docstring.replaceAll("*/", "*\\/").split(/\r\n|\r|\n/)
    .map((line) => ` * ${line}`.trimEnd())
    .filter((line, index, all) => line !== " *" || all[index - 1] !== " *");
  return `/**\n${lines.join("\n")}\n */\n`;
}

function functionCode(name: string, content: FunctionContent): string {
  if ("refusal" in content) {
    const text = stringCode(content.refusal);
    const line = `  throw new Error(${text});`;
    const body = line.length <= lineWidth || text.includes("\n")
      ? line
      : `  throw new Error(\n    ${text},\n  );`;
    return `export function ${name}(): void {\n${body}\n}\n`;
  }
  const { statements } = content;
  if (statements.length === 0) return `export function ${name}(): void {}\n`;
  return `export async function ${name}(op: Operations): Promise<void> {\n${
    printStatements(statements, 2)
  }\n}\n`;
}
