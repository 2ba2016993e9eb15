import { printableLine } from "../../config/printable.ts";
import type { Platform } from "../../platform/mod.ts";
import { splitShellWords } from "../../script/shell_words.ts";
import { COMMANDS } from "../commands.ts";
import type { Option, Positional, ValueKind } from "../specification.ts";
import type { Candidate } from "./candidate.ts";
import { readUnfinishedLine, type UnfinishedLine } from "./line.ts";

/** What may stand at the cursor: words, or the names of files, which the shell knows best. */
type Reply =
  | { readonly kind: "words"; readonly candidates: readonly Candidate[] }
  | { readonly kind: "files" | "directories" };

/**
 * Answers the script of a shell, which asks in one of two ways:
 *
 * - `words W…`: the words after the program's name; the last is at the cursor, empty if yet to come.
 * - `line L`: the command line up to the cursor, with the program's name and the shell's quotes.
 *
 * The first line that is printed says what the others are: `words`, then a candidate a line, a tab, and
 * what it is; or `files` or `directories`, a tab, and what the word has before the name. It never
 * fails, never writes to standard error and never opens a database: a line of completions is no place
 * for any of this.
 */
export async function complete(args: readonly string[], platform: Platform): Promise<number> {
  const words = args[0] === "line" ? wordsOf(args[1] ?? "") : args.slice(1);
  const line = readUnfinishedLine(words);
  const reply = await replyTo(line, platform).catch((): Reply => ({
    kind: "words",
    candidates: [],
  }));
  platform.terminal.writeOut(
    reply.kind === "words" ? printed(reply.candidates, line) : `${reply.kind}\t${line.prefix}\n`,
  );
  return 0;
}

/** The words of a line of bash's after the program's name; quotes at the cursor may be open. */
function wordsOf(line: string): readonly string[] {
  const cursor = "\0";
  for (const end of ["", "'", '"']) {
    try {
      return splitShellWords(line + cursor + end, true).slice(1)
        .map((word) => word.replace(cursor, ""));
    } catch {
      // This quote was not the open one.
    }
  }
  return [""];
}

function printed(candidates: readonly Candidate[], { prefix, typed }: UnfinishedLine): string {
  // A shell writes them into its line: what cannot be typed there is none. Of two that are the same, bash would write
  // what their descriptions begin with as well, so that the first is the only one.
  const seen = new Set<string>();
  const lines = candidates
    .filter(({ value }) => value.startsWith(typed) && value === printableLine(value))
    .filter(({ value }) => !seen.has(value) && seen.add(value))
    .map(({ value, description }) => {
      const shown = printableLine(description.replace(/\s+/g, " ").trim());
      return `${prefix}${value}\t${shown}\n`;
    });
  return `words\n${lines.join("")}`;
}

async function replyTo(line: UnfinishedLine, platform: Platform): Promise<Reply> {
  const { at, command } = line;
  switch (at.place) {
    case "command":
      return words(COMMANDS.map(({ name, help }) => ({ value: name, description: help })));
    case "option": {
      const numbers = line.typed === "-" &&
        command?.positionals.some((each) => each.kind === "downgrade-target");
      return words([
        ...optionNames(line),
        ...(numbers ? [{ value: "-1", description: "the revision before the current one" }] : []),
      ]);
    }
    case "value":
      return await values(at.of.value!, line, platform);
    case "positional":
      return at.of === null ? words([]) : await values(at.of, line, platform);
  }
}

function words(candidates: readonly Candidate[]): Reply {
  return { kind: "words", candidates };
}

/** The options that are not given yet, with their short names unless a long one is begun. */
function optionNames({ options, given, typed }: UnfinishedLine): Candidate[] {
  const open = options.filter((option) => option.repeat || !given.has(option));
  const names = ({ flags }: Option) => typed.startsWith("--") ? flags.slice(-1) : flags;
  return open.flatMap((option) =>
    names(option).map((value) => ({ value, description: option.help }))
  );
}

async function values(
  { choices, kind }: Pick<Positional, "choices" | "kind">,
  line: UnfinishedLine,
  platform: Platform,
): Promise<Reply> {
  if (choices !== undefined) return words(choices.map((value) => ({ value, description: "" })));
  switch (kind) {
    case undefined:
      return words([]);
    case "file":
      return { kind: "files" };
    case "directory":
      return { kind: "directories" };
    case "template":
      return words(await templates());
    case "section":
    case "version-path":
      return await fromConfiguration(kind, line, platform);
    default:
      return words(await (await import("./revisions.ts")).revisionCandidates(kind, line, platform));
  }
}

async function templates(): Promise<Candidate[]> {
  const { TEMPLATES } = await import("../templates.ts");
  return Object.entries(TEMPLATES).map(([value, { files }]) => ({
    value,
    description: files["README"]?.split("\n", 1)[0] ?? "",
  }));
}

async function fromConfiguration(
  kind: ValueKind & ("section" | "version-path"),
  line: UnfinishedLine,
  platform: Platform,
): Promise<Reply> {
  const { sectionNames, versionPaths } = await import("./configuration.ts");
  if (kind === "section") return words(await sectionNames(line, platform));
  const paths = await versionPaths(line, platform);
  return paths.length > 1 ? words(paths) : { kind: "directories" };
}
