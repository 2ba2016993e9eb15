import type { Dialect } from "../../../dialect/dialect.ts";

let current: Dialect | null = null;

/** Sets the dialect that writes types, names and statements for `str()` and for what has no bind. */
export function setWriter(dialect: Dialect): void {
  current = dialect;
}

/** The dialect that Python code sees. */
export function writer(): Dialect {
  if (current === null) throw new Error("no dialect has been set for the SQLAlchemy modules");
  return current;
}
