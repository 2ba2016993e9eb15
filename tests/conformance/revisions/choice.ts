import { pick, seededRandom } from "../../support/random_graph.ts";

/** Names and texts of columns, tables and schemas that must be quoted, or nearly. */
const ODD_NAMES = [
  ...[
    "Order",
    "user account",
    "group",
    "select",
    "tbl_%s",
    "pct%",
    "t:colon",
    "naïve",
    "Ünï",
    "1st",
  ],
  ...['quote"d', "mixedCase", "end", "desc", "limit", "b.dot", "tab'le", "user", "back\\slash"],
  "a".repeat(63),
];
const TABLES = ["accounts", "items", "orders", "events", "a_b_c", "data1"];
const COLUMNS = ["id", "name", "created_at", "Value", "user_id", "order", "x y", "amount", "qty"];
const TEXTS = [
  "abc",
  "it's",
  "100%",
  "a:b",
  "::text",
  "%(x)s",
  "back\\slash",
  "new\nline",
  "",
  "ünï",
  'q"q',
  "%%",
];

/** Random choices, the same for the same seed, and pieces of Python that are made of them. */
export class Choice {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  chance(part: number): boolean {
    return this.#random() < part;
  }

  number(least: number, most: number): number {
    return least + Math.floor(this.#random() * (most - least + 1));
  }

  /** One of several, each of which is made only if it is taken. */
  of<T>(...choices: readonly (T | (() => T))[]): T {
    const taken = pick(this.#random, choices);
    return typeof taken === "function" ? (taken as () => T)() : taken;
  }

  /** Some of the items in their order, each with its own likelihood; what is null is left out. */
  some(
    ...items: readonly (readonly [part: number, item: string | null | (() => string | null)])[]
  ): string[] {
    return items.filter(([part]) => this.chance(part))
      .map(([, item]) => typeof item === "function" ? item() : item)
      .filter((item) => item !== null);
  }

  times<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }

  table(): string {
    return this.chance(0.25) ? this.of(...ODD_NAMES) : this.of(...TABLES);
  }

  column(): string {
    return this.chance(0.12) ? this.of(...ODD_NAMES) : this.of(...COLUMNS);
  }

  /** Several columns, all of them different. */
  columns(count: number): string[] {
    const found = new Set<string>();
    while (found.size < count) found.add(this.column());
    return [...found];
  }

  schema(): string {
    return py(this.of("public", "my schema", "Other", "s1", "s%"));
  }

  text(): string {
    return py(this.of(...TEXTS));
  }

  flag(): string {
    return this.of("True", "False");
  }
}

/** A text, or a list of texts, as Python writes it. */
export function py(value: string | readonly string[]): string {
  return typeof value === "string"
    ? JSON.stringify(value)
    : `[${value.map((each) => JSON.stringify(each)).join(", ")}]`;
}

/** A call with arguments of which the empty ones are left out. */
export function call(name: string, ...args: readonly string[]): string {
  return `${name}(${args.filter((each) => each !== "").join(", ")})`;
}
