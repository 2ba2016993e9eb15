import { CommandError } from "../errors/mod.ts";
import type { Improvements } from "./compare_options.ts";

/** The keys of the ini by the improvement that they switch. */
export const improvementKeys: Readonly<Record<keyof Improvements, string>> = {
  enums: "migrator.compare_enums",
  rebuildEnums: "migrator.rebuild_enums",
  checks: "migrator.compare_checks",
  serverExpressions: "migrator.compare_on_server",
  splitForeignKeys: "migrator.split_foreign_keys",
  constraintNames: "migrator.name_constraints",
};

const truths = new Map([
  ["true", true],
  ["yes", true],
  ["on", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["off", false],
  ["0", false],
]);

/**
 * Reads which improvements are wanted; those that nothing is said about are left out. Throws a `CommandError`
 * for a value that is neither true nor false.
 */
export function readImprovements(
  option: (key: string) => string | null,
): Partial<Improvements> {
  const wanted: Partial<Record<keyof Improvements, boolean>> = {};
  for (const [name, key] of Object.entries(improvementKeys) as [keyof Improvements, string][]) {
    const text = option(key)?.trim() ?? "";
    if (text === "") continue;
    const value = truths.get(text.toLowerCase());
    if (value === undefined) {
      throw new CommandError("invalid_option", `${key} must be true or false, not '${text}'`);
    }
    wanted[name] = value;
  }
  return wanted;
}
