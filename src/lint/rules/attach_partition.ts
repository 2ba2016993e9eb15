import { type Rule, shown } from "../rule.ts";
import { inUse } from "./in_use.ts";

export const attachPartition: Rule = {
  id: "attach-partition",
  level: "warning",
  title: "Partition checked when it is attached",
  why:
    "Every row of the new partition is read under an ACCESS EXCLUSIVE lock to see that it is within the bounds.",
  safe:
    "Give it a CHECK that says what the bounds say, NOT VALID, validate that, and attach then; the check can be dropped afterwards.",
  bad: {
    given:
      "CREATE TABLE p (id bigint, d date) PARTITION BY RANGE (d); CREATE TABLE q (id bigint, d date)",
    sql: "ALTER TABLE p ATTACH PARTITION q FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
  },
  good: {
    given:
      "CREATE TABLE p (id bigint, d date) PARTITION BY RANGE (d); CREATE TABLE q (id bigint, d date CHECK (d IS NOT NULL AND d >= '2024-01-01' AND d < '2025-01-01'))",
    sql: "ALTER TABLE p ATTACH PARTITION q FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
  },
  check: ({ facts }, at) => {
    if (facts.kind !== "alter-table") return [];
    return facts.actions.flatMap((action) => {
      if (action.kind !== "attach-partition" || !inUse(action.partition, at)) return [];
      const checks = [...at.model.table(action.partition)?.constraints.values() ?? []]
        .some(({ kind, validated }) => kind === "check" && validated);
      return checks ? [] : [shown(action.partition)];
    });
  },
};
