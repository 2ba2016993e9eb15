import { CommandError } from "../errors/mod.ts";
import type { Improvements } from "./compare_options.ts";

/** What switches an improvement: a key of the ini, and a word of the command line. */
interface Switch {
  readonly key: string;
  readonly word: ImprovementWord;
}

/** What `--compare` and `--no-compare` take, `all` apart. */
export type ImprovementWord =
  | "enums"
  | "rebuild-enums"
  | "checks"
  | "on-server"
  | "split-foreign-keys"
  | "constraint-names";

const switches: Readonly<Record<keyof Improvements, Switch>> = {
  enums: { key: "migrator.compare_enums", word: "enums" },
  rebuildEnums: { key: "migrator.rebuild_enums", word: "rebuild-enums" },
  checks: { key: "migrator.compare_checks", word: "checks" },
  serverExpressions: { key: "migrator.compare_on_server", word: "on-server" },
  splitForeignKeys: { key: "migrator.split_foreign_keys", word: "split-foreign-keys" },
  constraintNames: { key: "migrator.name_constraints", word: "constraint-names" },
};

/** What the command line says of improvements; it has the last word. */
export interface ImprovementFlags {
  readonly compare?: readonly string[];
  readonly noCompare?: readonly string[];
}

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
 * for a value that is neither true nor false, and for a word that is both wanted and not.
 */
export function readImprovements(
  option: (key: string) => string | null,
  { compare = [], noCompare = [] }: ImprovementFlags = {},
): Partial<Improvements> {
  const both = compare.find((word) => noCompare.includes(word));
  if (both !== undefined) {
    throw new CommandError(
      "invalid_option",
      `--compare ${both} and --no-compare ${both} exclude each other`,
    );
  }
  const wanted: Partial<Record<keyof Improvements, boolean>> = {};
  for (const [name, { key, word }] of Object.entries(switches) as [keyof Improvements, Switch][]) {
    // What is named counts before all, and all before the ini.
    const flag = [word, "all"].map((each) =>
      compare.includes(each) ? true : noCompare.includes(each) ? false : undefined
    ).find((each) => each !== undefined);
    const value = flag ?? readTruth(key, option(key));
    if (value !== undefined) wanted[name] = value;
  }
  return wanted;
}

function readTruth(key: string, given: string | null): boolean | undefined {
  const text = given?.trim() ?? "";
  if (text === "") return undefined;
  const value = truths.get(text.toLowerCase());
  if (value !== undefined) return value;
  throw new CommandError("invalid_option", `${key} must be true or false, not '${text}'`);
}
