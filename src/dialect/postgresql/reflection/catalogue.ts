import { stringLiteral } from "../server_literal.ts";

/** Which tables are read: `null` stands for those that the search path finds. */
export interface CatalogueScope {
  readonly schemas: readonly (string | null)[];
  /** `server_version_num`. */
  readonly serverVersion: number;
  /** The temporary tables of this session, instead of all others. */
  readonly temporary?: boolean;
}

/** What every row says about the table that it belongs to. */
export interface OfTable {
  readonly schema: string;
  readonly table: string;
  /** Whether the search path finds the table. */
  readonly visible: boolean;
}

/** A table. */
export interface TableFacts extends OfTable {
  readonly comment: string | null;
  /** `LIST (region)`, for the parent of partitions. */
  readonly partitionKey: string | null;
  /** Tables that it inherits from; those whose partition it is are not among them. */
  readonly parents: readonly string[] | null;
}

/** A column. */
export interface ColumnFacts extends OfTable {
  readonly name: string;
  /** `format_type(atttypid, atttypmod)`. */
  readonly type: string;
  /** The named type that it is, or that its elements are; null for types of `pg_catalog`. */
  readonly typeOid: string | null;
  /** Where it is not that of the type. */
  readonly collation: string | null;
  readonly notNull: boolean;
  readonly default: string | null;
  readonly comment: string | null;
  /** `a` (always) or `d` (by default); empty for other columns. */
  readonly identity: string;
  readonly sequence: SequenceFacts | null;
  /** `s` for a stored generated column. */
  readonly generated: string;
  /** The sequence that the default draws on, if it belongs to a column, and that column's name. */
  readonly owned: { readonly sequence: string; readonly column: string } | null;
}

/** The numbers of a sequence, as text: they may be greater than what JSON's numbers hold. */
export interface SequenceFacts {
  readonly start: string;
  readonly increment: string;
  readonly minValue: string;
  readonly maxValue: string;
  readonly cache: string;
  readonly cycle: boolean;
}

/** A constraint other than a foreign key; of an EXCLUDE and a CHECK `definition` says all. */
export interface ConstraintFacts extends OfTable {
  readonly name: string;
  /** `p`, `u`, `c` or `x`. */
  readonly type: string;
  readonly columns: readonly string[] | null;
  readonly include: readonly string[] | null;
  /** Null where the server does not have it. */
  readonly nullsNotDistinct: boolean | null;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly comment: string | null;
  /** `pg_get_constraintdef`. */
  readonly definition: string | null;
}

/** A foreign key. */
export interface ForeignKeyFacts extends OfTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly referredTable: string;
  readonly referredSchema: string;
  readonly referredVisible: boolean;
  readonly referredColumns: readonly string[];
  readonly onDelete: string;
  readonly onUpdate: string;
  /** Columns of `ON DELETE SET NULL (…)`. */
  readonly setColumns: readonly string[] | null;
  readonly match: string;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly notValid: boolean;
  readonly comment: string | null;
}

/** An index that stands behind no constraint. */
export interface IndexFacts extends OfTable {
  readonly name: string;
  readonly unique: boolean;
  readonly method: string;
  readonly where: string | null;
  readonly nullsNotDistinct: boolean;
  readonly options: readonly string[] | null;
  readonly tablespace: string | null;
  /** Key parts, then included columns. */
  readonly parts: readonly IndexPart[];
}

/** A column or an expression of an index. */
export interface IndexPart {
  /** The name of the column, or the text of the expression. */
  readonly text: string;
  readonly expression: boolean;
  readonly key: boolean;
  /** `indoption`: 1 descending, 2 nulls first. */
  readonly option: number;
  /** The operator class, where it is not the default one. */
  readonly ops: string | null;
}

/** An enumeration or a domain. */
export interface NamedTypeFacts {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly visible: boolean;
  /** Null for a domain. */
  readonly labels: readonly string[] | null;
  /** What a domain is made of, as `format_type` writes it. */
  readonly base: string | null;
  readonly baseOid: string | null;
  readonly notNull: boolean;
  readonly default: string | null;
  readonly collation: string | null;
  readonly checks: readonly { readonly name: string; readonly definition: string }[] | null;
}

/** A sequence that no column owns. */
export interface LoneSequenceFacts extends SequenceFacts {
  readonly schema: string;
  readonly name: string;
  readonly visible: boolean;
  readonly type: string;
}

/** A query that gives one row of one JSON text for each thing that it describes. */
function rows(columns: string, rest: string): string {
  return `SELECT row_to_json(r) FROM (SELECT ${columns} ${rest}) r`;
}

const ofTable = `n.nspname AS "schema", c.relname AS "table",
  pg_catalog.pg_table_is_visible(c.oid) AS "visible"`;

function inScope(relation: string, visible: string, { schemas }: CatalogueScope): string {
  const conditions = schemas.map((schema) =>
    schema === null
      ? `(${visible}(${relation}.oid) AND n.nspname <> 'pg_catalog')`
      : `n.nspname = ${stringLiteral(schema)}`
  );
  return conditions.length === 0 ? "false" : `(${conditions.join(" OR ")})`;
}

/** FROM and WHERE of the tables in scope, with what is joined to them. */
function ofTables(scope: CatalogueScope, joined = "", condition = "true"): string {
  return `FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
${joined}
WHERE c.relkind IN ('r', 'p') AND ${
    scope.temporary
      ? "c.relpersistence = 't' AND n.oid = pg_catalog.pg_my_temp_schema()"
      : "c.relpersistence <> 't'"
  } AND ${condition}
  AND ${inScope("c", "pg_catalog.pg_table_is_visible", scope)}`;
}

function description(object: string, catalogue: string, part: string): string {
  return `LEFT JOIN pg_catalog.pg_description comment ON comment.objoid = ${object}
  AND comment.classoid = 'pg_catalog.${catalogue}'::regclass AND comment.objsubid = ${part}`;
}

/** Names of columns by their numbers, in order. */
function columnNames(numbers: string, table: string): string {
  return `(SELECT json_agg(a.attname ORDER BY k.position)
    FROM unnest(${numbers}) WITH ORDINALITY AS k (number, position)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.number)`;
}

/** One row: the schema of tables that name none, and a JSON list of those that there are. */
export const schemasQuery = "SELECT pg_catalog.current_schema(), (SELECT json_agg(nspname " +
  "ORDER BY nspname) FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\\_%' ESCAPE '\\')";

/** Gives {@link TableFacts}. */
export function tablesQuery(scope: CatalogueScope): string {
  const partitions = scope.serverVersion >= 100000;
  return rows(
    `${ofTable}, comment.description AS "comment",
  ${
      partitions
        ? "CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END"
        : "NULL::text"
    } AS "partitionKey",
  ${
      partitions
        ? "CASE WHEN NOT c.relispartition THEN "
        : "CASE WHEN true THEN "
    }(SELECT json_agg(p.relname ORDER BY h.inhseqno) FROM pg_catalog.pg_inherits h
    JOIN pg_catalog.pg_class p ON p.oid = h.inhparent WHERE h.inhrelid = c.oid) END AS "parents"`,
    `${ofTables(scope, description("c.oid", "pg_class", "0"))} ORDER BY n.nspname, c.relname`,
  );
}

/** Gives {@link ColumnFacts}, the columns of each table in order. */
export function columnsQuery(scope: CatalogueScope): string {
  const identity = scope.serverVersion >= 100000;
  const generated = scope.serverVersion >= 120000 ? "a.attgenerated" : "''";
  const sequence = identity
    ? `CASE WHEN a.attidentity <> '' THEN (SELECT json_build_object('start', s.seqstart::text,
    'increment', s.seqincrement::text, 'minValue', s.seqmin::text, 'maxValue', s.seqmax::text,
    'cache', s.seqcache::text, 'cycle', s.seqcycle)
    FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_sequence s ON s.seqrelid = d.objid
    WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = a.attrelid
      AND d.refobjsubid = a.attnum AND d.classid = 'pg_catalog.pg_class'::regclass
      AND d.deptype = 'i') END`
    : "NULL::json";
  return rows(
    `${ofTable}, a.attname AS "name", pg_catalog.format_type(a.atttypid, a.atttypmod) AS "type",
  CASE WHEN t.typtype IN ('e', 'd') OR e.typtype IN ('e', 'd') THEN
    CASE WHEN t.typtype = 'b' THEN e.oid ELSE t.oid END END::text AS "typeOid",
  CASE WHEN a.attcollation <> 0 AND a.attcollation <> t.typcollation THEN
    (SELECT collname FROM pg_catalog.pg_collation WHERE oid = a.attcollation) END AS "collation",
  a.attnotnull AS "notNull",
  CASE WHEN a.atthasdef THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS "default",
  comment.description AS "comment", ${identity ? "a.attidentity" : "''"} AS "identity",
  ${sequence} AS "sequence", ${generated} AS "generated",
  CASE WHEN a.atthasdef THEN (SELECT json_build_object('sequence', s.relname, 'column', oa.attname)
    FROM pg_catalog.pg_depend uses
    JOIN pg_catalog.pg_class s ON s.oid = uses.refobjid AND s.relkind = 'S'
    JOIN pg_catalog.pg_depend owner ON owner.classid = 'pg_catalog.pg_class'::regclass
      AND owner.objid = s.oid AND owner.refclassid = 'pg_catalog.pg_class'::regclass
    JOIN pg_catalog.pg_attribute oa ON oa.attrelid = owner.refobjid AND oa.attnum = owner.refobjsubid
    WHERE uses.classid = 'pg_catalog.pg_attrdef'::regclass AND uses.objid = d.oid
      AND uses.refclassid = 'pg_catalog.pg_class'::regclass LIMIT 1) END AS "owned"`,
    `${
      ofTables(
        scope,
        `JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
LEFT JOIN pg_catalog.pg_attrdef d ON a.atthasdef AND d.adrelid = a.attrelid AND d.adnum = a.attnum
${description("c.oid", "pg_class", "a.attnum")}`,
      )
    } ORDER BY n.nspname, c.relname, a.attnum`,
  );
}

/** Gives {@link ConstraintFacts}. */
export function constraintsQuery(scope: CatalogueScope): string {
  const { serverVersion } = scope;
  const width = serverVersion >= 110000 ? "i.indnkeyatts" : "i.indnatts";
  const nulls = serverVersion >= 150000 ? "i.indnullsnotdistinct" : "NULL::boolean";
  return rows(
    `${ofTable}, k.conname AS "name", k.contype AS "type",
  CASE WHEN k.contype IN ('p', 'u') THEN ${columnNames("k.conkey", "c.oid")} END AS "columns",
  CASE WHEN i.indnatts > ${width} THEN ${
      columnNames(`(i.indkey::int2[])[${width} : i.indnatts - 1]`, "c.oid")
    } END AS "include", ${nulls} AS "nullsNotDistinct", k.condeferrable AS "deferrable",
  k.condeferred AS "deferred", comment.description AS "comment",
  CASE WHEN k.contype IN ('c', 'x') THEN pg_catalog.pg_get_constraintdef(k.oid, true) END AS "definition"`,
    `${
      ofTables(
        scope,
        `JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'u', 'c', 'x')
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u')
${description("k.oid", "pg_constraint", "0")}`,
      )
    } ORDER BY n.nspname, c.relname, k.conname`,
  );
}

/** Gives {@link ForeignKeyFacts}. */
export function foreignKeysQuery(scope: CatalogueScope): string {
  const setColumns = scope.serverVersion >= 150000
    ? `CASE WHEN k.confdelsetcols IS NOT NULL THEN ${columnNames("k.confdelsetcols", "c.oid")} END`
    : "NULL::json";
  // A key to a partitioned table has a row for each partition, which is no foreign key of its own.
  const own = scope.serverVersion >= 120000
    ? `NOT EXISTS (SELECT FROM pg_catalog.pg_constraint whole
    WHERE whole.oid = k.conparentid AND whole.conrelid = k.conrelid)`
    : "true";
  return rows(
    `${ofTable}, k.conname AS "name", ${columnNames("k.conkey", "c.oid")} AS "columns",
  rc.relname AS "referredTable", rn.nspname AS "referredSchema",
  pg_catalog.pg_table_is_visible(rc.oid) AS "referredVisible",
  ${columnNames("k.confkey", "rc.oid")} AS "referredColumns", k.confdeltype AS "onDelete",
  k.confupdtype AS "onUpdate", ${setColumns} AS "setColumns", k.confmatchtype AS "match",
  k.condeferrable AS "deferrable", k.condeferred AS "deferred", NOT k.convalidated AS "notValid",
  comment.description AS "comment"`,
    `${
      ofTables(
        scope,
        `JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f'
JOIN pg_catalog.pg_class rc ON rc.oid = k.confrelid
JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace
${description("k.oid", "pg_constraint", "0")}`,
        own,
      )
    } ORDER BY n.nspname, c.relname, k.conname`,
  );
}

/** Gives {@link IndexFacts}. */
export function indexesQuery(scope: CatalogueScope): string {
  const { serverVersion } = scope;
  const width = serverVersion >= 110000 ? "i.indnkeyatts" : "i.indnatts";
  const nulls = serverVersion >= 150000 ? "i.indnullsnotdistinct" : "false";
  return rows(
    `${ofTable}, x.relname AS "name", i.indisunique AS "unique", m.amname AS "method",
  CASE WHEN i.indpred IS NOT NULL THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END AS "where",
  ${nulls} AS "nullsNotDistinct", to_json(x.reloptions) AS "options", ts.spcname AS "tablespace",
  (SELECT json_agg(json_build_object(
      'text', CASE WHEN p.number = 0 THEN
        pg_catalog.pg_get_indexdef(i.indexrelid, p.position::int, true) ELSE a.attname END,
      'expression', p.number = 0, 'key', p.position <= ${width},
      'option', CASE WHEN p.position <= ${width} THEN (i.indoption::int2[])[p.position - 1] ELSE 0 END,
      'ops', CASE WHEN NOT o.opcdefault THEN o.opcname END) ORDER BY p.position)
    FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS p (number, position)
    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = p.number
      AND p.number <> 0
    LEFT JOIN pg_catalog.pg_opclass o ON p.position <= ${width}
      AND o.oid = (i.indclass::oid[])[p.position - 1]) AS "parts"`,
    `${
      ofTables(
        scope,
        `JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND NOT i.indisprimary
JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
JOIN pg_catalog.pg_am m ON m.oid = x.relam
LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = x.reltablespace`,
        `NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid
    AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x'))`,
      )
    } ORDER BY n.nspname, c.relname, x.relname`,
  );
}

/** Gives {@link NamedTypeFacts} of all schemas but the server's own: columns may use any of them. */
export function namedTypesQuery(): string {
  return rows(
    `t.oid::text AS "oid", n.nspname AS "schema", t.typname AS "name",
  pg_catalog.pg_type_is_visible(t.oid) AS "visible",
  (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e
    WHERE e.enumtypid = t.oid) AS "labels",
  CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END AS "base",
  CASE WHEN t.typtype = 'd' THEN t.typbasetype END::text AS "baseOid", t.typnotnull AS "notNull",
  t.typdefault AS "default", CASE WHEN t.typcollation <> 0 AND t.typcollation <> b.typcollation THEN
    (SELECT collname FROM pg_catalog.pg_collation WHERE oid = t.typcollation) END AS "collation",
  (SELECT json_agg(json_build_object('name', k.conname,
      'definition', pg_catalog.pg_get_constraintdef(k.oid, true)) ORDER BY k.conname)
    FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') AS "checks"`,
    `FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
WHERE t.typtype IN ('e', 'd') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
ORDER BY n.nspname, t.typname`,
  );
}

/** Gives {@link LoneSequenceFacts}. */
export function sequencesQuery(scope: CatalogueScope): string {
  return rows(
    `n.nspname AS "schema", c.relname AS "name", pg_catalog.pg_table_is_visible(c.oid) AS "visible",
  pg_catalog.format_type(s.seqtypid, NULL) AS "type", s.seqstart::text AS "start",
  s.seqincrement::text AS "increment", s.seqmin::text AS "minValue", s.seqmax::text AS "maxValue",
  s.seqcache::text AS "cache", s.seqcycle AS "cycle"`,
    `FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
WHERE c.relkind = 'S' AND c.relpersistence <> 't'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i'))
  AND ${inScope("c", "pg_catalog.pg_table_is_visible", scope)}
ORDER BY n.nspname, c.relname`,
  );
}
