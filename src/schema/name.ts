/**
 * A name with an instruction about how to write it. `quote` forces or forbids quotation marks
 * (SQLAlchemy's `quoted_name`); `final` marks a constraint or index name as complete (`op.f()`), so
 * that no naming convention changes it and a too long one is shortened instead of refused.
 */
export interface MarkedName {
  readonly name: string;
  readonly quote?: boolean;
  readonly final?: boolean;
}

/** An identifier as its author wrote it, without quotation marks. */
export type Name = string | MarkedName;

/** The bare text of a name. */
export function nameText(name: Name): string {
  return typeof name === "string" ? name : name.name;
}

/** Whether an element of an index, a constraint or a conflict is the name of a column, and no expression. */
export function isName(element: Name | { readonly kind: string }): element is Name {
  return typeof element === "string" || !("kind" in element);
}

/** Marks a name as complete, as `op.f()` does. */
export function finalName(name: Name): MarkedName {
  return typeof name === "string" ? { name, final: true } : { ...name, final: true };
}

/** A name that is written with quotation marks (true) or without them (false), whatever it holds. */
export function quotedName(name: string, quote: boolean): MarkedName {
  return { name, quote };
}

/** Whether no naming convention may change this name. */
export function isFinal(name: Name): boolean {
  return typeof name !== "string" && name.final === true;
}
