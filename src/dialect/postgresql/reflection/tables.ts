import type { Column } from "../../../schema/column.ts";
import type {
  CheckConstraint,
  Constraint,
  ExcludeConstraint,
  ForeignKeyConstraint,
} from "../../../schema/constraint.ts";
import { nextCreationOrder } from "../../../schema/creation_order.ts";
import type { DialectOption } from "../../../schema/dialect_options.ts";
import type { Index } from "../../../schema/index_definition.ts";
import { finalName, type Name } from "../../../schema/name.ts";
import type { SequenceOptions } from "../../../schema/sequence.ts";
import type { SqlType } from "../../../schema/types.ts";
import type { Expression } from "../../../sql/expression.ts";
import type {
  ColumnFacts,
  ConstraintFacts,
  ExcludeFacts,
  ForeignKeyFacts,
  IndexFacts,
  IndexPart,
  SequenceFacts,
} from "./catalogue_facts.ts";
import { quote } from "../identifiers.ts";
import { verbatimText, withoutParentheses } from "./text.ts";
import { reflectedType } from "./types.ts";

/** A column as SQLAlchemy reflects it. `scope` is the schema that was asked for, null for the search path. */
export function reflectedColumn(
  facts: ColumnFacts,
  scope: string | null,
  namedTypes: ReadonlyMap<string, SqlType>,
  inPrimaryKey: boolean,
): Column {
  const named = facts.typeOid === null ? null : namedTypes.get(facts.typeOid) ?? null;
  const type = reflectedType(facts.type, named, facts.collation);
  const generated = facts.generated !== "";
  // A domain's default can be replaced, but not taken away; its NOT NULL neither.
  const ofType = type.kind === "domain" ? type : null;
  const defaultText = facts.default;
  const nullable = !facts.notNull && ofType?.notNull !== true;
  const column: Column = {
    kind: "columnDefinition",
    name: facts.name,
    type,
    nullable,
    autoincrement: false,
    ...(inPrimaryKey ? { primaryKey: true } : {}),
    ...(facts.inherited ? { inherited: true } : {}),
    ...(facts.comment === null ? {} : { comment: facts.comment }),
  };
  if (facts.identity !== "") {
    return {
      ...column,
      autoincrement: true,
      identity: {
        kind: "identity",
        always: facts.identity === "a",
        ...(facts.sequence === null ? {} : sequenceOptions(facts.sequence)),
      },
    };
  }
  if (defaultText === null) {
    const value = ofType?.default;
    return value === undefined || typeof value === "string"
      ? column
      : { ...column, serverDefault: { kind: "expression", expression: value } };
  }
  if (generated) {
    return {
      ...column,
      computed: {
        kind: "computed",
        expression: verbatimText(defaultText),
        persisted: facts.generated === "s",
      },
    };
  }
  const counts = /^nextval\('(?:[^']|'')+'::regclass\)/.test(defaultText);
  if (
    counts && facts.owned?.column === facts.name && type.kind === "integer" &&
    type.form !== "SMALLINT"
  ) {
    return { ...column, autoincrement: true, ownedSequence: facts.owned.sequence };
  }
  return {
    ...column,
    serverDefault: {
      kind: "expression",
      expression: verbatimText(qualifiedSequence(defaultText, scope)),
    },
    ...(type.kind === "integer" && defaultText.includes("nextval('")
      ? { autoincrement: true }
      : {}),
  };
}

/** Outside the search path SQLAlchemy writes the schema before the name of a sequence that has none. */
function qualifiedSequence(text: string, scope: string | null): string {
  if (scope === null) return text;
  return text.replace(
    /(nextval\(')([^'.]+)(?='.*$)/,
    (_match, head: string, name: string) => `${head}"${scope}".${name}`,
  );
}

/** What `pg_sequence` says, as options that were all given. */
export function sequenceOptions(
  facts: SequenceFacts,
): Required<Omit<SequenceOptions, "noMinValue" | "noMaxValue">> {
  return {
    start: whole(facts.start),
    increment: whole(facts.increment),
    minValue: whole(facts.minValue),
    maxValue: whole(facts.maxValue),
    cache: whole(facts.cache),
    cycle: facts.cycle,
  };
}

function whole(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

const checkDefinition = /^CHECK *\(((?:.|\n)+)\)( NO INHERIT)?( NOT VALID)?$/;

/** A primary key, UNIQUE, CHECK or EXCLUDE. */
export function reflectedConstraint(facts: ConstraintFacts): Constraint {
  const base = {
    name: finalName(facts.name),
    order: nextCreationOrder(),
    ...(facts.comment === null ? {} : { comment: facts.comment }),
    ...(facts.deferrable ? { deferrable: true } : {}),
    ...(facts.deferred ? { initially: "DEFERRED" } : {}),
  };
  if (facts.type === "c") return reflectedCheck(facts, base);
  if (facts.exclude !== null) return reflectedExclude(facts.exclude, base);
  const options: Record<string, DialectOption> = {};
  if (facts.include !== null) options.postgresql_include = facts.include;
  if (facts.type === "u" && facts.nullsNotDistinct !== null) {
    options.postgresql_nulls_not_distinct = facts.nullsNotDistinct;
  }
  return {
    ...base,
    kind: facts.type === "p" ? "primaryKey" : "unique",
    columns: facts.columns ?? [],
    ...(Object.keys(options).length > 0 ? { dialectOptions: options } : {}),
  };
}

function reflectedCheck(
  facts: ConstraintFacts,
  base: { readonly name: Name; readonly order: number },
): CheckConstraint {
  const match = checkDefinition.exec(facts.definition ?? "");
  const condition = match === null ? facts.definition ?? "" : withoutParentheses(match[1]!);
  return {
    ...base,
    kind: "check",
    condition: verbatimText(condition),
    ...(facts.inherited ? { inherited: true } : {}),
    ...(match?.[2] ? { noInherit: true } : {}),
    ...(match?.[3] ? { dialectOptions: { postgresql_not_valid: true } } : {}),
  };
}

function reflectedExclude(
  { method, where, parts }: ExcludeFacts,
  base: { readonly name: Name; readonly order: number },
): ExcludeConstraint {
  const named = parts.filter(({ ops, expression }) => ops !== null && !expression);
  return {
    ...base,
    kind: "exclude",
    using: method,
    elements: parts.filter(({ key }) => key).map((part) => ({
      // An operator class is given by the name of its column; one of an expression stands in its text.
      expression: part.ops !== null && part.expression
        ? verbatimText(`(${part.text}) ${part.ops}`)
        : indexElement(part),
      operator: part.operator,
    })),
    ...(where === null ? {} : { where: verbatimText(withoutParentheses(where)) }),
    ...(named.length === 0
      ? {}
      : { ops: Object.fromEntries(named.map(({ text, ops }) => [text, ops!])) }),
  };
}

const actions: Readonly<Record<string, string>> = {
  r: "RESTRICT",
  c: "CASCADE",
  n: "SET NULL",
  d: "SET DEFAULT",
};

/** A foreign key. The referred schema is named where the search path does not find the table. */
export function reflectedForeignKey(
  facts: ForeignKeyFacts,
  scope: string | null,
): ForeignKeyConstraint {
  const onDelete = actions[facts.onDelete];
  const onUpdate = actions[facts.onUpdate];
  const named = !facts.referredVisible || (scope !== null && scope === facts.schema &&
    facts.referredSchema === scope);
  return {
    kind: "foreignKey",
    name: finalName(facts.name),
    order: nextCreationOrder(),
    columns: facts.columns,
    referred: { table: facts.referredTable, schema: named ? facts.referredSchema : null },
    referredColumns: facts.referredColumns,
    ...(onDelete === undefined ? {} : {
      onDelete: facts.setColumns === null
        ? onDelete
        : `${onDelete} (${facts.setColumns.join(", ")})`,
    }),
    ...(onUpdate === undefined ? {} : { onUpdate }),
    ...(facts.deferrable ? { deferrable: true } : {}),
    ...(facts.deferred ? { initially: "DEFERRED" } : {}),
    ...(facts.match === "f" ? { match: "FULL" } : {}),
    ...(facts.comment === null ? {} : { comment: facts.comment }),
    ...(facts.notValid ? { dialectOptions: { postgresql_not_valid: true } } : {}),
  };
}

/** An index. */
export function reflectedIndex(facts: IndexFacts): Index {
  const keys = facts.parts.filter((part) => part.key);
  const include = facts.parts.filter((part) => !part.key).map((part) => part.text);
  const options: Record<string, DialectOption> = {};
  const ops = keys.filter((part) => part.ops !== null);
  if (ops.length > 0) {
    options.postgresql_ops = Object.fromEntries(ops.map((part) => [part.text, part.ops]));
  }
  if (facts.options !== null) {
    options.postgresql_with = Object.fromEntries(facts.options.map((option) => {
      const at = option.indexOf("=");
      return [option.slice(0, at), option.slice(at + 1)];
    }));
  }
  if (facts.method !== "btree") options.postgresql_using = facts.method;
  if (facts.where !== null) options.postgresql_where = verbatimText(facts.where);
  if (include.length > 0) options.postgresql_include = include;
  if (facts.nullsNotDistinct) options.postgresql_nulls_not_distinct = true;
  if (facts.tablespace !== null) options.postgresql_tablespace = facts.tablespace;
  return {
    kind: "index",
    name: finalName(facts.name),
    expressions: keys.map(indexElement),
    unique: facts.unique,
    ...(Object.keys(options).length > 0 ? { dialectOptions: options } : {}),
  };
}

function indexElement(part: IndexPart): Name | Expression {
  const words: ("desc" | "nulls_first" | "nulls_last")[] = [];
  if (part.option & 1) {
    words.push("desc");
    if (!(part.option & 2)) words.push("nulls_last");
  } else if (part.option & 2) words.push("nulls_first");
  const { collation } = part;
  if (words.length === 0 && collation === null) {
    return part.expression ? verbatimText(part.text) : part.text;
  }
  let element: Expression = collation !== null
    ? verbatimText(`${part.expression ? part.text : quote(part.text)} COLLATE ${quote(collation)}`)
    : part.expression
    ? verbatimText(part.text)
    : { kind: "column", name: part.text, type: { kind: "null" }, from: null };
  for (const operator of words) {
    element = {
      kind: "unary",
      position: "postfix",
      operator,
      operand: element,
      type: { kind: "null" },
    };
  }
  return element;
}
