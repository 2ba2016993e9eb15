import { stringLiteral } from "./server_literal.ts";

/** What is left out of a description. */
export interface DescribeOptions {
  /** The table of the program's own. */
  readonly versionTable: { readonly schema: string; readonly name: string };
  /** Whether roles are described too: only where nobody else makes any. */
  readonly roles: boolean;
}

/** The lowest oid of what the server did not bring along (`FirstNormalObjectId`). */
const FIRST_OWN = 16384;

const OWN_SCHEMA = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/** Kinds of objects of which it is enough to say that they are there, by their catalogues. */
const NAMED: readonly (readonly [catalogue: string, kind: string])[] = [
  ["pg_am", "access method"],
  ["pg_amop", "operator of family"],
  ["pg_amproc", "function of family"],
  ["pg_cast", "cast"],
  ["pg_collation", "collation"],
  ["pg_conversion", "conversion"],
  ["pg_default_acl", "default privileges"],
  ["pg_event_trigger", "event trigger"],
  ["pg_foreign_data_wrapper", "foreign-data wrapper"],
  ["pg_foreign_server", "server"],
  ["pg_language", "language"],
  ["pg_opclass", "operator class"],
  ["pg_operator", "operator"],
  ["pg_opfamily", "operator family"],
  ["pg_publication", "publication"],
  ["pg_publication_rel", "published table"],
  ["pg_transform", "transform"],
  ["pg_ts_config", "text search configuration"],
  ["pg_ts_dict", "text search dictionary"],
  ["pg_ts_parser", "text search parser"],
  ["pg_ts_template", "text search template"],
];

/**
 * The statement that gives, a row each, all that a database has beside its data and what the server and its
 * extensions brought along: kind, name, and what is to be said of it. The order of columns does not count, as
 * a column that comes back stands last, nor the values of sequences.
 */
export function describeSchemaSql({ versionTable, roles }: DescribeOptions): string {
  const { schema, name } = versionTable;
  const notVersionTable = `NOT (c.relname = ${stringLiteral(name)} AND n.nspname = ${
    stringLiteral(schema)
  })`;
  const ofSchema = "pg_namespace n ON n.oid =";
  const parts = [
    // Schemas, extensions
    `SELECT 'schema', n.nspname::text, ${owned("n.nspowner", "n.nspacl", "n")} FROM pg_namespace n
     WHERE ${OWN_SCHEMA} AND ${notOfExtension("pg_namespace", "n.oid")}`,
    `SELECT 'extension', e.extname::text, concat_ws(' ', 'version', e.extversion, 'in', n.nspname)
     FROM pg_extension e JOIN ${ofSchema} e.extnamespace`,
    // Relations
    `SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
       WHEN 'f' THEN 'foreign table' WHEN 'c' THEN 'composite type' ELSE 'table' END,
       format('%I.%I', n.nspname, c.relname), concat_ws(' ',
       CASE c.relpersistence WHEN 'u' THEN 'unlogged' WHEN 't' THEN 'temporary' END,
       'partition by ' || pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid),
       (SELECT 'inherits ' || string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
        FROM pg_inherits i WHERE i.inhrelid = c.oid),
       CASE WHEN c.relrowsecurity THEN 'row level security' END,
       CASE WHEN c.relforcerowsecurity THEN 'forced' END,
       CASE WHEN c.relkind IN ('r', 'p', 'm') AND c.relreplident <> 'd' THEN 'replica identity ' || c.relreplident::text END,
       'with (' || array_to_string(c.reloptions, ', ') || ')',
       (SELECT 'tablespace ' || t.spcname FROM pg_tablespace t WHERE t.oid = c.reltablespace),
       (SELECT 'using ' || a.amname FROM pg_am a WHERE a.oid = c.relam AND a.amname <> 'heap'),
       (SELECT format('as %s start %s increment %s between %s and %s cache %s', s.seqtypid::regtype, s.seqstart,
          s.seqincrement, s.seqmin, s.seqmax, s.seqcache) || CASE WHEN s.seqcycle THEN ' cycle' ELSE '' END
        FROM pg_sequence s WHERE s.seqrelid = c.oid),
       (SELECT format('owned by %s.%I', d.refobjid::regclass, a.attname) FROM pg_depend d
        JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')),
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
       ${
      owned(
        "c.relowner",
        "c.relacl",
        "CASE c.relkind WHEN 'S' THEN 's'::\"char\" ELSE 'r' END",
        true,
      )
    })
     FROM pg_class c JOIN ${ofSchema} c.relnamespace
     WHERE ${OWN_SCHEMA} AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c') AND ${notVersionTable}
       AND ${notOfExtension("pg_class", "c.oid")}`,
    `SELECT 'column', format('%I.%I.%I', n.nspname, c.relname, a.attname), concat_ws(' ',
       format_type(a.atttypid, a.atttypmod),
       (SELECT 'collate ' || o.collname FROM pg_collation o, pg_type t
        WHERE o.oid = a.attcollation AND t.oid = a.atttypid AND t.typcollation <> a.attcollation),
       CASE WHEN a.attnotnull THEN 'not null' END,
       CASE WHEN a.attgenerated = '' THEN 'default ' ELSE 'generated ' END || pg_get_expr(d.adbin, d.adrelid),
       CASE a.attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity by default' END,
       (SELECT 'storage ' || a.attstorage::text FROM pg_type t WHERE t.oid = a.atttypid AND t.typstorage <> a.attstorage),
       CASE WHEN a.attstattarget >= 0 THEN 'statistics ' || a.attstattarget END,
       'with (' || array_to_string(a.attoptions, ', ') || ')',
       'options (' || array_to_string(a.attfdwoptions, ', ') || ')',
       CASE WHEN NOT a.attislocal THEN 'inherited' END,
       'granted ' || ${privileges("a.attacl")})
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN ${ofSchema} c.relnamespace
     LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE ${OWN_SCHEMA} AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND a.attnum > 0
       AND NOT a.attisdropped AND ${notVersionTable} AND ${notOfExtension("pg_class", "c.oid")}`,
    // PostgreSQL 18 has NOT NULL constraints in the catalogue too; columns say them.
    `SELECT 'constraint', format('%s on %s', quote_ident(k.conname),
       coalesce(nullif(k.conrelid, 0)::regclass::text, k.contypid::regtype::text)), pg_get_constraintdef(k.oid)
     FROM pg_constraint k JOIN ${ofSchema} k.connamespace LEFT JOIN pg_class c ON c.oid = k.conrelid
     WHERE ${OWN_SCHEMA} AND k.contype <> 'n' AND (c.oid IS NULL OR ${notVersionTable})
       AND ${notOfExtension("pg_class", "k.conrelid")} AND ${
      notOfExtension("pg_type", "k.contypid")
    }`,
    `SELECT 'index', format('%I.%I', n.nspname, x.relname), concat_ws(' ', pg_get_indexdef(i.indexrelid),
       CASE WHEN NOT i.indisvalid THEN 'invalid' END, CASE WHEN i.indisclustered THEN 'clustered' END,
       CASE WHEN i.indisreplident THEN 'replica identity' END,
       (SELECT 'tablespace ' || t.spcname FROM pg_tablespace t WHERE t.oid = x.reltablespace))
     FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
     JOIN ${ofSchema} c.relnamespace
     WHERE ${OWN_SCHEMA} AND ${notVersionTable} AND ${notOfExtension("pg_class", "c.oid")}`,
    // Types
    `SELECT CASE t.typtype WHEN 'e' THEN 'enum type' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type'
       ELSE 'type' END, format('%I.%I', n.nspname, t.typname), concat_ws(' ',
       (SELECT '(' || string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) || ')'
        FROM pg_enum e WHERE e.enumtypid = t.oid),
       CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
       CASE WHEN t.typnotnull THEN 'not null' END, 'default ' || t.typdefault,
       (SELECT 'of ' || format_type(r.rngsubtype, NULL) FROM pg_range r WHERE r.rngtypid = t.oid),
       ${owned("t.typowner", "t.typacl", "T")})
     FROM pg_type t JOIN ${ofSchema} t.typnamespace
     WHERE ${OWN_SCHEMA} AND t.typtype IN ('b', 'e', 'd', 'r', 'p') AND t.typcategory <> 'A'
       AND ${notOfExtension("pg_type", "t.oid")}`,
    // What runs
    `SELECT CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' ELSE 'function' END,
       p.oid::regprocedure::text, concat_ws(' ', CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid)
       ELSE (SELECT concat_ws(' ', a.aggtransfn, a.aggtranstype::regtype, a.aggfinalfn, a.agginitval)
             FROM pg_aggregate a WHERE a.aggfnoid = p.oid) END, ${
      owned("p.proowner", "p.proacl", "f")
    })
     FROM pg_proc p JOIN ${ofSchema} p.pronamespace
     WHERE ${OWN_SCHEMA} AND ${notOfExtension("pg_proc", "p.oid")}`,
    `SELECT 'trigger', format('%I on %s', t.tgname, t.tgrelid::regclass), concat_ws(' ', pg_get_triggerdef(t.oid),
       CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'on replicas' WHEN 'A' THEN 'always' END)
     FROM pg_trigger t WHERE NOT t.tgisinternal AND ${notOfExtension("pg_trigger", "t.oid")}`,
    `SELECT 'rule', format('%I on %s', r.rulename, r.ev_class::regclass), pg_get_ruledef(r.oid)
     FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN ${ofSchema} c.relnamespace
     WHERE ${OWN_SCHEMA} AND r.rulename <> '_RETURN'`,
    `SELECT 'policy', format('%I on %s', p.polname, p.polrelid::regclass), concat_ws(' ',
       CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END, 'for', p.polcmd::text, 'to',
       (SELECT string_agg(coalesce(u.rolname::text, 'public'), ', ' ORDER BY u.rolname)
        FROM unnest(p.polroles) AS o (id) LEFT JOIN pg_roles u ON u.oid = o.id),
       'using ' || pg_get_expr(p.polqual, p.polrelid), 'with check ' || pg_get_expr(p.polwithcheck, p.polrelid))
     FROM pg_policy p`,
    `SELECT 'statistics', format('%I.%I', n.nspname, s.stxname), pg_get_statisticsobjdef(s.oid)
     FROM pg_statistic_ext s JOIN ${ofSchema} s.stxnamespace WHERE ${OWN_SCHEMA}`,
    // What is said about them
    `SELECT 'comment', concat_ws(' ', o.type, o.identity), d.description
     FROM pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) o
     WHERE (d.objoid >= ${FIRST_OWN} OR d.objoid = 'public'::regnamespace)
       AND NOT EXISTS (SELECT FROM pg_depend e
         WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')
       AND d.classoid <> 'pg_extension'::regclass`,
    `SELECT 'setting', coalesce((SELECT 'of role ' || quote_ident(u.rolname) FROM pg_roles u WHERE u.oid = s.setrole),
       'of the database'), array_to_string(s.setconfig, ', ')
     FROM pg_db_role_setting s
     WHERE s.setdatabase = (SELECT b.oid FROM pg_database b WHERE b.datname = current_database())`,
    ...NAMED.map(([catalogue, kind]) =>
      `SELECT '${kind}', o.identity, '' FROM ${catalogue} x, pg_identify_object('${catalogue}'::regclass, x.oid, 0) o
       WHERE x.oid >= ${FIRST_OWN} AND ${notOfExtension(catalogue, "x.oid")}`
    ),
    // Its catalogue is for superusers alone.
    `SELECT 'user mapping', concat(m.usename, ' on server ', m.srvname), '' FROM pg_user_mappings m`,
    ...roles
      ? [`SELECT 'role', r.rolname::text, concat_ws(' ', CASE WHEN r.rolsuper THEN 'superuser' END,
          CASE WHEN r.rolcanlogin THEN 'login' END, CASE WHEN r.rolcreaterole THEN 'createrole' END,
          CASE WHEN r.rolcreatedb THEN 'createdb' END, CASE WHEN NOT r.rolinherit THEN 'noinherit' END,
          (SELECT 'in ' || string_agg(m.roleid::regrole::text, ', ' ORDER BY m.roleid::regrole::text)
           FROM pg_auth_members m WHERE m.member = r.oid))
         FROM pg_roles r WHERE r.rolname !~ '^pg_'`]
      : [],
  ];
  return `SELECT * FROM (
${parts.join("\nUNION ALL\n")}
) AS description (kind, name, detail) ORDER BY 1, 2, 3`;
}

/** Leaves out what an extension brought along. */
function notOfExtension(catalogue: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalogue}'::regclass
    AND e.objid = ${oid} AND e.deptype = 'e')`;
}

/** Who has it, and who may more or less with it than is usual. */
function owned(owner: string, acl: string, kind: string, isExpression = false): string {
  const usual = `acldefault(${isExpression ? kind : `'${kind}'`}, ${owner})`;
  const actual = `coalesce(${acl}, ${usual})`;
  return `concat_ws(' ', 'owner', ${owner}::regrole, 'granted ' || ${
    listed(`${grants(actual)} EXCEPT ${grants(usual)}`)
  }, 'revoked ' || ${listed(`${grants(usual)} EXCEPT ${grants(actual)}`)})`;
}

function privileges(acl: string): string {
  return listed(grants(acl));
}

function grants(acl: string): string {
  return `SELECT concat(g.privilege_type, CASE WHEN g.is_grantable THEN ' with grant option' END, ' to ',
    CASE WHEN g.grantee = 0 THEN 'public' ELSE g.grantee::regrole::text END) FROM aclexplode(${acl}) g`;
}

function listed(query: string): string {
  return `(SELECT string_agg(l.v, ', ' ORDER BY l.v) FROM (${query}) AS l (v))`;
}
