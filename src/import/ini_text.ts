/** One option that is to be set in a section; `null` takes it out. */
export type IniChange = readonly [name: string, value: string | null];

/**
 * The text of an ini with options of one section set, and all else as it was, comments included. An option that is not
 * there yet is written below the section's header; a section that is not there is written at the end.
 */
export function changeIni(text: string, section: string, changes: readonly IniChange[]): string {
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.split(/\r\n|\n/);
  const start = lines.findIndex((line) => headerOf(line) === section);
  if (start < 0) {
    const added = changes.flatMap(([name, value]) => value === null ? [] : [`${name} = ${value}`]);
    if (added.length === 0) return text;
    return [text.trimEnd(), "", `[${section}]`, ...added, ""].join(lineEnd);
  }
  const next = lines.findIndex((line, index) => index > start && headerOf(line) !== null);
  const end = next < 0 ? lines.length : next;
  const body = lines.slice(start + 1, end);
  const missing: string[] = [];
  for (const [name, value] of changes) {
    const at = body.findIndex((line) => optionOf(line) === name);
    if (at < 0) {
      if (value !== null) missing.push(`${name} = ${value}`);
      continue;
    }
    // Lines that begin with blanks go on with the value, comments and empty lines among them as well.
    let after = at + 1;
    for (let line = after; line < body.length && /^(?:\s|[#;]|$)/.test(body[line]!); line++) {
      if (/^\s+[^\s#;]/.test(body[line]!)) after = line + 1;
    }
    body.splice(at, after - at, ...(value === null ? [] : [`${name} = ${value}`]));
  }
  return [...lines.slice(0, start + 1), ...missing, ...body, ...lines.slice(end)].join(lineEnd);
}

function headerOf(line: string): string | null {
  return /^\[([^\]]+)\]/.exec(line)?.[1] ?? null;
}

/** Names of options do not tell capitals from small letters. */
function optionOf(line: string): string | null {
  return /^([^\s#;[=:][^=:]*?)\s*[=:]/.exec(line)?.[1]?.toLowerCase() ?? null;
}
