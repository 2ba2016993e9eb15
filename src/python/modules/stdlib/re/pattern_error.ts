import {
  exceptionClasses,
  nativeClass,
  type PyClass,
  PyException,
  Raised,
  type Value,
} from "../../../runtime/mod.ts";

/** `re.error`. */
export const errorClass: PyClass = nativeClass({
  name: "error",
  module: "re",
  bases: [exceptionClasses.get("Exception")!],
});

/** The error of a pattern that cannot be compiled, or of a bad replacement template. */
export function patternError(reason: string, pattern: Value, text: string, at?: number): Raised {
  let message = reason;
  let line: Value = null;
  let column: Value = null;
  if (at !== undefined) {
    const before = [...text].slice(0, at);
    line = before.filter((character) => character === "\n").length + 1;
    column = at - before.lastIndexOf("\n");
    message += ` at position ${at}`;
    if (text.includes("\n")) message += ` (line ${line}, column ${column})`;
  }
  const error = new PyException(errorClass, [message]);
  error.attributes = new Map<string, Value>([
    ["msg", reason],
    ["pattern", pattern],
    ["pos", at ?? null],
    ["lineno", line],
    ["colno", column],
  ]);
  return new Raised(error);
}
