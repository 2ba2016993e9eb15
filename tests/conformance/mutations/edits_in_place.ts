/** Mutations of what stands in the files of a package: each finds its places in the tree and changes one. */
import type { Call, ClassDef, Expr } from "../../../src/python/syntax/mod.ts";
import {
  type Argument,
  argumentsOf,
  calledName,
  type Edit,
  type Placed,
  removeStatement,
  replace,
  SourceFile,
  withArguments,
  withKeyword,
} from "./python_source.ts";
import {
  ANNOTATIONS,
  COLUMN_KEYWORDS,
  FOREIGN_KEY_KEYWORDS,
  IDENTITY_KEYWORDS,
  INDEX_KEYWORDS,
  TYPES,
  UNIQUE_KEYWORDS,
  WIDE,
} from "./vocabulary.ts";

/** What a mutation chooses with: the same for the same seed. */
export interface Chance {
  readonly next: () => number;
  pick<T>(items: readonly T[]): T;
}

/** One way to change a package; null where it has no place for it. */
export type InPlace = (files: readonly SourceFile[], chance: Chance) => Edit | null;

type Keywords = readonly (readonly [string, readonly (string | null)[]])[];

const COLUMNS = ["Column", "mapped_column", "Field"];

function calls(files: readonly SourceFile[], names: readonly string[]): readonly Placed<Call>[] {
  return files.flatMap(({ nodes }) => nodes).filter((each): each is Placed<Call> =>
    each.node._type === "Call" && names.includes(calledName(each.node as Call) ?? "")
  );
}

function onOne<T>(
  places: (files: readonly SourceFile[]) => readonly T[],
  change: (place: T, chance: Chance) => Edit | null,
): InPlace {
  return (files, chance) => {
    const found = places(files);
    return found.length === 0 ? null : change(chance.pick(found), chance);
  };
}

/** Gives a call of one of these names a keyword, changes it or takes it away. */
function keyword(names: readonly string[], keywords: Keywords): InPlace {
  return onOne((files) => calls(files, names), (call, chance) => {
    const [name, values] = chance.pick(keywords);
    const value = chance.pick(values);
    if (name === "nullable" && value === "True" && isKey(call)) return null;
    if (calledName(call.node) !== "Field") return withKeyword(call, name, value);
    if (name !== "comment" && name !== "server_default") return withKeyword(call, name, value);
    return withKeyword(call, "sa_column_kwargs", value === null ? null : `{"${name}": ${value}}`);
  });
}

/** Whether a column, or what says how one is annotated, is in the primary key: no server makes that nullable. */
function isKey({ file, node }: Placed): boolean {
  return file.textOf(node).includes("primary_key");
}

const TYPE_NAME =
  /^(BigInteger|Integer|SmallInteger|String|Text|VARCHAR|CHAR|Numeric|Float|Boolean|Date|DateTime|Time|Interval|LargeBinary|JSON|JSONB|UUID|Uuid|ARRAY|Enum|ENUM|INET|HSTORE|BIT|TSVECTOR|INTERVAL|TSTZRANGE|DOMAIN|Guid|Json|Short)$/;

function typeName(value: Expr | undefined): string | null {
  if (value === undefined) return null;
  if (value._type === "Call") {
    // MutableDict.as_mutable(JSONB)
    return typeName(calledName(value) === "as_mutable" ? value.args[0] : value.func);
  }
  const name = value._type === "Name" ? value.id : value._type === "Attribute" ? value.attr : null;
  return name !== null && TYPE_NAME.test(name) ? name : null;
}

/** Another type in place of the one that is written, or one where there is none. */
const otherType: InPlace = onOne((files) => calls(files, COLUMNS), (call, chance) => {
  const text = chance.pick(chance.next() < 0.5 ? WIDE : TYPES);
  const given = argumentsOf(call.file, call.node);
  if (calledName(call.node) === "Field") {
    if (given.some(({ name }) => name === "sa_column")) return null;
    const others = given.filter(({ name }) =>
      !["sa_type", "max_length", "max_digits", "decimal_places"].includes(name ?? "")
    );
    return withArguments(call, [...others, { name: "sa_type", text: `sa_type=${text}` }]);
  }
  const at = given.findIndex(({ name, value }) => name === null && typeName(value) !== null);
  if (at >= 0) return withArguments(call, given.with(at, { name: null, text }));
  if (given[0]?.value?._type === "Name") return null;
  const named = given[0]?.name === null && given[0].value?._type === "Constant";
  const type: Argument = { name: null, text };
  return withArguments(
    call,
    named ? [given[0]!, type, ...given.slice(1)] : [type, ...given],
  );
});

/** A number in the call of a type, or one that says how long something is. */
const otherNumber: InPlace = onOne(
  (files) =>
    files.flatMap(({ nodes }) => nodes).filter(({ node, parents }) => {
      if (node._type !== "Constant" || (node as { type?: string }).type !== "int") return false;
      const owner = parents.at(-1)!;
      if (owner._type === "keyword") {
        return ["max_length", "max_digits", "decimal_places", "length", "start", "increment"]
          .includes((owner as { arg?: string }).arg ?? "");
      }
      return owner._type === "Call" && typeName(owner as Expr) !== null;
    }),
  (place, chance) => replace(place, String(1 + Math.floor(chance.next() * 60))),
);

/** Whether a statement of a class or an argument of a table is a column. */
function isColumn(value: unknown): boolean {
  const node = value as { readonly _type?: string } | null;
  return node?._type === "Call" && COLUMNS.includes(calledName(node as Call) ?? "");
}

const droppedColumn: InPlace = onOne(
  (files) =>
    files.flatMap(({ nodes }) => nodes).filter(({ node, parents }) => {
      if (parents.at(-1)?._type === "ClassDef") {
        if (node._type === "Assign") return isColumn((node as { value?: unknown }).value);
        return node._type === "AnnAssign" &&
          !/Relationship|relationship|ClassVar/.test(JSON.stringify(node));
      }
      return isColumn(node) && parents.at(-1)?._type === "Call";
    }),
  (place) => {
    if (place.node._type !== "Call") return removeStatement(place);
    return withoutArgument(place);
  },
);

/** Takes an argument out of the call that it stands in. */
function withoutArgument({ file, node, parents }: Placed): Edit {
  const owner = parents.at(-1) as Call;
  const rest = argumentsOf(file, owner).filter(({ value }) => value !== node as unknown);
  return withArguments({ file, node: owner, parents: parents.slice(0, -1) }, rest);
}

const renamedColumn: InPlace = onOne(
  (files) => calls(files, ["Column", "mapped_column"]),
  (call) => {
    const given = argumentsOf(call.file, call.node);
    const first = given[0];
    if (first?.name !== null || first.value?._type !== "Constant") {
      return withArguments(call, [{ name: null, text: '"renamed"' }, ...given]);
    }
    return withArguments(call, given.with(0, { name: null, text: `"${text(first.value)}_2"` }));
  },
);

function text(value: Expr): string {
  return value._type === "Constant" ? String((value as { value?: unknown }).value) : "x";
}

/** Another Python type in the annotation of a column, or none for what may be null and what may not. */
const annotation: InPlace = onOne(
  (files) =>
    files.flatMap(({ nodes }) => nodes).filter(({ node, parents }) =>
      parents.at(-1)?._type === "ClassDef" && node._type === "AnnAssign"
    ),
  ({ file, node, parents }, chance) => {
    const target = (node as unknown as { readonly annotation: Placed["node"] }).annotation;
    const before = file.textOf(target);
    const plain = /\b(int|str|bool|float|bytes|datetime|uuid\.UUID)\b/;
    const inner = before.replace(/^(Mapped|Optional)\[(.*)\]$/s, "$2");
    const wrap = (body: string) => before.startsWith("Mapped[") ? `Mapped[${body}]` : body;
    const after = chance.next() < 0.5 ? before.replace(plain, chance.pick(ANNOTATIONS)) : wrap(
      inner.endsWith(" | None") ? inner.slice(0, -7) : `${inner.replace(/"/g, "")} | None`,
    );
    if (after === before || after.endsWith("None]") && isKey({ file, node, parents })) return null;
    return replace({ file, node: target, parents }, after);
  },
);

const parts = ["Index", "UniqueConstraint", "CheckConstraint", "ForeignKeyConstraint"];
const others = ["ForeignKey", "Identity", "Computed", "PrimaryKeyConstraint", "ExcludeConstraint"];

/** Takes an index, a constraint, an identity … away from where it stands. */
const droppedPart: InPlace = onOne(
  (files) =>
    calls(files, [...parts, ...others]).filter(({ parents }) =>
      ["Call", "Tuple", "Expr", "List"].includes(parents.at(-1)!._type)
    ),
  (place) => {
    const owner = place.parents.at(-1)!;
    if (owner._type === "Call") return withoutArgument(place);
    if (owner._type === "Expr") return replace(place, "None");
    const { file, node } = place;
    const items = (owner as unknown as { readonly elts: readonly Placed["node"][] }).elts;
    const rest = items.filter((item) => item !== node).map((item) => `${file.textOf(item)}, `);
    const [open, close] = owner._type === "List" ? ["[", "]"] : ["(", ")"];
    return replace(
      { file, node: owner, parents: place.parents.slice(0, -1) },
      `${open}${rest.join("")}${close}`,
    );
  },
);

/** A class with a table, or a statement that makes one. */
const droppedTable: InPlace = onOne(
  (files) =>
    files.flatMap(({ nodes }) => nodes).filter(({ node, parents }) => {
      if (parents.length > 0) return false;
      if (node._type === "ClassDef") {
        return /__tablename__|__table__|table=|"table"/.test(JSON.stringify(node));
      }
      const value = (node as { value?: Call }).value;
      return value?._type === "Call" && calledName(value) === "Table";
    }),
  removeStatement,
);

/** Another text where the models name something: tables, schemas, constraints, conditions, labels, conventions. */
function otherText(where: (place: Placed) => boolean, change: (text: string) => string): InPlace {
  return onOne(
    (files) =>
      files.flatMap(({ nodes }) => nodes).filter((place) =>
        place.node._type === "Constant" && (place.node as { type?: string }).type === "str" &&
        where(place)
      ),
    (place) => replace(place, JSON.stringify(change(text(place.node as Expr)))),
  );
}

function isFirstOf({ node, parents }: Placed, names: readonly string[]): boolean {
  const call = parents.at(-1)! as Call;
  return call._type === "Call" && names.includes(calledName(call) ?? "") &&
    call.args[0] === node as unknown;
}

function isKeyword({ parents }: Placed, names: readonly string[]): boolean {
  const owner = parents.at(-1)! as { readonly _type: string; readonly arg?: string };
  return owner._type === "keyword" && names.includes(owner.arg ?? "");
}

/** The value of a key of a dict. */
function isEntry({ node, parents }: Placed, keys: readonly string[]): boolean {
  const owner = parents.at(-1)! as unknown as {
    readonly _type: string;
    readonly keys: readonly (Expr | null)[];
    readonly values: readonly unknown[];
  };
  if (owner._type !== "Dict") return false;
  const key = owner.keys[owner.values.indexOf(node)];
  return key !== null && key !== undefined && keys.includes(text(key));
}

const renamedTable = otherText((place) => {
  const owner = place.parents.at(-1)! as unknown as {
    readonly _type: string;
    readonly targets?: readonly { readonly id?: string }[];
    readonly target?: { readonly id?: string };
  };
  return isFirstOf(place, ["Table"]) || owner.targets?.[0]?.id === "__tablename__" ||
    owner.target?.id === "__tablename__";
}, (name) => `${name}_v2`);

const otherSchema = otherText(
  (place) => isKeyword(place, ["schema"]) || isEntry(place, ["schema"]),
  () => "mutated",
);

const otherComment = otherText(
  (place) => isKeyword(place, ["comment"]) || isEntry(place, ["comment"]),
  (comment) => `${comment}, and more`,
);

const otherName = otherText(
  (place) => isKeyword(place, ["name"]) || isFirstOf(place, ["Index"]),
  (name) => `${name}_2`,
);

const otherCondition = otherText(
  (place) => isFirstOf(place, ["CheckConstraint", "Computed"]),
  (condition) => `(${condition})`,
);

const otherConvention = otherText(
  (place) => isEntry(place, ["ix", "uq", "ck", "fk", "pk"]),
  (convention) => `${convention}_x`,
);

/** The labels of an enumeration: one more, one less, another, or another order. */
const labels: InPlace = onOne(
  (files) => [...calls(files, ["Enum", "ENUM"]), ...enumClasses(files)],
  (place, chance) => {
    const way = chance.pick(["more", "less", "other", "order", "first"]);
    if (place.node._type === "Call") return textLabels(place as Placed<Call>, way);
    const { file, node } = place as Placed<ClassDef>;
    const members = node.body.filter((each) => each._type === "Assign");
    const last = members.at(-1)!;
    const lastText = file.textOf(last);
    const value = lastText.slice(lastText.indexOf("=") + 1).trim();
    const other = /^\d+$/.test(value) ? "77" : '"seventy"';
    const at = { file, node: last, parents: [] };
    const indent = " ".repeat(last.col_offset);
    if (way === "more") return replace(at, `${lastText}\n${indent}mutant = ${other}`);
    if (way === "other") return replace(at, `mutant = ${value}`);
    if (way === "first") return replace(at, `mutant = ${other}\n${indent}${lastText}`);
    if (members.length < 2) return null;
    return replace(at, way === "less" ? "pass" : `mutant = ${other}\n${indent}another = 78`);
  },
);

function textLabels(call: Placed<Call>, way: string): Edit | null {
  const given = argumentsOf(call.file, call.node);
  const own = given.filter(({ name, value }) =>
    name === null && value?._type === "Constant" && (value as { type?: string }).type === "str"
  );
  const rest = given.filter((each) => !own.includes(each));
  if (own.length === 0) return null;
  const added = { name: null, text: '"mutant"' };
  const changed: Readonly<Record<string, readonly Argument[]>> = {
    more: [...own, added],
    less: own.length > 1 ? own.slice(0, -1) : own,
    other: own.with(-1, added),
    order: own.toReversed(),
    first: [added, ...own],
  };
  return withArguments(call, [...changed[way]!, ...rest]);
}

function enumClasses(files: readonly SourceFile[]): readonly Placed<ClassDef>[] {
  return files.flatMap(({ nodes }) => nodes).filter((each): each is Placed<ClassDef> =>
    each.node._type === "ClassDef" &&
    (each.node as ClassDef).bases.some((base) => /Enum$/.test(each.file.textOf(base))) &&
    (each.node as ClassDef).body.some((statement) => statement._type === "Assign")
  );
}

/** All of them, with how often each is taken beside the others. */
export const IN_PLACE: readonly (readonly [name: string, weight: number, InPlace])[] = [
  ["a keyword of a column", 8, keyword(COLUMNS, COLUMN_KEYWORDS)],
  ["another type", 6, otherType],
  ["another number", 4, otherNumber],
  ["an annotation", 5, annotation],
  ["no column", 4, droppedColumn],
  ["a column with another name", 3, renamedColumn],
  [
    "a keyword of a foreign key",
    5,
    keyword(["ForeignKey", "ForeignKeyConstraint"], FOREIGN_KEY_KEYWORDS),
  ],
  ["a keyword of an index", 5, keyword(["Index"], INDEX_KEYWORDS)],
  ["a keyword of a unique constraint", 3, keyword(["UniqueConstraint"], UNIQUE_KEYWORDS)],
  ["a keyword of an identity", 2, keyword(["Identity"], IDENTITY_KEYWORDS)],
  ["no index, constraint, identity …", 4, droppedPart],
  ["no table", 2, droppedTable],
  ["a table with another name", 2, renamedTable],
  ["another schema", 2, otherSchema],
  ["another comment", 1, otherComment],
  ["another name", 3, otherName],
  ["another condition", 2, otherCondition],
  ["another naming convention", 2, otherConvention],
  ["other labels", 3, labels],
];
