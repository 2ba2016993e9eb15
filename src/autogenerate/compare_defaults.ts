import { postgresql } from "../dialect/postgresql/postgresql.ts";
import { drawnSequence } from "../dialect/postgresql/sequence_default.ts";
import { resolved } from "../dialect/postgresql/type_text.ts";
import { type Column, isDefaultOfType } from "../schema/column.ts";
import { nameText } from "../schema/name.ts";
import type { Identity } from "../schema/sequence.ts";
import { type ColumnChanges, type ColumnPair, compileOptions, defaultOf } from "./column_pair.ts";
import { type Comparison, equalityKey, sorted } from "./comparison.ts";

const logger = "autogenerate.compare.server_defaults";

/**
 * Compares DEFAULT, identity and computed values. What Alembic does last of all, the comparison of plain
 * defaults, is done when `later` is called.
 */
export function compareDefaults(
  pair: ColumnPair,
  changes: ColumnChanges,
  comparison: Comparison,
): { later(): void } {
  const nothing = { later() {} };
  const { existing, desired } = pair;
  const { compareServerDefault = false } = comparison.options;
  const existingDefault = defaultOf(existing);
  const desiredDefault = defaultOf(desired);
  if (existingDefault === null && desiredDefault === null) {
    noteAutoincrement(pair, changes);
    return nothing;
  }
  changes.existingServerDefault = existingDefault;
  if (compareServerDefault === false) return nothing;
  if (typeof compareServerDefault === "function") {
    const differs = compareServerDefault(
      comparison.columns(pair),
      defaultText(existing),
      defaultText(desired),
    );
    if (differs === true) {
      changes.serverDefault = desiredDefault;
      comparison.info(
        logger,
        `User defined function detected server default on column '${pair.table.name}.${pair.name}'`,
      );
    }
    if (differs !== null) return nothing;
  }
  if (existing.computed !== undefined || desired.computed !== undefined) {
    compareComputed(pair, comparison);
    return nothing;
  }
  if (existing.identity !== undefined || desired.identity !== undefined) {
    compareIdentity(pair, changes, comparison);
    if (changes.serverDefault === undefined) noteAutoincrement(pair, changes);
    return nothing;
  }
  noteAutoincrement(pair, changes);
  return {
    later() {
      if (goesWithoutSaying(pair, comparison) || !plainDefaultsDiffer(pair, comparison)) return;
      changes.serverDefault = desiredDefault;
      comparison.info(
        logger,
        `Dialect impl PostgresqlImpl detected server default on column '${pair.table.name}.${pair.name}'`,
      );
    },
  };
}

/**
 * Whether a default that only one side has comes with something that both have: with the domain that the column is of, or
 * with the sequence that belongs to it, whose default is not read as one.
 */
function goesWithoutSaying({ existing, desired }: ColumnPair, comparison: Comparison): boolean {
  if (!comparison.improvements.serverExpressions) return false;
  if (desired.serverDefault === undefined) return isDefaultOfType(existing);
  const drawn = drawnSequence(desired);
  return drawn !== null && nameText(drawn.table) === existing.ownedSequence;
}

/** Says of a column that changes whether it counts, as Alembic does where defaults are not decided before. */
function noteAutoincrement({ role, desired }: ColumnPair, changes: ColumnChanges): void {
  if (role.counts) changes.autoincrement = true;
  else if (typeof desired.autoincrement === "boolean") {
    changes.autoincrement = desired.autoincrement;
  }
}

/** The text by which Alembic compares a default: a plain string without quotation marks, else SQL. */
export function defaultText(column: Column): string | null {
  const value = column.serverDefault;
  if (value === undefined || value.kind === "fetched") return null;
  return value.kind === "string"
    ? value.value
    : postgresql.ddlExpression(value.expression, compileOptions);
}

function compareComputed({ table, name, existing, desired }: ColumnPair, comparison: Comparison) {
  const warn = () =>
    comparison.warn(`Computed default on ${table.name}.${name} cannot be modified`);
  if (desired.computed === undefined) return warn();
  const normalized = table.normalized?.columns.get(name)?.computed;
  const text = (column: Column) =>
    column.computed === undefined
      ? ""
      : postgresql.ddlExpression(column.computed.expression, compileOptions);
  if (existing.computed !== undefined && normalized !== undefined) {
    if (text({ ...existing, computed: normalized }) !== text(existing)) warn();
    return;
  }
  const coarse = (column: Column) => text(column).replace(/[ ()'"`[\]\t\r\n]/g, "").toLowerCase();
  if (coarse(desired) !== coarse(existing)) warn();
}

/** Attributes of an identity under Alembic's names. */
const identityAttributes = {
  start: "start",
  increment: "increment",
  minvalue: "minValue",
  maxvalue: "maxValue",
  nominvalue: "noMinValue",
  nomaxvalue: "noMaxValue",
  cycle: "cycle",
  cache: "cache",
} as const;

function compareIdentity(
  { table, name, existing, desired }: ColumnPair,
  changes: ColumnChanges,
  comparison: Comparison,
): void {
  const differences = identityDifferences(desired.identity, existing.identity);
  const replaced = (desired.identity === undefined) !== (existing.identity === undefined);
  if (differences.length === 0 && !replaced) return;
  changes.serverDefault = defaultOf(desired);
  if (differences.length === 0) return;
  comparison.info(
    logger,
    `Detected server default on column '${table.name}.${name}': identity options attributes [${
      differences.map((each) => `'${each}'`).join(", ")
    }]`,
  );
}

/** What the target says of an identity and the database does not have; what it leaves open does not differ. */
function identityDifferences(
  wanted: Identity | undefined,
  existing: Identity | undefined,
): readonly string[] {
  const differences = Object.entries(identityAttributes).filter(([, key]) => {
    const value = wanted?.[key];
    return value !== undefined && String(value) !== String(existing?.[key]);
  }).map(([attribute]) => attribute);
  if (Boolean(wanted?.always) !== Boolean(existing?.always)) differences.push("always");
  return sorted(differences);
}

function plainDefaultsDiffer(pair: ColumnPair, comparison: Comparison): boolean {
  const question = defaultQuestion(pair.existing, pair.desired, pair.role.counts);
  if (typeof question === "boolean") return question;
  const normalized = pair.table.normalized?.columns.get(pair.name)?.serverDefault;
  if (normalized !== undefined && comparison.improvements.serverExpressions) {
    const text = defaultText({ ...pair.existing, serverDefault: normalized });
    if (text === defaultText(pair.existing)) return false;
  }
  return comparison.equalities.get(equalityKey(question.existing, question.wanted)) !== true;
}

/** Whether the defaults differ, or the two expressions of which only the server knows whether they are equal. */
export function defaultQuestion(
  existing: Column,
  desired: Column,
  counts: boolean,
): boolean | { readonly existing: string; readonly wanted: string } {
  if (counts || desired.serverDefault?.kind === "fetched") return false;
  const wanted = defaultText(desired);
  let found = defaultText(existing);
  if (found !== null && /^nextval\('(.+?)'::regclass\)/.test(found)) {
    found = found.replaceAll("::regclass", "");
  }
  if (found === wanted) return false;
  if (found === null || wanted === null || desired.serverDefault === undefined) return true;
  if (desired.serverDefault.kind === "expression") return { existing: found, wanted };
  const { kind } = resolved(existing.type);
  const isNumber = kind === "numeric" || kind === "float";
  const literal = isNumber ? wanted : `'${wanted.replace(/^'|'$/g, "")}'`;
  return { existing: found, wanted: literal };
}
