import type { RunMemory } from "../dialect/dialect.ts";
import type { Operation } from "../operations/operation.ts";
import { type Name, nameText } from "../schema/name.ts";

const part = `(?:"(?:[^"]|"")+"|[\\w$]+)`;
const name = `${part}(?:\\s*\\.\\s*${part})?`;
const change = new RegExp(
  `\\b(?:` +
    `CREATE\\s+(?:(?:GLOBAL|LOCAL|TEMP|TEMPORARY|UNLOGGED)\\s+)*(?<created>TABLE|SEQUENCE|TYPE|DOMAIN)` +
    `\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(?<new>${name})` +
    `|DROP\\s+(?<dropped>TABLE|SEQUENCE|TYPE|DOMAIN)\\s+(?:IF\\s+EXISTS\\s+)?` +
    `(?<old>${name}(?:\\s*,\\s*${name})*)` +
    `|ALTER\\s+(?<renamed>TABLE|SEQUENCE|TYPE|DOMAIN)\\s+(?:IF\\s+EXISTS\\s+)?(?<from>${name})` +
    `\\s+RENAME\\s+TO\\s+(?<to>${part})` +
    `)`,
  "gi",
);

/**
 * Which tables, sequences and types there are while a history runs, as far as its statements say so. What a revision
 * only creates if it is not there (`checkfirst=True`) is written without the look, as Alembic's script has it, unless
 * the script would fail at it.
 */
export class KnownObjects {
  readonly #names = new Set<string>();
  /** The texts of revisions that are not translated: what they name may be there or not. */
  readonly #unsure: string[] = [];

  /** Takes note of what a statement creates, drops and renames. */
  note(sql: string): void {
    if (!/\b(?:CREATE|DROP|RENAME)\b/i.test(sql)) return;
    for (const { groups } of sql.matchAll(change)) {
      const { created, dropped, renamed } = groups!;
      if (created !== undefined) this.#names.add(key(created, namesIn(groups!.new!)[0]!));
      if (dropped !== undefined) {
        for (const each of namesIn(groups!.old!)) this.#names.delete(key(dropped, each));
      }
      if (renamed !== undefined) {
        const [from] = namesIn(groups!.from!);
        const [to] = namesIn(groups!.to!);
        this.#names.delete(key(renamed, from!));
        this.#names.add(key(renamed, [...from!.slice(0, -1), to!.at(-1)!]));
      }
    }
  }

  /** Takes note of a revision of which it is not known what it does. */
  noteUnsure(source: string): void {
    this.#unsure.push(source);
  }

  /** Whether an operation that looks first would do something else than it does without looking. */
  dependsOnLook(operation: Operation): boolean {
    if (!("checkFirst" in operation) || operation.checkFirst !== true) return false;
    const object = objectOf(operation);
    if (object === null) return false;
    const { kind, path } = object;
    const there = this.#names.has(key(kind, path));
    const wanted = operation.kind.startsWith("drop");
    return there !== wanted || this.#unsure.some((source) => source.includes(path.at(-1)!));
  }
}

/**
 * Takes the types that a statement drops or renames out of the memory of those that tables have created, so that a
 * later table creates them again. (Alembic, which keeps that memory for as long as it runs, leaves CREATE TYPE out
 * then, and its script cannot run.)
 */
export function forgetDroppedTypes(sql: string, { createdTypes }: RunMemory): void {
  if (createdTypes.size === 0 || !/\bTYPE\b/i.test(sql)) return;
  for (const { groups } of sql.matchAll(change)) {
    const { dropped, renamed } = groups!;
    const gone = dropped?.toUpperCase() === "TYPE"
      ? groups!.old!
      : renamed?.toUpperCase() === "TYPE"
      ? groups!.from!
      : "";
    for (const path of gone === "" ? [] : namesIn(gone)) {
      createdTypes.delete(JSON.stringify(["enum", path.length > 1 ? path[0] : null, path.at(-1)]));
    }
  }
}

type Path = readonly string[];

function key(kind: string, path: Path): string {
  const what = /^(?:type|domain)$/i.test(kind) ? "type" : "relation";
  return JSON.stringify([what, ...path]);
}

/** Names as their parts, without quotation marks; PostgreSQL reads one without them in small letters. */
function namesIn(list: string): Path[] {
  return (list.match(new RegExp(name, "g")) ?? []).map((each) =>
    (each.match(new RegExp(part, "g")) ?? []).map((text) =>
      text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase()
    )
  );
}

function objectOf(operation: Operation): { readonly kind: string; readonly path: Path } | null {
  switch (operation.kind) {
    case "createType":
    case "dropType": {
      const { type } = operation;
      return type.name === undefined ? null : { kind: "type", path: path(type.name, type.schema) };
    }
    case "createTable":
      return { kind: "table", path: path(operation.table.name, operation.table.schema) };
    case "dropTable":
      return { kind: "table", path: path(operation.tableName, operation.schema) };
    case "createSequence":
    case "dropSequence":
      return {
        kind: "sequence",
        path: path(operation.sequence.name, operation.sequence.schema),
      };
    default:
      return null;
  }
}

function path(of: Name, schema: Name | null | undefined): Path {
  return schema === null || schema === undefined
    ? [nameText(of)]
    : [nameText(schema), nameText(of)];
}
