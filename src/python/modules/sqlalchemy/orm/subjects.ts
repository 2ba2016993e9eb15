/** What classes that derive from others, and their aliases, add to statements. */
import { nameText } from "../../../../schema/name.ts";
import { PyInstance } from "../../../runtime/mod.ts";
import { asFromSource, rememberClass } from "../expression/from_source.ts";
import { asExpression, giveExpression } from "../expression/payload.ts";
import { rememberSubject, rememberSubjectColumn, type Subject } from "../expression/subjects.ts";
import { columnState } from "../schema/column.ts";
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
export function introduceAttribute(
  mapping: ClassMapping,
  attribute: PyInstance,
  name: string,
): void {
  const subject = subjectOfMapping(mapping);
  const state = columnState(attribute)!;
  const key = nameText(state.name) === name ? undefined : name;
  if (subject === undefined && key === undefined) return;
  const expression = state.newReference(key);
  giveExpression(attribute, expression);
  if (subject === undefined) return;
  if (isJoined(mapping)) rememberClass(mapping.cls, new JoinedClass(mapping));
  rememberSubjectColumn(expression, subject);
}

/** Makes an alias of a class tell which one it is. */
export function introduceAlias(
  alias: PyInstance,
  mapping: ClassMapping,
  columns: readonly PyInstance[],
  only: Subject["only"],
): void {
  if (subjectOfMapping(mapping) === undefined) return;
  const from = asFromSource(alias)!.toFrom();
  const subject: Subject = { value: alias, from: from.kind === "join" ? from : null, only };
  rememberSubject(alias, subject);
  for (const column of columns) {
    rememberSubjectColumn(asExpression(column)!, subject);
  }
}
