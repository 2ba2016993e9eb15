import { type PyClass, PyNativeFunction, PyStaticMethod } from "../../runtime/mod.ts";

/** Arguments that say nothing about the table: what programs do with it. */
const FREE = new Set([
  "default",
  "default_factory",
  "insert_default",
  "onupdate",
  "server_onupdate",
  "info",
  "doc",
  "bind",
  "listeners",
  "dataclass_metadata",
  "repr",
  "init",
  "compare",
  "hash",
  "kw_only",
  "validate_strings",
]);

const mayBeUnknown = (argument: string | number): boolean =>
  typeof argument === "string" && FREE.has(argument);

/** Says that what these classes make is part of a table, so that their arguments must be known where all tables must be. */
export function partsOfTables(...classes: readonly PyClass[]): void {
  for (const cls of classes) {
    for (const name of ["__init__", "__new__"]) {
      const own = cls.namespace.get(name);
      const fn = own instanceof PyStaticMethod ? own.fn : own;
      if (fn instanceof PyNativeFunction) fn.mayBeUnknown = mayBeUnknown;
    }
  }
}

/** The same for a function. */
export function partOfTables(fn: PyNativeFunction): void {
  fn.mayBeUnknown = mayBeUnknown;
}
