import type { Column } from "../../../schema/column.ts";
import type { CheckConstraint } from "../../../schema/constraint.ts";
import type { Index } from "../../../schema/index_definition.ts";
import { nameText } from "../../../schema/name.ts";
import type { Table } from "../../../schema/table.ts";
import { newRunMemory } from "../../dialect.ts";
import { computedText, serverDefaultText } from "../column_text.ts";
import { constraintText } from "../constraint_text.ts";
import { ddlContext } from "../ddl_context.ts";
import { quote } from "../identifiers.ts";
import { indexText } from "../index_text.ts";
import { stringLiteral } from "../server_literal.ts";
import { typeText } from "../type_text.ts";
import { type Ask, reflectMetadata } from "./reflect.ts";

/** What of a table is to be read back as the server writes it. */
export interface ToNormalize {
  readonly table: Table;
  readonly checks: readonly CheckConstraint[];
  readonly indexes: readonly Index[];
}

/** What the server made of a {@link ToNormalize}; what it did not accept is missing. */
export interface NormalizedTable {
  readonly columns: ReadonlyMap<string, Column>;
  /** By position. */
  readonly checks: readonly (CheckConstraint | undefined)[];
  readonly indexes: readonly (Index | undefined)[];
}

/** What is asked of a server in one go. */
export interface ServerQuestions {
  readonly tables: readonly ToNormalize[];
  /** Pairs of expressions. */
  readonly equalities: readonly (readonly [one: string, other: string])[];
}

/** The answers, in the order of the questions; `null` where the server could not tell. */
export interface ServerAnswers {
  readonly tables: readonly (NormalizedTable | null)[];
  readonly equalities: readonly (boolean | null)[];
}

/** Makes a table in one go or, if that fails, as much of it as can be made. */
const makeFunction = `CREATE FUNCTION pg_temp.migrator_make(whole text, parts text[]) RETURNS void
LANGUAGE plpgsql AS $migrator$
DECLARE part text;
BEGIN
  BEGIN
    EXECUTE whole;
    RETURN;
  EXCEPTION WHEN OTHERS THEN NULL;
  END;
  FOREACH part IN ARRAY parts LOOP
    BEGIN
      EXECUTE part;
    EXCEPTION WHEN OTHERS THEN NULL;
    END;
  END LOOP;
END $migrator$`;

const truthFunction = `CREATE FUNCTION pg_temp.migrator_truth(condition text) RETURNS boolean
LANGUAGE plpgsql AS $migrator$
DECLARE answer boolean;
BEGIN
  EXECUTE 'SELECT ' || condition INTO answer;
  RETURN coalesce(answer, false);
EXCEPTION WHEN OTHERS THEN RETURN NULL;
END $migrator$`;

/**
 * Has a server write tables of the target in its own words, and compare values: temporary tables are made, read as any
 * table is, and taken back, all in one message to the server. Runs inside the transaction that is open and leaves it as
 * it was. Where the server does not let us (no right to make temporary tables, a transaction that only reads), there
 * are no answers.
 */
export async function askServer(
  ask: Ask,
  questions: ServerQuestions,
  serverVersion: number,
): Promise<ServerAnswers> {
  const { tables, equalities } = questions;
  const none: ServerAnswers = {
    tables: tables.map(() => null),
    equalities: equalities.map(() => null),
  };
  if (tables.length === 0 && equalities.length === 0) return none;
  await ask(["SAVEPOINT migrator_compare"]);
  try {
    const makings = tables.map((each, position) => making(each, position));
    const truths = equalities.map(([one, other]) => stringLiteral(`(${one}) = (${other})`));
    const [, , , compared] = await ask([
      makeFunction,
      truthFunction,
      makings.length === 0
        ? "SELECT NULL"
        : `SELECT pg_temp.migrator_make(whole, parts) FROM (VALUES ${
          makings.join(", ")
        }) AS v (whole, parts)`,
      `SELECT pg_temp.migrator_truth(v) FROM unnest(ARRAY[${
        truths.join(", ")
      }]::text[]) WITH ORDINALITY AS q (v, position) ORDER BY position`,
    ]);
    const made = tables.length === 0 ? null : await reflectMetadata(ask, {
      schemas: [null],
      serverVersion,
      temporary: true,
    });
    const byName = new Map(made?.tables.map((table) => [nameText(table.name), table]));
    return {
      tables: tables.map((each, position) =>
        readBack(each, byName.get(temporaryName(position)), position)
      ),
      equalities: compared!.map(([text]) => text === null ? null : text === "t"),
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return none;
  } finally {
    await ask(["ROLLBACK TO SAVEPOINT migrator_compare", "RELEASE SAVEPOINT migrator_compare"]);
  }
}

function temporaryName(position: number): string {
  return `migrator_target_${position}`;
}

function partName(kind: "check" | "index", position: number, part: number): string {
  return `migrator_${kind}_${position}_${part}`;
}

/** The whole as one text, and its parts one by one, as a row of VALUES. */
function making({ table, checks, indexes }: ToNormalize, position: number): string {
  const context = ddlContext({ offline: false, memory: newRunMemory() });
  const owner = { name: temporaryName(position) };
  const columns: string[] = [];
  const parts: string[] = [`CREATE TEMPORARY TABLE ${owner.name} ()`];
  for (const column of table.columns) {
    const start = `${quote(column.name)} ${typeText(column.type, table.schema ?? null)}`;
    const value = serverDefaultText(column.serverDefault, context);
    let end = "";
    if (value !== null) end = ` DEFAULT ${value}`;
    else if (column.computed !== undefined) end = ` ${computedText(column.computed, context)}`;
    columns.push(start + end);
    parts.push(`ALTER TABLE ${owner.name} ADD COLUMN ${start}${end}`);
  }
  const more = [
    ...checks.map((check, part) =>
      `ALTER TABLE ${owner.name} ADD ${
        constraintText(
          { ...check, name: partName("check", position, part), dialectOptions: undefined },
          owner,
          context,
        )
      }`
    ),
    ...indexes.map((index, part) =>
      indexText(
        {
          ...index,
          name: partName("index", position, part),
          dialectOptions: {
            ...index.dialectOptions,
            postgresql_concurrently: false,
            postgresql_tablespace: null,
          },
        },
        owner,
        context,
      )
    ),
  ];
  const whole = [
    `CREATE TEMPORARY TABLE ${owner.name} (${columns.join(", ")})`,
    ...more,
  ].join("; ");
  const texts = [...parts, ...more].map(stringLiteral).join(", ");
  return `(${stringLiteral(whole)}, ARRAY[${texts}])`;
}

function readBack(
  asked: ToNormalize,
  made: Table | undefined,
  position: number,
): NormalizedTable | null {
  if (made === undefined) return null;
  const checks = new Map(
    made.constraints.filter((each): each is CheckConstraint => each.kind === "check")
      .map((each) => [nameText(each.name!), each]),
  );
  const indexes = new Map(made.indexes.map((index) => [nameText(index.name!), index]));
  return {
    columns: new Map(made.columns.map((column) => [nameText(column.name), column])),
    checks: asked.checks.map((_, part) => checks.get(partName("check", position, part))),
    indexes: asked.indexes.map((_, part) => indexes.get(partName("index", position, part))),
  };
}
