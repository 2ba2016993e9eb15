import { FileError } from "../errors/mod.ts";
import type { TemplateNode } from "./mako_lexer.ts";

/** A template as a Python module that appends what it writes to the list `_written`. */
export interface TemplateModule {
  readonly source: string;
  /** For each line of `source`, from 1, the line of the template that it comes from. */
  readonly templateLines: readonly number[];
}

/** Filters of Mako by name, around an expression in Python. */
const builtinFilters: Readonly<Record<string, (value: string) => string>> = {
  str: (value) => `str(${value})`,
  unicode: (value) => `str(${value})`,
  trim: (value) => `(${value}).strip()`,
  h: escapeHtml,
  x: escapeHtml,
};

const continuing = /^(?:elif|else|except|finally)\b/;
const opening = /^(?:if|for|while|with|try)\b/;
const keywords = new Set(
  ("False None True and as assert async await break class continue def del elif else except " +
    "finally for from global if import in is lambda nonlocal not or pass raise return try while " +
    "with yield").split(" "),
);

/**
 * Translates a template to Python. Names that neither `variables` nor Python defines are false and
 * cannot be written, as Mako's UNDEFINED. A `FileError` with the line for blocks that do not match.
 */
export function templateModule(
  nodes: readonly TemplateNode[],
  variables: readonly string[],
  path: string,
): TemplateModule {
  const writer = new ModuleWriter(path);
  for (const node of nodes) {
    if (node.kind === "code" && node.module) writer.code(node.source, node.line);
  }
  writer.prelude(variables, namesIn(nodes));
  for (const node of nodes) writer.node(node);
  return writer.finish();
}

class ModuleWriter {
  readonly #lines: string[] = [];
  readonly #templateLines: number[] = [];
  readonly #blocks: { readonly keyword: string; readonly line: number; empty: boolean }[] = [];

  constructor(readonly path: string) {}

  prelude(variables: readonly string[], used: ReadonlySet<string>): void {
    const entries = variables.map((name) => `${JSON.stringify(name)}: ${name}`).join(", ");
    this.code(
      [
        "_written = []",
        "class _Undefined:",
        "    def __bool__(self):",
        "        return False",
        "    def __str__(self):",
        "        raise NameError('Undefined')",
        "class _Context:",
        "    def __init__(self, values):",
        "        self.kwargs = values",
        "    def get(self, key, default=None):",
        "        return self.kwargs.get(key, default)",
        "    def __getitem__(self, key):",
        "        return self.kwargs[key]",
        "    def keys(self):",
        "        return list(self.kwargs)",
        "    def write(self, text):",
        "        _written.append(text)",
        "UNDEFINED = _Undefined()",
        `context = _Context({${entries}})`,
      ].join("\n"),
      1,
    );
    for (const name of used) {
      if (variables.includes(name)) continue;
      this.code(`try:\n    ${name}\nexcept NameError:\n    ${name} = UNDEFINED`, 1);
    }
  }

  node(node: TemplateNode): void {
    switch (node.kind) {
      case "text":
        return this.#statement(`_written.append(${JSON.stringify(node.text)})`, node.line);
      case "expression":
        return this.#statement(`_written.append(${filtered(node)})`, node.line);
      case "code":
        if (!node.module) this.code(node.source, node.line);
        return;
      case "control":
        return this.#control(node);
    }
  }

  /** Code of the template's own, its indentation brought to that of the place. */
  code(source: string, line: number): void {
    const lines = source.replace(/\r\n/g, "\n").split("\n");
    // Code on the line of the tag itself has no indentation that counts.
    const [first = "", ...rest] = lines;
    const margin = Math.min(
      ...rest.filter((text) => text.trim() !== "").map((text) => /^\s*/.exec(text)![0].length),
      1000,
    );
    const onTagLine = first.trim() !== "";
    const flush = onTagLine && /^\S/.test(first);
    lines.forEach((text, index) => {
      if (text.trim() === "") return;
      const own = index === 0 ? text.trim() : flush ? text : text.slice(margin);
      this.#emit(own, line + index);
    });
    if (lines.some((text) => text.trim() !== "" && !text.trim().startsWith("#"))) this.#fill();
  }

  finish(): TemplateModule {
    const open = this.#blocks.at(-1);
    if (open !== undefined) {
      throw this.#error(
        `Expected '% end${open.keyword}', found the end of the template`,
        open.line,
      );
    }
    return { source: `${this.#lines.join("\n")}\n`, templateLines: this.#templateLines };
  }

  #control(node: { source: string; end: string | null; line: number }): void {
    const { source, end, line } = node;
    const block = this.#blocks.at(-1);
    if (end !== null) {
      if (block?.keyword !== end) {
        throw this.#error(`'% end${end}' closes nothing that is open here`, line);
      }
      this.#close();
      return;
    }
    if (continuing.test(source)) {
      if (block === undefined) throw this.#error(`'% ${source}' continues no block`, line);
      this.#close();
      this.#emit(source, line);
      this.#blocks.push({ ...block, empty: true });
      return;
    }
    const keyword = opening.exec(source)?.[0];
    if (keyword === undefined) throw this.#error(`Unsupported control keyword: '${source}'`, line);
    this.#statement(source, line);
    this.#blocks.push({ keyword, line, empty: true });
  }

  #close(): void {
    if (this.#blocks.at(-1)!.empty) this.#emit("pass", this.#templateLines.at(-1)!);
    this.#blocks.pop();
  }

  #statement(source: string, line: number): void {
    this.#emit(source, line);
    this.#fill();
  }

  #fill(): void {
    const block = this.#blocks.at(-1);
    if (block !== undefined) block.empty = false;
  }

  #emit(source: string, line: number): void {
    const indent = "    ".repeat(this.#blocks.length);
    source.split("\n").forEach((text, index) => {
      this.#lines.push(indent + text);
      this.#templateLines.push(line + index);
    });
  }

  #error(message: string, line: number): FileError {
    return new FileError("bad_template", message, { place: { path: this.path, line } });
  }
}

/** The Python expression for `${source | filters}`: text unless `n` is among the filters. */
function filtered(node: { source: string; filters: readonly string[] }): string {
  const own = node.filters.filter((name) => name !== "n");
  const all = node.filters.includes("n") ? own : ["str", ...own];
  return all.reduce(
    (value, name) =>
      Object.hasOwn(builtinFilters, name) ? builtinFilters[name]!(value) : `${name}(${value})`,
    `(${node.source})`,
  );
}

function escapeHtml(value: string): string {
  return `str(${value}).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")` +
    `.replace("'", "&#39;").replace('"', "&#34;")`;
}

/** The names that the code of a template may look up. */
function namesIn(nodes: readonly TemplateNode[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of nodes) {
    if (node.kind === "text" || (node.kind === "code" && node.module)) continue;
    if (node.kind === "control" && node.end !== null) continue;
    const filters = node.kind === "expression" ? node.filters.join(" ") : "";
    const code = node.source.replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g, " ");
    for (const [name] of `${code} ${filters}`.matchAll(/(?<![\w.])[A-Za-z_]\w*/g)) {
      if (!keywords.has(name) && name !== "context" && name !== "UNDEFINED" && name !== "n") {
        names.add(name);
      }
    }
  }
  for (const name of Object.keys(builtinFilters)) if (name !== "str") names.delete(name);
  return names;
}
