import { COMMANDS } from "./commands.ts";
import { GLOBAL_OPTIONS } from "./options.ts";
import type { CommandSpecification, Option } from "./specification.ts";
import { globalOptionsFirst } from "./global_options.ts";
import type { Request } from "./request.ts";
import { withOneUrl } from "./urls.ts";

/** What argparse takes for a negative number, and so for a value. */
const negativeNumber = /^-\d+$/;

/**
 * Reads a command line that is written in full: whole option names, values apart or after `=`, a
 * known command, the right number of arguments. `null` for everything else (abbreviations, clustered
 * flags, help, mistakes), which only the whole parser understands; what both can read, they read alike.
 *
 * It exists because loading argparse takes longer than all else that a short command does.
 */
export function readPlainArguments(given: readonly string[]): Request | null {
  const args = globalOptionsFirst(given);
  const index = args.findIndex((word, at) =>
    !word.startsWith("-") && !takesValue(GLOBAL_OPTIONS, args[at - 1])
  );
  const command = COMMANDS.find(({ name }) => name === args[index]);
  if (command === undefined) return null;
  const after = command.usesDatabase ? GLOBAL_OPTIONS.filter((each) => each.alsoAfterCommand) : [];
  const request: Record<string, unknown> = { command: command.name };
  for (const option of [...GLOBAL_OPTIONS, ...command.options]) {
    request[keyOf(option)] = option.value ? undefined : false;
  }
  const before = readWords(args.slice(0, index), GLOBAL_OPTIONS, request);
  // What stands behind the command takes the place of what stands before it, as with argparse.
  const behind: Record<string, unknown> = {};
  const positionals = readWords(args.slice(index + 1), [...command.options, ...after], behind);
  Object.assign(request, behind);
  if (before === null || before.length > 0 || positionals === null) return null;
  return assignPositionals(positionals, command, request) ? withOneUrl(request) : null;
}

function takesValue(options: readonly Option[], flag: string | undefined): boolean {
  const option = options.find(({ flags }) => flags.some((each) => each === flag));
  return option?.value !== undefined;
}

/** The key of an option in a request: its long name in camel case. */
function keyOf({ flags }: Option): string {
  return flags[flags.length - 1]!.replace(/^-+/, "")
    .replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Puts the options among the words into the request and gives the rest in groups of words that stand
 * together; `null` where a word is not plain.
 */
function readWords(
  words: readonly string[],
  options: readonly Option[],
  request: Record<string, unknown>,
): string[][] | null {
  const groups: string[][] = [];
  let together = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (isPlainValue(word)) {
      if (together) groups.at(-1)!.push(word);
      else groups.push([word]);
      together = true;
      continue;
    }
    together = false;
    const [flag, ...parts] = word.startsWith("--") ? word.split("=") : [word];
    const option = options.find(({ flags }) => flags.some((each) => each === flag));
    if (option === undefined) return null;
    const key = keyOf(option);
    if (!option.value) {
      if (parts.length > 0) return null;
      request[key] = true;
      continue;
    }
    const value = parts.length > 0 ? parts.join("=") : words[++at];
    if (value === undefined || (parts.length === 0 && !isPlainValue(value))) return null;
    if (option.value.choices && !option.value.choices.includes(value)) return null;
    request[key] = option.repeat ? [...(request[key] as string[] ?? []), value] : value;
  }
  return groups;
}

function isPlainValue(word: string): boolean {
  return word !== "" && (!word.startsWith("-") || negativeNumber.test(word));
}

/** argparse takes the arguments of one positional from one place; whether that is so here. */
function assignPositionals(
  groups: readonly (readonly string[])[],
  { positionals }: CommandSpecification,
  request: Record<string, unknown>,
): boolean {
  const [positional] = positionals;
  if (positional === undefined) return groups.length === 0;
  const [words] = groups;
  if (words === undefined) return positional.optional ?? false;
  if (groups.length > 1) return false;
  if (!positional.many && words.length > 1) return false;
  if (positional.choices && !words.every((word) => positional.choices!.includes(word))) {
    return false;
  }
  request[positional.name] = positional.many ? words : words[0];
  return true;
}
