/** `textwrap.dedent`: takes off the blanks and tabs that all lines with other text begin with. */
export function dedent(text: string): string {
  // Lines end at "\n" alone here, and those of nothing but blanks are emptied.
  const lines = text.split("\n").map((line) => /^[ \t]+$/.test(line) ? "" : line);
  let margin: string | null = null;
  for (const line of lines) {
    if (line === "") continue;
    const indent = /^[ \t]*/.exec(line)![0];
    if (margin === null || margin.startsWith(indent)) margin = indent;
    else if (!indent.startsWith(margin)) {
      let common = 0;
      while (common < margin.length && margin[common] === indent[common]) common++;
      margin = margin.slice(0, common);
    }
  }
  const width = margin?.length ?? 0;
  return lines.map((line) => line.slice(width)).join("\n");
}
