import { COMMANDS } from "../commands.ts";
import { GLOBAL_OPTIONS, HELP, VERSION_OPTION } from "../options.ts";
import type { CommandSpecification, Option, Positional } from "../specification.ts";

/** A command line as far as it is written. */
export interface UnfinishedLine {
  /** The command, once its name is complete. */
  readonly command: CommandSpecification | null;
  /** The options that may stand at the cursor. */
  readonly options: readonly Option[];
  /** The options given so far, each with its values. */
  readonly given: ReadonlyMap<Option, readonly string[]>;
  /** The arguments of the command so far. */
  readonly positionals: readonly string[];
  /** What the word at the cursor is. */
  readonly at:
    | { readonly place: "command" }
    | { readonly place: "option" }
    | { readonly place: "value"; readonly of: Option }
    /** `null`: the command takes no more. */
    | { readonly place: "positional"; readonly of: Positional | null };
  /** What of the word at the cursor stands before the part to be completed, such as `--config=`. */
  readonly prefix: string;
  /** That part, up to the cursor. */
  readonly typed: string;
}

/**
 * Reads the words of a command line, the last of which is being typed (empty, if it is yet to come).
 * Mistakes are passed over: what is not known is taken for an argument.
 */
export function readUnfinishedLine(words: readonly string[]): UnfinishedLine {
  const given = new Map<Option, string[]>();
  const positionals: string[] = [];
  let command: CommandSpecification | null = null;
  let options: readonly Option[] = [HELP, VERSION_OPTION, ...GLOBAL_OPTIONS];
  let awaiting: Option | null = null;
  let onlyArguments = false;
  for (const word of words.slice(0, -1)) {
    if (awaiting !== null) {
      given.get(awaiting)!.push(word);
      awaiting = null;
    } else if (!onlyArguments && word === "--") {
      onlyArguments = true;
    } else if (!onlyArguments && isOptionLike(word)) {
      for (const { option, value } of readOptions(word, options)) {
        if (!given.has(option)) given.set(option, []);
        if (value !== null) given.get(option)!.push(value);
        else if (option.value) awaiting = option;
      }
    } else if (command === null) {
      command = COMMANDS.find(({ name }) => name === word) ?? null;
      if (command !== null) options = optionsAfter(command);
    } else {
      positionals.push(word);
    }
  }
  const word = words.at(-1) ?? "";
  const line = { command, options, given, positionals };
  if (awaiting !== null) {
    return { ...line, at: { place: "value", of: awaiting }, prefix: "", typed: word };
  }
  if (!onlyArguments && word.startsWith("-")) {
    const attached = readOptions(word, options).at(-1);
    if (attached?.value != null) {
      const { option, value } = attached;
      const prefix = word.slice(0, word.length - value!.length);
      return { ...line, at: { place: "value", of: option }, prefix, typed: value! };
    }
    return { ...line, at: { place: "option" }, prefix: "", typed: word };
  }
  if (command === null) return { ...line, at: { place: "command" }, prefix: "", typed: word };
  return {
    ...line,
    at: { place: "positional", of: positionalAt(command, positionals.length) },
    prefix: "",
    typed: word,
  };
}

/** The options that stand after a command's name. */
function optionsAfter({ options, usesDatabase }: CommandSpecification): readonly Option[] {
  const also = usesDatabase ? GLOBAL_OPTIONS.filter((each) => each.alsoAfterCommand) : [];
  return [HELP, ...options, ...also];
}

/** A word that argparse takes for an option; negative numbers are arguments. */
function isOptionLike(word: string): boolean {
  return word.startsWith("-") && word !== "-" && !/^-\d+$/.test(word);
}

/**
 * The options of one word, each with the value that is attached to it: `--name=value`, unambiguous
 * beginnings of long names, clusters of short flags, `-nvalue`.
 */
function readOptions(
  word: string,
  options: readonly Option[],
): { readonly option: Option; readonly value: string | null }[] {
  if (word.startsWith("--")) {
    const equals = word.indexOf("=");
    const name = equals < 0 ? word : word.slice(0, equals);
    const option = findLong(name, options);
    return option === undefined
      ? []
      : [{ option, value: equals < 0 ? null : word.slice(equals + 1) }];
  }
  const found: { readonly option: Option; readonly value: string | null }[] = [];
  for (let at = 1; at < word.length; at++) {
    const option = options.find(({ flags }) => flags[0] === `-${word[at]}`);
    if (option === undefined) break;
    const rest = word.slice(at + 1);
    if (option.value) {
      found.push({ option, value: rest === "" ? null : rest.replace(/^=/, "") });
      break;
    }
    found.push({ option, value: null });
  }
  return found;
}

function findLong(name: string, options: readonly Option[]): Option | undefined {
  const long = (option: Option) => option.flags.at(-1)!;
  const exact = options.find((option) => long(option) === name);
  if (exact !== undefined) return exact;
  const beginning = options.filter((option) => long(option).startsWith(name));
  return beginning.length === 1 ? beginning[0] : undefined;
}

function positionalAt({ positionals }: CommandSpecification, count: number): Positional | null {
  const last = positionals.at(-1);
  return positionals[count] ?? (last?.many ? last : null);
}
