import { type Rule, shown } from "../rule.ts";

export const domainConstraint: Rule = {
  id: "domain-constraint",
  level: "warning",
  title: "Constraint of a domain checked in every table",
  why: "Every table with a column of the domain is locked and read.",
  safe: "ADD CONSTRAINT … NOT VALID on the domain, or checks on the tables.",
  bad: {
    sql: "ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0)",
  },
  good: {
    sql: "ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID",
  },
  check: ({ facts }) => facts.kind === "alter-domain" && facts.validates ? [shown(facts.name)] : [],
};
