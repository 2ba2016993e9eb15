import { CommandError, type ErrorDetails } from "../errors/mod.ts";

/** A symbol that no revision answers to, or more than one. Alembic's text, the reason in the hint. */
export class UnknownRevisionError extends CommandError {
  constructor(readonly argument: string, details: ErrorDetails = {}) {
    super("unknown_revision", `Can't locate revision identified by '${argument}'`, details);
  }
}

/** A version row that no revision file has. */
export class UnknownRowError extends UnknownRevisionError {}

/** `head` where several heads exist; the commands word it each in their own way. */
export class MultipleHeadsError extends CommandError {
  constructor(
    readonly heads: readonly string[],
    readonly argument: string,
    override readonly hint: string,
    message?: string,
  ) {
    super(
      "multiple_heads",
      message ??
        `Multiple head revisions are present for given argument '${argument}'; please specify a ` +
          `specific target revision, '<branchname>@${argument}' to narrow to a specific head, or ` +
          "'heads' for all heads",
      { hint },
    );
  }
}

/** A range whose ends do not lie on one line, or a target that is not below the current rows. */
export class NotAncestorError extends CommandError {
  constructor(readonly lower: string, readonly upper: string, message?: string, hint?: string) {
    super(
      "not_an_ancestor",
      message ??
        `Requested range ${lower}:${upper} does not refer to ancestor/descendant revisions along ` +
          "the same branch",
      { hint },
    );
  }
}

/** Any other refusal of the graph; the message is Alembic's where it has one. */
export function graphError(code: string, message: string, details?: ErrorDetails): CommandError {
  return new CommandError(code, message, details);
}

/** What a command says in place of the general texts. */
export interface ErrorContext {
  /** The target as typed, named by "multiple heads" messages. */
  readonly target?: string;
  /** Replaces the message of a {@link MultipleHeadsError}. */
  readonly multipleHeads?: string;
  /** Replaces the message of a {@link NotAncestorError}. */
  readonly notAncestor?: string;
}

/** Runs `work` and words its errors for a command. */
export function withErrorContext<T>(context: ErrorContext, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof MultipleHeadsError) {
      const { heads, argument, hint } = error;
      throw new MultipleHeadsError(
        heads,
        context.target ?? argument,
        hint,
        context.multipleHeads,
      );
    }
    if (error instanceof NotAncestorError && context.notAncestor !== undefined) {
      throw new NotAncestorError(error.lower, error.upper, context.notAncestor, error.hint);
    }
    throw error;
  }
}
