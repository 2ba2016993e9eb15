import type { AlterAction, ObjectName, StatementFacts } from "../statement/statement.ts";

/** The names of all tables, indexes and types that statements are about, to be looked up. */
export function namedObjects(facts: readonly StatementFacts[]): readonly ObjectName[] {
  const found = new Map<string, ObjectName>();
  for (const each of facts) {
    for (const name of namesOf(each)) found.set(JSON.stringify([name.schema, name.name]), name);
  }
  return [...found.values()];
}

function namesOf(facts: StatementFacts): readonly ObjectName[] {
  switch (facts.kind) {
    case "create-table": {
      const constraints = [...facts.constraints, ...facts.columns.flatMap((c) => c.constraints)];
      return present([
        facts.table,
        facts.partitionOf,
        ...facts.inherits,
        ...constraints.map(({ references }) => references),
      ]);
    }
    case "alter-table":
      return present([
        facts.table,
        ...facts.actions.flatMap((action) => namesOfAction(facts.table, action)),
      ]);
    case "drop":
      return facts.names;
    case "truncate":
    case "vacuum":
    case "analyze":
    case "lock":
      return facts.tables;
    case "add-enum-value":
      return [facts.type];
    case "create-index":
    case "table-part":
    case "cluster":
    case "insert":
    case "update":
    case "delete":
    case "merge":
    case "copy":
    case "comment":
    case "create-statistics":
      return present([facts.table]);
    case "alter-relation":
    case "reindex":
    case "create-view":
    case "refresh":
      return present([facts.name]);
    default:
      return [];
  }
}

function namesOfAction(
  { schema }: ObjectName,
  action: AlterAction,
): readonly (ObjectName | null)[] {
  switch (action.kind) {
    case "add-column":
      return action.column.constraints.map(({ references }) => references);
    case "add-constraint": {
      const { references, usingIndex } = action.constraint;
      return [references, usingIndex === null ? null : { schema, name: usingIndex }];
    }
    case "attach-partition":
    case "detach-partition":
      return [action.partition];
    case "inherit":
      return [action.parent];
    default:
      return [];
  }
}

function present(names: readonly (ObjectName | null)[]): readonly ObjectName[] {
  return names.filter((name): name is ObjectName => name !== null);
}
