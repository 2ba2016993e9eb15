/** Python files that are changed in places: the nodes of their trees, and edits of their text. */
import type { Call, Expr, Keyword, Module } from "../../../src/python/syntax/mod.ts";
import { parseModule } from "../../../src/python/syntax/mod.ts";

/** Any node of a tree that stands somewhere in the text. */
export interface Node {
  readonly _type: string;
  readonly lineno: number;
  readonly col_offset: number;
  readonly end_lineno: number;
  readonly end_col_offset: number;
}

/** A node with those that it is in, the nearest last. */
export interface Placed<T extends Node = Node> {
  readonly file: SourceFile;
  readonly node: T;
  readonly parents: readonly Node[];
}

/** What stands in a file instead of a part of it. */
export interface Edit {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** An argument of a call as it is written. */
export interface Argument {
  /** Null for one that is given by place. */
  readonly name: string | null;
  readonly text: string;
  readonly value?: Expr;
}

/** A file and its tree. */
export class SourceFile {
  readonly path: string;
  readonly text: string;
  readonly nodes: readonly Placed[];
  readonly module: Module;
  readonly #lines: readonly number[];

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
    const starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.#lines = starts;
    this.module = parseModule(text, path);
    const nodes: Placed[] = [];
    visit(this.module.body, [], (node, parents) => nodes.push({ file: this, node, parents }));
    this.nodes = nodes;
  }

  start(node: Node): number {
    return this.#offset(node.lineno, node.col_offset);
  }

  end(node: Node): number {
    return this.#offset(node.end_lineno, node.end_col_offset);
  }

  textOf(node: Node): string {
    return this.text.slice(this.start(node), this.end(node));
  }

  /** Columns are counted in bytes of UTF-8. */
  #offset(line: number, column: number): number {
    const start = this.#lines[line - 1]!;
    const text = this.text.slice(start, this.#lines[line] ?? this.text.length);
    const bytes = new TextEncoder().encode(text);
    if (bytes.length === text.length) return start + column;
    return start + new TextDecoder().decode(bytes.slice(0, column)).length;
  }
}

function visit(
  value: unknown,
  parents: readonly Node[],
  meet: (node: Node, parents: readonly Node[]) => void,
): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, parents, meet);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const isNode = "lineno" in value && "_type" in value;
  if (isNode) meet(value as Node, parents);
  const below = isNode ? [...parents, value as Node] : parents;
  for (const part of Object.values(value)) {
    if (typeof part === "object") visit(part, below, meet);
  }
}

/** Replaces a node by another text. */
export function replace({ file, node }: Placed, text: string): Edit {
  return { file, start: file.start(node), end: file.end(node), text };
}

/** Takes a statement out, and `pass` in where nothing else would be left. */
export function removeStatement(placed: Placed): Edit {
  const { file, node, parents } = placed;
  const body = (parents.at(-1) as { readonly body?: readonly Node[] } | undefined)?.body;
  return replace(placed, body?.length === 1 && body[0] === node ? "pass" : nothing(file, node));
}

/** What leaves the line as it is: an expression without effect. */
function nothing(file: SourceFile, node: Node): string {
  return file.text.slice(0, file.start(node)).endsWith("; ") ? "pass" : "None";
}

/** The last part of the name of what is called: `Column` of `sa.Column(…)`. */
export function calledName({ func }: Call): string | null {
  if (func._type === "Name") return func.id;
  return func._type === "Attribute" ? func.attr : null;
}

/** The arguments of a call as they are written. */
export function argumentsOf(file: SourceFile, { args, keywords }: Call): Argument[] {
  return [
    ...args.map((value) => ({ name: null, text: file.textOf(value), value })),
    ...keywords.map((each) => ({
      name: each.arg ?? "**",
      text: file.textOf(each as Keyword),
      value: each.value,
    })),
  ];
}

/** Writes a call with other arguments. */
export function withArguments({ file, node }: Placed<Call>, given: readonly Argument[]): Edit {
  const places = given.filter(({ name }) => name === null);
  const names = given.filter(({ name }) => name !== null);
  return {
    file,
    start: file.end(node.func),
    end: file.end(node),
    text: `(${[...places, ...names].map(({ text }) => text).join(", ")})`,
  };
}

/** Writes a call with a keyword that has another value, or none where that is `null`. */
export function withKeyword(call: Placed<Call>, name: string, value: string | null): Edit {
  const others = argumentsOf(call.file, call.node).filter((each) => each.name !== name);
  return withArguments(
    call,
    value === null ? others : [...others, { name, text: `${name}=${value}` }],
  );
}

/** The files with edits made; what these use of SQLAlchemy is imported. */
export function edited(
  files: readonly SourceFile[],
  edits: readonly Edit[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map((file) => {
    const own = edits.filter((edit) => edit.file === file).toSorted((a, b) => b.start - a.start);
    let { text } = file;
    for (const { start, end, text: other } of own) {
      text = text.slice(0, start) + other + text.slice(end);
    }
    return [file.path, own.length === 0 ? text : withImports(file, text)];
  }));
}

const IMPORTS = `import datetime as dt_
import decimal as decimal_
import uuid as uuid_
import sqlalchemy as sa_
from sqlalchemy.dialects import postgresql as pg_
`;

function withImports(file: SourceFile, text: string): string {
  if (!/\b(sa|pg|dt|decimal|uuid)_\./.test(text)) return text;
  const head = file.module.body.findLastIndex((statement) =>
    statement._type === "ImportFrom" && statement.module === "__future__"
  );
  if (head < 0) return IMPORTS + text;
  const at = file.end(file.module.body[head]!) + 1;
  return text.slice(0, at) + IMPORTS + text.slice(at);
}
