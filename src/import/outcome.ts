import type { RunMemory } from "../dialect/dialect.ts";
import type { Place } from "../errors/mod.ts";
import type { Operation } from "../operations/operation.ts";

/** One thing that a revision's function does, with the SQL that it comes to. */
export type TranslatedItem =
  | {
    readonly kind: "sql";
    /** In order; none where there is nothing to do. */
    readonly statements: readonly string[];
    /** What the statements were written from, unless they were SQL from the start. */
    readonly operation: Operation | null;
    /** What had been done before, for writing the operation again. */
    readonly memory: RunMemory;
  }
  | { readonly kind: "autocommit"; readonly active: boolean };

/** What makes a function come to something else each time. */
export type FixedValue = "time" | "random" | "environment";

/** What became of one function of a revision. */
export type Outcome =
  | {
    readonly status: "translated";
    readonly items: readonly TranslatedItem[];
    /** What it took from the moment: such values are written down as they were then. */
    readonly fixed: readonly FixedValue[];
  }
  /** The file has no such function. */
  | { readonly status: "absent" }
  /** The function does nothing but raise: this direction is refused, there as here. */
  | { readonly status: "irreversible"; readonly message: string; readonly place: Place }
  /** It reads the database, or does something else where there is one or where the program is started otherwise. */
  | {
    readonly status: "needs_connection";
    readonly construct: string;
    readonly place?: Place;
    /** Whether it is no database that it needs, but what the program is started with. */
    readonly isOnEnvironment?: boolean;
  }
  | {
    readonly status: "unsupported";
    readonly construct: string;
    readonly message: string;
    readonly place?: Place;
  };

/** Whether a function can be written in another language. */
export function isTranslated(
  outcome: Outcome,
): outcome is Exclude<Outcome, { readonly status: "needs_connection" | "unsupported" }> {
  return outcome.status !== "needs_connection" && outcome.status !== "unsupported";
}
