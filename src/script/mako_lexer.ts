import { FileError } from "../errors/mod.ts";
import { LineCounter } from "./lines.ts";

/** A piece of a Mako template. `line` is where it begins, from 1. */
export type TemplateNode =
  | { readonly kind: "text"; readonly text: string; readonly line: number }
  /** `${source | filters}`. */
  | {
    readonly kind: "expression";
    readonly source: string;
    readonly filters: readonly string[];
    readonly line: number;
  }
  /** A line `% source`; `end` is the keyword that an `% endfor` closes. */
  | {
    readonly kind: "control";
    readonly source: string;
    readonly end: string | null;
    readonly line: number;
  }
  /** `<% source %>`, or `<%! source %>` for the module. */
  | {
    readonly kind: "code";
    readonly source: string;
    readonly module: boolean;
    readonly line: number;
  };

const controlLine = /[\t ]*%(?!%)[\t ]*((?:\\\r?\n|[^\r\n])*)(?:\r\n|\n|$)/y;
const commentLine = /[\t ]*##[^\r\n]*(?:\r\n|\n|$)/y;
// What ends a piece of text: a placeholder, a tag, a continued line, or a line that may be special.
const special = /\$\{|<%|\\\r?\n|^[\t ]*(?:%|##)/gm;

/**
 * Takes a Mako template apart (Mako documentation, "Syntax"). Tags for inheritance, defs and
 * includes do not occur in revision templates and are a `FileError`, as is what does not end.
 */
export function readTemplate(template: string, path: string): TemplateNode[] {
  return new TemplateLexer(template, path).run();
}

class TemplateLexer {
  readonly #nodes: TemplateNode[] = [];
  readonly #lines: LineCounter;
  #pos = 0;

  constructor(readonly template: string, readonly path: string) {
    this.#lines = new LineCounter(template);
  }

  run(): TemplateNode[] {
    while (this.#pos < this.template.length) this.#piece();
    return this.#nodes;
  }

  #piece(): void {
    const { template } = this;
    const start = this.#pos;
    if (start === 0 || template[start - 1] === "\n") {
      if (this.#match(commentLine) !== null) return;
      const control = this.#match(controlLine);
      if (control !== null) return this.#control(control[1]!, start);
    }
    if (template.startsWith("${", start)) return this.#expression(start);
    if (template.startsWith("<%", start)) return this.#tag(start);
    const continued = this.#match(/\\\r?\n/y);
    if (continued !== null) return;
    this.#text(start);
  }

  /** Text up to the next special place; `%%` at the beginning of a line stands for `%`. */
  #text(start: number): void {
    const { template } = this;
    let from = start;
    const atLineStart = start === 0 || template[start - 1] === "\n";
    const escaped = atLineStart ? /[\t ]*%%/y : null;
    if (escaped !== null) escaped.lastIndex = start;
    if (escaped?.test(template)) {
      const percent = escaped.lastIndex - 1;
      this.#add({
        kind: "text",
        text: template.slice(start, percent),
        line: this.#lines.lineOf(start),
      });
      from = percent + 1;
    }
    special.lastIndex = from === start ? from + 1 : from;
    // A place at the very start was looked at by the caller and is none.
    const next = special.exec(template);
    const end = next === null ? template.length : next.index;
    if (end > from) {
      this.#add({ kind: "text", text: template.slice(from, end), line: this.#lines.lineOf(from) });
    }
    this.#pos = Math.max(end, from);
  }

  #control(source: string, start: number): void {
    const line = this.#lines.lineOf(start);
    const text = source.replace(/\\\r?\n/g, " ").trim();
    const end = /^end(\w*)/.exec(text);
    if (end === null && !/^\w+/.test(text)) {
      throw this.#error(`Invalid control line: '${text}'`, line);
    }
    this.#add({ kind: "control", source: text, end: end === null ? null : end[1]!, line });
  }

  #expression(start: number): void {
    this.#pos += 2;
    const source = this.#code(/[|}]/);
    const filters: string[] = [];
    if (this.template[this.#pos - 1] === "|") {
      const list = this.#code(/}/);
      filters.push(...list.split(",").map((name) => name.trim()).filter((name) => name !== ""));
    }
    this.#add({
      kind: "expression",
      source: source.trim(),
      filters,
      line: this.#lines.lineOf(start),
    });
  }

  #tag(start: number): void {
    const { template } = this;
    const line = this.#lines.lineOf(start);
    const doc = this.#match(/<%doc>[\s\S]*?<\/%doc>/y);
    if (doc !== null) return;
    const verbatim = this.#match(/<%text>([\s\S]*?)<\/%text>/y);
    if (verbatim !== null) {
      this.#add({ kind: "text", text: verbatim[1]!, line });
      return;
    }
    const name = /^<%(\w+)/.exec(template.slice(start, start + 40));
    if (name !== null) {
      throw this.#error(`The tag <%${name[1]}> is not supported in revision templates`, line);
    }
    const module = template.startsWith("<%!", start);
    this.#pos = start + (module ? 3 : 2);
    const source = this.#code(/%>/);
    this.#add({ kind: "code", source, module, line });
  }

  /**
   * Python code up to `end`, which it steps over; strings, comments and what stands in brackets are
   * passed by.
   */
  #code(end: RegExp): string {
    const { template } = this;
    const start = this.#pos;
    const ends = new RegExp(end.source, "y");
    const string =
      /("""|''')(?:\\[\s\S]|(?!\1)[^\\])*\1|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/y;
    for (let depth = 0; this.#pos < template.length;) {
      if (depth === 0) {
        ends.lastIndex = this.#pos;
        if (ends.test(template)) {
          const code = template.slice(start, this.#pos);
          this.#pos = ends.lastIndex;
          return code;
        }
      }
      if (this.#match(string) !== null || this.#match(/#[^\n]*/y) !== null) continue;
      const character = template[this.#pos++]!;
      if ("([{".includes(character)) depth++;
      if (")]}".includes(character)) depth--;
    }
    throw this.#error(
      `Expected ${end.source}, found the end of the template`,
      this.#lines.lineOf(start),
    );
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#pos;
    const match = pattern.exec(this.template);
    if (match !== null) this.#pos = pattern.lastIndex;
    return match;
  }

  #add(node: TemplateNode): void {
    this.#nodes.push(node);
  }

  #error(message: string, line: number): FileError {
    return new FileError("bad_template", message, { place: { path: this.path, line } });
  }
}
