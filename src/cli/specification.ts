/** What a value names, where that is more than any text: what completes it in a shell. */
export type ValueKind =
  | "file"
  | "directory"
  | "section"
  | "version-path"
  | "template"
  /** A revision to look at. */
  | "symbol"
  /** What `upgrade`, `downgrade` and `stamp` go to, and ranges for scripts. */
  | "upgrade-target"
  | "downgrade-target"
  | "stamp-target"
  /** What a new revision stands on: a head, or any revision with `--splice`. */
  | "parent"
  | "dependency"
  | "range";

/** One option of a command: its flags, and how its value is taken (absent: a switch). */
export interface Option {
  /** One spelling, or a short and a long one. */
  readonly flags: readonly [string] | readonly [string, string];
  readonly help: string;
  readonly value?: {
    readonly metavar?: string;
    readonly choices?: readonly string[];
    readonly kind?: ValueKind;
  };
  /** The option may be given several times and its values are kept in order. */
  readonly repeat?: boolean;
  /** A global option that is taken after the command's name too. */
  readonly alsoAfterCommand?: boolean;
}

/** One positional argument; with `many`, one or more of them. */
export interface Positional {
  readonly name: string;
  readonly help?: string;
  readonly many?: boolean;
  /** It may be left out. */
  readonly optional?: boolean;
  readonly choices?: readonly string[];
  readonly kind?: ValueKind;
}

/** What the parser knows of a command. */
export interface CommandSpecification {
  readonly name: string;
  readonly help: string;
  readonly options: readonly Option[];
  readonly positionals: readonly Positional[];
  /** Whether options that say how to reach the database make sense here. */
  readonly usesDatabase: boolean;
}
