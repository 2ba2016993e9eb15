import { quote } from "../config/python_text.ts";

/** What a template variable may be: text, nothing, a sequence of texts, or a moment. */
export type TemplateValue =
  | string
  | null
  | { readonly kind: "tuple" | "list"; readonly items: readonly string[] }
  | TemplateDate;

/** A moment as Python's `datetime` shows it. */
export interface TemplateDate {
  readonly kind: "datetime";
  /** What `str()` gives. */
  readonly text: string;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** Offset from UTC in seconds; `null` for a time without a zone. */
  readonly offset: number | null;
}

export type TemplateVariables = Readonly<Record<string, TemplateValue>>;

/** One name as itself, several as a sequence, none as `None`: how Alembic passes links. */
export function scalar(
  names: readonly string[],
  kind: "tuple" | "list" = "tuple",
): TemplateValue {
  if (names.length === 0) return null;
  return names.length === 1 ? names[0]! : { kind, items: names };
}

/** `str(value)`. */
export function textOf(value: TemplateValue): string {
  if (typeof value === "string") return value;
  return value !== null && value.kind === "datetime" ? value.text : reprOf(value);
}

/** `repr(value)`. */
export function reprOf(value: TemplateValue): string {
  if (value === null) return "None";
  if (typeof value === "string") return quote(value);
  if (value.kind === "datetime") return value.text;
  const items = value.items.map(quote).join(", ");
  if (value.kind === "list") return `[${items}]`;
  return value.items.length === 1 ? `(${items},)` : `(${items})`;
}

/** `bool(value)`. */
export function isTrue(value: TemplateValue): boolean {
  if (value === null || value === "") return false;
  return typeof value === "string" || value.kind === "datetime" || value.items.length > 0;
}

/** The filter `comma` of Alembic's templates. */
export function commaOf(value: TemplateValue): string {
  if (value === null) return "";
  return typeof value === "object" && value.kind !== "datetime"
    ? value.items.join(", ")
    : textOf(value);
}

/** The filter `json` of TypeScript templates: a literal that is valid there. */
export function jsonOf(value: TemplateValue): string {
  if (value === null || typeof value === "string") return JSON.stringify(value);
  if (value.kind === "datetime") return JSON.stringify(value.text);
  return `[${value.items.map((item) => JSON.stringify(item)).join(", ")}]`;
}
