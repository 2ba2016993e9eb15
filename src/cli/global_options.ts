import { COMMANDS } from "./commands.ts";
import { GLOBAL_OPTIONS } from "./options.ts";
import type { Option } from "./specification.ts";

/**
 * Puts global options that stand after the command before it, where the parser takes them: Alembic's
 * `-c`, `-n`, `-x`, `--raiseerr` and `-q`. They are known by their whole spelling, and only where the
 * command has no option of that spelling itself (`current -c`); what stands behind `--` is let be.
 * Everything else, mistakes too, is left to the parser.
 */
export function globalOptionsFirst(args: readonly string[]): readonly string[] {
  const at = commandIndex(args);
  const command = COMMANDS.find(({ name }) => name === args[at]);
  if (command === undefined) return args;
  const own = new Set(command.options.flatMap(({ flags }) => flags as readonly string[]));
  const movable = GLOBAL_OPTIONS.filter(({ alsoAfterCommand }) =>
    !(alsoAfterCommand && command.usesDatabase)
  );
  const moved: string[] = [];
  const rest: string[] = [];
  for (let index = at + 1; index < args.length; index++) {
    const arg = args[index]!;
    if (arg === "--") {
      rest.push(...args.slice(index));
      break;
    }
    const found = movable.find((option) => isSpelling(arg, option, own));
    const takesNext = found?.value && (found.flags as readonly string[]).includes(arg);
    if (found === undefined || (takesNext && index + 1 === args.length)) {
      rest.push(arg);
      continue;
    }
    moved.push(arg);
    if (takesNext) moved.push(args[++index]!);
  }
  return moved.length === 0 ? args : [...args.slice(0, at), ...moved, args[at]!, ...rest];
}

/** Where the command stands: the first word that is no global option and no value of one. */
function commandIndex(args: readonly string[]): number {
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    if (!arg.startsWith("-") || arg === "--") return index;
    const option = GLOBAL_OPTIONS.find(({ flags }) => (flags as readonly string[]).includes(arg));
    if (option?.value) index++;
  }
  return args.length;
}

/** Whether an argument is the option: `-q`, `--quiet`, `--name=n`, `-xk=v`. */
function isSpelling(arg: string, { flags, value }: Option, own: ReadonlySet<string>): boolean {
  return flags.some((flag) => {
    if (own.has(flag)) return false;
    if (arg === flag) return true;
    if (!value) return false;
    return arg.startsWith(flag.startsWith("--") ? `${flag}=` : flag);
  });
}
