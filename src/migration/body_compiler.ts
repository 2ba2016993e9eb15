import type { CompileOptions, Dialect, RunMemory } from "../dialect/dialect.ts";
import { CommandError, isStackExhausted, type Place, RevisionError } from "../errors/mod.ts";
import type { QueuedItem } from "../revision/body.ts";
import type { Statement } from "../sql/statement.ts";

/** How a body's operations become statements. */
export interface BodyCompiler {
  readonly dialect: Dialect;
  readonly options: Omit<CompileOptions, "memory">;
  /** What the run has done so far, in the order in which it is done. */
  readonly memory: RunMemory;
}

/**
 * The statements of an operation. A wrong one throws here, inside the body, with the place where its
 * call stands.
 */
export function compileItem(
  item: Extract<QueuedItem, { readonly kind: "operation" }>,
  { dialect, options }: BodyCompiler,
  memory: RunMemory,
): readonly Statement[] {
  try {
    const statements = dialect.compile(item.operation, { ...options, memory });
    for (const statement of statements) checkCharacters(statement, item.place);
    return statements;
  } catch (error) {
    if (isStackExhausted(error)) {
      throw new CommandError("too_deep", "an expression is nested too deeply to be compiled", {
        place: item.place,
      });
    }
    const placed = error instanceof CommandError && error.place === undefined && item.place;
    if (!placed) throw error;
    const { code, message, hint } = error;
    throw new CommandError(code, message, { place: item.place, hint, cause: error });
  }
}

/**
 * Refuses texts that can neither be sent nor written down as they are: with the character that ends a text in the
 * protocol, or with halves of characters, in whose place something else would be sent.
 */
export function checkCharacters({ sql, parameters = [] }: Statement, place?: Place): void {
  checkText(sql, place);
  for (const value of parameters) if (typeof value === "string") checkText(value, place);
}

function checkText(text: string, place: Place | undefined): void {
  if (text.isWellFormed() && !text.includes("\0")) return;
  const found = /\0|\p{Surrogate}/u.exec(text)![0];
  const name = `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const what = found === "\0" ? "PostgreSQL has no texts with it" : "it is half of a character";
  throw new CommandError("impossible_character", `a statement contains ${name}: ${what}`, {
    place,
    hint: "Leave the character out, or keep such data in a column of type bytea",
  });
}

/** What is wrong with a body is the revision's fault, not that of the command that was typed. */
export function throwAsRevisionError(error: unknown): never {
  if (!(error instanceof CommandError)) throw error;
  const { code, message, place, hint } = error;
  throw new RevisionError(code, message, { place, hint, cause: error });
}
