/** What classes that derive from others, and their aliases, add to statements. */
import type { Expression } from "../../../../sql/expression.ts";
import { PyInstance } from "../../../runtime/mod.ts";
import { asFromSource, rememberClass } from "../expression/from_source.ts";
import { asExpression, giveExpression } from "../expression/payload.ts";
import { rememberSubject, rememberSubjectColumn, type Subject } from "../expression/subjects.ts";
import { columnState } from "../schema/column.ts";
import { rememberColumn } from "./foreign_pairs.ts";
import { isJoined, JoinedClass, placeOf } from "./inheritance.ts";
import type { ClassMapping } from "./mapping.ts";
import { onlyOf } from "./mapping_lookup.ts";

const subjects = new WeakMap<ClassMapping, Subject>();

/** The class as statements speak of it; undefined where its rows are all those of its table. */
export function subjectOfMapping(mapping: ClassMapping): Subject | undefined {
  if (mapping.inherits === null) return undefined;
  let subject = subjects.get(mapping);
  if (subject === undefined) {
    subject = {
      value: mapping.cls,
      get from() {
        return isJoined(mapping) ? placeOf(mapping) : null;
      },
      only: () => onlyOf(mapping),
    };
    subjects.set(mapping, subject);
    rememberSubject(mapping.cls, subject);
  }
  return subject;
}

/** Makes an attribute of a class tell which class it is one of: the column is the same for all that share the table. */
export function introduceAttribute(mapping: ClassMapping, attribute: PyInstance): void {
  const subject = subjectOfMapping(mapping);
  if (subject === undefined) return;
  if (isJoined(mapping)) rememberClass(mapping.cls, new JoinedClass(mapping));
  const state = columnState(attribute)!;
  const expression: Expression = { ...state.toExpression() };
  giveExpression(attribute, expression);
  rememberColumn(expression, state);
  rememberSubjectColumn(expression, subject);
}

/** Makes an alias of a class tell which one it is. */
export function introduceAlias(alias: PyInstance, mapping: ClassMapping): void {
  if (subjectOfMapping(mapping) === undefined) return;
  const source = asFromSource(alias)!;
  const subject: Subject = {
    value: alias,
    from: null,
    only: () => onlyOf(mapping, source.toFrom()),
  };
  rememberSubject(alias, subject);
  for (const column of source.columns().values()) {
    rememberSubjectColumn(asExpression(column)!, subject);
  }
}
