import { PyAlias, PyUnion } from "../builtins/generic_alias.ts";
import { PyUnresolvedAnnotation } from "../runtime/annotation.ts";
import {
  asString,
  PyClass,
  PyDict,
  PyModule,
  PyOpaque,
  PythonError,
  running,
  type Value,
} from "../runtime/mod.ts";

/** The annotations of a class itself, by attribute. */
export function annotationsOf(cls: PyClass): ReadonlyMap<string, Value> {
  const given = cls.namespace.get("__annotations__");
  const found = new Map<string, Value>();
  if (given instanceof PyDict) {
    for (const [key, value] of given.entries()) found.set(asString(key) ?? "", value);
  }
  return found;
}

/**
 * The value of an annotation that is a string, in the module of the class that it stands in; the string itself where it
 * names what is not there.
 */
export function resolveText(annotation: Value, cls: PyClass): Value {
  const text = textOfAnnotation(annotation);
  if (text === null || text.trim() === "") return annotation;
  const module = running().module(cls.module);
  if (!(module instanceof PyModule)) return annotation;
  try {
    return running().evaluateExpression(text, module.attributes);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return annotation;
  }
}

/** The text of an annotation that is one; one that is not known is none. */
export function textOfAnnotation(annotation: Value): string | null {
  return annotation instanceof PyOpaque ? null : asString(annotation);
}

/** Whether an annotation is `ClassVar[…]`. */
export function isClassVariable(annotation: Value): boolean {
  if (annotation instanceof PyUnresolvedAnnotation) return annotation.outer.endsWith("ClassVar");
  if (annotation instanceof PyAlias) return annotation.label === "typing.ClassVar";
  return /^\s*(typing\.|t\.)?ClassVar\b/.test(textOfAnnotation(annotation) ?? "");
}

/** The members of `Optional[X]`, `Union[X, Y]` and `X | Y`; null for any other type. */
export function unionOf(type: Value): readonly Value[] | null {
  if (type instanceof PyUnion) return type.members;
  if (!(type instanceof PyAlias)) return null;
  if (type.label === "typing.Optional") return [...type.args, null];
  return type.label === "typing.Union" ? type.args : null;
}

/** Whether a type is None. */
export function isNone(type: Value): boolean {
  return type === null || type instanceof PyClass && type.name === "NoneType";
}

/** A type without None, and whether None was among its members. */
export function withoutNone(type: Value): { readonly type: Value; readonly optional: boolean } {
  const members = unionOf(type);
  if (members === null) return { type, optional: false };
  let optional = false;
  const rest = members.filter((member) => {
    if (isNone(member)) optional = true;
    return !isNone(member);
  });
  if (rest.length !== 1) return { type: new PyUnion(rest), optional };
  const inner = withoutNone(rest[0]!);
  return { type: inner.type, optional: optional || inner.optional };
}

/** The parts of `Annotated[type, …]`; null for any other type. */
export function annotatedParts(type: Value): readonly Value[] | null {
  return type instanceof PyAlias && type.label === "typing.Annotated" ? type.args : null;
}
