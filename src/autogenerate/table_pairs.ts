import { isUnknown, typesDiffer } from "../dialect/postgresql/comparison/types.ts";
import { askServer, type NormalizedTable } from "../dialect/postgresql/reflection/realize.ts";
import { nameText } from "../schema/name.ts";
import type { Table } from "../schema/table.ts";
import { conditionText } from "./compare_checks.ts";
import { defaultQuestion } from "./compare_defaults.ts";
import { needsServer } from "./compare_indexes.ts";
import type { ComparedDatabase } from "./compared_database.ts";
import { schemaText, type Tables } from "./compared_tables.ts";
import { type Comparison, equalityKey, type TablePair } from "./comparison.ts";
import type { DesiredTable } from "./desired_table.ts";

/** The tables of both sides, by schema and name, with what the server says of the target's. */
export async function pairedTables(
  desired: Tables<DesiredTable>,
  existing: Tables<Table>,
  database: ComparedDatabase,
  comparison: Comparison,
): Promise<readonly TablePair[]> {
  const pairs = [...existing].flatMap(([key, table]): readonly TablePair[] => {
    const wanted = desired.get(key);
    if (wanted === undefined) return [];
    return [{
      schema: schemaText(table),
      name: nameText(table.name),
      desired: wanted,
      existing: table,
      normalized: null,
    }];
  }).sort((a, b) => compareTexts(a.schema ?? "", b.schema ?? "") || compareTexts(a.name, b.name));
  if (database.ask === undefined) return pairs;

  const equalities = new Map<string, readonly [string, string]>();
  if (comparison.options.compareServerDefault) {
    for (const pair of pairs) {
      for (const question of defaultQuestions(pair)) {
        equalities.set(equalityKey(...question), question);
      }
    }
  }
  const asked = comparison.improvements.serverExpressions || comparison.improvements.checks
    ? pairs.filter((pair) => isDoubtful(pair, comparison))
    : [];
  const answers = await askServer(database.ask, {
    tables: asked.map(({ desired }) => ({
      table: desired.table,
      checks: comparison.improvements.checks ? [...desired.checks, ...desired.typeChecks] : [],
      indexes: comparison.improvements.serverExpressions ? desired.indexes.filter(needsServer) : [],
    })),
    equalities: [...equalities.values()],
  }, database.serverVersion);
  comparison.equalities = new Map(
    [...equalities.keys()].map((key, index) => [key, answers.equalities[index] ?? null]),
  );
  const normalized = new Map<TablePair, NormalizedTable | null>(
    asked.map((pair, index) => [pair, answers.tables[index] ?? null]),
  );
  return pairs.map((pair) => ({ ...pair, normalized: normalized.get(pair) ?? null }));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function defaultQuestions(
  { desired, existing }: TablePair,
): readonly (readonly [string, string])[] {
  const columns = new Map(existing.columns.map((column) => [nameText(column.name), column]));
  return desired.table.columns.flatMap((column) => {
    const other = columns.get(nameText(column.name));
    if (other === undefined) return [];
    const plain = [column, other].every((each) =>
      each.identity === undefined && each.computed === undefined
    );
    if (!plain) return [];
    const { counts } = desired.roles.get(nameText(column.name))!;
    const question = defaultQuestion(other, column, counts);
    return typeof question === "boolean" ? [] : [[question.existing, question.wanted] as const];
  });
}

/** Whether a table of the target says something that models and server write differently. */
function isDoubtful(pair: TablePair, comparison: Comparison): boolean {
  const { desired, existing } = pair;
  const { checks, serverExpressions } = comparison.improvements;
  if (checks) {
    const texts = new Set(
      existing.constraints.flatMap((each) => each.kind === "check" ? [conditionText(each)] : []),
    );
    const wanted = [...desired.checks, ...desired.typeChecks];
    if (wanted.some((check) => !texts.has(conditionText(check)))) return true;
    if (wanted.some((check) => check.name === null)) return true;
  }
  if (!serverExpressions) return false;
  if (desired.indexes.some(needsServer)) return true;
  if (hasDoubtfulType(pair)) return true;
  if (desired.table.columns.some((column) => column.computed !== undefined)) {
    return Boolean(comparison.options.compareServerDefault);
  }
  return Boolean(comparison.options.compareServerDefault) && defaultQuestions(pair).length > 0;
}

/** Whether a type has a text of its own, or seems to be another one: the server may have several names for it. */
function hasDoubtfulType({ desired, existing }: TablePair): boolean {
  const wanted = new Map(
    desired.table.columns.map((column) => [nameText(column.name), column.type]),
  );
  return existing.columns.some(({ name, type }) => {
    const other = wanted.get(nameText(name));
    if (other === undefined || isUnknown(other, false)) return false;
    return isUnknown(type, true) || typesDiffer(type, other);
  });
}
