import { PyUnresolvedAnnotation } from "../runtime/annotation.ts";
import { Raised } from "../runtime/exceptions.ts";
import type { Outcome } from "../runtime/value.ts";
import type { Expr } from "../syntax/ast.ts";
import type { Code, Frame } from "./frame.ts";

/**
 * The value of an annotation. With `from __future__ import annotations`, or a type that is only there for checkers, it may
 * name what does not exist; whoever needs it says so.
 */
export function annotationValue(code: Code, annotation: Expr, frame: Frame): Outcome {
  try {
    return code(frame);
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    return new PyUnresolvedAnnotation(outerName(annotation), error);
  }
}

/** What is subscripted in an annotation, such as `Mapped` in `orm.Mapped[X]`. */
function outerName(annotation: Expr): string {
  if (annotation._type !== "Subscript") return "";
  const { value } = annotation;
  return value._type === "Name" ? value.id : value._type === "Attribute" ? value.attr : "";
}
