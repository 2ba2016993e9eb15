import { objectClass } from "./builtin_classes.ts";
import { PyClass } from "./class.ts";
import { PyObject } from "./value.ts";

const unresolvedClass = new PyClass({
  name: "unresolved annotation",
  bases: [objectClass],
  layout: "fixed",
});

/**
 * An annotation that names what is not there (yet): a class further down, or one that only type checkers import. Python
 * would keep its text, under `from __future__ import annotations`.
 */
export class PyUnresolvedAnnotation extends PyObject {
  /** What is subscripted, as in `Mapped[…]`; empty for another form. */
  readonly outer: string;
  /** Why it could not be evaluated. */
  readonly error: unknown;

  constructor(outer: string, error: unknown) {
    super(unresolvedClass);
    this.outer = outer;
    this.error = error;
  }
}
