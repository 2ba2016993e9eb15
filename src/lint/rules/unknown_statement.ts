import { unknownFunctions } from "../effect/volatility.ts";
import type { Rule } from "../rule.ts";

export const unknownStatement: Rule = {
  id: "unknown-statement",
  level: "notice",
  title: "Statement whose effects are not known",
  why:
    "What the statement locks and does cannot be told from its text: a DO block, a function of the project's own, or something that is not known here.",
  safe: "Read it as a reviewer would; say so with an `allow` comment.",
  bad: {
    sql: "DO $$ BEGIN PERFORM 1; END $$",
  },
  good: {
    sql: "SELECT 1",
  },
  check: ({ facts }) => {
    if (facts.kind === "unknown") return [facts.what];
    return facts.kind === "select"
      ? unknownFunctions(facts.calls).map((name) => `SELECT … ${name}(…)`)
      : [];
  },
};
