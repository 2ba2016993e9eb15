import { type Rule, shown } from "../rule.ts";
import { actionsInUse } from "./in_use.ts";

export const detachPartition: Rule = {
  id: "detach-partition",
  level: "warning",
  title: "Partition detached under an exclusive lock",
  why: "Everybody is kept from the whole partitioned table.",
  safe: "DETACH PARTITION … CONCURRENTLY, in an autocommit block.",
  bad: {
    given: "CREATE TABLE p (id bigint, d date) PARTITION BY RANGE (d)",
    sql: "ALTER TABLE p DETACH PARTITION q",
  },
  good: {
    given: "CREATE TABLE p (id bigint, d date) PARTITION BY RANGE (d)",
    sql: "ALTER TABLE p DETACH PARTITION q CONCURRENTLY",
    autocommit: true,
  },
  check: (statement, at) => {
    const { actions } = actionsInUse(statement, at);
    return actions.flatMap((action) =>
      action.kind === "detach-partition" && !action.concurrently && !action.finalize
        ? [shown(action.partition)]
        : []
    );
  },
};
