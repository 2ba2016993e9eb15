import type { SequenceFacts } from "../../../../dialect/postgresql/reflection/catalogue_facts.ts";
import { sequenceOptions } from "../../../../dialect/postgresql/reflection/tables.ts";
import {
  asString,
  type Evaluation,
  PyDict,
  PyList,
  PyTuple,
  type Value,
} from "../../../runtime/mod.ts";
import { typeValue } from "../types/from_data.ts";
import type { Binding } from "./binding.ts";
import { dict, inSchema, jsonRows, names, pythonValue, tableOid } from "./catalogue.ts";
import {
  checkFacts,
  type ColumnFacts,
  columnFacts,
  foreignKeyFacts,
  type IndexFacts,
  indexFacts,
  keyFacts,
  referentialActions as actions,
} from "./reflection.ts";

/** One method of Inspector: what stands behind it, and the arguments. */
type Query = (binding: Binding, ...values: Value[]) => Evaluation;

/** Names of relations of some kinds. */
function relations(kinds: string): Query {
  return function* (binding, schema) {
    const rows = yield* jsonRows<string>(
      binding,
      "SELECT to_json(c.relname) FROM pg_catalog.pg_class c " +
        "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace " +
        `WHERE c.relkind IN (${kinds}) AND c.relpersistence <> 't' AND ${
          inSchema(binding, schema ?? null)
        }`,
    );
    const { isOwnTable } = binding.host.context;
    return names(isOwnTable === undefined ? rows : rows.filter((name) => !isOwnTable(name)));
  };
}

/** Whether a relation of some kinds is there. */
function hasRelation(kinds: string): Query {
  return function* (binding, name, schema) {
    const rows = yield* jsonRows<number>(
      binding,
      "SELECT to_json(1) FROM pg_catalog.pg_class c " +
        "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace " +
        `WHERE c.relkind IN (${kinds}) AND c.relname = ${
          binding.host.dialect.literal(asString(name!) ?? "")
        } AND ${inSchema(binding, schema ?? null)}`,
    );
    return rows.length > 0;
  };
}

/** A column as `get_columns` describes it. */
export function columnDict(column: ColumnFacts): PyDict {
  const serial = column.default?.startsWith("nextval(") ?? false;
  const generated = column.generated !== "";
  const entries: Record<string, Value> = {
    name: column.name,
    type: typeValue(column.type),
    nullable: column.nullable,
    default: generated ? null : column.default,
    autoincrement: serial || column.identity !== "",
    comment: column.comment,
  };
  if (generated) {
    entries["computed"] = dict({
      sqltext: column.default,
      persisted: column.generated === "s",
    });
  }
  if (column.identity !== "" && column.sequence !== null) {
    entries["identity"] = dict({
      always: column.identity === "a",
      ...sequenceEntries(column.sequence),
    });
  }
  return dict(entries);
}

/** The numbers of a sequence under SQLAlchemy's names. */
function sequenceEntries(facts: SequenceFacts): Record<string, Value> {
  const { minValue, maxValue, ...same } = sequenceOptions(facts);
  return { ...same, minvalue: minValue, maxvalue: maxValue };
}

/** An index as `get_indexes` describes it. */
function indexDict(index: IndexFacts): PyDict {
  const keys = index.parts.filter((part) => part.key);
  const include = index.parts.filter((part) => !part.key).map((part) => part.column ?? part.text);
  const sorting: (readonly [string, Value])[] = [];
  for (const part of keys) {
    if (part.option === 0) continue;
    const descending = (part.option & 1) !== 0;
    const nullsFirst = (part.option & 2) !== 0;
    const words = descending
      ? nullsFirst ? ["desc"] : ["desc", "nulls_last"]
      : nullsFirst
      ? ["nulls_first"]
      : [];
    // Only B-tree indexes have an order that means something.
    if (words.length > 0 && index.method === "btree") {
      sorting.push([part.column ?? part.text, new PyTuple(words)]);
    }
  }
  const options: Record<string, Value> = { postgresql_include: names(include) };
  if (index.options !== null) {
    options["postgresql_with"] = new PyDict(
      index.options.map((option) => {
        const at = option.indexOf("=");
        return [option.slice(0, at), option.slice(at + 1)] as const;
      }),
    );
  }
  if (index.method !== "btree") options["postgresql_using"] = index.method;
  if (index.where !== null) options["postgresql_where"] = index.where;
  if (index.nullsNotDistinct) options["postgresql_nulls_not_distinct"] = true;
  const entries: Record<string, Value> = {
    name: index.name,
    unique: index.unique,
    column_names: new PyList(keys.map((part) => part.column)),
  };
  if (keys.some((part) => part.column === null)) {
    entries["expressions"] = names(keys.map((part) => part.column ?? part.text));
  }
  if (sorting.length > 0) entries["column_sorting"] = new PyDict(sorting);
  if (index.constraint !== null) entries["duplicates_constraint"] = index.constraint;
  entries["include_columns"] = names(include);
  entries["dialect_options"] = dict(options);
  return dict(entries);
}

const checkDefinition = /^CHECK *\(((?:.|\n)+)\)( NO INHERIT)?( NOT VALID)?$/;

const hasTable = hasRelation("'r', 'p', 'f', 'v', 'm'");

/** The methods of Inspector by what they ask. */
export const inspectorMethods = {
  hasTable,
  hasSequence: hasRelation("'S'"),
  tableNames: relations("'r', 'p'"),
  viewNames: relations("'v'"),
  materializedViewNames: relations("'m'"),
  sequenceNames: relations("'S'"),
  *hasSchema(binding: Binding, schema: Value): Evaluation {
    const rows = yield* jsonRows<number>(
      binding,
      `SELECT to_json(1) FROM pg_catalog.pg_namespace WHERE nspname = ${
        binding.host.dialect.literal(asString(schema) ?? "")
      }`,
    );
    return rows.length > 0;
  },
  *schemaNames(binding: Binding): Evaluation {
    const rows = yield* jsonRows<string>(
      binding,
      "SELECT to_json(nspname) FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\\_%' ESCAPE '\\' " +
        "ORDER BY nspname",
    );
    return names(rows);
  },
  *hasIndex(binding: Binding, table: Value, name: Value, schema: Value): Evaluation {
    if (!(yield* hasTable(binding, table, schema))) return false;
    const oid = yield* tableOid(binding, table, schema);
    const rows = yield* indexFacts(binding, oid);
    return rows.some((index) => index.name === asString(name));
  },
  *viewDefinition(binding: Binding, view: Value, schema: Value): Evaluation {
    const oid = yield* tableOid(binding, view, schema);
    const rows = yield* jsonRows<string | null>(
      binding,
      `SELECT to_json(pg_catalog.pg_get_viewdef(${oid}::oid))`,
    );
    return rows[0] ?? null;
  },
  *columns(binding: Binding, table: Value, schema: Value): Evaluation {
    const rows = yield* columnFacts(binding, table, schema);
    return new PyList(rows.map(columnDict));
  },
  *primaryKey(binding: Binding, table: Value, schema: Value): Evaluation {
    const [key] = yield* keyFacts(binding, yield* tableOid(binding, table, schema), "p");
    if (key === undefined) return dict({ constrained_columns: new PyList([]), name: null });
    return dict({
      constrained_columns: names(key.columns),
      name: key.name,
      comment: key.comment,
      dialect_options: dict({ postgresql_include: names(key.include) }),
    });
  },
  *foreignKeys(binding: Binding, table: Value, schema: Value): Evaluation {
    const rows = yield* foreignKeyFacts(
      binding,
      yield* tableOid(binding, table, schema),
      asString(schema),
    );
    return new PyList(rows.map((key) => {
      const options: Record<string, Value> = {};
      if (actions[key.onUpdate] !== undefined) options["onupdate"] = actions[key.onUpdate]!;
      if (actions[key.onDelete] !== undefined) options["ondelete"] = actions[key.onDelete]!;
      if (key.deferrable) options["deferrable"] = true;
      if (key.deferred) options["initially"] = "DEFERRED";
      if (key.match === "f") options["match"] = "FULL";
      return dict({
        name: key.name,
        constrained_columns: names(key.columns),
        referred_schema: key.schema,
        referred_table: key.table,
        referred_columns: names(key.referred),
        options: dict(options),
        comment: key.comment,
      });
    }));
  },
  *uniqueConstraints(binding: Binding, table: Value, schema: Value): Evaluation {
    const rows = yield* keyFacts(binding, yield* tableOid(binding, table, schema), "u");
    return new PyList(rows.map((key) =>
      dict({
        column_names: names(key.columns),
        name: key.name,
        comment: key.comment,
        dialect_options: dict({
          postgresql_include: names(key.include),
          postgresql_nulls_not_distinct: key.nullsNotDistinct,
        }),
      })
    ));
  },
  *checkConstraints(binding: Binding, table: Value, schema: Value): Evaluation {
    const rows = yield* checkFacts(binding, yield* tableOid(binding, table, schema));
    return new PyList(rows.map((check) => {
      const match = checkDefinition.exec(check.definition);
      const entries: Record<string, Value> = {
        name: check.name,
        sqltext: match === null ? check.definition : withoutParentheses(match[1]!),
        comment: check.comment,
      };
      const options: Record<string, Value> = {};
      if (match?.[2]) options["no_inherit"] = true;
      if (match?.[3]) options["not_valid"] = true;
      if (Object.keys(options).length > 0) entries["dialect_options"] = dict(options);
      return dict(entries);
    }));
  },
  *indexes(binding: Binding, table: Value, schema: Value): Evaluation {
    const rows = yield* indexFacts(binding, yield* tableOid(binding, table, schema));
    return new PyList(rows.map(indexDict));
  },
  *tableComment(binding: Binding, table: Value, schema: Value): Evaluation {
    const oid = yield* tableOid(binding, table, schema);
    const rows = yield* jsonRows<string | null>(
      binding,
      `SELECT coalesce(to_json(pg_catalog.obj_description(${oid}, 'pg_class')), 'null')`,
    );
    return dict({ text: rows[0] ?? null });
  },
  *enums(binding: Binding, schema: Value): Evaluation {
    const given = asString(schema);
    const where = given === null
      ? "pg_catalog.pg_type_is_visible(t.oid)"
      : given === "*"
      ? "true"
      : `n.nspname = ${binding.host.dialect.literal(given)}`;
    const rows = yield* jsonRows<unknown>(
      binding,
      `SELECT json_build_object('name', t.typname, 'schema', n.nspname,
  'visible', pg_catalog.pg_type_is_visible(t.oid),
  'labels', (SELECT coalesce(json_agg(e.enumlabel ORDER BY e.enumsortorder), '[]')
    FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid))
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND ${where} ORDER BY n.nspname, t.typname`,
    );
    return new PyList(rows.map(pythonValue));
  },
} satisfies Record<string, Query>;

/** `(a > 0)` without the parentheses around the whole, as SQLAlchemy gives a CHECK. */
function withoutParentheses(text: string): string {
  const match = /^\(((?:[^()]|\([^()]*\))*)\)$/.exec(text.trim());
  return match === null ? text : match[1]!;
}
