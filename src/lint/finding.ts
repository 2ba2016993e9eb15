import type { Place } from "../errors/mod.ts";
import type { Level } from "./rule.ts";

/** Something that lint has to say. */
export interface Finding {
  /** The id of the rule. */
  readonly rule: string;
  readonly level: Level;
  readonly title: string;
  /** What it is about: a table, a column, a name. */
  readonly about: string;
  readonly why: string;
  readonly safe: string;
  /** `null` where it is about the history rather than one revision. */
  readonly revision: string | null;
  readonly place: Place | null;
}

/** What findings are about that no statement shows: the files and the history. */
export interface FileRule {
  readonly id: string;
  readonly level: Level;
  readonly title: string;
  readonly why: string;
  readonly safe: string;
}

/** The rules on revisions and histories, by id. */
export const FILE_RULES = {
  "several-heads": {
    id: "several-heads",
    level: "error",
    title: "Several heads",
    why: "`upgrade head` refuses, because it is not said which of them is meant.",
    safe: "`migrator merge heads`, or labels for branches that are meant to stay apart.",
  },
  "no-downgrade": {
    id: "no-downgrade",
    level: "notice",
    title: "No way back",
    why:
      "The revision changes something, and its downgrade does nothing or is missing, so that the" +
      " database cannot be taken back past it.",
    safe: "Write the downgrade; where there can be none, let it raise an error that says why.",
  },
  "unreadable-revision": {
    id: "unreadable-revision",
    level: "error",
    title: "Revision that cannot be evaluated",
    why: "What it would send is not known, so that nothing is known of its dangers either.",
    safe: "See the message. What only works on a connection is shown by `migrator plan`.",
  },
  "reads-database": {
    id: "reads-database",
    level: "notice",
    title: "What follows depends on the database",
    why: "The revision waits for the result of a query; what it does with it is not known.",
    safe: "Check by hand what comes after the query.",
  },
} as const satisfies Readonly<Record<string, FileRule>>;

/** Makes a finding of a rule. */
export function finding(
  { id, level, title, why, safe }: FileRule,
  at: Pick<Finding, "about" | "revision" | "place">,
): Finding {
  return { rule: id, level, title, why, safe, ...at };
}
