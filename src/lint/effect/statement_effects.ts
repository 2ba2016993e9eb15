import type { FactsOf, ObjectName, StatementFacts } from "../statement/statement.ts";
import { alterEffects } from "./alter_effects.ts";
import { combined, effect, type TableEffect } from "./effect.ts";
import type { SchemaModel } from "./schema_model.ts";
import { unknownFunctions } from "./volatility.ts";

/** What a statement does to tables. */
export interface StatementEffects {
  /** One for each table; those that the run itself made, or that are not there, hold nobody up. */
  readonly tables: readonly TableEffect[];
  /** False where the statement may do more than is known. */
  readonly complete: boolean;
  /** Whether the server refuses it inside a transaction. */
  readonly outsideTransaction: boolean;
}

/**
 * The locks that a statement takes and what it does under them, as PostgreSQL 12 and later have it.
 * Left out are the locks of mere reading (ACCESS SHARE, ROW SHARE), which hold nobody up but DDL.
 */
export function effectsOf(facts: StatementFacts, model: SchemaModel): StatementEffects {
  const all = tableEffects(facts, model);
  return {
    tables: combined(all ?? [], (name) => model.key(name))
      .filter(({ table }) => !model.isNew(table) && !model.isAbsent(table))
      .map((each) => ({ ...each, size: model.table(each.table)?.size ?? null })),
    complete: all !== null,
    outsideTransaction: runsOutside(facts),
  };
}

/** Whether the server refuses the statement inside a transaction. */
function runsOutside(facts: StatementFacts): boolean {
  switch (facts.kind) {
    case "create-index":
      return facts.concurrently;
    case "drop":
      return facts.concurrently ||
        ["database", "tablespace", "subscription"].includes(facts.what);
    case "reindex":
      return facts.concurrently || ["schema", "database", "system"].includes(facts.what);
    case "alter-table":
      return facts.actions.some((each) => each.kind === "detach-partition" && each.concurrently);
    case "vacuum":
      return true;
    case "cluster":
      return facts.table === null;
    case "other":
      return facts.outsideTransaction;
    default:
      return false;
  }
}

/** `null` where the statement may touch tables that are not known. */
function tableEffects(facts: StatementFacts, model: SchemaModel): readonly TableEffect[] | null {
  switch (facts.kind) {
    case "create-table":
      return createTable(facts, model);
    case "alter-table":
      return facts.actions.flatMap((action) => alterEffects(facts.table, action, model));
    case "alter-relation":
      return alterRelation(facts);
    case "create-index":
      return [
        effect(facts.table, facts.concurrently ? "SHARE UPDATE EXCLUSIVE" : "SHARE", "scan", {
          because: "an index is built",
        }),
      ];
    case "drop":
      return drop(facts, model);
    case "table-part":
      return [
        effect(
          facts.table,
          facts.what === "trigger" && facts.verb === "create"
            ? "SHARE ROW EXCLUSIVE"
            : "ACCESS EXCLUSIVE",
        ),
      ];
    case "truncate": {
      const named = facts.tables.map((table) => effect(table, "ACCESS EXCLUSIVE"));
      return facts.cascade ? null : named;
    }
    case "reindex":
      return reindex(facts, model);
    case "cluster":
      return facts.table && [effect(facts.table, "ACCESS EXCLUSIVE", "rewrite")];
    case "vacuum":
      if (facts.tables.length === 0) return null;
      return facts.tables.map((table) =>
        facts.full
          ? effect(table, "ACCESS EXCLUSIVE", "rewrite")
          : effect(table, "SHARE UPDATE EXCLUSIVE", "scan")
      );
    case "analyze":
      if (facts.tables.length === 0) return null;
      return facts.tables.map((table) => effect(table, "SHARE UPDATE EXCLUSIVE", "rows"));
    case "lock":
      return facts.tables.map((table) => effect(table, facts.mode));
    case "alter-domain":
      return facts.validates ? null : [];
    case "insert":
    case "update":
    case "delete":
    case "merge":
    case "copy":
      return [effect(facts.table, "ROW EXCLUSIVE", "rows")];
    case "create-view":
      return facts.replace ? [effect(facts.name, "ACCESS EXCLUSIVE")] : [];
    case "refresh":
      return [
        facts.concurrently
          ? effect(facts.name, "EXCLUSIVE", "scan", { because: "the query runs again" })
          : effect(facts.name, "ACCESS EXCLUSIVE", "rewrite", { because: "the query runs again" }),
      ];
    case "comment":
    case "create-statistics":
      return facts.table === null ? [] : [effect(facts.table, "SHARE UPDATE EXCLUSIVE")];
    case "select":
      return unknownFunctions(facts.calls).length > 0 ? null : [];
    case "unknown":
      return null;
    case "create-type":
    case "add-enum-value":
    case "rename-enum-value":
    case "rename-type":
    case "rename-schema":
    case "transaction":
    case "set":
    case "other":
      return [];
  }
}

function createTable(
  { table, columns, constraints, partitionOf, inherits }: FactsOf<"create-table">,
  model: SchemaModel,
): readonly TableEffect[] {
  const all = [...constraints, ...columns.flatMap((column) => column.constraints)];
  return [
    ...all.flatMap(({ references }) =>
      references === null || model.key(references) === model.key(table)
        ? []
        : [effect(references, "SHARE ROW EXCLUSIVE")]
    ),
    ...partitionOf === null ? [] : [effect(partitionOf, "ACCESS EXCLUSIVE")],
    ...inherits.map((parent) => effect(parent, "SHARE UPDATE EXCLUSIVE")),
  ];
}

function alterRelation(
  { what, name, action }: FactsOf<"alter-relation">,
): readonly TableEffect[] | null {
  if (what === "index") {
    // The index alone is locked, in a mode that disturbs no query.
    return action === "attach-partition" ? null : [];
  }
  if (what === "sequence") {
    return [effect(name, action === "rename" ? "ACCESS EXCLUSIVE" : "SHARE ROW EXCLUSIVE")];
  }
  return [effect(name, "ACCESS EXCLUSIVE")];
}

function drop(
  { what, names, concurrently, cascade }: FactsOf<"drop">,
  model: SchemaModel,
): readonly TableEffect[] | null {
  switch (what) {
    case "index": {
      const tables = names.filter((name) => !model.isAbsent(name))
        .map((name) => model.tableOfIndex(name));
      const mode = concurrently ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE";
      return tables.every((table): table is ObjectName => table !== null)
        ? tables.map((table) => effect(table, mode))
        : null;
    }
    case "table":
    case "foreign table":
    case "materialized view":
    case "view":
    case "sequence": {
      if (cascade) return null;
      return names.flatMap((name) => [
        effect(name, "ACCESS EXCLUSIVE"),
        ...[...model.table(name)?.constraints.values() ?? []].flatMap(({ references }) => {
          const other = references === null ? undefined : model.tables.get(references);
          return other === undefined ? [] : [effect(other.name, "ACCESS EXCLUSIVE")];
        }),
      ]);
    }
    case "schema":
    case "extension":
    case "statistics":
      return null;
    default:
      return cascade ? null : [];
  }
}

function reindex(
  { what, name, concurrently }: FactsOf<"reindex">,
  model: SchemaModel,
): readonly TableEffect[] | null {
  const table = name === null
    ? null
    : what === "table"
    ? name
    : what === "index"
    ? model.tableOfIndex(name)
    : null;
  return table && [
    effect(table, concurrently ? "SHARE UPDATE EXCLUSIVE" : "SHARE", "scan", {
      because: concurrently
        ? "indexes are built anew"
        : "indexes are built anew, and reads that would use them wait",
    }),
  ];
}
