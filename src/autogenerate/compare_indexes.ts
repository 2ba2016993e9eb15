import { storedName } from "../dialect/postgresql/identifiers.ts";
import { comparableExpression } from "../dialect/postgresql/comparison/index_expression.ts";
import { postgresql } from "../dialect/postgresql/postgresql.ts";
import type { Operation } from "../operations/operation.ts";
import type { UniqueConstraint } from "../schema/constraint.ts";
import type { DialectOption, DialectOptions } from "../schema/dialect_options.ts";
import type { Index } from "../schema/index_definition.ts";
import { isName, type Name, nameText } from "../schema/name.ts";
import type { Table } from "../schema/table.ts";
import type { Expression } from "../sql/expression.ts";
import { reprText } from "../sql/python_text.ts";
import { compileOptions } from "./column_pair.ts";
import type { ComparedKind, ComparedObject } from "./compare_options.ts";
import { type Comparison, nameOrNull, reprName, reprTuple, sorted } from "./comparison.ts";
import { type DesiredTable, indexColumns } from "./desired_table.ts";
import type { NormalizedTable } from "../dialect/postgresql/reflection/realize.ts";

const logger = "autogenerate.compare.constraints";

/** The table whose indexes are compared; one side is missing where it is made or dropped. */
export interface IndexedTable {
  readonly schema: string | null;
  readonly name: string;
  readonly desired: DesiredTable | null;
  readonly existing: Table | null;
  readonly normalized: NormalizedTable | null;
}

type Item = Index | UniqueConstraint;

/** Indexes and unique constraints, which share their names. */
export function compareIndexes(
  table: IndexedTable,
  comparison: Comparison,
): readonly Operation[] {
  const wanted = wantedItems(table.desired);
  const found = foundItems(table, comparison);
  const work = new IndexChanges(table, comparison);
  const unnamed = new Map(
    wanted.filter((item): item is UniqueConstraint => item.kind === "unique" && item.name === null)
      .map((item) => [uniqueSignature(item), item]),
  );
  const wantedByName = new Map(
    wanted.filter((item) => item.name !== null).map((item) => [storedName(item.name!), item]),
  );
  const foundByName = new Map(found.map((item) => [nameText(item.name!), item]));
  for (const name of sorted(foundByName.keys())) {
    if (wantedByName.has(name)) continue;
    const item = foundByName.get(name)!;
    if (item.kind === "unique" && unnamed.has(uniqueSignature(item))) continue;
    work.removed(item);
  }
  for (const name of sorted(wantedByName.keys())) {
    const item = wantedByName.get(name)!;
    const other = foundByName.get(name);
    if (other !== undefined) work.existing(item, other);
  }
  for (const name of sorted(wantedByName.keys())) {
    if (!foundByName.has(name)) work.added(wantedByName.get(name)!);
  }
  const uniques = new Set(
    found.filter((item) => item.kind === "unique").map((item) =>
      uniqueSignature(item as UniqueConstraint)
    ),
  );
  for (const [signature, item] of unnamed) if (!uniques.has(signature)) work.added(item);
  // Without a template for them they have no name before they are written, and are found nowhere.
  for (const item of wanted) if (item.kind === "index" && item.name === null) work.added(item);
  return work.operations;
}

function wantedItems(desired: DesiredTable | null): readonly Item[] {
  if (desired === null) return [];
  const uniques = desired.table.constraints.filter((each): each is UniqueConstraint =>
    each.kind === "unique"
  );
  return [...uniques, ...desired.indexes];
}

function foundItems(
  { schema, name, existing, desired }: IndexedTable,
  comparison: Comparison,
): readonly Item[] {
  if (existing === null) return [];
  const parents = { table_name: name, schema_name: schema };
  const uniques = existing.constraints.filter((each): each is UniqueConstraint =>
    each.kind === "unique" &&
    comparison.includesName(nameOrNull(each), "unique_constraint", parents)
  );
  const indexes = existing.indexes.filter((each) =>
    comparison.includesName(nameOrNull(each), "index", parents)
  );
  // Unique constraints go with the table that is dropped.
  return desired === null ? indexes : [...uniques, ...indexes];
}

/** The columns of a unique constraint, in any order. */
function uniqueSignature({ columns }: UniqueConstraint): string {
  return JSON.stringify(sorted(columns.map(nameText)));
}

/** Gathers what is to be done. */
class IndexChanges {
  readonly operations: Operation[] = [];
  readonly #table: IndexedTable;
  readonly #comparison: Comparison;

  constructor(table: IndexedTable, comparison: Comparison) {
    this.#table = table;
    this.#comparison = comparison;
  }

  added(item: Item): void {
    if (item.kind === "unique" && this.#table.existing === null) return;
    if (!this.#includes(item, false, null)) return;
    this.operations.push(this.#add(item));
    this.#info(
      `Detected added ${described(item)} ${reprName(nameOrNull(item))} on '${
        reprTuple(columnsOf(item))
      }'`,
    );
  }

  removed(item: Item): void {
    if (!this.#includes(item, true, null)) return;
    this.operations.push(this.#drop(item));
    this.#info(
      `Detected removed ${described(item)} ${reprName(nameOrNull(item))} on ${
        reprText(this.#table.name)
      }`,
    );
  }

  existing(item: Item, other: Item): void {
    if (item.kind !== other.kind) {
      this.removed(other);
      this.added(item);
      return;
    }
    const name = reprName(nameOrNull(other));
    const verdict = this.#compare(item, other);
    if (verdict.changed !== undefined) {
      if (!this.#includes(item, false, other)) return;
      this.#info(
        `Detected changed ${described(item)} ${name} on ${reprText(this.#table.name)}: ${
          verdict.changed.join(", ")
        }`,
      );
      this.operations.push(this.#drop(other), this.#add(item));
    } else if (verdict.skipped !== undefined) {
      this.#info(
        `Cannot compare ${described(item)} ${name}, assuming equal and skipping. ${
          verdict.skipped.join(", ")
        }`,
      );
    }
  }

  #compare(item: Item, other: Item): Verdict {
    if (item.kind === "unique" || other.kind === "unique") {
      return compareUniques(item as UniqueConstraint, other as UniqueConstraint);
    }
    const { desired, normalized } = this.#table;
    const position = desired!.indexes.filter(needsServer).indexOf(item);
    const asServer = position < 0 ? undefined : normalized?.indexes[position];
    return asServer === undefined
      ? compareByRules(item, other, this.#table, this.#comparison)
      : compareAsServer(item, asServer, other);
  }

  #includes(item: Item, reflected: boolean, compareTo: Item | null): boolean {
    const { desired, existing } = this.#table;
    const object = (each: Item, table: Table): ComparedObject =>
      each.kind === "index"
        ? { kind: "index", table, index: each }
        : { kind: "constraint", table, constraint: each };
    const kind: ComparedKind = item.kind === "index" ? "index" : "unique_constraint";
    return this.#comparison.includes(
      object(item, reflected ? existing! : desired!.table),
      nameOrNull(item),
      kind,
      reflected,
      compareTo === null ? null : object(compareTo, existing!),
    );
  }

  #add(item: Item): Operation {
    const { name: tableName, schema } = this.#table;
    return item.kind === "index"
      ? { kind: "createIndex", tableName, schema, index: item }
      : { kind: "addConstraint", tableName, schema, constraint: item };
  }

  #drop(item: Item): Operation {
    const { name: tableName, schema } = this.#table;
    if (item.kind === "unique") {
      return {
        kind: "dropConstraint",
        tableName,
        schema,
        constraintName: item.name,
        constraintType: "unique",
        constraint: item,
      };
    }
    const { dialectOptions } = item;
    return {
      kind: "dropIndex",
      indexName: item.name,
      tableName,
      schema,
      dialectOptions,
      index: item,
    };
  }

  #info(message: string): void {
    this.#comparison.info(logger, message);
  }
}

/** What differs, or why it cannot be said; neither: nothing. */
interface Verdict {
  readonly changed?: readonly string[];
  readonly skipped?: readonly string[];
}

function described(item: Item): string {
  return item.kind === "index" ? "index" : "unique constraint";
}

function columnsOf(item: Item): readonly string[] {
  return item.kind === "index" ? indexColumns(item) : item.columns.map(nameText);
}

function compareUniques(wanted: UniqueConstraint, found: UniqueConstraint): Verdict {
  const columns = (item: UniqueConstraint) => reprTuple(sorted(item.columns.map(nameText)));
  if (columns(wanted) !== columns(found)) {
    return { changed: [`expression ${columns(found)} to ${columns(wanted)}`] };
  }
  const options = (item: UniqueConstraint) => optionTuple(item.dialectOptions);
  return options(wanted) === options(found)
    ? {}
    : { changed: [`expression ${options(found)} to ${options(wanted)}`] };
}

function optionTuple(options: DialectOptions | undefined): string {
  return options?.postgresql_nulls_not_distinct ? "('nulls_not_distinct',)" : "()";
}

/** Python's text of a truth value. */
function truth(value: boolean | undefined): string {
  return value ? "True" : "False";
}

function compareByRules(
  wanted: Index,
  found: Index,
  table: IndexedTable,
  comparison: Comparison,
): Verdict {
  const changed: string[] = [];
  if (Boolean(wanted.unique) !== Boolean(found.unique)) {
    changed.push(`unique=${truth(found.unique)} to unique=${truth(wanted.unique)}`);
  }
  if (wanted.expressions.length !== found.expressions.length) {
    changed.push(
      `expression number ${found.expressions.length} to ${wanted.expressions.length}`,
    );
  }
  if (changed.length > 0) return { changed };
  const skipped: string[] = [];
  wanted.expressions.forEach((element, index) => {
    const ours = elementText(element);
    const theirs = elementText(found.expressions[index]!);
    if (comparableExpression(ours, table.name) === comparableExpression(theirs, table.name)) return;
    if (ours.trim().endsWith("_ops") && /[ )]/.test(ours)) {
      skipped.push(
        `expression #${index + 1} ${reprText(ours)} detected as including operator clause.`,
      );
      comparison.warn(
        `Expression #${index + 1} ${reprText(ours)} in index ${reprName(nameOrNull(found))} ` +
          "detected to include an operator clause. Expression compare cannot proceed. Please move the " +
          "operator clause to the ``postgresql_ops`` dict to enable proper compare of the index " +
          "expressions: https://docs.sqlalchemy.org/en/latest/dialects/postgresql.html#operator-classes",
      );
    } else {
      changed.push(`expression #${index + 1} ${reprText(theirs)} to ${reprText(ours)}`);
    }
  });
  const ours = optionTuple(wanted.dialectOptions);
  const theirs = optionTuple(found.dialectOptions);
  if (ours !== theirs) changed.push(`options ${theirs} to ${ours}`);
  if (changed.length > 0) return { changed };
  return skipped.length > 0 ? { skipped } : {};
}

function elementText(element: Name | Expression): string {
  return isName(element)
    ? postgresql.quote(element)
    : postgresql.ddlExpression(element, compileOptions);
}

/** Whether an index says more than which columns it is over, so that the server is to write it. */
export function needsServer(index: Index): boolean {
  const options = index.dialectOptions ?? {};
  return index.expressions.some((element) => !isName(element)) ||
    comparedOptions.some((option) => options[option] !== undefined && options[option] !== null);
}

const comparedOptions = [
  "postgresql_where",
  "postgresql_using",
  "postgresql_ops",
  "postgresql_include",
] as const;

/** Compares what the server made of the target with what it has. */
function compareAsServer(wanted: Index, asServer: Index, found: Index): Verdict {
  const changed: string[] = [];
  if (Boolean(wanted.unique) !== Boolean(found.unique)) {
    changed.push(`unique=${truth(found.unique)} to unique=${truth(wanted.unique)}`);
  }
  if (asServer.expressions.length !== found.expressions.length) {
    changed.push(
      `expression number ${found.expressions.length} to ${asServer.expressions.length}`,
    );
    return { changed };
  }
  asServer.expressions.forEach((element, index) => {
    const ours = elementText(element);
    const theirs = elementText(found.expressions[index]!);
    if (ours !== theirs) {
      changed.push(`expression #${index + 1} ${reprText(theirs)} to ${reprText(ours)}`);
    }
  });
  for (const option of comparedOptions) {
    const ours = optionText(asServer.dialectOptions?.[option]);
    const theirs = optionText(found.dialectOptions?.[option]);
    if (ours !== theirs) {
      changed.push(`${option.slice("postgresql_".length)} ${theirs} to ${ours}`);
    }
  }
  const ours = optionTuple(asServer.dialectOptions);
  const theirs = optionTuple(found.dialectOptions);
  if (ours !== theirs) changed.push(`options ${theirs} to ${ours}`);
  return changed.length > 0 ? { changed } : {};
}

function optionText(option: DialectOption | undefined): string {
  if (option === undefined || option === null) return "None";
  if (typeof option === "object" && "kind" in option) {
    return reprText(postgresql.ddlExpression(option as Expression, compileOptions));
  }
  return JSON.stringify(option);
}
