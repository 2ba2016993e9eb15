/**
 * Command lines and what they print, as a text that people read and edit:
 *
 *     What the script shows, in words.
 *     project: shop
 *
 *     -- migrations/versions/a1.py --
 *     revision = 'a1'
 *     -- run --
 *     # a comment
 *     > migrator heads
 *     | a1 (head)
 *     > migrator show nope
 *     | FAILED: Can't locate revision identified by 'nope'
 *     ! hint: No revision file has this id or branch label
 *     = 255
 *
 * `|` stands before lines of standard output, `!` before lines of standard error, `=` before the exit code
 * where it is not 0; `\` ends the last line where no line break does. `{{…}}` in an expected line is a
 * regular expression for what is never the same twice. Files of the projects that it names come before its
 * own.
 */

/** A script, read. */
export interface TextScript {
  /** All up to and including `-- run --`, as it stands. */
  readonly head: string;
  /** The names of the projects that it starts from. */
  readonly projects: readonly string[];
  readonly files: ReadonlyMap<string, string>;
  readonly commands: readonly ExpectedCommand[];
}

/** One command of a script. */
export interface ExpectedCommand {
  /** Comments and empty lines before it. */
  readonly before: readonly string[];
  readonly line: string;
  /** What is expected of it, line by line. */
  readonly expected: readonly string[];
}

/** What a command did. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const SECTION = /^-- (.+) --$/;

/** Reads a script. */
export function parseTextScript(text: string): TextScript {
  const lines = text.replace(/\n$/, "").split("\n");
  const files = new Map<string, string>();
  const projects: string[] = [];
  let at = 0;
  let name: string | null = null;
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    const section = SECTION.exec(line)?.[1];
    if (section === "run") break;
    if (section !== undefined) files.set(name = section, "");
    else if (name !== null) files.set(name, `${files.get(name)}${line}\n`);
    else if (line.startsWith("project: ")) projects.push(line.slice("project: ".length));
  }
  return {
    head: lines.slice(0, at + 1).join("\n"),
    projects,
    files,
    commands: readCommands(lines.slice(at + 1)),
  };
}

function readCommands(lines: readonly string[]): ExpectedCommand[] {
  const commands: { before: string[]; line: string; expected: string[] }[] = [];
  let before: string[] = [];
  for (const line of lines) {
    if (line.startsWith("> ")) {
      commands.push({ before, line: line.slice(2), expected: [] });
      before = [];
    } else if (/^[|!=](?: |$)/.test(line) && commands.length > 0 && before.length === 0) {
      commands.at(-1)!.expected.push(line);
    } else if (line === "" || line.startsWith("#")) {
      before.push(line);
    } else {
      throw new Error(`expected a command, a comment or an expected line, found: ${line}`);
    }
  }
  return commands;
}

/** The script with what its commands did; expected lines that fit stay as they are written. */
export function withOutcomes(script: TextScript, outcomes: readonly Outcome[]): string {
  const parts = script.commands.map(({ before, line, expected }, index) => {
    const actual = outcomeLines(outcomes[index]!);
    const shown = actual.map((each, at) => fits(each, expected[at] ?? "") ? expected[at]! : each);
    return [...before, `> ${line}`, ...shown].join("\n");
  });
  return `${[script.head, ...parts].join("\n")}\n`;
}

function outcomeLines({ code, stdout, stderr }: Outcome): string[] {
  return [
    ...marked("|", stdout),
    ...marked("!", stderr),
    ...(code === 0 ? [] : [`= ${code}`]),
  ];
}

function marked(mark: string, text: string): string[] {
  if (text === "") return [];
  const whole = text.endsWith("\n") ? text.slice(0, -1) : `${text}\\`;
  return whole.split("\n").map((line) => line === "" ? mark : `${mark} ${line}`);
}

/** Whether a line is the expected one, whose `{{…}}` are regular expressions. */
function fits(actual: string, expected: string): boolean {
  const source = expected.split(/\{\{(.*?)\}\}/)
    .map((part, index) =>
      index % 2 === 1 ? `(?:${part})` : part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
    )
    .join("");
  return new RegExp(`^${source}$`).test(actual);
}
