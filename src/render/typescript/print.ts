import { type CallCode, type Code, codeOf, type CodeStatement, type Plain } from "./code.ts";
import { isName, keyCode, stringCode } from "./string_code.ts";

/** The width that `deno fmt` breaks lines at unless it is told otherwise. */
export const lineWidth = 80;
const step = 2;

/**
 * The statements of a function as source, formatted as `deno fmt` formats them, each line indented
 * by at least `indent` blanks. Without a line end at the end.
 */
export function printStatements(statements: readonly CodeStatement[], indent: number): string {
  return statements.map((statement) => printStatement(statement, indent)).join("\n");
}

/** `export const name = value;` */
export function printConstant(name: string, value: Plain): string {
  const head = `export const ${name} = `;
  return `${head}${print(codeOf(value), { indent: 0, before: width(head), after: 1 })};`;
}

function printStatement(statement: CodeStatement, indent: number): string {
  const margin = " ".repeat(indent);
  if (statement.kind === "call") {
    return `${margin}await ${print(statement, { indent, before: indent + 6, after: 1 })};`;
  }
  const body = printStatements(statement.body, indent + step);
  return `${margin}await op.autocommit(async () => {\n${body}\n${margin}});`;
}

/** Where a piece of code stands. */
interface Room {
  /** Blanks before the line in which it begins, and before that in which it ends. */
  readonly indent: number;
  /** Characters of its first line that stand before it, blanks included. */
  readonly before: number;
  /** Characters that follow it on its last line. */
  readonly after: number;
}

function print(code: Code, room: Room): string {
  const flat = flatCode(code);
  if (flat !== null && room.before + width(flat) + room.after <= lineWidth) return flat;
  switch (code.kind) {
    case "call":
      return printCall(code, room);
    case "array":
      return code.items.length === 0 ? "[]" : printItems("[", code.items, "]", room.indent);
    case "object":
      return printObject(code.entries, room.indent);
    default:
      return flat ?? leaf(code);
  }
}

function printCall(code: CallCode, room: Room): string {
  const { indent, before } = room;
  const name = calleeOf(code);
  const last = code.arguments.at(-1);
  if (last === undefined) return `${name}()`;
  const others = code.arguments.slice(0, -1).map(flatCode);
  if (others.length === 0 && last.kind === "string") {
    const text = leaf(last);
    const firstLine = `${name}(${text.split("\n", 1)[0]}`;
    if (text.includes("\n") && before + width(firstLine) <= lineWidth) return `${name}(${text})`;
  }
  // The last argument opens on the line of the call where all before it has room there.
  if (others.every((each) => each !== null) && opens(last)) {
    const head = `${name}(${others.map((each) => `${each}, `).join("")}`;
    if (before + width(head) + 1 <= lineWidth) {
      return `${head}${printApart(last, indent)})`;
    }
  }
  return printItems(`${name}(`, code.arguments, ")", indent);
}

/** Whether code has brackets of its own with something between them. */
function opens(
  code: Code,
): code is Extract<Code, { readonly kind: "array" | "object" }> {
  return (code.kind === "array" && code.items.length > 0) ||
    (code.kind === "object" && code.entries.length > 0);
}

function printApart(
  code: Extract<Code, { readonly kind: "array" | "object" }>,
  indent: number,
): string {
  return code.kind === "array"
    ? printItems("[", code.items, "]", indent)
    : printObject(code.entries, indent);
}

function printItems(open: string, items: readonly Code[], close: string, indent: number): string {
  const inner = indent + step;
  const margin = " ".repeat(inner);
  const lines = items.map((item) =>
    `${margin}${print(item, { indent: inner, before: inner, after: 1 })},\n`
  );
  return `${open}\n${lines.join("")}${" ".repeat(indent)}${close}`;
}

function printObject(
  entries: readonly (readonly [key: string, value: Code])[],
  indent: number,
): string {
  const inner = indent + step;
  const margin = " ".repeat(inner);
  const lines = entries.map(([key, value]) => {
    const head = `${keyCode(key)}:`;
    // A text whose first line has no room beside its key stands below it.
    if (value.kind === "string") {
      const text = leaf(value);
      const [line = "", ...more] = text.split("\n");
      const end = more.length === 0 ? 1 : 0;
      if (inner + width(head) + 1 + width(line) + end > lineWidth) {
        return `${margin}${head}\n${" ".repeat(inner + step)}${text},\n`;
      }
    }
    const room = { indent: inner, before: inner + width(head) + 1, after: 1 };
    return `${margin}${head} ${print(value, room)},\n`;
  });
  return `{\n${lines.join("")}${" ".repeat(indent)}}`;
}

/** The code on one line; `null` where it cannot stand on one. */
function flatCode(code: Code): string | null {
  switch (code.kind) {
    case "value":
    case "string": {
      const text = leaf(code);
      return text.includes("\n") ? null : text;
    }
    case "array": {
      const items = code.apart ? null : flatItems(code.items);
      return items === null ? null : `[${items}]`;
    }
    case "object": {
      if (code.entries.length === 0) return "{}";
      const values = code.entries.map(([, value]) => flatCode(value));
      if (values.some((each) => each === null)) return null;
      return `{ ${
        code.entries.map(([key], index) => `${keyCode(key)}: ${values[index]}`).join(", ")
      } }`;
    }
    case "call": {
      const items = flatItems(code.arguments);
      return items === null ? null : `${calleeOf(code)}(${items})`;
    }
  }
}

function flatItems(items: readonly Code[]): string | null {
  const texts = items.map(flatCode);
  return texts.every((each) => each !== null) ? texts.join(", ") : null;
}

function leaf(code: Code): string {
  if (code.kind === "string") return stringCode(code.value);
  if (code.kind !== "value") throw new TypeError(`no leaf: ${code.kind}`);
  return typeof code.value === "bigint" ? `${code.value}n` : String(code.value);
}

function calleeOf({ path }: CallCode): string {
  return path.reduce(
    (text, name) => isName(name) ? `${text}.${name}` : `${text}[${stringCode(name)}]`,
    "op",
  );
}

/** Columns on a terminal, as `deno fmt` counts them. */
function width(text: string): number {
  return [...text].length;
}
