/** Mutations that are written below the models of a package, in the ways in which projects do that. */
import { type Name, nameText } from "../../../src/schema/name.ts";
import type { Metadata } from "../../../src/schema/metadata.ts";
import type { Table } from "../../../src/schema/table.ts";
import type { Chance } from "./edits_in_place.ts";
import { DEFAULTED, TYPES } from "./vocabulary.ts";

/** What a package defines, as far as code below it needs to know. */
export interface Known {
  readonly metadata: readonly Metadata[];
  /** The text of the module that has `target_metadata`. */
  readonly text: string;
}

/** A table that there is, and how the code names it. */
interface Here {
  readonly table: Table;
  readonly code: string;
  readonly columns: readonly string[];
  /** Those of the primary key; all where there is none. */
  readonly keys: readonly string[];
  /** The table by schema and name. */
  readonly key: string;
}

function quote(value: string): string {
  return JSON.stringify(value);
}

function instance(type: string): string {
  return type.endsWith(")") ? type : `${type}()`;
}

function metadataCode({ metadata }: Known, index: number): string {
  return metadata.length > 1 ? `target_metadata[${index}]` : "target_metadata";
}

function tables(known: Known): readonly Here[] {
  return known.metadata.flatMap((metadata, index) =>
    metadata.tables.map((table) => {
      const text = (name: Name | null | undefined) => name ? nameText(name) : null;
      const schema = text(table.schema);
      const key = `${schema === null ? "" : `${schema}.`}${nameText(table.name)}`;
      return {
        table,
        key,
        code: `${metadataCode(known, index)}.tables[${quote(key)}]`,
        columns: table.columns.map(({ name }) => nameText(name)),
        keys: keysOf(table),
      };
    })
  );
}

function keysOf({ columns }: Table): readonly string[] {
  const keys = columns.filter(({ primaryKey }) => primaryKey);
  return (keys.length === 1 ? keys : columns).map(({ name }) => nameText(name));
}

/** Another column of a table, if there is one. */
function otherThan(column: string, columns: readonly string[], chance: Chance): string {
  return chance.pick(columns.length > 1 ? columns.filter((each) => each !== column) : columns);
}

/** A name that no other change gives. */
function fresh(name: string, chance: Chance): string {
  return `${name}_${Math.floor(chance.next() * 10_000)}`;
}

/** Code below the models; null where there is nothing for it to be about. */
export type Appended = (known: Known, chance: Chance) => string | null;

function onTable(write: (here: Here, chance: Chance, all: readonly Here[]) => string): Appended {
  return (known, chance) => {
    const all = tables(known);
    return all.length === 0 ? null : write(chance.pick(all), chance, all);
  };
}

const addedIndex = onTable(({ code, columns }, chance) => {
  const column = chance.pick(columns);
  const other = otherThan(column, columns, chance);
  const c = `t_.c[${quote(column)}]`;
  const quoted = `\\"${column}\\"`.replaceAll("%", "%%");
  const what = chance.pick([
    c,
    ...(other === column ? [] : [`${c}, t_.c[${quote(other)}]`]),
    `${c}.desc()`,
    `${c}.desc().nulls_last()`,
    `sa_.text("${quoted} DESC")`,
    `sa_.func.lower(sa_.cast(${c}, sa_.Text))`,
    `sa_.text("coalesce(${quoted}::text, 'none')")`,
  ]);
  const options = chance.pick([
    "",
    "",
    ", unique=True",
    ', postgresql_using="hash"',
    `, postgresql_where=${c}.isnot(None)`,
    `, postgresql_where=sa_.text("${quoted} IS NULL")`,
    `, postgresql_include=[${quote(other)}]`,
    ', postgresql_with={"fillfactor": 60}',
    ", unique=True, postgresql_nulls_not_distinct=True",
  ]);
  return `t_ = ${code}\nsa_.Index("${fresh("ix_appended", chance)}", ${what}${options})\n`;
});

const addedConstraint = onTable(({ code, columns }, chance, all) => {
  const chosen = chance.pick(columns);
  const column = quote(chosen);
  const other = chance.pick(all);
  const target = `${other.key}.${chance.pick(other.keys)}`;
  const what = chance.pick([
    `sa_.UniqueConstraint(${column}, name="${fresh("uq_appended", chance)}")`,
    `sa_.UniqueConstraint(${column}, ${quote(otherThan(chosen, columns, chance))})`,
    `sa_.UniqueConstraint(${column}, name="${
      fresh("uq_later", chance)
    }", deferrable=True, initially="DEFERRED")`,
    `sa_.CheckConstraint("1 < 2", name="${fresh("ck_appended", chance)}")`,
    `sa_.ForeignKeyConstraint([${column}], [${quote(target)}], name="${
      fresh("fk_appended", chance)
    }", ondelete="CASCADE")`,
    `sa_.ForeignKeyConstraint([${column}], [${quote(target)}])`,
  ]);
  return `${code}.append_constraint(${what})\n`;
});

const addedColumn = onTable(({ code }, chance, all) => {
  const other = chance.pick(all);
  const [type, value] = chance.pick(DEFAULTED);
  const what = chance.pick([
    chance.pick(TYPES),
    chance.pick(TYPES),
    `${chance.pick(TYPES)}, comment="it's new", nullable=True`,
    `${type}, server_default=${value}, nullable=False`,
    `${type}, server_default=${value}`,
    "sa_.Integer, sa_.Identity(start=7)",
    "sa_.BigInteger, sa_.Identity(always=True, cycle=True)",
    'sa_.Integer, sa_.Computed("1 + 1")',
    `sa_.ForeignKey(${quote(`${other.key}.${chance.pick(other.keys)}`)}, ondelete="SET NULL")`,
    "sa_.String(9), index=True",
    "sa_.String(9), unique=True",
  ]);
  return `${code}.append_column(sa_.Column("${fresh("appended", chance)}", ${what}))\n`;
});

const changedColumn = onTable(({ code, columns, keys }, chance) => {
  // What foreign keys refer to gives them its type when they are made.
  const others = columns.filter((name) => !keys.includes(name));
  const column = `${code}.c[${quote(chance.pick(others.length > 0 ? others : columns))}]`;
  const [type, value] = chance.pick(DEFAULTED);
  return chance.pick([
    `${column}.nullable = ${chance.pick(["True", "False"])}\n`,
    `${column}.comment = "set later"\n`,
    `${column}.type = ${instance(chance.pick(TYPES))}\n`,
    `c_ = ${column}\nc_.type = ${instance(type)}\nc_.server_default = sa_.DefaultClause(${
      value.startsWith("'") || value.startsWith("sa_.text") || value.startsWith("sa_.func")
        ? value
        : `sa_.text("null")`
    })\n`,
  ]);
});

const commentedTable = onTable(({ code }) => `${code}.comment = "of 100% use"\n`);

const addedTable: Appended = (known, chance) => {
  const index = Math.floor(chance.next() * known.metadata.length);
  const all = tables(known);
  const column = () => {
    const [type, value] = chance.pick(DEFAULTED);
    return chance.pick([
      chance.pick(TYPES),
      `${type}, server_default=${value}`,
      "sa_.String(5), nullable=False, index=True",
      "sa_.Integer, unique=True",
    ]);
  };
  const more = [
    `sa_.CheckConstraint("a IS NOT NULL OR b IS NOT NULL", name="${fresh("ck_new", chance)}")`,
    `sa_.UniqueConstraint("a", "b", name="${fresh("uq_new", chance)}")`,
    `sa_.Index("${fresh("ix_new", chance)}", "b", unique=True)`,
    'comment="the new one"',
    'schema="mutated"',
  ].filter(() => chance.next() < 0.35);
  const other = all.length === 0 ? null : chance.pick(all);
  const key = other === null || chance.next() < 0.5
    ? "sa_.Integer"
    : `sa_.ForeignKey(${quote(`${other.key}.${chance.pick(other.keys)}`)})`;
  return `sa_.Table("${fresh("appended", chance)}", ${
    metadataCode(known, index)
  }, sa_.Column("id", ${
    chance.pick(["sa_.Integer", "sa_.BigInteger", "sa_.Uuid"])
  }, primary_key=True), sa_.Column("a", ${column()}), sa_.Column("b", ${column()}), sa_.Column("r", ${key})${
    more.map((each) => `, ${each}`).join("")
  })\n`;
};

/** A class in the style of the package. */
const addedClass: Appended = ({ text }, chance) => {
  if (/\bSQLModel\b/.test(text)) {
    return `class Appended(SQLModel, table=True):
    id: int | None = __import__("sqlmodel").Field(default=None, primary_key=True)
    name: str = __import__("sqlmodel").Field(max_length=${
      chance.pick([5, 50])
    }, index=True, unique=${chance.pick(["True", "False"])})
    size: float | None = None
`;
  }
  if (!/^(class Base\b|Base = |from .*\bBase\b)/m.test(text) || /MappedAsDataclass/.test(text)) {
    return null;
  }
  return `class Appended(Base):
    __tablename__ = "appended_class"
    __table_args__ = (sa_.Index("ix_appended_class", "name"), {"comment": "a class"})
    own_id = sa_.Column(sa_.Integer, primary_key=True)
    name = sa_.Column(${chance.pick(TYPES)}, nullable=False)
    parent_id = sa_.Column(sa_.ForeignKey("appended_class.own_id"${
    chance.pick(["", ', ondelete="CASCADE"', ', name="fk_parent"'])
  }))
`;
};

/** Two tables that need each other. */
const circle: Appended = (known, chance) => {
  const code = metadataCode(known, 0);
  const option = chance.pick(["", ', use_alter=True, name="fk_circle"', ', name="fk_circle"']);
  return `sa_.Table("circle_a", ${code}, sa_.Column("id", sa_.Integer, primary_key=True), sa_.Column("b_id", sa_.ForeignKey("circle_b.id"${option})), schema=None)
sa_.Table("circle_b", ${code}, sa_.Column("id", sa_.Integer, primary_key=True), sa_.Column("a_id", sa_.ForeignKey("circle_a.id")))
`;
};

/** All of them, with how often each is taken beside the others. */
export const APPENDED: readonly (readonly [name: string, weight: number, Appended])[] = [
  ["a new index", 8, addedIndex],
  ["a new constraint", 7, addedConstraint],
  ["a new column", 8, addedColumn],
  ["a column changed later", 4, changedColumn],
  ["a comment on a table", 1, commentedTable],
  ["a new table", 5, addedTable],
  ["a new class", 3, addedClass],
  ["tables that need each other", 1, circle],
];
