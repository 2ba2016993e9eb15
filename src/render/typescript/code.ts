/**
 * A piece of TypeScript as data: a value, or a call of one of the operations on values. It can be
 * printed as source, and evaluated without a compiler to see what it would do.
 */
export type Code =
  | { readonly kind: "value"; readonly value: number | bigint | boolean | null }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "array"; readonly items: readonly Code[]; readonly apart?: boolean }
  | { readonly kind: "object"; readonly entries: readonly (readonly [key: string, value: Code])[] }
  | CallCode;

/** A call of a method of `op`, such as `op.types.string(60)`: the path is `["types", "string"]`. */
export interface CallCode {
  readonly kind: "call";
  readonly path: readonly string[];
  readonly arguments: readonly Code[];
}

/** A statement of a revision's function: a directive, or a block outside the transaction. */
export type CodeStatement =
  | CallCode
  | { readonly kind: "autocommit"; readonly body: readonly CodeStatement[] };

/** A value that a TypeScript program can write down. */
export type Plain =
  | null
  | string
  | number
  | bigint
  | boolean
  | Code
  | readonly Plain[]
  | { readonly [key: string]: Plain | undefined };

/** The code of a value; entries of objects that are undefined are left out. */
export function codeOf(value: Plain): Code {
  if (typeof value === "string") return { kind: "string", value };
  if (value === null || typeof value !== "object") return { kind: "value", value };
  if (Array.isArray(value)) return { kind: "array", items: value.map(codeOf) };
  if (isCode(value)) return value;
  return {
    kind: "object",
    entries: Object.entries(value as Readonly<Record<string, Plain | undefined>>)
      .flatMap(([key, each]) => each === undefined ? [] : [[key, codeOf(each)] as const]),
  };
}

/** A list whose items stand on lines of their own. */
export function linesOf(items: readonly Plain[]): Code {
  return { kind: "array", items: items.map(codeOf), apart: items.length > 0 };
}

/** A call; trailing arguments that are undefined or empty objects are left out. */
export function call(path: string, ...args: readonly (Plain | undefined)[]): CallCode {
  const codes = args.map((each) => each === undefined ? null : codeOf(each));
  while (codes.length > 0 && isNothing(codes.at(-1)!)) codes.pop();
  return {
    kind: "call",
    path: path.split("."),
    arguments: codes.map((each) => each ?? { kind: "value", value: null }),
  };
}

function isNothing(code: Code | null): boolean {
  return code === null || (code.kind === "object" && code.entries.length === 0);
}

function isCode(value: object): value is Code {
  const { kind } = value as { readonly kind?: unknown };
  return typeof kind === "string" && codeKinds.has(kind);
}

const codeKinds: ReadonlySet<string> = new Set(["value", "string", "array", "object", "call"]);

/** What the code evaluates to where `op` is the given object. */
export function evaluate(code: Code, op: object): unknown {
  switch (code.kind) {
    case "value":
    case "string":
      return code.value;
    case "array":
      return code.items.map((item) => evaluate(item, op));
    case "object":
      return Object.fromEntries(code.entries.map(([key, value]) => [key, evaluate(value, op)]));
    case "call": {
      let owner: unknown = op;
      let found: unknown = op;
      for (const name of code.path) {
        owner = found;
        found = (found as Readonly<Record<string, unknown>>)[name];
      }
      const args = code.arguments.map((each) => evaluate(each, op));
      return (found as (...args: unknown[]) => unknown).apply(owner, args);
    }
  }
}
