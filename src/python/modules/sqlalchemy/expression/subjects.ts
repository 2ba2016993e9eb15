/**
 * What mapped classes that derive from others add to a statement that asks for them, or for columns of theirs: the condition
 * by which their rows are told apart, and the tables that these are in.
 */
import type { Expression } from "../../../../sql/expression.ts";
import type { FromClause } from "../../../../sql/from_clause.ts";
import type { Select } from "../../../../sql/query.ts";
import { PyClass, PyInstance, type Value } from "../../../runtime/mod.ts";
import { conjunction } from "./conjunction.ts";
import { expressionParts } from "./expression_parts.ts";
import { asExpression } from "./payload.ts";

/** A mapped class, or an alias of one, as statements speak of it. */
export interface Subject {
  /** The class or the alias. */
  readonly value: PyClass | PyInstance;
  /** Where its rows are, where that is more than the table of a column. */
  readonly from: FromClause | null;
  /** The condition for its rows, as far as classes are known by now; `null` for all rows. */
  only(): Expression | null;
}

const byValue = new WeakMap<PyClass | PyInstance, Subject>();
const byExpression = new WeakMap<Expression, Subject>();

/** Says what a class or an alias adds to statements. */
export function rememberSubject(value: PyClass | PyInstance, subject: Subject): void {
  byValue.set(value, subject);
}

/** Says that a column, as one of its attributes, speaks of a class. */
export function rememberSubjectColumn(column: Expression, subject: Subject): void {
  byExpression.set(column, subject);
}

/** What a class, an alias or the first attribute of one in an expression adds. */
export function subjectOf(value: Value): Subject | undefined {
  if (value instanceof PyClass) return byValue.get(value);
  if (!(value instanceof PyInstance)) return undefined;
  const own = byValue.get(value);
  if (own !== undefined) return own;
  const expression = asExpression(value);
  return expression && subjectWithin(expression);
}

/** The tables that were put into FROM by name: by `select_from()` and by joins. */
export function namedFrom(select: Select): readonly FromClause[] {
  const { impliedFrom } = subjectsOf(select);
  return (select.from ?? []).filter((from) => !impliedFrom.has(from));
}

/** The SELECT with further conditions; those that tell the rows of classes apart stay behind all others. */
export function withConditions<S extends Select>(select: S, more: readonly Expression[]): S {
  const { where = [] } = select;
  const own = where.filter((condition) => !implied.has(condition));
  const last = where.filter((condition) => implied.has(condition));
  return { ...select, where: [...own, ...more, ...last] };
}

/** The SELECT with further members of FROM that are put there by name, though they may stand there already. */
export function withNamedFrom<S extends Select>(select: S, more: readonly FromClause[]): S {
  const subjects = subjectsOf(select);
  const impliedFrom = new Set([...subjects.impliedFrom].filter((from) => !more.includes(from)));
  return {
    ...select,
    from: [...namedFrom(select), ...more, ...impliedFrom],
    [SUBJECTS]: { ...subjects, impliedFrom },
  };
}

/** Where the rows of the class are that an expression speaks of first, where that is more than one table. */
export function placeWithin(expression: Expression): FromClause | null {
  return subjectWithin(expression)?.from ?? null;
}

export function subjectWithin(expression: Expression): Subject | undefined {
  for (const part of expressionParts(expression)) {
    const found = byExpression.get(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of which classes a SELECT speaks, by the place where it does. */
interface Subjects {
  readonly columns: readonly Subject[];
  readonly from: readonly Subject[];
  readonly joined: readonly Subject[];
  /** The members of FROM that stand there for subjects. */
  readonly impliedFrom: ReadonlySet<FromClause>;
}

/** Beside what SQL is made of, so that it stays with a statement that is changed step by step. */
const SUBJECTS = Symbol("subjects");

/** Conditions that stand in a SELECT for its subjects. */
const implied = new WeakSet<object>();

function found(values: readonly Value[]): readonly Subject[] {
  return values.map(subjectOf).filter((subject) => subject !== undefined);
}

/** The SELECT with what its columns, made of these values, add; what other columns before them added is taken out. */
export function withColumnSubjects<S extends Select>(select: S, values: readonly Value[]): S {
  return changed(select, { columns: found(values) });
}

/** The SELECT with what further columns add. */
export function addColumnSubjects<S extends Select>(select: S, values: readonly Value[]): S {
  const more = found(values);
  return more.length === 0
    ? select
    : changed(select, { columns: [...subjectsOf(select).columns, ...more] });
}

/** The SELECT with what members of its FROM add. */
export function addFromSubjects<S extends Select>(select: S, values: readonly Value[]): S {
  return changed(select, { from: [...subjectsOf(select).from, ...found(values)] });
}

/** The SELECT to which something was joined whose condition stands there, in ON. */
export function addJoinedSubject<S extends Select>(select: S, subject: Subject | undefined): S {
  const { joined } = subjectsOf(select);
  return changed(select, { joined: subject === undefined ? joined : [...joined, subject] });
}

/** A SELECT that no longer speaks of the classes that its columns were of: what these add stands inside it. */
export function withoutSubjects<S extends Select>(select: S): S {
  return { ...select, [SUBJECTS]: undefined };
}

function subjectsOf(select: object): Subjects {
  return (select as { readonly [SUBJECTS]?: Subjects })[SUBJECTS] ??
    { columns: [], from: [], joined: [], impliedFrom: new Set() };
}

function changed<S extends Select>(select: S, changes: Partial<Subjects>): S {
  const before = subjectsOf(select);
  const subjects = { ...before, ...changes };
  const isEmpty = ({ columns, from, joined }: Subjects) =>
    columns.length + from.length + joined.length === 0;
  if (isEmpty(before) && isEmpty(subjects)) return select;
  const speaking = [...new Set([...subjects.columns, ...subjects.from])]
    .filter((subject) => !subjects.joined.includes(subject));
  const where = [
    ...(select.where ?? []).filter((condition) => !implied.has(condition)),
    ...speaking.map((subject) => subject.only()).filter((only) => only !== null).map(mark),
  ];
  const own = namedFrom(select);
  const tables = speaking.map(({ from }) => from)
    .filter((from) => from !== null && !own.some((other) => contains(other, from)));
  const impliedFrom = new Set(tables.filter((from) => from !== null));
  const from = [...own, ...impliedFrom];
  return {
    ...select,
    ...(where.length === 0 && select.where === undefined ? {} : { where }),
    ...(from.length === 0 && select.from === undefined ? {} : { from }),
    [SUBJECTS]: { ...subjects, impliedFrom },
  };
}

function mark<T extends object>(part: T): T {
  implied.add(part);
  return part;
}

function contains(from: FromClause, part: FromClause): boolean {
  return from === part ||
    (from.kind === "join" && (contains(from.left, part) || contains(from.right, part)));
}

/** A condition of a join with the target's own. */
export function withOnly(on: Expression, subject: Subject | undefined): Expression {
  const only = subject?.only() ?? null;
  return only === null ? on : conjunction([on, only]);
}
