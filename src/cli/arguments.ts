import {
  Action,
  ArgumentParser,
  HelpFormatter,
  type HelpFormatterOptions,
  type Namespace,
  SUPPRESS,
} from "argparse";
import { COMMANDS } from "./commands.ts";
import { GLOBAL_OPTIONS, HELP, VERSION_OPTION } from "./options.ts";
import type { CommandSpecification, Option } from "./specification.ts";
import { globalOptionsFirst } from "./global_options.ts";
import type { Request } from "./request.ts";
import { withOneUrl } from "./urls.ts";

/** How the texts of the parser are to look. */
export interface ArgumentOutput {
  readonly color: boolean;
  /** How wide the terminal is. */
  readonly columns: number;
  /** Gives the line that `--version` prints. */
  readonly version: () => string;
}

/** What reading the command line came to: a request, or a text to print and an exit code. */
export type ParsedArguments =
  | { readonly kind: "request"; readonly request: Request }
  | { readonly kind: "exit"; readonly code: number; readonly out: string; readonly err: string };

/** Stops the parser where Python's would call `sys.exit`. */
class Exit extends Error {
  constructor(readonly code: number, readonly err: string) {
    super("exit");
  }
}

/** An argparse parser that gives back what it would print instead of printing and exiting. */
class QuietParser extends ArgumentParser {
  out = "";

  override exit(status?: number, message?: string): never {
    throw new Exit(status ?? 0, message ?? "");
  }

  override error(message: string): never {
    this.exit(2, `${this.format_usage()}${this.prog}: error: ${message}\n`);
  }

  override print_help(): void {
    this.out += this.format_help();
  }
}

/**
 * The formatter of argparse for a width. By itself it would ask the streams of the process for theirs, and
 * whether they show colours: these take longer to load than all texts to write.
 */
function formatterFor(columns: number): typeof HelpFormatter {
  return class extends HelpFormatter {
    constructor(options: HelpFormatterOptions) {
      // The last column is left free, as in Python.
      super({ width: columns - 2, color: false, ...options });
    }
  } as unknown as typeof HelpFormatter;
}

/** `-h` collects its text where the outermost parser can give it back. */
function helpAction(collect: (text: string) => void, text?: () => string): typeof Action {
  return class extends Action {
    constructor(options: ConstructorParameters<typeof Action>[0]) {
      super({ ...options, nargs: 0, default: SUPPRESS });
    }
    override call(parser: ArgumentParser): void {
      collect(text?.() ?? parser.format_help());
      parser.exit(0);
    }
  } as unknown as typeof Action;
}

function addOption(parser: ArgumentParser, option: Option, suppressDefault: boolean): void {
  const { flags, value, repeat, help } = option;
  const { metavar, choices } = value ?? {};
  const options = {
    help,
    ...(value
      ? { action: repeat ? "append" : "store", metavar, choices }
      : { action: "store_true" }),
    ...(suppressDefault ? { default: SUPPRESS } : {}),
  };
  if (flags.length === 1) parser.add_argument(flags[0], options);
  else parser.add_argument(flags[0], flags[1], options);
}

function addPositional(parser: ArgumentParser, command: CommandSpecification): void {
  for (const { name, help, many, optional, choices } of command.positionals) {
    const nargs = many ? "+" : optional ? "?" : null;
    parser.add_argument(name, { help, choices, ...(nargs === null ? {} : { nargs }) });
  }
}

function snakeCaseToCamelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function toRequest(namespace: Namespace): Request {
  const request: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(namespace as unknown as Record<string, unknown>)) {
    request[snakeCaseToCamelCase(name)] = value ?? undefined;
  }
  return withOneUrl(request);
}

/**
 * Reads a command line as Python's argparse reads Alembic's: option prefixes, clustered short
 * flags, `-1` as an argument, usage errors with exit code 2.
 */
export function parseArguments(
  args: readonly string[],
  output: ArgumentOutput,
): ParsedArguments {
  let out = "";
  const collect = (text: string) => {
    out += text;
  };
  const help = helpAction(collect);
  const options = {
    color: output.color,
    add_help: false,
    formatter_class: formatterFor(output.columns),
  };
  const parser = new QuietParser({ ...options, prog: "migrator" });
  const addHelp = (to: ArgumentParser) =>
    to.add_argument(HELP.flags[0], HELP.flags[1]!, { action: help, help: HELP.help });
  addHelp(parser);
  parser.add_argument(VERSION_OPTION.flags[0], {
    action: helpAction(collect, () => `${output.version()}\n`),
    help: VERSION_OPTION.help,
  });
  for (const option of GLOBAL_OPTIONS) addOption(parser, option, false);
  const subparsers = parser.add_subparsers({ parser_class: QuietParser });
  for (const command of COMMANDS) {
    const sub = subparsers.add_parser(command.name, { ...options, help: command.help });
    // Only a command that is named is asked for its arguments.
    if (!args.includes(command.name)) continue;
    addHelp(sub);
    for (const option of command.options) addOption(sub, option, false);
    // Options of ours are taken on both sides of the command; the later one wins.
    if (command.usesDatabase) {
      for (const option of GLOBAL_OPTIONS.filter((each) => each.alsoAfterCommand)) {
        addOption(sub, option, true);
      }
    }
    addPositional(sub, command);
    sub.set_defaults({ command: command.name });
  }
  try {
    const namespace = parser.parse_args([...globalOptionsFirst(args)]);
    const request = toRequest(namespace);
    if (request.command === undefined) parser.error("too few arguments");
    return { kind: "request", request };
  } catch (error) {
    if (error instanceof Exit) return { kind: "exit", code: error.code, out, err: error.err };
    throw error;
  }
}
