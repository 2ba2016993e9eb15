/** The class that `Mapped["Other"]` of a relationship names. */
import { PyClass, PyDict, type Value } from "../../../runtime/mod.ts";
import { PyAlias, PyUnion } from "../../../builtins/generic_alias.ts";
import { textOfAnnotation } from "../../annotations.ts";

/** What an annotation says of a relationship. */
export interface RelatedClass {
  /** The class, or its name. */
  readonly target: Value;
  /** Whether it is one object, not a collection. */
  readonly single: boolean;
  /** Whether that is a set. */
  readonly isSet?: boolean;
}

/** What the annotation of an attribute says; `null` where there is none. */
export function relatedClass(cls: PyClass, attribute: string): RelatedClass | null {
  for (const base of cls.mro) {
    const annotations = base.namespace.get("__annotations__");
    const annotation = annotations instanceof PyDict ? annotations.get(attribute) : undefined;
    if (annotation !== undefined) return read(annotation);
  }
  return null;
}

const COLLECTIONS =
  /^(?:(?:typing|collections\.abc|t)\.)?(?:List|list|Set|set|Sequence|Collection)$/;

function read(annotation: Value): RelatedClass | null {
  const text = textOfAnnotation(annotation);
  if (text !== null) return readText(text);
  if (annotation instanceof PyClass) return { target: annotation, single: true };
  if (annotation instanceof PyUnion) {
    const members = annotation.members.filter((member) => !isNone(member));
    return members.length === 1 ? read(members[0]!) : null;
  }
  if (!(annotation instanceof PyAlias)) return null;
  const [inner = null] = annotation.args;
  const found = read(inner);
  if (found === null) return null;
  const name = annotation.origin instanceof PyClass ? annotation.origin.name : "";
  return ["list", "set", "Sequence", "Collection", "frozenset"].includes(name)
    ? { ...found, single: false, isSet: name === "set" }
    : found;
}

function isNone(type: Value): boolean {
  return type === null || type instanceof PyClass && type.name === "NoneType";
}

/** The same of an annotation that is a text, or part of one. */
function readText(text: string): RelatedClass | null {
  const found = /^["']?([\w.]+)\s*(?:\[(.*)\])?["']?$/s.exec(
    text.replace(/\|\s*None\b/, "").trim(),
  );
  if (found === null) return null;
  const [, name = "", inner] = found;
  if (inner === undefined) return { target: name, single: true };
  const of = readText(inner);
  return of !== null && COLLECTIONS.test(name)
    ? { ...of, single: false, isSet: /[Ss]et$/.test(name) }
    : of;
}
