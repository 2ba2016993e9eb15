import { stringLiteral } from "../server_literal.ts";

/** Which tables are read: `null` stands for those that the search path finds. */
export interface CatalogueScope {
  readonly schemas: readonly (string | null)[];
  /** `server_version_num`. */
  readonly serverVersion: number;
  /** The temporary tables of this session, instead of all others. */
  readonly temporary?: boolean;
  /** The OID of the one table or view that is read, whatever the rest says. */
  readonly relation?: string;
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
WHERE ${
    scope.relation === undefined ? inSchemas(scope) : `c.oid = ${scope.relation}`
  } AND ${condition}`;
}

function inSchemas(scope: CatalogueScope): string {
  return `c.relkind IN ('r', 'p') AND ${
    scope.temporary
      ? "c.relpersistence = 't' AND n.oid = pg_catalog.pg_my_temp_schema()"
      : "c.relpersistence <> 't'"
  }
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

/** `RelationFacts` of a table and its schema, and more. */
function relationFacts(table: string, schema: string, ...more: readonly string[]): string {
  const facts = [
    `'schema', ${schema}.nspname`,
    `'name', ${table}.relname`,
    `'visible', pg_catalog.pg_table_is_visible(${table}.oid)`,
    ...more,
  ];
  return `json_build_object(${facts.join(", ")})`;
}

/** Declarative partitions came with version 10. */
function hasPartitions({ serverVersion }: CatalogueScope): boolean {
  return serverVersion >= 100000;
}

/** Whether the table is a partition: it has all that is asked of it itself, wherever that comes from. */
function isPartitionIn(scope: CatalogueScope): string {
  return hasPartitions(scope) ? "c.relispartition" : "false";
}

/** One row: the schema of tables that name none, and a JSON list of those that there are. */
export const schemasQuery = "SELECT pg_catalog.current_schema(), (SELECT json_agg(nspname " +
  "ORDER BY nspname) FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\\_%' ESCAPE '\\')";

/** The name of each extension, and its schema where that is not the one of tables that name none. */
export const extensionsQuery = `SELECT e.extname, CASE WHEN n.nspname <> pg_catalog.current_schema()
  AND n.nspname <> 'pg_catalog' THEN n.nspname END FROM pg_catalog.pg_extension e
JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql' ORDER BY 1`;

/** Gives {@link TableFacts}. */
export function tablesQuery(scope: CatalogueScope): string {
  const partitions = hasPartitions(scope);
  const isPartition = isPartitionIn(scope);
  const parents = `FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class p ON p.oid = h.inhparent
    JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace WHERE h.inhrelid = c.oid`;
  return rows(
    `${ofTable}, comment.description AS "comment",
  ${
      partitions
        ? "CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END"
        : "NULL::text"
    } AS "partitionKey",
  CASE WHEN NOT ${isPartition} THEN (SELECT json_agg(${
      relationFacts("p", "pn")
    } ORDER BY h.inhseqno)
    ${parents}) END AS "parents",
  ${
      partitions
        ? `CASE WHEN c.relispartition THEN (SELECT ${
          relationFacts("p", "pn", "'bound', pg_catalog.pg_get_expr(c.relpartbound, c.oid)")
        } ${parents}) END`
        : "NULL::json"
    } AS "partitionOf", c.relpersistence = 'u' AS "unlogged"`,
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
      AND uses.refclassid = 'pg_catalog.pg_class'::regclass LIMIT 1) END AS "owned",
  NOT a.attislocal AND NOT ${isPartitionIn(scope)} AS "inherited"`,
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
  CASE WHEN k.contype <> 'x' AND i.indnatts > ${width} THEN ${
      columnNames(`(i.indkey::int2[])[${width} : i.indnatts - 1]`, "c.oid")
    } END AS "include", ${nulls} AS "nullsNotDistinct", k.condeferrable AS "deferrable",
  k.condeferred AS "deferred", comment.description AS "comment",
  CASE WHEN k.contype IN ('c', 'x') THEN pg_catalog.pg_get_constraintdef(k.oid, true) END AS "definition",
  NOT k.conislocal AND NOT ${isPartitionIn(scope)} AS "inherited",
  CASE WHEN k.contype = 'x' THEN json_build_object('method', m.amname,
    'where', pg_catalog.pg_get_expr(i.indpred, i.indrelid),
    'parts', ${indexParts(width, [excludeOperator])}) END AS "exclude"`,
    `${
      ofTables(
        scope,
        `JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'u', 'c', 'x')
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid
LEFT JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
LEFT JOIN pg_catalog.pg_am m ON m.oid = x.relam
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

const excludeOperator = `'operator', (SELECT CASE WHEN pg_catalog.pg_operator_is_visible(y.oid)
        THEN y.oprname ELSE format('OPERATOR(%I.%s)', yn.nspname, y.oprname) END
        FROM pg_catalog.pg_operator y JOIN pg_catalog.pg_namespace yn ON yn.oid = y.oprnamespace
        WHERE y.oid = k.conexclop[p.position])`;

/** `IndexPart`s of an index `i`, of which `width` parts are keys, and more of each. */
function indexParts(width: string, more: readonly string[] = []): string {
  const facts = [
    `'text', CASE WHEN p.number = 0 THEN
        pg_catalog.pg_get_indexdef(i.indexrelid, p.position::int, true) ELSE a.attname END`,
    "'expression', p.number = 0",
    `'key', p.position <= ${width}`,
    `'option', CASE WHEN p.position <= ${width} THEN (i.indoption::int2[])[p.position - 1] ELSE 0 END`,
    "'ops', CASE WHEN NOT o.opcdefault THEN o.opcname END",
    // An expression does not say which collation it has by itself; the database's own goes without saying.
    `'collation', CASE WHEN l.oid <> coalesce(a.attcollation, 100) THEN l.collname END`,
    ...more,
  ];
  return `(SELECT json_agg(json_build_object(${facts.join(",\n      ")}) ORDER BY p.position)
    FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS p (number, position)
    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = p.number
      AND p.number <> 0
    LEFT JOIN pg_catalog.pg_collation l ON p.position <= ${width}
      AND l.oid = (i.indcollation::oid[])[p.position - 1]
    LEFT JOIN pg_catalog.pg_opclass o ON p.position <= ${width}
      AND o.oid = (i.indclass::oid[])[p.position - 1])`;
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
  ${indexParts(width)} AS "parts"`,
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
  CASE WHEN t.typtype = 'd' THEN CASE WHEN b.typcategory = 'A' AND b.typelem <> 0
    THEN b.typelem ELSE b.oid END END::text AS "baseOid", t.typnotnull AS "notNull",
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
  // As SERIAL makes it: a default of its column draws on it, and it has the name and the numbers that SERIAL gives.
  const isSerial = `t.relnamespace = c.relnamespace AND s.seqtypid = a.atttypid
  AND c.relname = t.relname || '_' || a.attname || '_seq' AND s.seqstart = 1 AND s.seqincrement = 1
  AND s.seqmin = 1 AND s.seqcache = 1 AND NOT s.seqcycle AND EXISTS (SELECT FROM pg_catalog.pg_depend uses
    JOIN pg_catalog.pg_attrdef d ON d.oid = uses.objid AND d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE uses.classid = 'pg_catalog.pg_attrdef'::regclass AND uses.refobjid = c.oid
      AND uses.refclassid = 'pg_catalog.pg_class'::regclass)`;
  return rows(
    `n.nspname AS "schema", c.relname AS "name", pg_catalog.pg_table_is_visible(c.oid) AS "visible",
  pg_catalog.format_type(s.seqtypid, NULL) AS "type", s.seqstart::text AS "start",
  s.seqincrement::text AS "increment", s.seqmin::text AS "minValue", s.seqmax::text AS "maxValue",
  s.seqcache::text AS "cache", s.seqcycle AS "cycle",
  CASE WHEN t.oid IS NOT NULL THEN ${
      relationFacts("t", "tn", "'column', a.attname")
    } END AS "owner"`,
    `FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
  AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i')
LEFT JOIN pg_catalog.pg_class t ON t.oid = d.refobjid
LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND d.deptype IS DISTINCT FROM 'i'
  AND NOT (t.oid IS NOT NULL AND ${isSerial})
  AND ${inScope("c", "pg_catalog.pg_table_is_visible", scope)}
ORDER BY n.nspname, c.relname`,
  );
}
