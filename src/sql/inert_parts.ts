/** A part of a SQL text that is no code: a constant, a quoted name or a comment. */
export interface InertPart {
  readonly start: number;
  readonly end: number;
}

/** What such a part begins with (PostgreSQL manual, 4.1.2 and 4.1.5). A tag stands behind no name. */
const opener = /(?<![\p{L}\p{N}_$])(?:[eE]'|\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$)|'|"|--|\/\*/gu;

/**
 * The parts of a SQL text that are no code, in their order. A comment that does not end goes to the end of the text; of a
 * constant or a name that does not end what it begins with is passed over.
 */
export function* inertParts(sql: string): Generator<InertPart> {
  const ends = new Ends(sql);
  for (let from = 0;;) {
    opener.lastIndex = from;
    const match = opener.exec(sql);
    if (match === null) return;
    from = opener.lastIndex;
    const end = ends.endOf(match[0], from);
    if (end < 0) continue;
    yield { start: match.index, end };
    from = end;
  }
}

/** The text with something else for each part that is no code. */
export function replaceInert(sql: string, replacement: string): string {
  let code = "";
  let from = 0;
  for (const { start, end } of inertParts(sql)) {
    code += sql.slice(from, start) + replacement;
    from = end;
  }
  return from === 0 ? sql : code + sql.slice(from);
}

/** Finds ends in one text, and looks at none of it again and again: texts may be made for that. */
class Ends {
  readonly #sql: string;
  #lastTags: ReadonlyMap<string, number> | null = null;

  constructor(sql: string) {
    this.#sql = sql;
  }

  /** The offset after what an opener begins, whose content is at `from`; -1 where it does not end. */
  endOf(opener: string, from: number): number {
    switch (opener) {
      case "'":
      case '"':
        return this.#quoted(opener, from);
      case "--":
        return this.#upTo("\n", from);
      case "/*":
        return this.#comment(from);
      default:
        return opener.startsWith("$") ? this.#tagged(opener, from) : this.#escaped(from);
    }
  }

  #quoted(quote: string, from: number): number {
    let at = this.#sql.indexOf(quote, from);
    while (at >= 0 && this.#sql[at + 1] === quote) at = this.#sql.indexOf(quote, at + 2);
    return at < 0 ? -1 : at + 1;
  }

  #escaped(from: number): number {
    for (let at = from; at < this.#sql.length; at++) {
      const character = this.#sql[at];
      if (character === "\\") at++;
      else if (character === "'" && this.#sql[++at] !== "'") return at;
    }
    return -1;
  }

  #upTo(end: string, from: number): number {
    const at = this.#sql.indexOf(end, from);
    return at < 0 ? this.#sql.length : at;
  }

  /** Comments stand in comments. */
  #comment(from: number): number {
    const edge = /\/\*|\*\//g;
    edge.lastIndex = from;
    let depth = 1;
    for (let match; (match = edge.exec(this.#sql)) !== null;) {
      depth += match[0] === "/*" ? 1 : -1;
      if (depth === 0) return edge.lastIndex;
    }
    return this.#sql.length;
  }

  #tagged(tag: string, from: number): number {
    this.#lastTags ??= lastTags(this.#sql);
    return (this.#lastTags.get(tag) ?? -1) < from ? -1 : this.#sql.indexOf(tag, from) + tag.length;
  }
}

/** Where each `$tag$` of a text stands last. */
function lastTags(sql: string): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  let before = sql.indexOf("$");
  while (before >= 0) {
    const next = sql.indexOf("$", before + 1);
    if (next < 0) break;
    last.set(sql.slice(before, next + 1), before);
    before = next;
  }
  return last;
}
