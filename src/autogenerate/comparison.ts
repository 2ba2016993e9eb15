import type { NormalizedTable } from "../dialect/postgresql/reflection/realize.ts";
import { type Name, nameText } from "../schema/name.ts";
import type { Table } from "../schema/table.ts";
import { reprText } from "../sql/python_text.ts";
import type {
  ComparedColumn,
  ComparedKind,
  ComparedObject,
  CompareOptions,
  Improvements,
  ParentNames,
} from "./compare_options.ts";
import { defaultImprovements } from "./compare_options.ts";
import type { DesiredTable } from "./desired_table.ts";

/** A table of both sides, and what the server says of the target's. */
export interface TablePair {
  /** The schema as Alembic names it: null for the default one. */
  readonly schema: string | null;
  readonly name: string;
  readonly desired: DesiredTable;
  readonly existing: Table;
  /** The target as the server writes it; null where it was not asked or could not make it. */
  readonly normalized: NormalizedTable | null;
}

/** What all parts of one comparison share: the options with their defaults, filters and loggers. */
export class Comparison {
  readonly options: CompareOptions;
  readonly improvements: Improvements;
  /** Whether two defaults have the same value, by {@link equalityKey}; null where the server could not tell. */
  equalities: ReadonlyMap<string, boolean | null> = new Map();

  readonly #originals = new WeakMap<object, object>();

  constructor(options: CompareOptions) {
    this.options = options;
    this.improvements = { ...defaultImprovements, ...options.improvements };
  }

  /** Says what was found, as a logger under `alembic.` does. */
  info(logger: string, message: string): void {
    this.options.log?.(`alembic.${logger}`, "INFO", message);
  }

  /** What Alembic gives to Python's `warnings`. */
  warn(message: string): void {
    this.options.log?.("py.warnings", "WARNING", message);
  }

  includesName(name: string | null, kind: ComparedKind, parents: ParentNames): boolean {
    const { includeName } = this.options;
    if (includeName === undefined) return true;
    const table = kind === "table" ? name : parents.table_name;
    if (!("schema_name" in parents) || !table) return includeName(name, kind, parents);
    const schema = parents.schema_name;
    return includeName(name, kind, {
      ...parents,
      schema_qualified_table_name: schema ? `${schema}.${table}` : table,
    });
  }

  includes(
    object: ComparedObject,
    name: string | null,
    kind: ComparedKind,
    reflected: boolean,
    compareTo: ComparedObject | null,
  ): boolean {
    const { includeObject } = this.options;
    if (includeObject === undefined) return true;
    const other = compareTo === null ? null : this.#asGiven(compareTo);
    return includeObject(this.#asGiven(object), name, kind, reflected, other);
  }

  /** Notes what parts of a target were made from. */
  remember(originals: ReadonlyMap<object, object>): void {
    for (const [part, original] of originals) this.#originals.set(part, original);
  }

  /** The functions of a project know the parts of their target, and not what is made of them here. */
  #asGiven<T extends object>(object: T): T {
    return Object.fromEntries(
      Object.entries(object).map(([key, part]) => [
        key,
        typeof part === "object" && part !== null ? this.#originals.get(part) ?? part : part,
      ]),
    ) as T;
  }

  /** What {@link CompareType} and its relative are given: the columns as the project knows them. */
  columns({ inspected, metadata }: ComparedColumn): ComparedColumn {
    return { inspected, metadata: this.#asGiven(metadata) };
  }
}

/** By what the answer to the question whether two expressions are equal is found. */
export function equalityKey(one: string, other: string): string {
  return JSON.stringify([one, other]);
}

/** `schema.table`, or the table alone. */
export function qualifiedText(schema: string | null, name: string): string {
  return schema === null ? name : `${schema}.${name}`;
}

/** A tuple of strings as Python writes it. */
export function reprTuple(items: readonly (string | null)[]): string {
  const texts = items.map((item) => item === null ? "None" : reprText(item));
  return texts.length === 1 ? `(${texts[0]},)` : `(${texts.join(", ")})`;
}

/** The name of a constraint or index for people and filters. */
export function nameOrNull(item: { readonly name: Name | null }): string | null {
  return item.name === null ? null : nameText(item.name);
}

/** A name as Python's `%r` writes it. */
export function reprName(name: string | null): string {
  return name === null ? "None" : reprText(name);
}

/** Texts in the order of their code points, as Python sorts them. */
export function sorted(texts: Iterable<string>): string[] {
  return [...texts].sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
}
