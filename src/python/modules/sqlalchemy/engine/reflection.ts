import {
  columnsQuery,
  namedTypesQuery,
} from "../../../../dialect/postgresql/reflection/catalogue.ts";
import type {
  ColumnFacts as CatalogueColumn,
  NamedTypeFacts,
  SequenceFacts,
} from "../../../../dialect/postgresql/reflection/catalogue_facts.ts";
import { reflectedNamedTypes } from "../../../../dialect/postgresql/reflection/named_types.ts";
import { reflectedType } from "../../../../dialect/postgresql/reflection/types.ts";
import type { SqlType } from "../../../../schema/types.ts";
import type { Evaluation, Value } from "../../../runtime/mod.ts";
import type { Binding } from "./binding.ts";
import { jsonRows, tableOid } from "./catalogue.ts";

/** A column as SQLAlchemy reflects it. */
export interface ColumnFacts {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  /** Its own, or that of its domain. */
  readonly default: string | null;
  readonly comment: string | null;
  /** `a` (always) or `d` (by default); empty for other columns. */
  readonly identity: string;
  readonly sequence: SequenceFacts | null;
  /** `s` for a stored generated column. */
  readonly generated: string;
}

/** The columns of a table, in order. */
export function* columnFacts(
  binding: Binding,
  table: Value,
  schema: Value,
): Evaluation<ColumnFacts[]> {
  const relation = yield* tableOid(binding, table, schema);
  const { serverVersion = 120000 } = binding.host;
  const columns = yield* jsonRows<CatalogueColumn>(
    binding,
    columnsQuery({ relation, schemas: [], serverVersion }),
  );
  const needsTypes = columns.some(({ typeOid }) => typeOid !== null);
  const types = needsTypes ? yield* jsonRows<NamedTypeFacts>(binding, namedTypesQuery()) : [];
  const named = reflectedNamedTypes(types);
  return columns.map((column) => {
    const { type: text, typeOid, collation, notNull, default: own, ...rest } = column;
    const type = reflectedType(text, named.get(typeOid ?? "") ?? null, collation);
    const domain = type.kind === "domain" ? types.find(({ oid }) => oid === typeOid) : undefined;
    return {
      ...rest,
      type,
      nullable: !notNull && domain?.notNull !== true,
      default: own ?? domain?.default ?? null,
    };
  });
}

/** A primary key or unique constraint. */
export interface KeyFacts {
  readonly name: string;
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
  readonly comment: string | null;
}

/** The primary key (`p`) or the unique constraints (`u`) of a table, by name. */
export function* keyFacts(
  binding: Binding,
  oid: string,
  type: "p" | "u",
): Evaluation<KeyFacts[]> {
  const version = binding.host.serverVersion ?? 150000;
  const width = version >= 110000 ? "i.indnkeyatts" : "i.indnatts";
  const nulls = version >= 150000 ? "i.indnullsnotdistinct" : "false";
  return yield* jsonRows<KeyFacts>(
    binding,
    `SELECT json_build_object('name', c.conname, 'comment',
  pg_catalog.obj_description(c.oid, 'pg_constraint'), 'nullsNotDistinct', ${nulls},
  'columns', (SELECT json_agg(a.attname ORDER BY k.position) FROM unnest(c.conkey) WITH ORDINALITY
    AS k (number, position) JOIN pg_catalog.pg_attribute a
    ON a.attrelid = c.conrelid AND a.attnum = k.number),
  'include', (SELECT coalesce(json_agg(a.attname ORDER BY k.position), '[]')
    FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, position)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number
    WHERE k.position > ${width}))
FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_index i ON i.indexrelid = c.conindid
WHERE c.conrelid = ${oid} AND c.contype = '${type}' ORDER BY c.conname`,
  );
}

/** What the letters of `confdeltype` and `confupdtype` mean; NO ACTION is not said. */
export const referentialActions: Readonly<Record<string, string>> = {
  r: "RESTRICT",
  c: "CASCADE",
  n: "SET NULL",
  d: "SET DEFAULT",
};

/** A foreign key. */
export interface ForeignKeyFacts {
  readonly name: string;
  readonly columns: readonly string[];
  readonly table: string;
  /** Null where the search path finds the table, and it is not asked for by the same schema. */
  readonly schema: string | null;
  readonly referred: readonly string[];
  readonly onDelete: string;
  readonly onUpdate: string;
  readonly match: string;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly comment: string | null;
}

/** The foreign keys of a table that is in a schema by name, or that the search path finds; by name. */
export function* foreignKeyFacts(
  binding: Binding,
  oid: string,
  schema: string | null,
): Evaluation<ForeignKeyFacts[]> {
  const same = schema === null ? "false" : `n.nspname = ${binding.host.dialect.literal(schema)}`;
  const columns = (key: string, table: string) =>
    `(SELECT json_agg(a.attname ORDER BY k.position) FROM unnest(c.${key}) WITH ORDINALITY
    AS k (number, position) JOIN pg_catalog.pg_attribute a
    ON a.attrelid = c.${table} AND a.attnum = k.number)`;
  return yield* jsonRows<ForeignKeyFacts>(
    binding,
    `SELECT json_build_object('name', c.conname, 'columns', ${columns("conkey", "conrelid")},
  'referred', ${columns("confkey", "confrelid")}, 'table', r.relname,
  'schema', CASE WHEN pg_catalog.pg_table_is_visible(r.oid) AND NOT ${same} THEN NULL ELSE n.nspname END,
  'onDelete', c.confdeltype, 'onUpdate', c.confupdtype, 'match', c.confmatchtype,
  'deferrable', c.condeferrable, 'deferred', c.condeferred,
  'comment', pg_catalog.obj_description(c.oid, 'pg_constraint'))
FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_class r ON r.oid = c.confrelid
JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
WHERE c.conrelid = ${oid} AND c.contype = 'f' ORDER BY c.conname`,
  );
}

/** A CHECK constraint. */
export interface CheckFacts {
  readonly name: string;
  /** `pg_get_constraintdef`. */
  readonly definition: string;
  readonly comment: string | null;
}

/** The CHECK constraints of a table, by name. */
export function* checkFacts(binding: Binding, oid: string): Evaluation<CheckFacts[]> {
  return yield* jsonRows<CheckFacts>(
    binding,
    `SELECT json_build_object('name', c.conname,
  'definition', pg_catalog.pg_get_constraintdef(c.oid, true),
  'comment', pg_catalog.obj_description(c.oid, 'pg_constraint'))
FROM pg_catalog.pg_constraint c WHERE c.conrelid = ${oid} AND c.contype = 'c' ORDER BY c.conname`,
  );
}

/** An index other than that of the primary key. */
export interface IndexFacts {
  readonly name: string;
  readonly unique: boolean;
  readonly method: string;
  readonly where: string | null;
  readonly nullsNotDistinct: boolean;
  readonly constraint: string | null;
  /** Key parts and included columns: the column's name, or null for an expression. */
  readonly parts: readonly {
    readonly column: string | null;
    readonly text: string;
    readonly option: number;
    readonly key: boolean;
  }[];
  readonly options: readonly string[] | null;
}

/** The indexes of a table, by name. */
export function* indexFacts(binding: Binding, oid: string): Evaluation<IndexFacts[]> {
  const version = binding.host.serverVersion ?? 150000;
  const width = version >= 110000 ? "i.indnkeyatts" : "i.indnatts";
  const nulls = version >= 150000 ? "i.indnullsnotdistinct" : "false";
  return yield* jsonRows<IndexFacts>(
    binding,
    `SELECT json_build_object('name', x.relname, 'unique', i.indisunique, 'method', m.amname,
  'where', pg_catalog.pg_get_expr(i.indpred, i.indrelid), 'nullsNotDistinct', ${nulls},
  'constraint', (SELECT c.conname FROM pg_catalog.pg_constraint c
    WHERE c.conindid = i.indexrelid AND c.conrelid = i.indrelid AND c.contype IN ('p', 'u', 'x') LIMIT 1),
  'options', to_json(x.reloptions),
  'parts', (SELECT json_agg(json_build_object('column', a.attname, 'key', k.position <= ${width},
      'text', pg_catalog.pg_get_indexdef(i.indexrelid, k.position::int, true),
      'option', CASE WHEN k.position <= ${width} THEN (i.indoption::int2[])[k.position - 1] ELSE 0 END)
      ORDER BY k.position)
    FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, position)
    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
      AND k.number > 0))
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
JOIN pg_catalog.pg_am m ON m.oid = x.relam
WHERE i.indrelid = ${oid} AND NOT i.indisprimary ORDER BY x.relname`,
  );
}
