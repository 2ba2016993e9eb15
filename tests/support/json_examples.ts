/** The examples of docs/json.md: each command line there is followed by what it printed. */

const EXAMPLE = /(```console\n\$ migrator (.*)\n```\n\n```json\n)([\s\S]*?)(```\n)/g;

/** The command lines that have an example. */
export function exampleCommands(markdown: string): readonly string[] {
  return [...markdown.matchAll(EXAMPLE)].map((match) => match[2]!);
}

/** The page with every example as `printed` has it: the output by command line. */
export function withExamples(markdown: string, printed: ReadonlyMap<string, string>): string {
  return markdown.replaceAll(EXAMPLE, (whole, before, command, _old, after) => {
    const text = printed.get(command);
    return text === undefined ? whole : before + text + after;
  });
}
